#include "api/openapi/context.hpp"

#include "api/rest/parse/field_input.hpp"

#include <algorithm>

namespace tenon::api::openapi {
namespace {

using access::Extent;
using schema::Operation;

std::vector<access::CallerPermissions> readers(const schema::Model& model, const DocumentOptions& options) {
  if (!options.caller) return access::permissions_of(model);
  std::string name = options.caller->anonymous ? "anonymous" : "signed in";
  for (const auto& known : access::caller_classes(model))
    if (known.caller == *options.caller) name = known.name;
  return {access::permissions_of(model, {std::move(name), *options.caller})};
}

}  // namespace

Context::Context(const schema::Model& model, const DocumentOptions& options)
    : model_(model), options_(options), callers_(readers(model, options)) {}

const access::FieldPermissions& Context::permissions(const access::CallerPermissions& caller,
                                                     const schema::Field& field) const {
  const auto& fields = caller.find(field.owner_type->name)->fields;
  return *std::ranges::find(fields, &field, &access::FieldPermissions::field);
}

bool Context::has(const rest::Endpoint& endpoint) const {
  return !options_.caller || rest::is_open(endpoint, model_, *options_.caller);
}

bool Context::in_answers(const schema::Field& field) const {
  if (field.write_only) return false;
  return std::ranges::any_of(callers_, [&](const access::CallerPermissions& caller) {
    if (field.target && caller.find(field.target->name)->of(Operation::read).extent == Extent::nothing &&
        field.is_list_relation())
      return false;
    const auto& of = permissions(caller, field);
    return of.read.extent != Extent::nothing || of.otherwise == schema::Otherwise::mask;
  });
}

bool Context::in_queries(const schema::Field& field) const {
  if (field.write_only) return false;
  return std::ranges::any_of(callers_, [&](const access::CallerPermissions& caller) {
    return permissions(caller, field).read.extent != Extent::nothing;
  });
}

bool Context::in_bodies(const schema::Field& field, rest::BodyUse use, const schema::Field* set_by_path) const {
  if (!rest::may_be_sent(rest::field_input(field, use, set_by_path))) return false;
  const auto operation = use == rest::BodyUse::create ? Operation::create : Operation::update;
  return std::ranges::any_of(callers_, [&](const access::CallerPermissions& caller) {
    return permissions(caller, field).of(operation).extent != Extent::nothing;
  });
}

bool Context::may_be_masked(const schema::Field& field) const {
  return std::ranges::any_of(callers_, [&](const access::CallerPermissions& caller) {
    const auto& of = permissions(caller, field);
    return of.read.extent != Extent::always && of.otherwise == schema::Otherwise::mask;
  });
}

std::string Context::free_name(std::string name) const {
  const auto taken = [&] {
    return model_.find_resource(name) ||
           std::ranges::any_of(model_.enums, [&](const auto& type) { return type->name == name; });
  };
  while (taken()) name += '_';
  return name;
}

}  // namespace tenon::api::openapi
