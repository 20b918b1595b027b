#include "db/postgres/blocking.hpp"

#include "db/postgres/parameters.hpp"
#include "db/postgres/row.hpp"

#include <memory>

namespace tenon::db::postgres {
namespace {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

void drop_notice(void*, const PGresult*) {}

bool failed(const PGresult* result) {
  const auto status = PQresultStatus(result);
  return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY;
}

}  // namespace

BlockingConnection::BlockingConnection(const ConnectionOptions& options) : shown_(options.shown) {
  std::vector<const char*> keywords{"connect_timeout"};
  // Seconds; what the URL says comes behind it and wins.
  std::vector<const char*> values{"10"};
  for (const auto& [keyword, value] : options.parameters) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  handle_ = PQconnectdbParams(keywords.data(), values.data(), 0);
  if (!handle_) return;
  PQsetNoticeReceiver(handle_, drop_notice, nullptr);
  // Behind a pooler there was no limit to begin with.
  if (options.prepared && opened())
    (void)execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0");
}

BlockingConnection::~BlockingConnection() {
  PQfinish(handle_);
}

Outcome<void> BlockingConnection::opened() const {
  if (PQstatus(handle_) == CONNECTION_OK) return {};
  return std::unexpected(unavailable(shown_ + ": " + one_line(PQerrorMessage(handle_))));
}

Outcome<std::vector<std::string>> BlockingConnection::ask(const std::string& text) {
  if (auto open = opened(); !open) return std::unexpected(std::move(open.error()));
  const Result result(PQexec(handle_, text.c_str()), &PQclear);
  if (failed(result.get())) return std::unexpected(refusal_of(result.get()).failure);
  std::vector<std::string> values;
  if (PQnfields(result.get()) == 0) return values;
  for (int i = 0; i < PQntuples(result.get()); ++i) values.emplace_back(PQgetvalue(result.get(), i, 0));
  return values;
}

Outcome<void> BlockingConnection::execute(const std::string& text) {
  auto done = ask(text);
  if (!done) return std::unexpected(std::move(done.error()));
  return {};
}

Outcome<std::int64_t> BlockingConnection::run(const sql::Statement& statement, std::span<const base::Value> values,
                                              const OnRow& on_row) {
  if (auto open = opened(); !open) return std::unexpected(std::move(open.error()));
  constexpr int binary_results = 1;
  const Parameters parameters(statement, values);
  const Result result(PQexecParams(handle_, statement.text.c_str(), parameters.count(), parameters.types(),
                                   parameters.values(), parameters.lengths(), parameters.formats(), binary_results),
                      &PQclear);
  if (failed(result.get())) return std::unexpected(refusal_of(result.get()).failure);
  give_rows(result.get(), on_row);
  return statement.written.empty() ? 0 : rows_changed(result.get());
}

}  // namespace tenon::db::postgres
