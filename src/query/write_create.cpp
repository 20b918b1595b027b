#include "access/evaluate.hpp"
#include "query/answer_row.hpp"
#include "query/candidate.hpp"
#include "query/masked.hpp"
#include "query/new_row.hpp"
#include "query/stored_row.hpp"
#include "query/write_operations.hpp"
#include "query/write_steps.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace tenon::query {
namespace {

base::Error field_forbidden(const std::string& name) {
  base::Error error(base::ErrorCode::forbidden, "You may not set \"" + name + "\"");
  error.details.push_back({name, "forbidden", "may not be set by you"});
  return error;
}

/// One create of one or many rows, step by step.
class Creation {
 public:
  Creation(db::Transaction& transaction, const WritePlan& plan, const Create& operation,
           const access::Principal& principal, Rights rights)
      : steps_(transaction, principal), plan_(plan), rules_(*plan.rules), operation_(operation), rights_(rights) {}

  base::Task<base::Result<WriteAnswer>> run(std::string& out) {
    auto parent = co_await check_parent();
    if (!parent) co_return std::unexpected(parent.error());
    WriteAnswer answer;
    for (std::size_t i = 0; i < operation_.rows.size(); ++i) {
      const auto prefix = operation_.place + (operation_.many ? std::to_string(i) + "." : std::string());
      auto id = co_await insert(operation_.rows[i], prefix);
      if (!id) co_return std::unexpected(id.error());
      answer.ids.push_back(std::move(*id));
    }
    if (!faults_.empty()) {
      base::Error error(base::ErrorCode::validation);
      error.details = std::move(faults_);
      co_return std::unexpected(std::move(error));
    }
    if (list_parent_) {
      auto checked = co_await check_linked_row(steps_, *plan_.parent, *list_parent_, operation_.parent_id);
      if (!checked) co_return std::unexpected(checked.error());
    }
    answer.created = true;
    if (!plan_.answer) co_return answer;
    auto written = co_await write_answer(answer, out);
    if (!written) co_return std::unexpected(written.error());
    co_return answer;
  }

 private:
  const schema::Field* parent_relation() const { return operation_.parent_relation.value_or(nullptr); }

  /// A parent the caller cannot read does not exist for it.
  base::Task<base::Result<void>> check_parent() {
    const auto* relation = parent_relation();
    if (!relation) co_return base::Result<void>{};
    if (plan_.parent) {
      auto checked = co_await check_list_parent();
      co_return checked;
    }
    for (const auto& target : rules_.targets) {
      if (target.field != relation->inverse) continue;
      const std::vector<base::Value> operands{operation_.parent_id};
      bool readable = false;
      if (!target.never) {
        auto found = co_await steps_.gives_row(target.sql, operands);
        if (!found) co_return std::unexpected(found.error());
        readable = *found;
      }
      if (!readable) co_return std::unexpected(base::Error(base::ErrorCode::not_found));
    }
    if (relation->inverse->owner && operation_.parent_id != steps_.principal().id)
      co_return std::unexpected(base::Error(base::ErrorCode::forbidden));
    co_return base::Result<void>{};
  }

  /// Linking a new row to a list changes the row that has the list.
  base::Task<base::Result<void>> check_list_parent() {
    const std::vector<std::string> any_version;
    auto stored = co_await load_row(steps_, *plan_.parent, operation_.parent_id, any_version);
    if (!stored) co_return std::unexpected(stored.error());
    if (!stored->forbidden_fields.empty()) co_return std::unexpected(base::Error(base::ErrorCode::forbidden));
    list_parent_ = std::move(*stored);
    co_return base::Result<void>{};
  }

  /// The new id; Null where faults kept the row out (they are in `faults_`, and the whole create will fail).
  base::Task<base::Result<base::Value>> insert(const RowInput& input, const std::string& prefix) {
    const auto& resource = *rules_.resource;
    auto row = complete(resource, with_parent(input), operation_.id, steps_.principal());
    if (resource.owner && resource.owner->required && steps_.principal().anonymous() && rights_ == Rights::full)
      co_return std::unexpected(base::Error(base::ErrorCode::unauthenticated));

    auto early = co_await judge(row, row.values.get(*resource.id), prefix, Moment::before_write);
    if (!early) co_return std::unexpected(early.error());

    std::vector<base::ErrorDetail> faults;
    check_required(resource, row.values, prefix, faults);
    check_constraints(resource, row.values, steps_.principal(), prefix, faults);
    if (rights_ != Rights::none) {
      auto checked = co_await steps_.check_targets(rules_, row.values, row.sent, prefix, faults);
      if (!checked) co_return std::unexpected(checked.error());
    }
    const bool good = faults.empty();
    std::ranges::move(faults, std::back_inserter(faults_));
    if (!good) co_return base::Value{};

    auto stored = co_await store(row, prefix);
    if (!stored) co_return std::unexpected(stored.error());
    auto linked = co_await link(input, *stored, prefix);
    if (!linked) co_return std::unexpected(linked.error());
    if (!faults_.empty()) co_return *stored;
    auto late = co_await judge(row, *stored, prefix, Moment::after_write);
    if (!late) co_return std::unexpected(late.error());
    co_return *stored;
  }

  RowInput with_parent(RowInput input) const {
    const auto* relation = parent_relation();
    if (relation && relation->kind == schema::FieldKind::to_many && !relation->inverse->owner)
      input.values.push_back({relation->inverse, operation_.parent_id});
    return input;
  }

  /// Rules in memory before the insert, rules over relations on the stored row after it.
  base::Task<base::Result<void>> judge(const NewRow& row, const base::Value& id, const std::string& prefix,
                                       Moment moment) {
    const auto due = [moment](const RuleCheck& check) {
      return check.sql.has_value() == (moment == Moment::after_write);
    };
    if (rights_ == Rights::full && due(rules_.row)) {
      auto holds = co_await steps_.holds(rules_.row, id, row.values);
      if (!holds) co_return std::unexpected(holds.error());
      if (!*holds) co_return std::unexpected(base::Error(base::ErrorCode::forbidden));
    }
    if (rights_ == Rights::none) co_return base::Result<void>{};
    for (const auto& [field, check] : rules_.field_rules) {
      if (!due(check) || std::ranges::find(row.sent, field) == row.sent.end()) continue;
      auto holds = co_await steps_.holds(check, id, row.values);
      if (!holds) co_return std::unexpected(holds.error());
      if (!*holds) co_return std::unexpected(field_forbidden(prefix + field->name));
    }
    co_return base::Result<void>{};
  }

  /// Rules over relations for a row that was kept out: what is in the way is told only to those who may create it.
  base::Task<base::Result<void>> judge_candidate(const NewRow& row, const std::string& prefix) {
    if (rights_ == Rights::full) {
      auto holds = co_await holds_for_candidate(steps_, rules_.row, *rules_.resource, row.values);
      if (!holds) co_return std::unexpected(holds.error());
      if (!*holds) co_return std::unexpected(base::Error(base::ErrorCode::forbidden));
    }
    if (rights_ == Rights::none) co_return base::Result<void>{};
    for (const auto& [field, check] : rules_.field_rules) {
      if (std::ranges::find(row.sent, field) == row.sent.end()) continue;
      auto holds = co_await holds_for_candidate(steps_, check, *rules_.resource, row.values);
      if (!holds) co_return std::unexpected(holds.error());
      if (!*holds) co_return std::unexpected(field_forbidden(prefix + field->name));
    }
    co_return base::Result<void>{};
  }

  base::Task<base::Result<base::Value>> store(const NewRow& row, const std::string& prefix) {
    std::vector<base::Value> operands;
    operands.reserve(rules_.written.size());
    for (const auto* field : rules_.written) operands.push_back(row.values.get(*field));
    base::Value id;
    const db::OnRow on_row = [&](const db::RowView& returned) {
      id = returned.value(0);
      return true;
    };
    auto inserted = co_await steps_.run(rules_.write, operands, on_row);
    if (inserted) co_return id;
    auto allowed = co_await judge_candidate(row, prefix);
    if (!allowed) co_return std::unexpected(allowed.error());
    auto error =
        co_await steps_.explain(inserted.error(), rules_, row.values, row.values.get(*rules_.resource->id), prefix);
    co_return std::unexpected(std::move(error));
  }

  base::Task<base::Result<void>> link(const RowInput& input, const base::Value& id, const std::string& prefix) {
    for (const auto& wanted : input.links) {
      for (const auto& statements : rules_.links) {
        if (statements.field != wanted.field) continue;
        auto linked = co_await steps_.replace_links(statements, id, wanted.ids, prefix, faults_);
        if (!linked) co_return std::unexpected(linked.error());
      }
    }
    if (!plan_.parent) co_return base::Result<void>{};
    const std::vector<base::Value> operands{operation_.parent_id, id};
    const db::OnRow ignore = [](const db::RowView&) { return true; };
    auto linked = co_await steps_.run(plan_.parent->links.front().insert, operands, ignore);
    if (!linked) co_return std::unexpected(db::to_error(linked.error()));
    co_return base::Result<void>{};
  }

  base::Task<base::Result<void>> write_answer(WriteAnswer& answer, std::string& out) {
    const auto start = out.size();
    if (operation_.many) out += '[';
    for (std::size_t i = 0; i < answer.ids.size(); ++i) {
      if (i > 0) out += ',';
      auto etag = co_await append_answer(steps_, *plan_.answer, answer.ids[i], operation_.answer_operands,
                                         *plan_.cursor_key, out);
      if (!etag) co_return std::unexpected(etag.error());
      answer.withheld = answer.withheld || etag->empty();
      if (!operation_.many) answer.etag = std::move(*etag);
    }
    if (operation_.many) out += ']';
    answer.masked = resolve_masked(out, start);
    co_return base::Result<void>{};
  }

  Steps steps_;
  const WritePlan& plan_;
  const WriteRules& rules_;
  const Create& operation_;
  Rights rights_;
  std::optional<StoredRow> list_parent_;  ///< of a nested create through a many-to-many list
  std::vector<base::ErrorDetail> faults_;
};

}  // namespace

base::Task<base::Result<WriteAnswer>> create_rows(db::Transaction& transaction, const WritePlan& plan,
                                                  const Create& operation, const access::Principal& principal,
                                                  Rights rights, std::string& out) {
  Creation creation(transaction, plan, operation, principal, rights);
  auto answer = co_await creation.run(out);
  co_return answer;
}

}  // namespace tenon::query
