#pragma once
#include "api/graphql/served/served_schema.hpp"
#include "schema/load.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

/// A small shop with a field of each kind, and rules that close parts of it to some classes of callers.
namespace tenon::api::graphql::testing {

inline constexpr std::string_view shop_text = R"graphql(
enum Role @roles { customer  clerk @inherits(role: customer)  owner @inherits(role: clerk) }
enum Colour { red green @deprecated(reason: "Use blue.") "Like the sea." blue }

"Whoever buys."
type Customer @resource @account(login: "email", role: "role")
  @allow(ops: [READ, UPDATE], when: "id == auth.id || auth.is('clerk')")
  @allow(ops: [CREATE, DELETE], when: "auth.is('owner')") {
  email: Email! @unique
  role: Role! @default(value: customer) @allow(ops: [CREATE, UPDATE], when: "auth.is('owner')")
  pin: String @writeOnly
  notes: String @allow(ops: [READ], when: "auth.is('clerk')")
  orders: [Order!]! @relation(field: "buyer")
}

"What is sold."
type Product @resource @search(fields: ["name"]) @public(ops: [READ])
  @allow(ops: [CREATE, UPDATE], when: "auth.is('clerk')")
  @allow(ops: [DELETE], when: "auth.is('owner')") {
  "As on the shelf."
  name: String! @length(min: 1, max: 200)
  price: Decimal!
  cost: Decimal @allow(ops: [READ, CREATE, UPDATE], when: "auth.is('owner')")
  weight: Float
  stock: Int! @default(value: 0) @readOnly
  sku: String! @immutable
  colour: Colour
  labels: [String!]
  since: Date
  opens: Time
  page: URL
  extra: JSON
  photo: Bytes
  oldName: String @deprecated(reason: "Use name.")
  supplier: Supplier
  categories: [Category!]!
}

type Category @resource @public(ops: [READ]) @allow(ops: [CREATE, UPDATE], when: "auth.is('clerk')") {
  id: BigInt!
  title: String!
  products: [Product!]!
}

type Supplier @resource @allow(ops: [READ, CREATE, UPDATE, DELETE], when: "auth.is('owner')") {
  name: String!
  products: [Product!]! @relation(field: "supplier")
}

type Order @resource {
  buyer: Customer! @owner
  product: Product!
  amount: Int!
  paidAt: DateTime
}
)graphql";

inline schema::ModelPtr model_of(std::string_view text) {
  auto loaded = schema::load_text(text, schema::Lints::skip);
  if (!loaded.model) {
    for (const auto& fault : loaded.diagnostics) std::fputs(print(fault, lang::Colour::off).c_str(), stderr);
    std::abort();
  }
  return loaded.model;
}

inline schema::ModelPtr shop_model() {
  return model_of(shop_text);
}

inline constexpr access::CallerClass anonymous{.roles = 0, .anonymous = true};

/// Signed in, with a role and all that it includes.
inline access::CallerClass signed_in(const schema::Model& model, std::string_view role) {
  const int index = model.find_role(role);
  if (index < 0) std::abort();
  return {.roles = model.roles[static_cast<std::size_t>(index)].includes, .anonymous = false};
}

}  // namespace tenon::api::graphql::testing
