#pragma once
#include "query/dialect_faults.hpp"
#include "query/engine.hpp"
#include "query/kept_answers.hpp"
#include "query/nested_create.hpp"
#include "query/plan.hpp"
#include "query/plan_cache.hpp"
#include "query/quick_write.hpp"
#include "query/shape.hpp"
#include "query/write_operations.hpp"
#include "query/write_rules.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tenon::query {

/// What the sources of Engine share. Not for others.
class Engine::Impl {
 public:
  Impl(schema::ModelPtr model, db::Database& database, EngineOptions options)
      : model_(std::move(model)),
        database_(database),
        options_(std::move(options)),
        kept_answers_(database.dialect(), options_.keep_answers) {
    for (const auto& role : model_->roles) least_cap_ = std::min(least_cap_, role.max_cost.value_or(least_cap_));
    std::string faults;
    for (const auto& fault : dialect_faults(*model_, database_.dialect())) faults += "\n  " + fault;
    if (!faults.empty()) throw std::runtime_error("PostgreSQL cannot judge these rules:" + faults);
  }

  std::int64_t max_cost(const access::Principal& principal) const {
    std::int64_t highest = 0;
    for (std::size_t i = 0; i < model_->roles.size(); ++i)
      if (principal.has_role(static_cast<int>(i))) highest = std::max(highest, model_->roles[i].max_cost.value_or(0));
    return highest > 0 ? highest : options_.max_cost;
  }

  base::Result<void> afford(std::int64_t points, const access::Principal& principal) const {
    // Nearly everything is far below what anybody may spend.
    if (points <= least_cap_) return {};
    const auto cap = max_cost(principal);
    if (points <= cap) return {};
    base::Error error(base::ErrorCode::too_expensive, "This request costs " + std::to_string(points) + " points, and " +
                                                          std::to_string(cap) +
                                                          " are the most: ask for fewer rows at once");
    error.figures = {{"cost", points}, {"maxCost", cap}};
    return std::unexpected(std::move(error));
  }

  base::Result<void> admit(const schema::Resource& resource, schema::Operation operation,
                           const access::Principal& principal, std::size_t requests = 1) {
    if (resource.rate_limits.empty()) return {};
    return rate_limits_.admit(RateLimits::limits_of(resource, operation), principal,
                              static_cast<std::int64_t>(requests));
  }

  /// What is said where what began at `start` is larger than any answer may be.
  base::Result<void> check_size(std::string& out, std::size_t start) const {
    if (!too_large(out, start)) return {};
    out.resize(start);
    const auto most = static_cast<std::int64_t>(options_.max_result_bytes);
    base::Error error(base::ErrorCode::too_expensive, "The answer is larger than " + std::to_string(most) +
                                                          " bytes: ask for fewer rows or fields at once");
    error.figures = {{"maxBytes", most}};
    return std::unexpected(std::move(error));
  }
  bool too_large(const std::string& out, std::size_t start) const {
    return out.size() - start > options_.max_result_bytes;
  }

  /// Whether the caller may ask for that, by its price and by how much it asked for lately.
  base::Result<void> admit(const CompiledRead& compiled, std::int64_t price, const access::Principal& principal) {
    TENON_TRY_VOID(afford(price, principal));
    return rate_limits_.admit(compiled.limits, principal);
  }
  base::Result<void> admit(const Create& operation, std::int64_t price, const access::Principal& principal) {
    TENON_TRY_VOID(afford(price, principal));
    for (const auto& row : operation.rows) TENON_TRY_VOID(admit_nested(row, principal));
    return admit(*operation.resource, schema::Operation::create, principal, operation.rows.size());
  }
  /// Rows that come inside others are creates like any other.
  base::Result<void> admit_nested(const RowInput& row, const access::Principal& principal) {
    for (const auto& nested : row.nested) {
      TENON_TRY_VOID(admit(*nested.field->target, schema::Operation::create, principal, nested.rows.size()));
      for (const auto& inner : nested.rows) TENON_TRY_VOID(admit_nested(inner, principal));
    }
    return {};
  }
  base::Result<void> admit(const Update& operation, std::int64_t price, const access::Principal& principal) {
    TENON_TRY_VOID(afford(price, principal));
    return admit(*operation.resource, schema::Operation::update, principal);
  }
  base::Result<void> admit(const Remove& operation, std::int64_t price, const access::Principal& principal) {
    TENON_TRY_VOID(afford(price, principal));
    return admit(*operation.resource, schema::Operation::remove, principal);
  }
  base::Result<void> admit(const Link& operation, std::int64_t price, const access::Principal& principal) {
    TENON_TRY_VOID(afford(price, principal));
    return admit(*operation.relation->owner_type, schema::Operation::update, principal);
  }

  /// What the database's parser could not take in: includes and filters nest, and rules over relations nest inside
  /// them.
  static base::Error too_deep();
  /// What the JSON that begins at `start` still needs.
  ReadAnswer finished(const CompiledRead& compiled, std::int64_t price, std::string& out, std::size_t start) const;

  /// The calling thread's own plans.
  PlanCache& cache() {
    thread_local std::map<std::uint64_t, std::weak_ptr<PlanCache>> mine;
    auto& slot = mine[number_];
    if (auto cache = slot.lock()) return *cache;
    auto cache = std::make_shared<PlanCache>(*model_, database_.dialect(), options_.plans_per_loop);
    slot = cache;
    std::lock_guard lock(mutex_);
    caches_.push_back(cache);
    return *cache;
  }

  /// `operands` as Create::answer_operands.
  std::shared_ptr<const CompiledRead> answer_plan(const schema::Resource& resource, const Selection& selection,
                                                  std::span<const base::Value> operands,
                                                  const access::Principal& principal) {
    Get get;
    get.operands.assign(operands.begin(), operands.end());
    if (get.operands.empty()) get.operands.emplace_back();
    get.id = 0;
    get.selection = selection;
    get.selection.resource = &resource;
    return plan(get, principal, cache()).share();
  }

  /// Names of a write's plan: no name of the schema contains ';'.
  static std::string write_shape(char kind, const std::string& name, access::CallerClass caller) {
    std::string shape(1, kind);
    if (caller.anonymous) shape += '~';
    shape += std::to_string(caller.roles);
    shape += ';';
    shape += name;
    return shape;
  }

  /// Without an answer.
  WritePlan plan_create_alone(const Create& operation, const access::Principal& principal) {
    const auto caller = class_of(principal);
    WritePlan plan;
    plan.rules = cache().write(write_shape('C', operation.resource->name, caller),
                               [&] { return compile_create(*operation.resource, cache().ground(caller)); });
    if (const auto* relation = operation.parent_relation.value_or(nullptr);
        relation && relation->kind == schema::FieldKind::many_to_many)
      plan.parent = plan_link(*relation, caller);
    return plan;
  }

  WritePlan plan_create(const Create& operation, const access::Principal& principal) {
    auto plan = plan_create_alone(operation, principal);
    plan.cursor_key = &options_.cursor_key;
    plan.answer = answer_plan(*operation.resource, operation.selection, operation.answer_operands, principal);
    return plan;
  }

  /// What nested rows are planned by, on the thread that runs it.
  PlanCreate planner(const access::Principal& principal) {
    return [this, &principal](const Create& operation) { return plan_create_alone(operation, principal); };
  }

  /// Null where the create needs a script.
  std::shared_ptr<const QuickCreate> plan_quick_create(const Create& operation, const WriteRules& rules,
                                                       const access::Principal& principal) {
    const auto ground = cache().ground(class_of(principal));
    if (!may_be_quick(operation, ground)) return nullptr;
    auto selection = operation.selection;
    selection.resource = operation.resource;
    auto quick = cache().quick(shape_of(selection, ground.caller),
                               [&] { return compile_quick_create(rules, selection, ground); });
    return quick->possible ? quick : nullptr;
  }

  WritePlan plan_update(const Update& operation, const access::Principal& principal) {
    const auto caller = class_of(principal);
    const auto fields = written_fields(operation);
    auto shape = write_shape('U', operation.resource->name, caller);
    for (const auto* field : fields) shape += ";" + field->name;
    WritePlan plan;
    plan.rules = cache().write(std::move(shape),
                               [&] { return compile_update(*operation.resource, fields, cache().ground(caller)); });
    // An integer key is the database's to give.
    const bool may_create = operation.mode == UpdateMode::replace &&
                            operation.resource->id->scalar != schema::Scalar::big_int &&
                            access::operation_exists(*operation.resource, schema::Operation::create);
    if (may_create)
      plan.create = cache().write(write_shape('C', operation.resource->name, caller),
                                  [&] { return compile_create(*operation.resource, cache().ground(caller)); });
    plan.cursor_key = &options_.cursor_key;
    plan.answer = answer_plan(*operation.resource, operation.selection, operation.answer_operands, principal);
    return plan;
  }

  WritePlan plan_remove(const Remove& operation, const access::Principal& principal) {
    const auto caller = class_of(principal);
    WritePlan plan;
    plan.rules = cache().write(write_shape('D', operation.resource->name, caller),
                               [&] { return compile_remove(*operation.resource, cache().ground(caller)); });
    return plan;
  }

  std::shared_ptr<const WriteRules> plan_link(const schema::Field& relation, access::CallerClass caller) {
    return cache().write(write_shape('K', relation.owner_type->name + ";" + relation.name, caller),
                         [&] { return compile_link(relation, cache().ground(caller)); });
  }

  /// Runs a writing script that gives an Answer, in its own transaction.
  template <typename Answer, typename Work>
  base::Task<base::Result<Answer>> write(Work work) {
    Answer answer;
    db::Script script = [&](db::Transaction& transaction) -> base::Task<base::Result<void>> {
      auto result = co_await work(transaction);
      if (!result) co_return std::unexpected(result.error());
      answer = std::move(*result);
      co_return base::Result<void>{};
    };
    auto written = co_await database_.write(std::move(script));
    if (!written) co_return std::unexpected(written.error());
    co_return answer;
  }

  static std::uint64_t next_number();

  schema::ModelPtr model_;
  db::Database& database_;
  EngineOptions options_;
  KeptAnswers kept_answers_;
  std::int64_t least_cap_ = options_.max_cost;  ///< of any caller
  RateLimits rate_limits_{*model_, options_.clock};
  const std::uint64_t number_ = next_number();
  std::mutex mutex_;
  std::vector<std::shared_ptr<PlanCache>> caches_;
};

}  // namespace tenon::query
