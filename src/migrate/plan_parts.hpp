#pragma once
#include "migrate/compare.hpp"
#include "migrate/script.hpp"
#include "sql/conversion.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What the plans for all databases need to know alike.
namespace tenon::migrate {

using Renames = std::vector<std::pair<std::string, std::string>>;  ///< from -> to

/// The same renames in an order in which each name is free when it is taken; circles go through a name of ours.
Renames ordered(Renames renames);

/// The forms of a column for conversions.
sql::StoredForm form_of(const Column& column);

/// SQL for rows that have no value where there must be one, in the words of a dialect; nothing if there is none.
struct Filling {
  std::string value;      ///< SQL; may look at `key`
  bool constant = false;  ///< the same for every row, and known without looking at a table
  bool numbered = false;  ///< looks at all rows: stands in a SELECT only
};
/// `table` is the new one, as it is called when the filling runs.
std::optional<Filling> filling(const Table& table, const Column& column, sql::Dialect dialect, Direction direction);

/// What a value that breaks a constraint of its field becomes on the way down.
std::string fallback(const Column& column, sql::Dialect dialect);

/// Checks of kept columns that are new or other than before, and that rows may break.
std::vector<const Check*> new_column_checks(const TableChange& change);
const Pair<Column>* find_new(const TableChange& change, std::string_view column);

/// A link that becomes a key of this column, if there is one.
const LinkMove* move_into_key(const Changes& changes, const Table& table, const Column& column);
/// Whether the values of a dropped column go on in a join table.
bool moves_into_join(const Changes& changes, const Table& table, const Column& column);

/// Columns of a table whose values are gone or changed for good, as Step::loses names them: by their old names.
std::vector<std::string> losses(const Changes& changes, const TableChange& change, Direction direction);

/// Dropped tables whose name something new takes: they have to go first. Throws where links would be lost by that.
std::vector<const Table*> dropped_first(const Changes& changes);

/// Statements as the text of a step.
std::string as_sql(const std::vector<std::string>& statements);

/// "Adds column summary", "Changes column views from Int to BigInt", …: what changes in a table, a line each.
std::vector<std::string> words_of(const TableChange& change);

}  // namespace tenon::migrate
