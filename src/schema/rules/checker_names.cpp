#include "lang/cel/parser.hpp"
#include "schema/faults.hpp"
#include "schema/rules/checker.hpp"

#include <algorithm>
#include <optional>

namespace tenon::schema {
namespace {

using lang::cel::Node;
using lang::cel::NodeKind;

std::string quoted(std::string_view name) {
  return "\"" + std::string(name) + "\"";
}

bool is_path(const Node& node) {
  return node.kind == NodeKind::identifier || node.kind == NodeKind::select || node.kind == NodeKind::index;
}

std::string names_of(PlaceKind kind) {
  if (kind == PlaceKind::now) return "\"now\" is a point in time";
  if (kind == PlaceKind::scopes) return "\"auth.scopes\" is a list";
  return "this is a value";
}

}  // namespace

Place Checker::peek(const Node& node) {
  if (!is_path(node)) return {};
  const std::size_t hops = hops_.size();
  const int bound = next_bound_;
  const bool silent = std::exchange(silent_, true);
  Place place = resolve(node);
  silent_ = silent;
  next_bound_ = bound;
  hops_.resize(hops);
  return place;
}

Place Checker::resolve(const Node& node) {
  if (node.kind == NodeKind::identifier) return resolve_name(node);
  if (node.kind == NodeKind::select) {
    const Place base = resolve(*node.children[0]);
    if (base.kind == PlaceKind::unknown) unknown_name(*node.children[0]);
    return resolve_member(base, node);
  }
  if (node.kind == NodeKind::index) {
    const Node& key = *node.children[1];
    const Place base = resolve(*node.children[0]);
    if (base.kind == PlaceKind::claims && key.kind == NodeKind::string_literal) {
      return {PlaceKind::claim, {}, nullptr, key.text};
    }
    report(node.span, "rules pick no elements by [ ]", "write \"x in list\" to ask for an element");
    return {};
  }
  report(node.span, "only rows, \"auth\" and \"request\" have fields");
  return {};
}

Place Checker::resolve_name(const Node& node) {
  for (auto bound = environment_.bound.rbegin(); bound != environment_.bound.rend(); ++bound) {
    if (bound->first == node.text) return {PlaceKind::row, bound->second, nullptr, {}};
  }
  const Resource* resource = environment_.row.resource;
  const Field* field = resource ? resource->find_field(node.text) : nullptr;
  const bool word = node.text == "auth" || node.text == "old" || node.text == "now";
  if (word && field) {
    report(node.span, quoted(node.text) + " is a word of rules and also a field of " + resource->name,
           "rename the field; @was keeps its data");
    return {};
  }
  if (word || (node.text == "request" && !field)) return resolve_word(node);
  if (resource) return resolve_of_row(environment_.row, node);
  return {PlaceKind::unknown, {}, nullptr, {}};
}

Place Checker::resolve_word(const Node& node) {
  if (!allows_caller()) {
    report(node.span, "@check looks at the row alone, " + quoted(node.text) + " is not known there");
    return {};
  }
  if (node.text == "auth") return {PlaceKind::auth, {}, nullptr, {}};
  if (node.text == "old") {
    if (environment_.use == RuleUse::check) return {PlaceKind::row, {variable::old, &scope_.resource}, nullptr, {}};
    report(node.span, "\"old\" is only known in \"check\"", "\"when\" of an update looks at the old row already");
    return {};
  }
  if (!allows_request()) {
    report(node.span, "\"equals\" of @tenant only knows \"auth\", not " + quoted(node.text));
    return {};
  }
  return {node.text == "now" ? PlaceKind::now : PlaceKind::request, {}, nullptr, {}};
}

Place Checker::resolve_of_row(const RowName& row, const Node& node) {
  if (const Field* field = row.resource->find_field(node.text)) return {PlaceKind::field, row, field, {}};
  const auto defines = scope_.defines.find(row.resource);
  if (defines != scope_.defines.end() && defines->second.contains(node.text)) {
    return {PlaceKind::define, row, nullptr, node.text};
  }
  return {PlaceKind::unknown, row, nullptr, {}};
}

Place Checker::resolve_member(const Place& base, const Node& node) {
  const Node& owner = *node.children[0];
  switch (base.kind) {
    case PlaceKind::fault:
    case PlaceKind::unknown: return {};
    case PlaceKind::row: {
      const Place place = resolve_of_row(base.row, node);
      if (place.kind == PlaceKind::unknown) unknown_name(node);
      return place.kind == PlaceKind::unknown ? Place{} : place;
    }
    case PlaceKind::field: break;
    case PlaceKind::define: report(node.span, quoted(base.name) + " is a condition and has no fields"); return {};
    case PlaceKind::auth: return resolve_of_caller(node);
    case PlaceKind::claims: return {PlaceKind::claim, {}, nullptr, node.text};
    case PlaceKind::request: return resolve_of_request(node);
    case PlaceKind::auth_id:
    case PlaceKind::claim:
    case PlaceKind::scopes:
    case PlaceKind::now:
    case PlaceKind::request_ip: report(node.span, names_of(base.kind) + " and has no fields"); return {};
  }

  const Field& field = *base.field;
  const std::string written = lang::cel::to_text(owner);
  if (field.is_list_relation()) {
    report(owner.span, quoted(field.name) + " is a list of " + field.target->name,
           "write \"" + written + ".exists(x, x." + node.text + " ...)\"");
    return {};
  }
  if (field.kind != FieldKind::to_one) {
    // A field called "request" does not hide request.ip.
    if (owner.kind == NodeKind::identifier && field.name == "request" && node.text == "ip")
      return resolve_of_request(node);
    report(node.span, quoted(field.name) + " is " + describe(rule_type(field)) + " and has no fields");
    return {};
  }
  // The id of the row a key points to is the key.
  const Field* member = field.target->find_field(node.text);
  if (member && member == field.target->id) return base;
  const auto defines = scope_.defines.find(field.target);
  const bool defined = defines != scope_.defines.end() && defines->second.contains(node.text);
  if (!member && !defined) {
    if (owner.kind == NodeKind::identifier && field.name == "request" && node.text == "ip")
      return resolve_of_request(node);
    unknown_name(node);
    return {};
  }
  const std::optional<RowName> row = hop(base, owner);
  if (!row) return {};
  return resolve_of_row(*row, node);
}

Place Checker::resolve_of_caller(const Node& node) {
  if (node.text == "id") return {PlaceKind::auth_id, {}, nullptr, {}};
  if (node.text == "claims") return {PlaceKind::claims, {}, nullptr, {}};
  if (node.text == "scopes") return {PlaceKind::scopes, {}, nullptr, {}};
  constexpr std::string_view known[] = {"id", "claims", "scopes"};
  const auto& account = scope_.model.account;
  std::string hint;
  if (node.text == "role" || node.text == "roles" || node.text == "is") {
    hint = "write \"auth.is('role')\" to ask for a role";
  } else if (account && account->resource->find_field(node.text)) {
    hint = "write \"auth.claims." + node.text + "\"";
  } else {
    hint = did_you_mean_hint(node.text, known, "\"auth\" has id, is('role'), claims and scopes");
  }
  report(node.span, "\"auth\" has no " + quoted(node.text), std::move(hint));
  return {};
}

Place Checker::resolve_of_request(const Node& node) {
  if (node.text == "ip" && allows_request()) return {PlaceKind::request_ip, {}, nullptr, {}};
  report(node.span, "\"request\" has no " + quoted(node.text), "rules know \"request.ip\"");
  return {};
}

std::optional<RowName> Checker::hop(const Place& relation, const Node& node) {
  if (environment_.use == RuleUse::row_check) {
    report(node.span, "@check looks at the row alone and cannot follow " + quoted(relation.field->name));
    return std::nullopt;
  }
  const RowName& from = relation.row;
  for (std::size_t index = mark_; index < hops_.size(); ++index) {
    const Hop& known = hops_[index];
    if (known.variable == from.variable && known.field == relation.field)
      return RowName{known.bound, relation.field->target};
  }
  const int bound = next_bound_++;
  hops_.push_back({from.variable, relation.field, bound, node.span});
  return RowName{bound, relation.field->target};
}

void Checker::unknown_name(const Node& node) {
  if (silent_) return;
  // Of a path only the last part is unknown; the rest was found.
  const Resource* resource = environment_.row.resource;
  std::vector<std::string_view> known;
  if (node.kind == NodeKind::select) {
    const Place base = peek(*node.children[0]);
    resource = base.kind == PlaceKind::row ? base.row.resource : base.field ? base.field->target : nullptr;
  } else {
    for (const auto& [name, row] : environment_.bound) known.push_back(name);
    if (allows_caller()) known.push_back("auth");
    if (environment_.use == RuleUse::check) known.push_back("old");
    if (allows_request()) known.insert(known.end(), {"now", "request"});
  }
  if (resource) {
    for (const auto& field : resource->fields) known.push_back(field->name);
    const auto defines = scope_.defines.find(resource);
    if (defines != scope_.defines.end()) {
      for (const auto& [name, define] : defines->second) known.push_back(name);
    }
  }
  lang::Span span = node.span;
  if (node.kind == NodeKind::select) {
    const std::uint32_t length = std::min<std::uint32_t>(static_cast<std::uint32_t>(node.text.size()), span.length);
    span.offset += span.length - length;
    span.length = length;
  }
  const bool is_enum = std::any_of(scope_.model.enums.begin(), scope_.model.enums.end(),
                                   [&](const auto& each) { return each->name == node.text; });
  std::string message = "unknown name " + quoted(node.text);
  if (node.kind == NodeKind::select && resource) message = resource->name + " has no field " + quoted(node.text);
  if (environment_.use == RuleUse::tenant_equals) {
    message = "\"equals\" of @tenant only knows \"auth\", not " + quoted(node.text);
  }
  report(span, std::move(message),
         is_enum ? "write the value alone, as a string" : did_you_mean_hint(node.text, known));
}

}  // namespace tenon::schema
