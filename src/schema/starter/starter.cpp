#include "schema/starter/starter.hpp"

#include "schema/builtin_sdl.hpp"

namespace tenon::schema {
namespace {

constexpr std::string_view schema_text = R"graphql("Who people are. A role includes those it inherits."
enum Role @roles {
  user
  admin @inherits(role: user)
}

"The account type: people register and log in at /api/v1/auth. Passwords are kept apart from it."
type User @resource @account(login: "email", role: "role", registration: OPEN)
  @allow(ops: [READ, UPDATE], when: "id == auth.id")
  @allow(ops: [READ, DELETE], when: "auth.is('admin')") {
  email: Email! @unique
  name: String! @length(min: 1, max: 100)
  role: Role! @default(value: user) @allow(ops: [CREATE, UPDATE], when: "auth.is('admin')")
  notes: [Note!]!
}

"Everybody reads what is shared; the rest is the author's alone."
type Note @resource @index(fields: ["shared", "createdAt"])
  @allow(ops: [READ], when: "shared || author == auth.id")
  @allow(ops: [CREATE, UPDATE, DELETE], when: "author == auth.id") {
  title: String! @length(min: 1, max: 200)
  body: String! @default(value: "") @length(max: 10000)
  shared: Boolean! @default(value: false)
  author: User! @owner @relation(onDelete: CASCADE)
}
)graphql";

constexpr std::string_view editor_text =
    R"yaml(# Tells GraphQL editors where the schema is, and the definitions that Tenon adds to the language.
schema:
  - schema.graphql
  - tenon.graphql
)yaml";

}  // namespace

std::vector<StarterFile> starter_files() {
  return {{"schema.graphql", schema_text}, {"tenon.graphql", builtin_sdl()}, {".graphqlrc.yml", editor_text}};
}

}  // namespace tenon::schema
