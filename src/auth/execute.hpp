#pragma once
#include "base/result.hpp"
#include "base/task.hpp"
#include "base/value.hpp"
#include "db/database.hpp"

#include <cstdint>
#include <vector>

namespace tenon::auth {

/// Runs one statement inside a transaction; the number of rows changed. The statement and the callback must outlive
/// the await. A row that is still pointed to, or points to nothing, is 401: the account went away meanwhile.
base::Task<base::Result<std::int64_t>> execute(db::Transaction& transaction, const sql::Statement& statement,
                                               std::vector<base::Value> parameters, const db::OnRow& on_row);
/// For statements that give no rows.
base::Task<base::Result<std::int64_t>> execute(db::Transaction& transaction, const sql::Statement& statement,
                                               std::vector<base::Value> parameters);

/// What every refused credential gets: no hint which part of it was wrong.
base::Error refused();

}  // namespace tenon::auth
