#pragma once
#include "base/value.hpp"
#include "sql/render.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tenon::db::postgres {

/// The number of PostgreSQL's type that holds values of `type`.
std::uint32_t oid_of(sql::Type type);

/// Values of one statement as libpq takes them, by the types of its parameters. A parameter without a type goes as text
/// whose type the server finds out. Keeps copies where a value is not its own wire form.
class Parameters {
 public:
  Parameters(const sql::Statement& statement, std::span<const base::Value> values);
  Parameters(const Parameters&) = delete;
  Parameters& operator=(const Parameters&) = delete;

  int count() const { return static_cast<int>(types_.size()); }
  const std::uint32_t* types() const { return types_.data(); }
  const char* const* values() const { return pointers_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(std::uint32_t type, const base::Value& value);
  void add_null();
  void add_text(std::string_view text);
  void add_binary(std::string_view bytes);
  void add_made(std::string bytes, int format);

  std::vector<std::uint32_t> types_;
  std::vector<const char*> pointers_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::vector<std::string> made_;  // reserved: what points into it stays
};

}  // namespace tenon::db::postgres
