#include "api/graphql/type_system/built_in.hpp"

#include "api/graphql/type_system/built_in_sdl.hpp"
#include "api/graphql/type_system/definitions.hpp"
#include "lang/graphql/parser.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace tenon::api::graphql {
namespace {

/// Parsed once; every maker reads it.
const ast::Document& built_in_document() {
  static const ast::Document document = [] {
    auto parsed = ast::parse(std::make_shared<lang::Source>(lang::Source{"built-in", built_in_sdl}));
    if (!parsed) throw std::logic_error("the built-in types do not parse: " + parsed.error().front().message);
    return std::move(*parsed);
  }();
  return document;
}

}  // namespace

bool is_built_in_scalar(std::string_view name) {
  constexpr std::array<std::string_view, 5> names{"String", "Int", "Float", "Boolean", "ID"};
  return std::ranges::find(names, name) != names.end();
}

void add_built_ins(TypeSystemMaker& maker) {
  Errors errors;
  add_definitions(built_in_document(), maker, errors);
  if (!errors.empty()) throw std::logic_error("the built-in types are wrong: " + errors.front().message);
}

}  // namespace tenon::api::graphql
