#include "api/graphql/served/reach.hpp"

#include <algorithm>

namespace tenon::api::graphql {

using schema::Operation;

bool Reach::is_open(const schema::Field& field, Operation operation) {
  const auto [known, is_new] = fields_.try_emplace({&field, operation}, false);
  if (is_new) known->second = !access::is_literal_false(*access::field_rule(field, operation, model_, caller_));
  return known->second;
}

bool Reach::reads(const schema::Resource& resource) {
  const auto [known, is_new] = rows_.try_emplace({&resource, Operation::read}, false);
  if (is_new) known->second = !access::is_literal_false(*access::row_rule(resource, Operation::read, model_, caller_));
  return known->second;
}

bool Reach::creates(const schema::Resource& resource) {
  return !access::is_literal_false(*access::row_rule(resource, Operation::create, model_, caller_));
}

bool Reach::updates(const schema::Resource& resource) {
  if (!reads(resource) || access::is_literal_false(*access::row_rule(resource, Operation::update, model_, caller_)))
    return false;
  return std::ranges::any_of(access::update_allows(resource, model_, caller_), [](const access::UpdateAllow& allow) {
    return !access::is_literal_false(*allow.when) && !access::is_literal_false(*allow.check);
  });
}

bool Reach::removes(const schema::Resource& resource) {
  return reads(resource) && !access::is_literal_false(*access::row_rule(resource, Operation::remove, model_, caller_));
}

bool Reach::reads(const schema::Field& field) {
  if (field.write_only || !is_open(field, Operation::read)) return false;
  if (!field.target) return true;
  if (!reads(*field.target)) return false;
  // A list tells the key on its other side.
  return field.kind != schema::FieldKind::to_many || !field.inverse || reads_key(*field.inverse);
}

bool Reach::reads_key(const schema::Field& relation) {
  return !relation.write_only && is_open(relation, Operation::read);
}

bool Reach::writes(const schema::Field& field, Operation operation) {
  if (field.system || field.owner || field.read_only || field.kind == schema::FieldKind::to_many) return false;
  if (field.immutable && operation != Operation::create) return false;
  return is_open(field, operation);
}

bool Reach::nests(const schema::Field& list) {
  // Whose key is the caller cannot be a row that is only being made.
  if (list.kind != schema::FieldKind::to_many || !list.inverse || list.inverse->owner || list.read_only) return false;
  if (!access::operation_exists(*list.target, Operation::create) || !is_open(list, Operation::create)) return false;
  return creates(*list.target) && std::ranges::any_of(list.target->fields, [&](const auto& field) {
           return field.get() != list.inverse && writes(*field, Operation::create);
         });
}

bool is_always_readable(const schema::Field& field) {
  return std::ranges::none_of(field.rules,
                              [](const schema::Rule& rule) { return rule.operations.has(Operation::read); });
}

bool is_always_readable(const schema::Resource& resource) {
  if (resource.tenant) return false;
  bool open = false;
  for (const schema::Rule& rule : resource.rules) {
    if (!rule.operations.has(Operation::read)) continue;
    if (rule.effect == schema::Effect::deny) return false;
    open = open || access::is_literal_true(*rule.when);
  }
  return open;
}

}  // namespace tenon::api::graphql
