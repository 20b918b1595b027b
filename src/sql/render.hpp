#pragma once
#include "sql/definition.hpp"
#include "sql/expression.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tenon::sql {

enum class Dialect : std::uint8_t { sqlite, postgres };

/// Text ready to be prepared. `id` is unique in the process: connections keep what they prepared by it.
struct Statement {
  std::uint64_t id = 0;
  std::string text;
  int parameters = 0;       ///< how many values it is bound to
  std::vector<Type> types;  ///< of the parameters, by index
  std::string written;      ///< the table that an INSERT, UPDATE or DELETE changes; empty for SELECT
  bool too_deep = false;    ///< nests deeper than the database's parser can follow: it would refuse to prepare it
};

/// Parameters keep their index: parameter 3 is `?4` on SQLite and `$4` on PostgreSQL, wherever and however often it
/// stands.
Statement render(const Select& select, Dialect dialect);
Statement render(const Insert& insert, Dialect dialect);
Statement render(const Update& update, Dialect dialect);
Statement render(const Delete& remove, Dialect dialect);
/// For tests and explain, with parentheses around everything.
std::string to_text(const ExprPtr& expr, Dialect dialect);

/// One string per statement, in order.
std::vector<std::string> render(const CreateTable& table, Dialect dialect);
std::vector<std::string> render(const CreateIndex& index, Dialect dialect);
std::vector<std::string> render(const CreateFullText& full_text, Dialect dialect);

}  // namespace tenon::sql
