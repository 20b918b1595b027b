#include "migrate/own_steps.hpp"

#include "sql/catalogue.hpp"

#include <algorithm>
#include <utility>

namespace tenon::migrate {
namespace {

/// The table that a statement makes; empty if it makes something else.
std::string made_table(std::string_view statement) {
  constexpr std::string_view start = "CREATE TABLE \"";
  if (!statement.starts_with(start)) return {};
  const auto rest = statement.substr(start.size());
  return std::string(rest.substr(0, rest.find('"')));
}

Step own_step(std::string title, std::string text, Lock lock) {
  Step step;
  step.title = std::move(title);
  step.lock = lock;
  step.sql = std::move(text);
  return step;
}

/// What of `some` is not in `others`.
std::vector<std::string> missing(const std::vector<std::string>& some, const std::vector<std::string>& others) {
  std::vector<std::string> found;
  for (const auto& each : some)
    if (std::ranges::find(others, each) == others.end()) found.push_back(each);
  return found;
}

}  // namespace

Script with_own_tables(Script script, const std::vector<std::string>& before, const std::vector<std::string>& after) {
  auto gone = missing(before, after);
  // Those that point to others were made later.
  std::ranges::reverse(gone);
  std::vector<Step> drops;
  for (const auto& statement : gone) {
    const auto table = made_table(statement);
    if (table.empty()) continue;
    const auto lock = script.dialect == sql::Dialect::sqlite ? Lock::database : Lock::access_exclusive;
    drops.push_back(own_step("drop Tenon's table " + table, "DROP TABLE " + sql::quoted(table), lock));
    drops.back().loses = {table};
  }
  script.steps.insert(script.steps.begin(), drops.begin(), drops.end());
  const auto lock = script.dialect == sql::Dialect::sqlite ? Lock::database : Lock::none;
  for (const auto& statement : missing(after, before)) {
    const auto table = made_table(statement);
    script.steps.push_back(
        own_step(table.empty() ? "complete Tenon's tables" : "make Tenon's table " + table, statement, lock));
  }
  return script;
}

}  // namespace tenon::migrate
