#pragma once
#include "app/settings.hpp"
#include "migrate/verify.hpp"

#include <cstdio>
#include <vector>

namespace tenon::app {

/// Tries a migration on a scratch database of the configured kind, dropped afterwards. What `tenon migrate verify`
/// does, and `tenon migrate new` before it writes.
migrate::Proof prove_migration(const Settings& settings, const std::vector<migrate::Migration>& history, int number);

/// A table with colours on a terminal, plain lines elsewhere.
void print_proof(const migrate::Proof& proof, FILE* out);

}  // namespace tenon::app
