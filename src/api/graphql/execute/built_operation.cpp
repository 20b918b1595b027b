#include "api/graphql/execute/built_operation.hpp"

#include <algorithm>
#include <utility>

namespace tenon::api::graphql {
namespace {

/// How large an operation is kept at all: a bound on memory.
constexpr std::size_t most_kept_members = 250;

/// Arguments of one root field, or why they cannot be.
Built<ReadField> read(const ExecuteContext& context, const NamedType& root, const CollectedField& collected) {
  const std::vector<CollectedField> one{collected};
  auto fields = read_fields(context, root, one);
  if (!fields) return std::unexpected(std::move(fields).error());
  auto field = std::move(fields->front());
  field.nodes = &collected.nodes;
  return field;
}

Step prepare_step(const ExecuteContext& context, const NamedType& root, const CollectedField& collected,
                  ast::OperationType type) {
  const auto& types = context.schema.types();
  Step step;
  step.collected = &collected;
  step.definition = types.find_field(root, collected.nodes.front()->name.text);
  if (!step.definition) {
    // Validated documents have none such; if one has, nothing is answered.
    step.definition = &types.typename_field();
    step.error = error_at(*collected.nodes.front(), base::ErrorCode::internal, "No such field");
    return step;
  }
  step.is_typename = step.definition == &types.typename_field();
  if (step.is_typename || step.definition == &types.schema_field() || step.definition == &types.type_field())
    return step;
  auto field = read(context, root, collected);
  if (!field) {
    step.error = std::move(field).error();
    return step;
  }
  step.field = std::make_unique<ReadField>(std::move(*field));
  if (type == ast::OperationType::mutation) {
    auto mutation = MutationField::read(context, *step.field);
    if (mutation)
      step.mutation.emplace(std::move(*mutation));
    else
      step.error = std::move(mutation).error();
    return step;
  }
  auto query = prepare_query(context, *step.field);
  if (query)
    step.query.emplace(std::move(*query));
  else
    step.error = std::move(query).error();
  return step;
}

}  // namespace

std::int64_t Step::price() const {
  if (mutation) return mutation->faulty() ? 0 : mutation->price();
  return query ? query->price : 0;
}

std::size_t Step::members() const {
  if (mutation) return mutation->members();
  return query ? query->members() : 0;
}

std::int64_t BuiltOperation::price() const {
  std::int64_t sum = 0;
  for (const auto& step : steps) sum += step.price();
  return sum;
}

bool BuiltOperation::lasting() const {
  std::size_t members = 0;
  for (const auto& step : steps) {
    members += step.members();
    if (step.error || (step.query && !step.query->lasting) || members > most_kept_members) return false;
  }
  return true;
}

bool BuiltOperation::bind(const ExecuteContext& context) {
  return std::ranges::all_of(steps, [&](Step& step) {
    if (step.mutation) return step.mutation->bind(context);
    return !step.query || bind_query(context, *step.query);
  });
}

void BuiltOperation::forget() {
  for (auto& step : steps) {
    if (step.mutation) step.mutation->forget();
    if (!step.query) continue;
    step.field->arguments = {};
    forget_values(*step.query);
  }
}

std::unique_ptr<BuiltOperation> build_operation(const ExecuteContext& context,
                                                const ast::OperationDefinition& operation, const PreparedPtr& document,
                                                const NamedType& root) {
  auto built = std::make_unique<BuiltOperation>();
  built->document = document;
  built->collected =
      collect_fields(document->schema->types(), document->fragments, context.variables, root, operation.selection_set);
  auto& shape = document->shape_of(operation);
  for (const auto& each : built->collected) {
    const auto& step = built->steps.emplace_back(prepare_step(context, root, each, operation.type));
    if (step.query) shape.learn(step.query->bindings);
    if (!step.mutation) continue;
    shape.learn(step.mutation->bindings());
    shape.learn_arguments(each.nodes);
  }
  return built;
}

}  // namespace tenon::api::graphql
