#pragma once
#include "db/session.hpp"
#include "migrate/script.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tenon::migrate {

/// Rows that a script makes away with.
struct Loss {
  std::string what;                  ///< "posts.summary" or "posts"
  std::optional<std::int64_t> rows;  ///< none: not to be counted before the script runs
};

/// What the steps from `first` on say that they lose (Step::loses), with the rows that are there now. Only counts: what
/// no row has is left out. Throws std::runtime_error where the database does not answer.
std::vector<Loss> count_losses(db::Session& session, const Script& script, std::size_t first);

/// "column summary of posts: values of 3 rows", "table posts: all 3 rows".
std::string to_text(const Loss& loss);

}  // namespace tenon::migrate
