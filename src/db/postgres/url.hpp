#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::db::postgres {

/// What a DATABASE_URL says, checked by libpq.
struct Address {
  std::vector<std::pair<std::string, std::string>> parameters;  ///< libpq's keywords, the password among them
  std::string shown;                                            ///< for people and logs: never with a password
  bool prepared = true;                                         ///< false where the URL has `tenon_prepared=off`
};

/// Whether it is for this driver: `postgres:` or `postgresql:`.
bool is_url(std::string_view url);

/// Throws std::runtime_error with a sentence for the operator, in which nothing of the URL's secrets stands.
Address parse_url(std::string_view url);

}  // namespace tenon::db::postgres
