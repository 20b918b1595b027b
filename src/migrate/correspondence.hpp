#pragma once
#include "schema/model.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Which table and column of one Model are those of another: what renames say (@was), by names of the database.
namespace tenon::migrate {

/// Links that change the way they are stored: a key in the row, or rows of a join table.
struct LinkMove {
  enum class Kind : std::uint8_t { key_to_join, join_to_key } kind = Kind::key_to_join;
  std::string row_table;    ///< of the rows that have or had the key: key_to_join its old name, join_to_key its new one
  std::string key_column;   ///< the key, there
  std::string join_table;   ///< key_to_join its new name, join_to_key its old one
  std::string this_column;  ///< of the join table: the row
  std::string other_column;  ///< of the join table: what the key points to
};

struct Correspondence {
  using Names = std::map<std::string, std::string, std::less<>>;
  Names tables;                                       ///< new name -> old name
  std::map<std::string, Names, std::less<>> columns;  ///< new table -> new column -> old column
  std::vector<LinkMove> moves;

  /// The old table of a new one, null if there is none; likewise columns.
  const std::string* table(std::string_view new_name) const;
  const std::string* column(std::string_view new_table, std::string_view new_column) const;
};

/// There and back.
struct BothWays {
  Correspondence up;
  Correspondence down;
};

/// A type is the one that had its name, or, if there was none, the one that @was names; so is a field within its type.
/// A stale @was is harmless. A relation to rows of another type is another field. Throws std::runtime_error where two
/// say that they were the same.
BothWays correspond(const schema::Model& from, const schema::Model& to);

}  // namespace tenon::migrate
