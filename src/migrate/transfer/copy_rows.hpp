#pragma once
#include "db/session.hpp"
#include "migrate/stored_rows.hpp"

#include <cstdint>
#include <functional>

namespace tenon::migrate {

/// One side of a move.
struct Side {
  db::Session& session;
  sql::Dialect dialect;
};

/// Copies every row of a table, page by page in the order of its key, values in their stored form. Memory is bounded by
/// a page. `progress` gets the rows so far. Throws std::runtime_error with the driver's words.
std::uint64_t copy_rows(const Side& from, const Side& to, const StoredTable& table,
                        const std::function<void(std::uint64_t rows)>& progress);

}  // namespace tenon::migrate
