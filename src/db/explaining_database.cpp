#include "db/explaining_database.hpp"

#include "sql/explanation.hpp"

#include <map>
#include <stdexcept>
#include <utility>

namespace tenon::db {
namespace {

std::unique_ptr<Session> open_session(Database& database) {
  auto opened = database.session();
  if (!opened) throw std::runtime_error("the database does not answer: " + opened.error().message);
  return std::move(*opened);
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// PostgreSQL writes the parameters' values into its plan: who may see the plan may not see all of them.
std::string without_values(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    if (c == '\'') {
      // Doubled quotes are two literals side by side: both go.
      const auto end = line.find('\'', i + 1);
      out += "'…'";
      i = end == std::string_view::npos ? line.size() : end + 1;
    } else if (c == '"') {
      const auto end = line.find('"', i + 1);
      const auto next = end == std::string_view::npos ? line.size() : end + 1;
      out += line.substr(i, next - i);
      i = next;
    } else if (c >= '0' && c <= '9' && (out.empty() || !is_word(out.back()))) {
      while (i < line.size() && (is_word(line[i]) || line[i] == '.')) ++i;
      out += "…";
    } else {
      out += c;
      ++i;
    }
  }
  return out;
}

std::vector<std::string> plan_of(Session& session, const sql::Statement& statement,
                                 std::span<const base::Value> parameters, sql::Dialect dialect) {
  std::vector<std::string> lines;
  std::map<std::int64_t, std::size_t> depths;  // SQLite: of the steps, by their ids
  const OnRow on_row = [&](const RowView& row) {
    if (dialect == sql::Dialect::postgres) {
      lines.push_back(without_values(row.text(0)));
      return true;
    }
    const auto parent = depths.find(row.integer(1));
    const auto depth = parent == depths.end() ? 0 : parent->second + 1;
    depths[row.integer(0)] = depth;
    lines.push_back(std::string(2 * depth, ' ') + std::string(row.text(3)));
    return true;
  };
  const auto outcome = session.run(sql::explanation_of(statement, dialect), parameters, on_row);
  if (!outcome) lines.push_back("(no plan: " + outcome.error().message + ")");
  return lines;
}

Failure kept_out() {
  return {.kind = FailureKind::unique, .constraint = {}, .message = "not written: it is only explained"};
}

}  // namespace

/// What a script is given instead of a transaction.
class ExplainingDatabase::Script final : public Transaction {
 public:
  explicit Script(ExplainingDatabase& database) : database_(database) {}

  base::Task<Outcome<std::int64_t>> run(const sql::Statement& statement, std::span<const base::Value> parameters,
                                        const OnRow& on_row) override {
    if (!statement.written.empty()) {
      if (!std::exchange(database_.would_write_, true)) database_.note(statement, parameters);
      co_return std::unexpected(kept_out());
    }
    const auto reading = sql::without_lock(statement);
    const std::function<void()> restart = [] {};
    // What follows the write that was kept out is asked only because it was.
    auto& asked = database_.would_write_ ? database_.inner_ : static_cast<Database&>(database_);
    auto task = asked.read(reading, parameters, on_row, restart, base::Deadline::never());
    auto outcome = co_await std::move(task);
    if (!outcome) co_return std::unexpected(outcome.error());
    co_return std::int64_t{0};
  }

 private:
  ExplainingDatabase& database_;
};

ExplainingDatabase::ExplainingDatabase(Database& inner) : inner_(inner), planner_(open_session(inner)) {
  const auto settings = sql::avoid_scans(inner.dialect());
  if (settings.empty()) return;
  index_planner_ = open_session(inner);
  if (const auto done = index_planner_->execute(settings); !done) index_planner_.reset();
}

void ExplainingDatabase::note(const sql::Statement& statement, std::span<const base::Value> parameters) {
  ExplainedStatement explained;
  explained.statement = statement;
  explained.parameters.assign(parameters.begin(), parameters.end());
  explained.plan = plan_of(*planner_, statement, parameters, dialect());
  explained.plan_by_index =
      index_planner_ ? plan_of(*index_planner_, statement, parameters, dialect()) : explained.plan;
  statements_.push_back(std::move(explained));
}

base::Task<Outcome<void>> ExplainingDatabase::read(const sql::Statement& statement,
                                                   std::span<const base::Value> parameters, const OnRow& on_row,
                                                   const std::function<void()>& restart, base::Deadline deadline) {
  note(statement, parameters);
  auto task = inner_.read(statement, parameters, on_row, restart, deadline);
  auto outcome = co_await std::move(task);
  co_return outcome;
}

base::Task<base::Result<void>> ExplainingDatabase::write(db::Script script) {
  Script transaction(*this);
  auto task = script(transaction);
  auto done = co_await std::move(task);
  co_return done;
}

base::Task<Outcome<std::int64_t>> ExplainingDatabase::write_one(const sql::Statement&, std::span<const base::Value>,
                                                                const base::Value*, const OnRow&,
                                                                const std::function<void()>&, base::Deadline) {
  // Whoever asks for this has a script for when it does not go smoothly, which says the same step by step.
  co_return std::unexpected(kept_out());
}

Outcome<void> ExplainingDatabase::define(std::span<const std::string>) {
  return std::unexpected(kept_out());
}

Outcome<std::unique_ptr<Session>> ExplainingDatabase::session() {
  return std::unexpected(kept_out());
}

}  // namespace tenon::db
