#include "api/graphql/execute/build.hpp"
#include "schema/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

/// Filters and sorts: coerced values of input types become structure, what they compare with becomes operands.
namespace tenon::api::graphql {
namespace {

constexpr unsigned max_filter_depth = 8;

/// A scalar as a query string would have it.
std::string plain_text(const base::Json& value) {
  if (const auto* text = value.string()) return *text;
  if (const auto* flag = value.boolean()) return *flag ? "true" : "false";
  if (const auto* number = value.number()) return number->text;
  return base::to_text(value);
}

bool is_piece(query::Comparison comparison) {
  return comparison == query::Comparison::contains || comparison == query::Comparison::starts_with ||
         comparison == query::Comparison::ends_with;
}

/// E-mail addresses are stored in lower case; a piece of one is compared the same way.
std::string piece_of(const schema::Field& field, std::string text) {
  if (field.kind != schema::FieldKind::scalar || field.scalar != schema::Scalar::email) return text;
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

class FilterBuilder {
 public:
  FilterBuilder(const ServedSchema& schema, query::Operation& operation, const ReadField& field)
      : schema_(schema), operation_(operation), field_(field) {}

  /// All that is given must hold.
  Built<query::Filter> all(const NamedType& type, const base::Json& wanted, unsigned depth) {
    query::Filter filter;
    if (depth > max_filter_depth) return fault(fmt::format("Filters nest at most {} deep", max_filter_depth));
    if (!wanted.object()) return filter;
    for (const auto& [name, value] : *wanted.object()) {
      const auto* definition = type.find_input_field(name);
      if (!definition) continue;
      // It would open the filter wide where a client means to narrow it.
      if (value.is_null())
        return fault(fmt::format("\"{}\" in a filter is null: leave it out, or ask for nulls with isNull", name));
      TENON_TRY(made, one(*definition, value, depth));
      filter.children.push_back(std::move(made));
    }
    return filter;
  }

 private:
  std::unexpected<Error> fault(std::string message) const {
    return std::unexpected(error_at(field_.node(), base::ErrorCode::bad_request, std::move(message)));
  }

  Built<query::Filter> one(const InputValue& definition, const base::Json& value, unsigned depth) {
    const auto& meaning = schema_.meaning(definition);
    const auto& type = definition.type.named();
    query::Filter filter;
    switch (meaning.role) {
      case InputRole::all_of:
      case InputRole::any_of:
        filter.kind = meaning.role == InputRole::all_of ? query::Filter::Kind::all_of : query::Filter::Kind::any_of;
        if (!value.array()) return filter;
        for (const auto& each : *value.array()) {
          TENON_TRY(child, all(type, each, depth + 1));
          filter.children.push_back(std::move(child));
        }
        return filter;
      case InputRole::related: {
        TENON_TRY(inner, all(type, value, depth + 1));
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
          TENON_TRY(child, compare(*meaning.field, schema_.meaning(*comparison).comparison, word, operand));
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
                               const base::Json& operand) {
    if (++terms_ > query::limits::max_filter_terms)
      return fault(fmt::format("A filter has at most {} conditions", query::limits::max_filter_terms));
    if (operand.is_null())
      return fault(fmt::format("\"{}.{}\" compares with nothing: ask for nulls with isNull", field.name, word));
    query::Filter filter;
    filter.kind = query::Filter::Kind::compare;
    filter.path.field = &field;
    filter.comparison = comparison;
    if (comparison != query::Comparison::in && comparison != query::Comparison::not_in) {
      TENON_TRY(value, stored(field, comparison, word, operand));
      filter.operands.push_back(operation_.add(std::move(value)));
      return filter;
    }
    const auto* items = operand.array();
    if (!items) return fault(fmt::format("\"{}.{}\" takes a list", field.name, word));
    if (items->size() > query::limits::max_in_values)
      return fault(fmt::format("At most {} values in one list", query::limits::max_in_values));
    for (const auto& item : *items) {
      TENON_TRY(value, stored(field, comparison, word, item));
      filter.operands.push_back(operation_.add(std::move(value)));
    }
    return filter;
  }

  Built<base::Value> stored(const schema::Field& field, query::Comparison comparison, const std::string& word,
                            const base::Json& operand) const {
    if (comparison == query::Comparison::is_null) {
      const bool* flag = operand.boolean();
      return base::Value(flag && *flag);
    }
    auto text = plain_text(operand);
    if (is_piece(comparison)) return base::Value(piece_of(field, std::move(text)));
    auto value = schema::check_text(field, text);
    if (value) return std::move(*value);
    return fault(fmt::format("\"{}.{}\" {}", field.name, word, value.error().message));
  }

  const ServedSchema& schema_;
  query::Operation& operation_;
  const ReadField& field_;
  std::size_t terms_ = 0;
};

}  // namespace

Built<query::Filter> Builder::filter(const ReadField& field) {
  const auto* wanted = field.argument("filter");
  if (!wanted) return query::Filter{};
  FilterBuilder filters(scope_.schema, operation_, field);
  return filters.all(argument_definition(field, "filter").type.named(), *wanted, 1);
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
