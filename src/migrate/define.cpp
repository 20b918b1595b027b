#include "migrate/define.hpp"

#include "sql/alteration.hpp"

namespace tenon::migrate {

std::vector<std::string> create_statements(const Structure& structure, sql::Dialect dialect) {
  std::vector<std::string> all;
  const auto add = [&](const auto& definition) {
    for (auto& statement : sql::render(definition, dialect)) all.push_back(std::move(statement));
  };
  const auto references = dialect == sql::Dialect::sqlite ? References::inside : References::apart;
  for (const auto& table : structure.tables) add(define(table, references));
  if (references == References::apart)
    for (const auto& table : structure.tables)
      for (const auto& key : table.foreign_keys)
        all.push_back(sql::add_foreign_key(table.name, key.column, define(key), sql::Validation::now));
  for (const auto& table : structure.tables)
    for (const auto& index : table.indexes) add(define(table, index));
  for (const auto& table : structure.tables)
    if (!table.full_text.empty()) add(define_full_text(table));
  return all;
}

std::vector<std::string> create_statements(const schema::Model& model, sql::Dialect dialect) {
  return create_statements(structure_of(model), dialect);
}

}  // namespace tenon::migrate
