#pragma once
#include "db/database.hpp"

#include <memory>
#include <string_view>

namespace tenon::db {

/// A database for trying things out, empty at first, gone when destroyed.
class Scratch {
 public:
  virtual ~Scratch() = default;
  virtual Database& database() = 0;
};

/// Of the same kind as DATABASE_URL names, which is not touched. SQLite: a temporary file. PostgreSQL: a database
/// beside it called tenon_scratch_…; where that may not be made, a schema of that name inside it. Throws
/// std::runtime_error with a sentence for the operator.
std::unique_ptr<Scratch> open_scratch(std::string_view url);

}  // namespace tenon::db
