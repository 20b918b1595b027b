#include "schema/application.hpp"

#include "schema/builtin_sdl.hpp"
#include "schema/literal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tenon::schema {
namespace {

using namespace lang::graphql;

const InputValueDefinition* find_definition(const DirectiveDefinition& directive, std::string_view argument) {
  for (const InputValueDefinition& each : directive.arguments) {
    if (each.name.text == argument) return &each;
  }
  return nullptr;
}

std::vector<std::string_view> directive_names() {
  std::vector<std::string_view> names{"deprecated"};
  for (const Definition& definition : builtin_document().definitions) {
    if (const auto* directive = std::get_if<DirectiveDefinition>(&definition)) names.push_back(directive->name.text);
  }
  return names;
}

std::string unknown_hint(std::string_view wanted, std::span<const std::string_view> known) {
  std::string hint = did_you_mean_hint(wanted, known);
  if (!hint.empty() || known.empty()) return hint;
  return fmt::format("it has: {}", fmt::join(known, ", "));
}

/// GraphQL's location words in the words of people.
std::string_view location_words(std::string_view location) {
  if (location == "OBJECT") return "a type";
  if (location == "FIELD_DEFINITION") return "a field";
  if (location == "ENUM") return "an enum";
  if (location == "ENUM_VALUE") return "an enum value";
  if (location == "ARGUMENT_DEFINITION") return "an argument";
  if (location == "INPUT_OBJECT") return "an input";
  if (location == "INPUT_FIELD_DEFINITION") return "an input field";
  if (location == "INTERFACE") return "an interface";
  if (location == "UNION") return "a union";
  if (location == "SCALAR") return "a scalar";
  return "the schema";
}

bool check_location(const Application& application, std::string_view location, Faults& faults) {
  std::vector<std::string_view> allowed;
  for (const Name& each : application.definition->locations) {
    if (each.text == location) return true;
    allowed.push_back(location_words(each.text));
  }
  faults.error("wrong-location",
               fmt::format("\"@{}\" does not belong on {}", application.name(), location_words(location)),
               application.span(), fmt::format("it belongs on {}", fmt::join(allowed, " or ")));
  return false;
}

bool check_arguments(const Application& application, Faults& faults) {
  bool valid = true;
  const DirectiveDefinition& definition = *application.definition;
  std::vector<std::string_view> known;
  for (const InputValueDefinition& each : definition.arguments) known.push_back(each.name.text);
  for (const Argument& argument : application.syntax->arguments) {
    const std::string& name = argument.name.text;
    const InputValueDefinition* wanted = find_definition(definition, name);
    if (!wanted) {
      faults.error("unknown-argument", fmt::format("\"@{}\" has no argument \"{}\"", definition.name.text, name),
                   argument.name.span, unknown_hint(name, known));
      valid = false;
    } else if (application.syntax->find_argument(name) != &argument) {
      faults.error("duplicate-argument", fmt::format("the argument \"{}\" is given twice", name), argument.name.span);
      valid = false;
    } else {
      std::string label = fmt::format("\"{}\" of \"@{}\"", name, definition.name.text);
      valid = check_literal(argument.value, wanted->type, label, faults) && valid;
    }
  }
  for (const InputValueDefinition& wanted : definition.arguments) {
    bool required = wanted.type.kind == TypeReferenceKind::non_null && !wanted.default_value;
    if (!required || application.syntax->find_argument(wanted.name.text)) continue;
    faults.error("missing-argument",
                 fmt::format("\"@{}\" needs the argument \"{}: {}\"", definition.name.text, wanted.name.text,
                             print(wanted.type)),
                 application.span());
    valid = false;
  }
  return valid;
}

}  // namespace

bool Application::given(std::string_view argument) const {
  const Argument* found = syntax->find_argument(argument);
  return found && found->value.kind != ValueKind::null;
}

const Value* Application::find(std::string_view argument) const {
  const Value* value = nullptr;
  if (const Argument* found = syntax->find_argument(argument)) {
    value = &found->value;
  } else if (const InputValueDefinition* wanted = find_definition(*definition, argument)) {
    value = wanted->default_value ? &*wanted->default_value : nullptr;
  }
  return value && value->kind != ValueKind::null ? value : nullptr;
}

std::string_view Application::text(std::string_view argument) const {
  const Value* value = find(argument);
  return value ? std::string_view(value->text) : std::string_view();
}

std::optional<std::int64_t> Application::integer(std::string_view argument) const {
  const Value* value = find(argument);
  if (!value) return std::nullopt;
  std::int64_t number = 0;
  auto [end, fault] = std::from_chars(value->text.data(), value->text.data() + value->text.size(), number);
  if (fault != std::errc()) return std::nullopt;
  return number;
}

bool Application::flag(std::string_view argument) const {
  const Value* value = find(argument);
  return value && value->flag;
}

std::vector<const Value*> Application::items(std::string_view argument) const {
  std::vector<const Value*> found;
  const Value* value = find(argument);
  if (!value) return found;
  if (value->kind != ValueKind::list) return {value};
  for (const Value& item : value->items) found.push_back(&item);
  return found;
}

lang::Span Application::span(std::string_view argument) const {
  const Argument* found = syntax->find_argument(argument);
  return found ? found->value.span : syntax->span;
}

std::vector<Application> check_directives(const std::vector<const Directive*>& directives, std::string_view location,
                                          Faults& faults) {
  std::vector<Application> applications;
  for (const Directive* directive : directives) {
    const DirectiveDefinition* definition = find_builtin_directive(directive->name.text);
    if (!definition) {
      static const std::vector<std::string_view> known = directive_names();
      lang::Span span = directive->span;
      span.length = static_cast<std::uint32_t>(directive->name.span.offset - span.offset) + directive->name.span.length;
      faults.error("unknown-directive", fmt::format("there is no directive \"@{}\"", directive->name.text), span,
                   did_you_mean_hint(directive->name.text, known));
      continue;
    }
    Application application{definition, directive, false};
    bool repeated = std::any_of(applications.begin(), applications.end(),
                                [&](const Application& each) { return each.name() == application.name(); });
    if (repeated && definition->repeatable == Repeatable::no) {
      faults.error("repeated-directive", fmt::format("\"@{}\" can be used only once here", application.name()),
                   application.span());
      continue;
    }
    bool located = check_location(application, location, faults);
    if (!located) continue;
    application.valid = check_arguments(application, faults);
    applications.push_back(application);
  }
  return applications;
}

std::vector<Application> check_directives(const std::vector<Directive>& directives, std::string_view location,
                                          Faults& faults) {
  std::vector<const Directive*> pointers;
  for (const Directive& directive : directives) pointers.push_back(&directive);
  return check_directives(pointers, location, faults);
}

}  // namespace tenon::schema
