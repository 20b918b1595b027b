#include "schema/merge.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::schema {
namespace {

using namespace lang::graphql;

const Name& name_of(const Name& node) {
  return node;
}
template <typename Node>
const Name& name_of(const Node& node) {
  return node.name;
}

template <typename Node>
void add_each(std::vector<const Node*>& into, const std::vector<Node>& from, std::string_view what,
              const TypeDeclaration& type, Faults& faults) {
  for (const Node& node : from) {
    const Name& name = name_of(node);
    if (name.text.starts_with("__")) {
      faults.error("reserved-name", fmt::format("names that begin with \"__\" belong to GraphQL: \"{}\"", name.text),
                   name.span);
      continue;
    }
    auto first =
        std::find_if(into.begin(), into.end(), [&](const Node* each) { return name_of(*each).text == name.text; });
    if (first != into.end()) {
      faults.error("duplicate-" + std::string(what),
                   fmt::format("\"{}\" has the {} \"{}\" twice", type.name.text, what, name.text), name.span,
                   fmt::format("first at {}", place(name_of(**first).span)));
      continue;
    }
    into.push_back(&node);
  }
}

}  // namespace

void merge(TypeDeclaration& into, const TypeDefinition& from, Faults& faults) {
  for (const Directive& directive : from.directives) into.directives.push_back(&directive);
  add_each(into.interfaces, from.interfaces, "interface", into, faults);
  add_each(into.fields, from.fields, "field", into, faults);
  add_each(into.members, from.members, "member", into, faults);
  add_each(into.values, from.values, "value", into, faults);
  add_each(into.input_fields, from.input_fields, "field", into, faults);
}

}  // namespace tenon::schema
