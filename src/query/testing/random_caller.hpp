#pragma once
#include "access/access.hpp"
#include "access/principal.hpp"
#include "query/testing/random_rule.hpp"

namespace tenon::query::testing {

/// Anonymous or not, with roles closed over inheritance, and claims of the right and of the wrong kind.
inline access::Principal random_caller(Dice& dice, const schema::Model& model) {
  access::Principal caller;
  if (dice.chance(75)) {
    caller.credential = access::Credential::access_token;
    caller.id =
        dice.chance(80) ? random_value(dice, Type::id) : base::Value{static_cast<std::int64_t>(dice.between(1, 6))};
    for (const auto& role : model.roles)
      if (dice.chance(40)) caller.roles |= role.includes;
  }
  static const std::vector<Type> types{Type::string, Type::integer, Type::floating, Type::boolean, Type::id};
  for (std::size_t i = 0; i < types.size(); ++i)
    if (dice.chance(70))
      caller.claims.emplace_back(claim_names()[i], random_value(dice, dice.chance(85) ? types[i] : dice.pick(types)));
  static const std::vector<std::string> lists{"[]", R"(["a","b"])", R"(["red",null,7])", "no list"};
  if (dice.chance(70)) caller.claims.emplace_back("list", dice.pick(lists));
  for (const auto* scope : {"a", "red", "posts:read"})
    if (dice.chance(40)) caller.scopes.emplace_back(scope);
  caller.remote_ip = dice.chance(50) ? "a" : "::1";
  caller.now = std::get<std::int64_t>(random_value(dice, Type::timestamp));
  return caller;
}

}  // namespace tenon::query::testing
