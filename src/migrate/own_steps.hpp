#pragma once
#include "migrate/script.hpp"

#include <string>
#include <vector>

/// Tenon's own tables (accounts, sessions) are no part of a schema's migrations: whoever applies a script puts around
/// it what they need.
namespace tenon::migrate {

/// `script` with the own tables dropped before it that `after` does not have, and those made after it that `before`
/// does not have. Both are the statements that make the own tables of the model before and after. A table whose
/// definition differs is dropped and made anew. Pure.
Script with_own_tables(Script script, const std::vector<std::string>& before, const std::vector<std::string>& after);

}  // namespace tenon::migrate
