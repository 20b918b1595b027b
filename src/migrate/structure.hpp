#pragma once
#include "schema/model.hpp"
#include "sql/definition.hpp"
#include "sql/render.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Everything a Model needs in a database, as values without a dialect: what migrations compare. Names of constraints
/// and indexes are made here, alike for all databases, and fit into 63 bytes.
namespace tenon::migrate {

struct Column {
  std::string name;
  std::string field;                               ///< "Post.title", for messages; of a join table "Post.tags"
  sql::Type type{};                                ///< stored form
  schema::Scalar scalar = schema::Scalar::string;  ///< what its text means; of a list: of its elements
  bool list = false;                               ///< JSON text of a list
  bool enumeration = false;
  bool required = false;
  bool is_key = false;                                ///< the id
  std::optional<base::Value> default_value;           ///< @default, if it is a constant
  std::optional<schema::Default::Kind> made_default;  ///< @default of now or a uuid: the server makes it
  base::Value filler;  ///< required columns: a value that its own constraints accept, for rows that have none

  /// What rows take whose writer does not say. Only where there must be a value: elsewhere null is what was meant.
  std::optional<base::Value> database_default() const { return required ? default_value : std::nullopt; }
};

/// A named constraint over columns of one row.
struct Check {
  std::string name;
  std::string column;  ///< whose it is; empty for @check
  std::string what;    ///< "values", "length", "range"; "1", "2", … for @check: with `column`, tells which it is
  sql::ExprPtr expr;   ///< columns unqualified
};

struct ForeignKey {
  std::string name;
  std::string column;
  std::string table;   ///< pointed to
  std::string target;  ///< its key
  sql::ReferenceAction on_delete = sql::ReferenceAction::restrict;
};

struct IndexShape {
  std::string name;
  std::vector<std::string> columns;
  bool unique = false;
};

struct Table {
  std::string name;
  bool join = false;                     ///< pairs of keys, which together are its key
  std::vector<Column> columns;           ///< in order
  std::vector<std::string> primary_key;  ///< column names
  std::string primary_key_name;          ///< PostgreSQL
  std::string sequence;                  ///< PostgreSQL: of an integer key; else empty
  std::vector<Check> checks;
  std::vector<ForeignKey> foreign_keys;
  std::vector<IndexShape> indexes;
  std::vector<std::string> full_text;  ///< searched columns; empty: none
  std::string full_text_name;          ///< PostgreSQL: of the index

  const Column* find(std::string_view column) const;
  const Column& key() const;  ///< the id; tables of resources only
};

struct Structure {
  std::vector<Table> tables;  ///< those pointed to first, as far as there is no circle; join tables last

  const Table* find(std::string_view table) const;
};

Structure structure_of(const schema::Model& model);

/// Pieces of a table as definitions. With `references` the columns have theirs.
enum class References : std::uint8_t { inside, apart };
sql::ColumnDefinition define(const Table& table, const Column& column, References references);
sql::CreateTable define(const Table& table, References references);
sql::CreateIndex define(const Table& table, const IndexShape& index);
sql::CreateFullText define_full_text(const Table& table);
sql::Reference define(const ForeignKey& key);

/// Columns that an expression looks at, each once.
std::vector<std::string> columns_of(const sql::ExprPtr& expr);

}  // namespace tenon::migrate
