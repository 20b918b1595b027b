#include "api/graphql/type_system/type_system.hpp"

#include <algorithm>

namespace tenon::api::graphql {
namespace {

/// Up to so many members a type is searched one by one.
constexpr std::size_t small_type = 8;

template <typename Member>
const Member* find_member(const std::vector<Member>& members, std::string_view name) {
  auto found = std::ranges::find(members, name, &Member::name);
  return found == members.end() ? nullptr : &*found;
}

template <typename Member>
const Member* find_member(const NamedType& type, const std::vector<Member>& members, std::string_view name) {
  if (members.size() <= small_type || type.index.empty()) return find_member(members, name);
  auto found = type.index.find(name);
  return found == type.index.end() ? nullptr : &members[found->second];
}

bool contains(const std::vector<const NamedType*>& types, const NamedType& wanted) {
  return std::ranges::find(types, &wanted) != types.end();
}

}  // namespace

const InputValue* Field::find_argument(std::string_view argument_name) const {
  return find_member(arguments, argument_name);
}

const InputValue* Directive::find_argument(std::string_view argument_name) const {
  return find_member(arguments, argument_name);
}

bool Directive::allowed_on(std::string_view location) const {
  return std::ranges::find(locations, location) != locations.end();
}

const Field* NamedType::find_field(std::string_view field_name) const {
  return find_member(*this, fields, field_name);
}

const InputValue* NamedType::find_input_field(std::string_view field_name) const {
  return find_member(*this, input_fields, field_name);
}

const EnumValue* NamedType::find_value(std::string_view value_name) const {
  return find_member(*this, values, value_name);
}

const NamedType* TypeSystem::find_type(std::string_view name) const {
  auto found = types_by_name_.find(name);
  return found == types_by_name_.end() ? nullptr : found->second;
}

const Directive* TypeSystem::find_directive(std::string_view name) const {
  auto found = directives_by_name_.find(name);
  return found == directives_by_name_.end() ? nullptr : found->second;
}

const NamedType* TypeSystem::root(ast::OperationType operation) const {
  return roots_[static_cast<std::size_t>(operation)];
}

const Field* TypeSystem::find_field(const NamedType& parent, std::string_view name) const {
  if (name.starts_with("__")) {
    if (name == typename_->name && parent.is_composite()) return typename_.get();
    if (name == schema_->name && &parent == query()) return schema_.get();
    if (name == type_->name && &parent == query()) return type_.get();
  }
  return parent.find_field(name);
}

TypeReference TypeSystem::resolve(const ast::Type& type) const {
  if (type.kind == ast::TypeReferenceKind::named) {
    const NamedType* named = find_type(type.name.text);
    return named ? TypeReference(*named) : TypeReference();
  }
  const TypeReference inner = resolve(*type.inner);
  if (!inner || inner.wrapper_count() >= TypeReference::max_wrappers) return {};
  return type.kind == ast::TypeReferenceKind::list ? inner.list() : inner.non_null();
}

bool TypeSystem::is_subtype(const NamedType& candidate, const NamedType& abstract) {
  if (&candidate == &abstract) return true;
  return contains(candidate.kind == ast::TypeKind::interface ? abstract.implementations : abstract.possible_types,
                  candidate);
}

bool TypeSystem::is_subtype(const TypeReference& candidate, const TypeReference& wanted) {
  if (candidate == wanted) return true;
  if (wanted.is_non_null()) return candidate.is_non_null() && is_subtype(candidate.unwrapped(), wanted.unwrapped());
  if (candidate.is_non_null()) return is_subtype(candidate.unwrapped(), wanted);
  if (wanted.is_list()) return candidate.is_list() && is_subtype(candidate.unwrapped(), wanted.unwrapped());
  return !candidate.is_list() && is_subtype(candidate.named(), wanted.named());
}

bool TypeSystem::overlap(const NamedType& left, const NamedType& right) {
  if (&left == &right) return true;
  const auto in_right = [&](const NamedType* type) { return contains(right.possible_types, *type); };
  return std::ranges::any_of(left.possible_types, in_right);
}

}  // namespace tenon::api::graphql
