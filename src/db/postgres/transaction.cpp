#include "db/postgres/transaction.hpp"

#include "db/postgres/answer.hpp"
#include "db/postgres/row.hpp"

#include <exception>
#include <limits>

namespace tenon::db::postgres {
namespace {

/// Statements of the driver's own; sql::render counts its own from 1.
sql::Statement own(std::uint64_t number, std::string text) {
  sql::Statement statement;
  statement.id = std::numeric_limits<std::uint64_t>::max() - number;
  statement.text = std::move(text);
  return statement;
}

const sql::Statement begin = own(1, "BEGIN");
const sql::Statement set_savepoint = own(2, "SAVEPOINT s");
const sql::Statement release_savepoint = own(3, "RELEASE s");
const sql::Statement undo_savepoint = own(4, "ROLLBACK TO s");
const sql::Statement commit_all = own(5, "COMMIT");
const sql::Statement undo_all = own(6, "ROLLBACK");

/// One statement with what goes around it; resumes its coroutine when the server has done all of it.
class StatementBatch final : public Batch {
 public:
  struct Outcomes {
    News worst;  ///< of the first command that was not done; `done` if all were
    std::size_t at = 0;
    std::int64_t rows = 0;
    bool committed = false;  ///< the last command was a COMMIT, and did
    std::exception_ptr thrown;
  };

  const std::vector<Command>& commands() const override { return commands_; }
  std::size_t add(const sql::Statement& statement, std::span<const base::Value> values = {}) {
    commands_.push_back({&statement, values});
    return commands_.size() - 1;
  }
  void told(std::size_t index, News& news) override {
    if (news.fate != Fate::done) {
      if (std::exchange(failed_, true)) return;
      end_.worst.fate = news.fate;
      end_.worst.refusal = news.refusal;
      end_.at = index;
      return;
    }
    if (index == main) {
      end_.rows = rows_changed(news.result.get());
      try {
        if (on_row) give_rows(news.result.get(), *on_row);
      } catch (...) {
        end_.thrown = std::current_exception();
      }
    }
    // A broken transaction takes a COMMIT for a ROLLBACK, and says so.
    end_.committed = std::string_view(PQcmdStatus(news.result.get())) == "COMMIT";
  }
  void ended(const End&) override {
    if (!failed_) end_.worst.fate = Fate::done;
    answer.give(std::move(end_));
  }

  Answer<Outcomes> answer;
  const OnRow* on_row = nullptr;
  std::size_t main = 0;  ///< whose rows are given

 private:
  std::vector<Command> commands_;
  Outcomes end_;
  bool failed_ = false;
};

}  // namespace

base::Task<Outcome<std::int64_t>> ConnectionTransaction::run(const sql::Statement& statement,
                                                             std::span<const base::Value> parameters,
                                                             const OnRow& on_row) {
  if (broken_) co_return std::unexpected(unavailable("the transaction has failed before"));
  const bool writes = !statement.written.empty();
  const auto batch = std::make_shared<StatementBatch>();
  batch->on_row = &on_row;
  if (!begun_) batch->add(begin);
  if (writes) batch->add(set_savepoint);
  batch->main = batch->add(statement, parameters);
  if (writes) batch->add(release_savepoint);
  connection_.submit(batch);
  auto end = co_await batch->answer;
  if (end.worst.fate == Fate::done) {
    begun_ = true;
    if (writes && changes_.watches(statement.written)) watched_.push_back(statement.written);
  }
  // Only now: what was begun has to be undone.
  if (end.thrown) std::rethrow_exception(end.thrown);
  if (end.worst.fate == Fate::done) {
    co_return writes ? end.rows : 0;
  }
  note(end.worst);
  if (end.worst.fate == Fate::lost) {
    broken_ = true;
  } else if (writes && end.at == batch->main) {
    begun_ = true;
    const auto undo = std::make_shared<StatementBatch>();
    undo->add(undo_savepoint);
    undo->add(release_savepoint);
    undo->main = 2;
    connection_.submit(undo);
    auto undone = co_await undo->answer;
    broken_ = undone.worst.fate != Fate::done;
  } else {
    begun_ = begun_ || end.at > 0;
    broken_ = true;
  }
  co_return std::unexpected(std::move(end.worst.refusal.failure));
}

void ConnectionTransaction::note(const News& news) {
  may_run_again_ = news.fate == Fate::lost || remedy(news.refusal.sqlstate) != Remedy::none;
}

base::Task<Outcome<void>> ConnectionTransaction::commit() {
  if (!begun_ && !broken_) co_return Outcome<void>{};
  if (broken_) {
    auto undone = roll_back();
    co_await std::move(undone);
    co_return std::unexpected(unavailable("the transaction had failed before its end"));
  }
  const auto batch = std::make_shared<StatementBatch>();
  batch->add(commit_all);
  connection_.submit(batch);
  auto end = co_await batch->answer;
  begun_ = false;
  // Also where nobody knows: a number too many does no harm.
  for (const auto& table : watched_) changes_.note_commit(table);
  if (end.worst.fate == Fate::done && end.committed) co_return Outcome<void>{};
  if (end.worst.fate == Fate::done) co_return std::unexpected(unavailable("PostgreSQL rolled the transaction back"));
  // Of a lost connection nobody knows whether it committed.
  may_run_again_ = false;
  if (end.worst.fate != Fate::lost) note(end.worst);
  co_return std::unexpected(std::move(end.worst.refusal.failure));
}

base::Task<void> ConnectionTransaction::roll_back() {
  if (!begun_ && !broken_) co_return;
  if (!connection_.is_open()) co_return;
  const auto batch = std::make_shared<StatementBatch>();
  batch->add(undo_all);
  connection_.submit(batch);
  auto end = co_await batch->answer;
  begun_ = false;
  // Nobody may get it with a transaction still open.
  if (end.worst.fate != Fate::done) connection_.close();
}

}  // namespace tenon::db::postgres
