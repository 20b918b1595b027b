#pragma once
#include "migrate/script.hpp"
#include "migrate/structure.hpp"

#include <string>
#include <vector>

/// PostgreSQL: values for rows that have none, while everybody goes on.
namespace tenon::migrate {

/// What the trigger and the index for one column are called.
std::string fill_name(const Table& table, const Column& column);

/// Gives `value` (SQL of one row) to every row that has nothing in the column and for which it is not null: outside of
/// a transaction, in batches, found by an index of the moment. Rows that are stored meanwhile are up to a trigger.
std::vector<Step> backfill_steps(const Table& table, const Column& column, const std::string& value);

}  // namespace tenon::migrate
