#pragma once
#include "schema/model.hpp"

#include <memory>
#include <string>
#include <utility>

/// Models by hand, for tests.
namespace tenon::access::testing {

inline schema::Field& add_field(schema::Resource& resource, std::string name) {
  auto& made = *resource.fields.emplace_back(std::make_unique<schema::Field>());
  made.name = std::move(name);
  made.owner_type = &resource;
  return made;
}

inline schema::Field& add_scalar(schema::Resource& resource, std::string name, schema::Scalar scalar) {
  auto& made = add_field(resource, std::move(name));
  made.scalar = scalar;
  made.column = made.name;
  return made;
}

inline schema::Resource& add_resource(schema::Model& model, std::string name, std::string table,
                                      schema::Scalar id = schema::Scalar::id) {
  auto& resource = *model.resources.emplace_back(std::make_unique<schema::Resource>());
  resource.name = std::move(name);
  resource.table = std::move(table);
  auto& key = add_scalar(resource, "id", id);
  key.required = true;
  key.system = true;
  resource.id = &key;
  return resource;
}

inline schema::Field& add_to_one(schema::Resource& resource, std::string name, schema::Resource& target) {
  auto& made = add_field(resource, std::move(name));
  made.kind = schema::FieldKind::to_one;
  made.scalar = target.id->scalar;
  made.column = made.name + "_id";
  made.target = &target;
  made.indexed = true;
  return made;
}

inline schema::Field& add_to_many(schema::Resource& resource, std::string name, schema::Field& inverse) {
  auto& made = add_field(resource, std::move(name));
  made.kind = schema::FieldKind::to_many;
  made.target = inverse.owner_type;
  made.inverse = &inverse;
  inverse.inverse = &made;
  return made;
}

inline schema::Field& add_many_to_many(schema::Resource& resource, std::string name, schema::Resource& target,
                                       schema::JoinTable join) {
  auto& made = add_field(resource, std::move(name));
  made.kind = schema::FieldKind::many_to_many;
  made.target = &target;
  made.join = std::move(join);
  return made;
}

}  // namespace tenon::access::testing
