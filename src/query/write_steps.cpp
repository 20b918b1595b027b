#include "query/write_steps.hpp"

#include "access/evaluate.hpp"
#include "base/uuid.hpp"
#include "query/bind.hpp"

#include <algorithm>
#include <charconv>

namespace tenon::query {
namespace {

const db::OnRow ignore_rows = [](const db::RowView&) { return true; };

}  // namespace

base::Task<db::Outcome<std::int64_t>> Steps::run(const Prepared& prepared, std::span<const base::Value> operands,
                                                 const db::OnRow& on_row, const RowValues* old) {
  const auto values = bind_parameters(prepared.parameters, operands, principal_, old);
  auto outcome = co_await transaction_.run(prepared.statement, values, on_row ? on_row : ignore_rows);
  co_return outcome;
}

base::Task<base::Result<bool>> Steps::gives_row(const Prepared& prepared, std::span<const base::Value> operands,
                                                const RowValues* old) {
  bool found = false;
  const db::OnRow on_row = [&found](const db::RowView&) {
    found = true;
    return false;
  };
  auto outcome = co_await run(prepared, operands, on_row, old);
  if (!outcome) co_return std::unexpected(db::to_error(outcome.error()));
  co_return found;
}

base::Task<base::Result<bool>> Steps::holds(const RuleCheck& check, const base::Value& id, const RowValues& row,
                                            const RowValues* old) {
  if (access::is_literal_true(*check.rule)) co_return true;
  if (access::is_literal_false(*check.rule)) co_return false;
  if (!check.sql) {
    LocalRows rows;
    co_return access::evaluate(*check.rule, principal_, rows, &row, old) == access::Truth::yes;
  }
  const std::vector<base::Value> operands{id};
  auto found = co_await gives_row(*check.sql, operands, old);
  co_return found;
}

base::Task<base::Result<void>> Steps::check_targets(const WriteRules& rules, const RowValues& row,
                                                    std::span<const schema::Field* const> fields,
                                                    const std::string& prefix, std::vector<base::ErrorDetail>& faults) {
  for (const auto& target : rules.targets) {
    if (std::ranges::find(fields, target.field) == fields.end()) continue;
    const auto& key = row.get(*target.field);
    if (base::is_null(key)) continue;
    bool found = false;
    if (!target.never) {
      const std::vector<base::Value> operands{key};
      auto readable = co_await gives_row(target.sql, operands);
      if (!readable) co_return std::unexpected(readable.error());
      found = *readable;
    }
    if (!found)
      faults.push_back({prefix + target.field->name, "not_found", "there is no such " + target.field->target->name});
  }
  co_return base::Result<void>{};
}

base::Task<base::Error> Steps::explain(const db::Failure& failure, const WriteRules& rules, const RowValues& row,
                                       const base::Value& id, const std::string& prefix) {
  switch (failure.kind) {
    case db::FailureKind::unique: {
      base::Error error(base::ErrorCode::conflict);
      for (const auto& probe : rules.probes) {
        std::vector<base::Value> operands;
        for (const auto* field : probe.fields) operands.push_back(row.get(*field));
        operands.push_back(id);
        bool named = false;
        const db::OnRow on_row = [&named](const db::RowView& taken) {
          named = taken.integer(0) != 0;
          return false;
        };
        auto probed = co_await run(probe.sql, operands, on_row);
        if (!probed) co_return db::to_error(probed.error());
        if (!named) continue;
        for (const auto* field : probe.fields)
          error.details.push_back(
              {prefix + field->name, "unique",
               probe.fields.size() == 1 ? "is already taken" : "is already taken in this combination"});
      }
      error.message = "A row with the same unique value exists";
      co_return error;
    }
    case db::FailureKind::foreign_key: co_return base::Error(base::ErrorCode::conflict, "A related row is missing");
    case db::FailureKind::not_null:
    case db::FailureKind::check: {
      // The boundary checks everything the database does; this says that it missed one, so the cause is logged.
      base::Error error(base::ErrorCode::validation, "A value breaks a constraint of the database");
      error.cause = failure.message;
      co_return error;
    }
    case db::FailureKind::busy:
    case db::FailureKind::deadline:
    case db::FailureKind::too_big:
    case db::FailureKind::full:
    case db::FailureKind::unavailable:
    case db::FailureKind::other: break;
  }
  co_return db::to_error(failure);
}

base::Task<base::Result<void>> Steps::replace_links(const LinkStatements& link, const base::Value& id,
                                                    const std::vector<base::Value>& ids, const std::string& prefix,
                                                    std::vector<base::ErrorDetail>& faults) {
  std::vector<base::Value> operands{id, base::Null{}};
  auto cleared = co_await run(link.clear, operands, ignore_rows);
  if (!cleared) co_return std::unexpected(db::to_error(cleared.error()));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    bool found = false;
    if (!link.target.never) {
      const std::vector<base::Value> key{ids[i]};
      auto readable = co_await gives_row(link.target.sql, key);
      if (!readable) co_return std::unexpected(readable.error());
      found = *readable;
    }
    if (!found) {
      faults.push_back({prefix + link.field->name + "." + std::to_string(i), "not_found",
                        "there is no such " + link.field->target->name});
      continue;
    }
    operands[1] = ids[i];
    auto linked = co_await run(link.insert, operands, ignore_rows);
    if (!linked) co_return std::unexpected(db::to_error(linked.error()));
  }
  co_return base::Result<void>{};
}

void check_constraints(const schema::Resource& resource, const RowValues& row, const access::Principal& principal,
                       const std::string& prefix, std::vector<base::ErrorDetail>& faults) {
  LocalRows rows;
  for (const auto& check : resource.checks) {
    if (access::evaluate(*check.rule, principal, rows, &row) == access::Truth::yes) continue;
    auto where = prefix;
    if (!where.empty()) where.pop_back();
    faults.push_back({std::move(where), "check", check.message});
  }
}

void check_required(const schema::Resource& resource, const RowValues& row, const std::string& prefix,
                    std::vector<base::ErrorDetail>& faults) {
  for (const auto& field : resource.fields) {
    if (!field->stored() || field->system || !field->required) continue;
    if (base::is_null(row.get(*field))) faults.push_back({prefix + field->name, "required", "is required"});
  }
}

base::Value default_of(const schema::Field& field, const access::Principal& principal) {
  if (!field.default_value) return base::Null{};
  switch (field.default_value->kind) {
    case schema::Default::Kind::value: return field.default_value->value;
    case schema::Default::Kind::now: return principal.now;
    case schema::Default::Kind::uuid: return base::new_uuid();
  }
  return base::Null{};
}

base::Value stored_value(const db::RowView& row, int column, const schema::Field& field) {
  auto value = row.value(column);
  if (field.list || field.kind != schema::FieldKind::scalar) return value;
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    if (field.scalar == schema::Scalar::boolean) return *number != 0;
    if (field.scalar == schema::Scalar::floating) return static_cast<double>(*number);
  }
  return value;
}

std::string etag_of(std::int64_t version) {
  char text[16];
  auto end = std::to_chars(text, text + sizeof text, version, 36).ptr;
  return {text, end};
}

}  // namespace tenon::query
