#include "access/evaluate.hpp"
#include "query/answer_row.hpp"
#include "query/candidate.hpp"
#include "query/masked.hpp"
#include "query/stored_row.hpp"
#include "query/write_operations.hpp"
#include "query/write_steps.hpp"

#include <algorithm>

namespace tenon::query {
namespace {

bool writable(const schema::Field& field) {
  return field.stored() && !field.system && !field.owner && !field.immutable && !field.read_only;
}

bool contains(const std::vector<const schema::Field*>& fields, const schema::Field* field) {
  return std::ranges::find(fields, field) != fields.end();
}

/// One update, step by step.
class Change {
 public:
  Change(db::Transaction& transaction, const WritePlan& plan, const Update& operation,
         const access::Principal& principal)
      : transaction_(transaction),
        steps_(transaction, principal),
        plan_(plan),
        rules_(*plan.rules),
        operation_(operation) {}

  base::Task<base::Result<WriteAnswer>> run(std::string& out) {
    auto stored = co_await load_row(steps_, rules_, operation_.id, operation_.if_match);
    if (!stored && stored.error().code == base::ErrorCode::not_found && plan_.create) {
      auto created = co_await create_instead(out);
      co_return created;
    }
    if (!stored) co_return std::unexpected(stored.error());
    if (auto refused = refused_field(*stored)) co_return std::unexpected(std::move(*refused));
    const auto row = changed(*stored);

    auto valid = co_await validate(row);
    if (!valid) co_return std::unexpected(valid.error());
    auto checked = co_await new_row_permitted(steps_, rules_, *stored, operation_.id, row, Moment::before_write);
    if (!checked) co_return std::unexpected(checked.error());
    auto written = co_await store(*stored, row);
    if (!written) co_return std::unexpected(written.error());
    if (!*checked) {
      auto late = co_await new_row_permitted(steps_, rules_, *stored, operation_.id, row, Moment::after_write);
      if (!late) co_return std::unexpected(late.error());
      if (!*late) co_return std::unexpected(base::Error(base::ErrorCode::forbidden));
    }

    WriteAnswer answer;
    answer.ids.push_back(operation_.id);
    const auto start = out.size();
    auto etag = co_await append_answer(steps_, *plan_.answer, operation_.id, operation_.answer_operands,
                                       *plan_.cursor_key, out);
    if (!etag) co_return std::unexpected(etag.error());
    answer.withheld = etag->empty();
    answer.etag = std::move(*etag);
    answer.masked = resolve_masked(out, start);
    co_return answer;
  }

 private:
  /// A row that is there but out of the caller's sight stays not_found.
  base::Task<base::Result<WriteAnswer>> create_instead(std::string& out) {
    const std::vector<base::Value> operands{operation_.id};
    auto present = co_await steps_.gives_row(rules_.load, operands);
    if (!present) co_return std::unexpected(present.error());
    if (*present) co_return std::unexpected(base::Error(base::ErrorCode::not_found));
    if (!operation_.if_match.empty()) co_return std::unexpected(base::Error(base::ErrorCode::precondition_failed));
    Create create;
    create.resource = operation_.resource;
    create.rows = {operation_.row};
    create.id = operation_.id;
    create.selection = operation_.selection;
    create.answer_operands = operation_.answer_operands;
    WritePlan plan;
    plan.rules = plan_.create;
    plan.answer = plan_.answer;
    plan.cursor_key = plan_.cursor_key;
    auto answer = co_await create_rows(transaction_, plan, create, steps_.principal(), Rights::full, out);
    // Who may not create gets the answer of a row out of sight: the two are not to be told apart.
    if (!answer && answer.error().code == base::ErrorCode::forbidden)
      co_return std::unexpected(base::Error(base::ErrorCode::not_found));
    co_return answer;
  }

  std::optional<base::Error> refused_field(const StoredRow& stored) const {
    base::Error error(base::ErrorCode::forbidden);
    const auto refuse = [&](const schema::Field* field) {
      if (contains(stored.forbidden_fields, field))
        error.details.push_back({field->name, "forbidden", "may not be set by you"});
    };
    for (const auto& sent : operation_.row.values) refuse(sent.field);
    for (const auto& sent : operation_.row.links) refuse(sent.field);
    if (error.details.empty()) return std::nullopt;
    error.message = "You may not set \"" + error.details.front().field + "\"";
    return error;
  }

  RowValues changed(const StoredRow& stored) const {
    auto row = stored.values;
    if (operation_.mode == UpdateMode::replace)
      for (const auto& field : rules_.resource->fields)
        if (writable(*field) && !contains(stored.forbidden_fields, field.get()))
          row.set(*field, default_of(*field, steps_.principal()));
    for (const auto& [field, value] : operation_.row.values) row.set(*field, value);
    // The version must move even when the clock does not.
    row.set(*rules_.resource->updated_at, std::max(steps_.principal().now, stored.version + 1));
    return row;
  }

  base::Task<base::Result<void>> validate(const RowValues& row) {
    base::Error error(base::ErrorCode::validation);
    check_required(*rules_.resource, row, {}, error.details);
    check_constraints(*rules_.resource, row, steps_.principal(), {}, error.details);
    std::vector<const schema::Field*> sent;
    for (const auto& value : operation_.row.values) sent.push_back(value.field);
    auto checked = co_await steps_.check_targets(rules_, row, sent, {}, error.details);
    if (!checked) co_return std::unexpected(checked.error());
    if (!error.details.empty()) co_return std::unexpected(std::move(error));
    co_return base::Result<void>{};
  }

  /// Whether some @allow that let the caller in holds on a new row that was kept out: what is in the way is told only
  /// to those who may write it.
  base::Task<base::Result<bool>> candidate_permitted(const StoredRow& stored, const RowValues& row) {
    for (std::size_t i = 0; i < rules_.allows.size(); ++i) {
      const auto& check = rules_.allows[i].second;
      if (!stored.allows[i]) continue;
      auto task = check.candidate ? holds_for_candidate(steps_, check, *rules_.resource, row, &stored.values)
                                  : steps_.holds(check, operation_.id, row, &stored.values);
      auto holds = co_await std::move(task);
      if (!holds) co_return std::unexpected(holds.error());
      if (*holds) co_return true;
    }
    co_return false;
  }

  base::Task<base::Result<void>> store(const StoredRow& stored, const RowValues& row) {
    if (rules_.written.size() > 1) {
      std::vector<base::Value> operands;
      for (const auto* field : rules_.written) operands.push_back(row.get(*field));
      operands.push_back(operation_.id);
      const db::OnRow ignore = [](const db::RowView&) { return true; };
      auto updated = co_await steps_.run(rules_.write, operands, ignore);
      if (!updated) {
        auto allowed = co_await candidate_permitted(stored, row);
        if (!allowed) co_return std::unexpected(allowed.error());
        if (!*allowed) co_return std::unexpected(base::Error(base::ErrorCode::forbidden));
        auto error = co_await steps_.explain(updated.error(), rules_, row, operation_.id, {});
        co_return std::unexpected(std::move(error));
      }
    }
    base::Error error(base::ErrorCode::validation);
    for (const auto& wanted : operation_.row.links) {
      for (const auto& statements : rules_.links) {
        if (statements.field != wanted.field) continue;
        auto linked = co_await steps_.replace_links(statements, operation_.id, wanted.ids, {}, error.details);
        if (!linked) co_return std::unexpected(linked.error());
      }
    }
    if (!error.details.empty()) co_return std::unexpected(std::move(error));
    co_return base::Result<void>{};
  }

  db::Transaction& transaction_;
  Steps steps_;
  const WritePlan& plan_;
  const WriteRules& rules_;
  const Update& operation_;
};

}  // namespace

std::vector<const schema::Field*> written_fields(const Update& operation) {
  std::vector<const schema::Field*> fields;
  for (const auto& field : operation.resource->fields) {
    if (!writable(*field)) continue;
    const bool sent =
        std::ranges::any_of(operation.row.values, [&](const FieldValue& value) { return value.field == field.get(); });
    if (sent || operation.mode == UpdateMode::replace) fields.push_back(field.get());
  }
  return fields;
}

base::Task<base::Result<WriteAnswer>> update_row(db::Transaction& transaction, const WritePlan& plan,
                                                 const Update& operation, const access::Principal& principal,
                                                 std::string& out) {
  Change change(transaction, plan, operation, principal);
  auto answer = co_await change.run(out);
  co_return answer;
}

}  // namespace tenon::query
