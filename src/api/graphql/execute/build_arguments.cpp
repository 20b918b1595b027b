#include "api/graphql/execute/binding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

/// Filters and sorts: coerced values of input types become structure, what they compare with becomes operands.
namespace tenon::api::graphql {
namespace {

constexpr unsigned max_filter_depth = 8;

/// What the document has for a member of an input object; null inside a variable.
const ast::Value* member_of(const ast::Value* object, std::string_view name) {
  if (!object) return nullptr;
  for (const auto& field : object->fields)
    if (field.name.text == name) return &field.value;
  return nullptr;
}

/// The same for an element of a list; one value stands for a list of one.
const ast::Value* element_of(const ast::Value* list, std::size_t index) {
  if (!list || list->kind == ast::ValueKind::variable) return nullptr;
  if (list->kind != ast::ValueKind::list) return list;
  return index < list->items.size() ? &list->items[index] : nullptr;
}

class FilterBuilder {
 public:
  FilterBuilder(const ServedSchema& schema, query::Operation& operation, const ReadField& field, Bindings* bindings)
      : schema_(schema), operation_(operation), field_(field), bindings_(bindings) {}

  /// All that is given must hold.
  Built<query::Filter> all(const NamedType& type, const base::Json& wanted, const ast::Value* literal, unsigned depth) {
    query::Filter filter;
    if (depth > max_filter_depth) return fault(fmt::format("Filters nest at most {} deep", max_filter_depth));
    if (!wanted.object()) return filter;
    for (const auto& [name, value] : *wanted.object()) {
      const auto* definition = type.find_input_field(name);
      if (!definition) continue;
      // It would open the filter wide where a client means to narrow it.
      if (value.is_null())
        return fault(fmt::format("\"{}\" in a filter is null: leave it out, or ask for nulls with isNull", name));
      TENON_TRY(made, one(*definition, value, member_of(literal, name), depth));
      filter.children.push_back(std::move(made));
    }
    return filter;
  }

 private:
  std::unexpected<Error> fault(std::string message) const {
    return std::unexpected(error_at(field_.node(), base::ErrorCode::bad_request, std::move(message)));
  }

  Built<query::Filter> one(const InputValue& definition, const base::Json& value, const ast::Value* literal,
                           unsigned depth) {
    const auto& meaning = schema_.meaning(definition);
    const auto& type = definition.type.named();
    query::Filter filter;
    switch (meaning.role) {
      case InputRole::all_of:
      case InputRole::any_of:
        filter.kind = meaning.role == InputRole::all_of ? query::Filter::Kind::all_of : query::Filter::Kind::any_of;
        if (!value.array()) return filter;
        for (const auto& each : *value.array()) {
          TENON_TRY(child, all(type, each, element_of(literal, filter.children.size()), depth + 1));
          filter.children.push_back(std::move(child));
        }
        return filter;
      case InputRole::related: {
        TENON_TRY(inner, all(type, value, literal, depth + 1));
        filter.kind = query::Filter::Kind::related;
        filter.path.field = meaning.field;
        filter.children = std::move(inner.children);
        return filter;
      }
      case InputRole::compared:
        if (!value.object()) return filter;
        for (const auto& [word, operand] : *value.object()) {
          const auto* comparison = type.find_input_field(word);
          if (!comparison) continue;
          TENON_TRY(child, compare(*meaning.field, schema_.meaning(*comparison).comparison, word, operand,
                                   member_of(literal, word)));
          filter.children.push_back(std::move(child));
        }
        return filter;
      case InputRole::argument:
      case InputRole::link_ids:
      case InputRole::comparison:
      case InputRole::input_field:
      case InputRole::sort_field:
      case InputRole::sort_direction:
      case InputRole::sort_by: break;
    }
    return filter;
  }

  Built<query::Filter> compare(const schema::Field& field, query::Comparison comparison, const std::string& word,
                               const base::Json& operand, const ast::Value* literal) {
    if (++terms_ > query::limits::max_filter_terms)
      return fault(fmt::format("A filter has at most {} conditions", query::limits::max_filter_terms));
    if (operand.is_null())
      return fault(fmt::format("\"{}.{}\" compares with nothing: ask for nulls with isNull", field.name, word));
    query::Filter filter;
    filter.kind = query::Filter::Kind::compare;
    filter.path.field = &field;
    filter.comparison = comparison;
    if (comparison != query::Comparison::in && comparison != query::Comparison::not_in) {
      TENON_TRY(added, add(field, comparison, word, operand, literal));
      filter.operands.push_back(added);
      return filter;
    }
    const auto* items = operand.array();
    if (!items) return fault(fmt::format("\"{}.{}\" takes a list", field.name, word));
    if (items->size() > query::limits::max_in_values)
      return fault(fmt::format("At most {} values in one list", query::limits::max_in_values));
    for (const auto& item : *items) {
      TENON_TRY(added, add(field, comparison, word, item, element_of(literal, filter.operands.size())));
      filter.operands.push_back(added);
    }
    return filter;
  }

  /// An operand; the literal tells whether a variable gave it.
  Built<query::Operand> add(const schema::Field& field, query::Comparison comparison, const std::string& word,
                            const base::Json& operand, const ast::Value* literal) {
    auto value = compared_value(field, comparison, operand);
    if (!value) return fault(fmt::format("\"{}.{}\" {}", field.name, word, value.error()));
    const auto added = operation_.add(std::move(*value));
    if (bindings_ && literal && literal->kind == ast::ValueKind::variable) {
      bindings_->push_back({.kind = Binding::Kind::compared,
                            .variable = literal,
                            .operand = added,
                            .field = &field,
                            .comparison = comparison});
    }
    return added;
  }

  const ServedSchema& schema_;
  query::Operation& operation_;
  const ReadField& field_;
  Bindings* bindings_;
  std::size_t terms_ = 0;
};

}  // namespace

Built<query::Filter> Builder::filter(const ReadField& field) {
  const auto* wanted = field.argument("filter");
  if (!wanted) return query::Filter{};
  FilterBuilder filters(scope_.schema, operation_, field, bindings_);
  return filters.all(argument_definition(field, "filter").type.named(), *wanted, argument_literal(field, "filter"), 1);
}

Built<std::vector<query::SortKey>> Builder::sort(const ReadField& field) {
  std::vector<query::SortKey> keys;
  const auto* wanted = field.argument("sort");
  if (!wanted || !wanted->array()) return keys;
  const auto& type = argument_definition(field, "sort").type.named();
  for (const auto& each : *wanted->array()) {
    query::SortKey key;
    for (const auto& input : type.input_fields) {
      const auto* value = each.find(input.name);
      if (!value || !value->string()) continue;
      if (schema_meaning(input) == InputRole::sort_direction) key.descending = *value->string() == "DESC";
      if (schema_meaning(input) == InputRole::sort_field)
        if (const auto* named = input.type.named().find_value(*value->string()))
          key.field = scope_.schema.field_of(*named);
    }
    if (!key.field) continue;
    if (std::ranges::find(keys, key.field, &query::SortKey::field) != keys.end())
      return std::unexpected(error_at(field.node(), base::ErrorCode::bad_request,
                                      fmt::format("\"{}\" is sorted by twice", key.field->name)));
    keys.push_back(key);
  }
  if (keys.size() <= query::limits::max_sort_keys) return keys;
  return std::unexpected(error_at(field.node(), base::ErrorCode::bad_request,
                                  fmt::format("At most {} sort keys", query::limits::max_sort_keys)));
}

InputRole Builder::schema_meaning(const InputValue& input) const {
  return scope_.schema.meaning(input).role;
}

}  // namespace tenon::api::graphql
