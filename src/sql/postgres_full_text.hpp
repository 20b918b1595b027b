#pragma once
#include <span>
#include <string>
#include <string_view>

namespace tenon::sql {

/// Full text on PostgreSQL without a column or dictionary of ours: an index over this expression, and searches that say
/// the same expression. Words are runs of letters and digits without case and accents, as SQLite's unicode61 has them;
/// case beyond ASCII is folded as far as the database's LC_CTYPE knows it.
///
/// `columns` are SQL for the searched columns, in the order of the index. A phrase does not reach from one into the
/// next.
std::string postgres_search_vector(std::span<const std::string> columns);

/// `words` is SQL for a client's text: every word of it must occur, a word with punctuation inside as a phrase. Nothing
/// in it is an operator. Without a word nothing is found.
std::string postgres_search_query(std::string_view words);

}  // namespace tenon::sql
