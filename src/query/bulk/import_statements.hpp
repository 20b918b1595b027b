#pragma once
#include "schema/model.hpp"
#include "sql/render.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tenon::query::bulk {

/// A unique key: its fields, and the statement that gives a row where another row has the same values. Parameters: the
/// values, then the id of the row that is not to count.
struct UniqueKey {
  std::vector<const schema::Field*> fields;
  sql::Statement probe;
};

/// The statements that put rows of one resource into the database, rendered when first asked for. Not thread-safe; each
/// statement lives as long as this.
class ImportStatements {
 public:
  using Fields = std::vector<const schema::Field*>;

  ImportStatements(const schema::Resource& resource, sql::Dialect dialect);

  enum class Conflict : std::uint8_t { error, ignore };
  /// Parameters: the fields, in order. Gives the id.
  const sql::Statement& insert(const Fields& fields, Conflict conflict);
  /// Parameters: the fields, in order, then the id.
  const sql::Statement& update(const Fields& fields);
  /// Gives a row if there is one with the id.
  const sql::Statement& exists(const schema::Resource& target);
  /// Parameters: this row, the other.
  const sql::Statement& link(const schema::Field& list);
  /// Parameter: this row.
  const sql::Statement& clear_links(const schema::Field& list);
  /// After rows with numbers of their own; parameter 0: 0. See sql::raise_numbers.
  const std::vector<sql::Statement>& raise_numbers() const { return raise_numbers_; }
  const std::vector<UniqueKey>& unique_keys() const { return unique_keys_; }

 private:
  void add_unique_key(Fields fields);

  const schema::Resource& resource_;
  const sql::Dialect dialect_;
  std::map<std::pair<Fields, Conflict>, sql::Statement> inserts_;
  std::map<Fields, sql::Statement> updates_;
  std::map<const schema::Resource*, sql::Statement> exists_;
  std::map<const schema::Field*, sql::Statement> links_;
  std::map<const schema::Field*, sql::Statement> clears_;
  std::vector<UniqueKey> unique_keys_;
  std::vector<sql::Statement> raise_numbers_;
};

}  // namespace tenon::query::bulk
