#pragma once
#include "db/sqlite/database.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

namespace tenon::db::sqlite {

/// Opens a file, made with its folder where it is missing: both readable by their owner alone. Throws
/// std::runtime_error with a sentence for the operator.
std::unique_ptr<SqliteDatabase> open_file(const std::filesystem::path& path, Options options);

/// A database of its own that is gone when closed. It is a file in a temporary folder, so that it behaves like any
/// other; only its commits are not synced.
std::unique_ptr<SqliteDatabase> open_temporary(Options options);

}  // namespace tenon::db::sqlite
