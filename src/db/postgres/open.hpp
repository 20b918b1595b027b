#pragma once
#include "db/postgres/database.hpp"

#include <memory>
#include <string_view>

namespace tenon::db::postgres {

/// The options that a URL and the options of any database make. Throws std::runtime_error with a sentence for the
/// operator.
Options options_of(std::string_view url, const OpenOptions& options);

/// Connects once, so that a wrong address or password is found out at once; throws likewise.
std::unique_ptr<PostgresDatabase> open_url(std::string_view url, const OpenOptions& options);

}  // namespace tenon::db::postgres
