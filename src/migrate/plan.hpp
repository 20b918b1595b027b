#pragma once
#include "migrate/compare.hpp"
#include "migrate/script.hpp"

/// From changes to the steps that make them. Pure.
namespace tenon::migrate {

/// How many rows a batched backfill changes at a time.
inline constexpr std::uint32_t backfill_rows = 1000;

/// The steps from `changes.from` to `changes.to` on one database.
///
/// Going up, values are never changed to fit: a migration fails as a whole where rows break a new constraint. Going
/// down they are, as well as can be (null, @default, or a value that the field's constraints accept), since there must
/// be a way back; the step says so (`loses`).
///
/// SQLite: plain ALTER TABLE where it gives exactly the wanted definition, else the table is rebuilt
/// (https://sqlite.org/lang_altertable.html#otheralter). One transaction.
/// PostgreSQL: nothing holds a lock that readers or writers wait for longer than for a change of the catalogue, but
/// type changes that write the table anew, which say so.
///
/// Throws std::runtime_error for what has to be done in two migrations.
Script plan(const Changes& changes, sql::Dialect dialect, Direction direction);

}  // namespace tenon::migrate
