#include "api/graphql/type_system/maker.hpp"

#include "api/graphql/type_system/built_in.hpp"

#include <algorithm>
#include <cassert>
#include <unordered_set>
#include <utility>

namespace tenon::api::graphql {
namespace {

/// What some field, argument or input field refers to: built-in scalars that nothing refers to are not in the schema.
class UsedTypes {
 public:
  void add(const NamedType& type) {
    for (const Field& field : type.fields) {
      names_.insert(&field.type.named());
      add(field.arguments);
    }
    add(type.input_fields);
  }
  void add(const std::vector<InputValue>& values) {
    for (const InputValue& value : values) names_.insert(&value.type.named());
  }
  bool has(const NamedType& type) const { return names_.contains(&type); }

 private:
  std::unordered_set<const NamedType*> names_;
};

void make_index(NamedType& type) {
  std::uint32_t position = 0;
  for (const Field& field : type.fields) type.index.emplace(field.name, position++);
  position = 0;
  for (const InputValue& field : type.input_fields) type.index.emplace(field.name, position++);
  position = 0;
  for (const EnumValue& value : type.values) type.index.emplace(value.name, position++);
}

std::unique_ptr<Field> meta_field(std::string name, std::string description, TypeReference type) {
  auto field = std::make_unique<Field>();
  field->name = std::move(name);
  field->description = std::move(description);
  field->type = type;
  return field;
}

}  // namespace

TypeSystemMaker::TypeSystemMaker() : made_(new TypeSystem) {
  add_built_ins(*this);
}
TypeSystemMaker::~TypeSystemMaker() = default;

NamedType* TypeSystemMaker::add_type(ast::TypeKind kind, std::string name) {
  auto type = std::make_unique<NamedType>();
  type->kind = kind;
  type->name = std::move(name);
  if (!made_->types_by_name_.emplace(type->name, type.get()).second) return nullptr;
  return made_->owned_types_.emplace_back(std::move(type)).get();
}

Directive* TypeSystemMaker::add_directive(std::string name) {
  auto directive = std::make_unique<Directive>();
  directive->name = std::move(name);
  if (!made_->directives_by_name_.emplace(directive->name, directive.get()).second) return nullptr;
  return made_->owned_directives_.emplace_back(std::move(directive)).get();
}

NamedType* TypeSystemMaker::find_type(std::string_view name) {
  // The maker owns what the type system later shows as const.
  return const_cast<NamedType*>(made_->find_type(name));
}

TypeReference TypeSystemMaker::reference(std::string_view name) {
  const NamedType* type = find_type(name);
  assert(type);
  return TypeReference(*type);
}

void TypeSystemMaker::set_root(ast::OperationType operation, const NamedType& type) {
  made_->roots_[static_cast<std::size_t>(operation)] = &type;
}

void TypeSystemMaker::set_description(std::string description) {
  made_->description_ = std::move(description);
}

TypeSystemPtr TypeSystemMaker::finish() && {
  UsedTypes used;
  for (const auto& type : made_->owned_types_) used.add(*type);
  for (const auto& directive : made_->owned_directives_) used.add(directive->arguments);

  for (const bool built_in : {false, true}) {
    for (const auto& type : made_->owned_types_) {
      if ((type->built_in || type->introspection) != built_in) continue;
      if (type->built_in && !used.has(*type)) {
        made_->types_by_name_.erase(type->name);
        continue;
      }
      made_->types_.push_back(type.get());
    }
    for (const auto& directive : made_->owned_directives_)
      if (directive->built_in == built_in) made_->directives_.push_back(directive.get());
  }

  for (const auto& type : made_->owned_types_) {
    make_index(*type);
    if (type->kind == ast::TypeKind::object) type->possible_types = {type.get()};
  }
  for (const NamedType* type : made_->types_) {
    for (const NamedType* interface : type->interfaces) {
      auto* implemented = const_cast<NamedType*>(interface);
      implemented->implementations.push_back(type);
      if (type->kind == ast::TypeKind::object) implemented->possible_types.push_back(type);
    }
  }

  made_->typename_ =
      meta_field("__typename", "The name of the current Object type at runtime.", reference("String").non_null());
  made_->schema_ =
      meta_field("__schema", "Access the current type schema of this server.", reference("__Schema").non_null());
  made_->type_ = meta_field("__type", "Request the type information of a single type.", reference("__Type"));
  InputValue name;
  name.name = "name";
  name.type = reference("String").non_null();
  made_->type_->arguments.push_back(std::move(name));
  return TypeSystemPtr(std::move(made_));
}

}  // namespace tenon::api::graphql
