#include "auth/audit.hpp"

#include "auth/execute.hpp"
#include "auth/tables.hpp"

#include <utility>
#include <variant>

namespace tenon::auth {
namespace {

base::Value text_or_null(std::string text) {
  return text.empty() ? base::Value() : base::Value(std::move(text));
}

}  // namespace

std::string_view to_text(AuditEvent event) {
  switch (event) {
    case AuditEvent::registered: return "register";
    case AuditEvent::created: return "create";
    case AuditEvent::signed_in: return "login";
    case AuditEvent::sign_in_failed: return "login_failed";
    case AuditEvent::refresh_reused: return "refresh_reuse";
    case AuditEvent::signed_out: return "logout";
  }
  std::unreachable();
}

std::string id_text(const base::Value& id) {
  if (const auto* text = std::get_if<std::string>(&id)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&id)) return std::to_string(*number);
  return {};
}

AuditLog::AuditLog(sql::Dialect dialect) {
  sql::Insert insert;
  insert.table = table::audit;
  insert.values = {
      {"at", sql::parameter(0, sql::Type::timestamp)},    {"event", sql::parameter(1, sql::Type::text)},
      {"account_id", sql::parameter(2, sql::Type::text)}, {"session_id", sql::parameter(3, sql::Type::text)},
      {"remote_ip", sql::parameter(4, sql::Type::text)},  {"detail", sql::parameter(5, sql::Type::text)}};
  insert_ = sql::render(insert, dialect);
}

base::Task<base::Result<void>> AuditLog::add(db::Transaction& transaction, AuditRecord record) const {
  std::vector<base::Value> parameters{record.at,
                                      std::string(to_text(record.event)),
                                      text_or_null(id_text(record.account_id)),
                                      text_or_null(std::move(record.session_id)),
                                      std::move(record.remote_ip),
                                      std::move(record.detail)};
  auto added = co_await execute(transaction, insert_, std::move(parameters));
  if (!added) co_return std::unexpected(added.error());
  co_return base::Result<void>();
}

}  // namespace tenon::auth
