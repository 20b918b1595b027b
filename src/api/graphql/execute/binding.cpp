#include "api/graphql/execute/binding.hpp"

#include "schema/input.hpp"

#include <algorithm>
#include <charconv>
#include <span>

namespace tenon::api::graphql {
namespace {

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

bool fill(const Binding& binding, const ReadScope& scope, const base::Json& given, std::span<base::Value> operands) {
  switch (binding.kind) {
    case Binding::Kind::id: {
      auto id = id_value(*binding.field, given);
      if (id) operands.front() = std::move(*id);
      return id.has_value();
    }
    case Binding::Kind::compared: {
      auto value = compared_value(*binding.field, binding.comparison, given);
      if (value) operands.front() = std::move(*value);
      return value.has_value();
    }
    case Binding::Kind::words:
      if (!given.string() || !has_words(*given.string())) return false;
      operands.front() = *given.string();
      return true;
    case Binding::Kind::cursor: {
      if (!given.string()) return false;
      auto values = scope.engine.read_cursor(*given.string(), *binding.resource, binding.sort);
      if (!values || values->size() > operands.size()) return false;
      std::ranges::move(*values, operands.begin());
      return true;
    }
    case Binding::Kind::count: {
      const auto count = given.number() ? count_value(*given.number(), 0, binding.most) : std::nullopt;
      if (count) operands.front() = *count;
      return count.has_value();
    }
    case Binding::Kind::caller: break;
  }
  return false;
}

}  // namespace

bool put_in(const Bindings& bindings, const ReadScope& scope, const access::Principal& caller,
            std::vector<base::Value>& operands) {
  for (const auto& binding : bindings) {
    const auto places = std::span(operands).subspan(static_cast<std::size_t>(binding.operand));
    if (binding.kind == Binding::Kind::caller) {
      places.front() = caller.id;
      continue;
    }
    const auto* given = scope.variables.find(binding.variable->text);
    if (!given || given->is_null() || !fill(binding, scope, *given, places)) return false;
  }
  return true;
}

void take_out(const Bindings& bindings, std::vector<base::Value>& operands) {
  for (const auto& binding : bindings)
    if (binding.kind == Binding::Kind::compared || binding.kind == Binding::Kind::words)
      operands[static_cast<std::size_t>(binding.operand)] = base::Null{};
}

std::optional<base::Value> id_value(const schema::Field& id, const base::Json& given) {
  const auto* text = given.string();
  const auto* number = given.number();
  if (!text && !number) return std::nullopt;
  auto value = schema::check_text(id, text ? *text : number->text);
  return value ? std::optional(std::move(*value)) : std::nullopt;
}

std::expected<base::Value, std::string> compared_value(const schema::Field& field, query::Comparison comparison,
                                                       const base::Json& operand) {
  if (comparison == query::Comparison::is_null) {
    const bool* flag = operand.boolean();
    return base::Value(flag && *flag);
  }
  auto text = plain_text(operand);
  if (is_piece(comparison)) return base::Value(piece_of(field, std::move(text)));
  auto value = schema::check_text(field, text);
  if (value) return std::move(*value);
  return std::unexpected(value.error().message);
}

std::optional<std::int64_t> count_value(const base::Json::Number& given, std::int64_t least, std::int64_t most) {
  std::int64_t count = -1;
  const auto& text = given.text;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (fault == std::errc{} && end == text.data() + text.size() && count >= least && count <= most) return count;
  return std::nullopt;
}

bool has_words(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") != std::string_view::npos;
}

}  // namespace tenon::api::graphql
