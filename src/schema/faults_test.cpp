#include "schema/test_schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace tenon::schema {
namespace {

struct Faulty {
  std::string_view name;
  std::string_view text;
  std::vector<std::string> faults;
};

/// Names in test output.
void PrintTo(const Faulty& faulty, std::ostream* out) {
  *out << faulty.name;
}

class FaultTest : public testing::TestWithParam<Faulty> {};

TEST_P(FaultTest, IsToldWithPlaceAndWayOut) {
  LoadResult result = load_text(GetParam().text, Lints::skip);
  EXPECT_THAT(describe(result.diagnostics), testing::ElementsAreArray(GetParam().faults)) << GetParam().text;
  EXPECT_FALSE(result.model);
}

std::vector<Faulty> type_faults() {
  return {
      {"UnknownType",
       "type A @resource @public { x: Strin! }",
       {R"(1:31 error unknown-type: there is no type "Strin" = did you mean "String"?)"}},
      {"SeveralAtOnce",
       "type A @resource @public {\n x: Strin!\n y: [[Int]]\n z: Int @uniqe\n}",
       {R"(2:5 error unknown-type: there is no type "Strin" = did you mean "String"?)",
        R"(3:5 error nested-list: a list of lists cannot be stored = use JSON)",
        R"(4:9 error unknown-directive: there is no directive "@uniqe" = did you mean "unique"?)"}},
      {"DuplicateType",
       "enum A { a }\ntype A @resource @public { x: Int }",
       {R"(2:6 error duplicate-type: the type "A" is defined twice = first defined at schema.graphql:1; use "extend" to add to it)"}},
      {"DuplicateField",
       "type A @resource @public { x: Int\n x: Int }",
       {R"(2:2 error duplicate-field: "A" has the field "x" twice = first at schema.graphql:1)"}},
      {"DuplicateFieldByExtension",
       "type A @resource @public { x: Int }\nextend type A { x: Int }",
       {R"(2:17 error duplicate-field: "A" has the field "x" twice = first at schema.graphql:1)"}},
      {"DuplicateEnumValue",
       "enum A { a a }",
       {R"(1:12 error duplicate-value: "A" has the value "a" twice = first at schema.graphql:1)"}},
      {"ExtendUnknown",
       "type Post @resource @public { x: Int }\nextend type Pots { y: Int }",
       {R"(2:13 error unknown-type: there is no type "Pots" to extend = did you mean "Post"?)"}},
      {"ExtendOtherKind",
       "type Post @resource @public { x: Int }\nextend enum Post { y }",
       {R"(2:13 error wrong-kind: "Post" is not declared by "enum" but by "type" = write "extend type Post")"}},
      {"ExtendBuiltin",
       "extend scalar JSON @deprecated",
       {R"(1:15 error reserved-name: "JSON" is built in and cannot be extended)"}},
      {"ReservedTypeName",
       "type PageInfo { x: Int }\ntype _A { x: Int }\ntype TenonJob { x: Int }",
       {R"(1:6 error reserved-name: the name "PageInfo" is reserved = the GraphQL API has a type of that name; give yours another)",
        R"(2:6 error reserved-name: the name "_A" is reserved = names of types do not begin with "_" or "Tenon")",
        R"(3:6 error reserved-name: the name "TenonJob" is reserved = names of types do not begin with "_" or "Tenon")"}},
      {"ReservedFieldName",
       "type A @resource @public { __x: Int }",
       {R"(1:28 error reserved-name: names that begin with "__" belong to GraphQL: "__x")"}},
      {"BuiltinTypeName",
       "type JSON @resource @public { x: Int }",
       {R"(1:6 error reserved-name: the name "JSON" is built in = give the type another name)"}},
      {"ShapeAsField",
       "type A @resource @public { x: B }\ntype B { y: Int }",
       {R"(1:31 error not-a-resource: "B" is not stored, so no field of "A" can hold it = add @resource to "B", or use JSON)"}},
      {"InputAsField",
       "type A @resource @public { x: B }\ninput B { y: Int }",
       {R"(1:31 error wrong-type: "B" is declared by "input", which no field of a resource can hold)"}},
      {"WrongId",
       "type A @resource @public { id: Int! }",
       {R"(1:32 error wrong-id: the type of "id" is "ID!" or "BigInt!", not "Int!")"}},
      {"WrongCreatedAt",
       "type A @resource @public { createdAt: Date! }",
       {R"(1:39 error wrong-type: "createdAt" is set by the server and of type "DateTime!" = write "DateTime!", or leave the field out: it always exists)"}},
      {"FieldArguments",
       "type A @resource @public { x(first: Int): Int }",
       {R"(1:30 error field-arguments: "x" is stored: it takes no arguments = filters, sorting and paging exist without declaring them)"}},
      {"EmptyEnum", "enum A", {R"(1:6 error empty-type: "A" has no values)"}},
      {"EmptyShape",
       "type A",
       {R"(1:6 error empty-type: "A" has no fields)",
        R"(1:6 warning unused-type: "A" is not stored, and nothing answers it = add @resource to store and serve it)"}},
      {"ShapeWithRules",
       "type A @allow(when: \"true\") { x: Int @unique }",
       {R"(1:6 warning unused-type: "A" is not stored, and nothing answers it = add @resource to store and serve it)",
        R"(1:8 error wrong-location: "@allow" means nothing here: "A" is not stored = add @resource to "A")",
        R"(1:38 error wrong-location: "@unique" means nothing here: "A" is not stored = add @resource to "A")"}},
      {"NotYetKinds",
       "interface I { x: Int }\nunion U = A\nscalar S\ntype A implements I @resource @public { x: Int }",
       {R"(1:11 error not-supported-yet: "interface" is not supported yet)",
        R"(2:7 error not-supported-yet: "union" is not supported yet)",
        R"(3:8 error not-supported-yet: "scalar" is not supported yet = use a built-in scalar and @pattern, @format, @length or @range)",
        R"(4:19 error not-supported-yet: "implements" is not supported yet)"}},
      {"OwnDirective",
       "directive @mine on OBJECT",
       {R"(1:12 error unknown-directive: "@mine" is no directive of Tenon, and directives cannot be added)"}},
      {"InputOfOutput",
       "input A { x: B }\ntype B @resource @public { y: Int }",
       {R"(1:14 error wrong-type: "B" is no input = inputs hold scalars, enums and inputs)"}},
      {"Syntax", "type A { x Int }", {"1:12 error syntax: Syntax Error: Expected \":\", found Name \"Int\"."}},
      {"SchemaRoots",
       "schema { query: Root }\ntype Root { x: Int }",
       {R"(1:17 error reserved-name: the query type is always "Query")",
        R"(2:6 warning unused-type: "Root" is not stored, and nothing answers it = add @resource to store and serve it)"}},
  };
}

std::vector<Faulty> name_faults() {
  return {
      {"SameTable",
       "type Person @resource @public { x: Int }\ntype People @resource(path: \"humans\") @public { x: Int }",
       {R"(2:6 error duplicate-name: "Person" and "People" would both have the table "people" = give one of the types another name)"}},
      {"SamePath",
       "type A @resource(path: \"bs\") @public { x: Int }\ntype B @resource @public { x: Int }",
       {R"(2:6 error duplicate-name: "A" and "B" would both have the path "bs" = give one of them another: @resource(path: "…"))"}},
      {"SameColumn",
       "type A @resource @public { b: B bId: ID }\ntype B @resource @public { x: Int createdAt: DateTime! created_at: "
       "Int }",
       {R"(1:33 error duplicate-name: "A.b" and "A.bId" would both have the column "b_id" = give one of the fields another name)",
        R"(2:56 error duplicate-name: "B.createdAt" and "B.created_at" would both have the column "created_at" = give one of the fields another name)"}},
      {"TakenPath",
       "type Auth @resource(path: \"auth\") @public { x: Int }",
       {R"(1:6 error reserved-name: the path "auth" is taken = choose another: @resource(path: "…"))"}},
      {"BadPath",
       "type A @resource(path: \"/Posts\") @public { x: Int }",
       {R"(1:24 error wrong-value: "/Posts" is no path segment = lower-case letters, digits and hyphens, as in "as")"}},
      {"SystemColumn",
       "type A @resource @public { rowid: Int ctid: Int }",
       {R"(1:28 error reserved-name: databases keep the column name "rowid" for themselves)",
        R"(1:39 error reserved-name: databases keep the column name "ctid" for themselves)"}},
      {"GeneratedType",
       "type Post @resource @public { x: Int }\ntype PostConnection { y: Int }\ninput CreatePostInput { y: Int }",
       {R"(2:6 warning unused-type: "PostConnection" is not stored, and nothing answers it = add @resource to store and serve it)",
        R"(2:6 error reserved-name: the GraphQL API makes a type "PostConnection" for "Post" = give this one another name)",
        R"(3:7 error reserved-name: the GraphQL API makes a type "CreatePostInput" for "Post" = give this one another name)"}},
      {"JoinTable",
       "type Post @resource @public { tags: [Tag!]! }\ntype Tag @resource @public { posts: [Post!]! }\ntype PostTag "
       "@resource @public { x: Int }",
       {R"(1:31 error duplicate-name: "PostTag" and "Post.tags" would both have the table "post_tags" = give the field or the type another name)"}},
      {"TooLong",
       "type A @resource @public { a123456789b123456789c123456789d123456789e123456789f123456789g123: Int }",
       {R"(1:28 error name-too-long: the column name "a123456789b123456789c123456789d123456789e123456789f123456789g123" is longer than the 63 characters that databases keep)"}},
  };
}

std::vector<Faulty> argument_faults() {
  return {
      {"UnknownArgument",
       "type A @resource(paht: \"x\") @public { x: Int }",
       {R"(1:18 error unknown-argument: "@resource" has no argument "paht" = did you mean "path"?)"}},
      {"MissingArgument",
       "type A @resource @public { x: String @pattern }",
       {R"(1:38 error missing-argument: "@pattern" needs the argument "regex: String!")"}},
      {"TwiceTheArgument",
       "type A @resource @public { x: String @length(min: 1, min: 2) }",
       {R"(1:54 error duplicate-argument: the argument "min" is given twice)"}},
      {"WrongArgumentType",
       "type A @resource(maxPageSize: \"9\") @public { x: String @length(min: 1.5, max: 99999999999) }",
       {R"(1:31 error wrong-value: "maxPageSize" of "@resource" is of type Int, not a string)",
        R"(1:69 error wrong-value: "min" of "@length" is of type Int, not a number)",
        R"(1:79 error wrong-value: "max" of "@length" is of type Int, not an integer)"}},
      {"WrongEnum",
       "type A @resource @allow(ops: [REED], when: \"true\") @public(ops: \"READ\") { x: Int }",
       {R"(1:31 error wrong-value: "ops" of "@allow" is one of CREATE, READ, UPDATE, DELETE, without quotes = did you mean "READ"?)",
        R"(1:65 error wrong-value: "ops" of "@public" is one of CREATE, READ, UPDATE, DELETE, without quotes = write READ)"}},
      {"NullForRequired",
       "type A @resource @public { x: Int @was(name: null) }",
       {R"(1:46 error wrong-value: "name" of "@was" cannot be null)"}},
      {"WrongLocation",
       "type A @resource @public @unique { x: Int @search(fields: [\"x\"]) }",
       {R"(1:26 error wrong-location: "@unique" does not belong on a type = it belongs on a field)",
        R"(1:43 error wrong-location: "@search" does not belong on a field = it belongs on a type)"}},
      {"Repeated",
       "type A @resource @resource @public { x: Int @unique @unique }",
       {R"(1:18 error repeated-directive: "@resource" can be used only once here)",
        R"(1:53 error repeated-directive: "@unique" can be used only once here)"}},
      {"PageSize",
       "type A @resource(maxPageSize: 0) @public { x: Int }",
       {R"(1:31 error wrong-value: "maxPageSize" is from 1 to 1000)"}},
      {"NotYet",
       "type A @resource @public @softDelete @history @cache(ttl: \"1m\") @webhook(on: [CREATE], url: \"u\")\n"
       "  { x: Int @encrypted y: String @format(name: \"isbn\") }",
       {R"(1:26 error not-supported-yet: "@softDelete" is not supported yet)",
        R"(1:38 error not-supported-yet: "@history" is not supported yet)",
        R"(1:47 error not-supported-yet: "@cache" is not supported yet)",
        R"(1:65 error not-supported-yet: "@webhook" is not supported yet)",
        R"(2:12 error not-supported-yet: "@encrypted" is not supported yet)",
        R"(2:47 error not-supported-yet: the format "isbn" is not supported yet = there are: slug, phone, hostname, ipv4, ipv6, color)"}},
      {"NotYetOperations",
       "extend type Mutation {\n  pay(id: ID!, n: Itn): A! @http(url: \"$URL\") @allow(when: \"auth.id != null\")\n"
       "  go: Boolean @native @public\n  no: Boolean @public\n}\ntype A { x: Int }",
       {R"(2:19 error unknown-type: there is no type "Itn" = did you mean "Int"?)",
        R"(2:28 error not-supported-yet: "@http" is not supported yet)",
        R"(3:15 error not-supported-yet: "@native" is not supported yet)",
        R"(4:3 error no-implementation: nothing answers "Mutation.no" = custom operations need @http or @native)"}},
  };
}

std::vector<Faulty> constraint_faults() {
  return {
      {"LengthOfInt",
       "type A @resource @public { x: Int @length(max: 3) }",
       {R"(1:35 error wrong-field: "@length" does not fit "A.x" of type Int = it fits String, Email, URL, Bytes and lists)"}},
      {"LengthUpsideDown",
       "type A @resource @public { x: String @length(min: 3, max: 2) y: String @length z: String @length(min: -1) }",
       {R"(1:51 error wrong-value: "min" is larger than "max": nothing would fit)",
        R"(1:72 error missing-argument: "@length" needs "min" or "max")",
        R"(1:103 error wrong-value: a length is not negative)"}},
      {"Range",
       "type A @resource @public { x: String @range(min: 1) y: Int @range(min: 2, max: 1) z: Int @range(max: 1.5) }",
       {R"(1:38 error wrong-field: "@range" does not fit "A.x" of type String = it fits Int, BigInt, Float and Decimal)",
        R"(1:72 error wrong-value: "min" is larger than "max": nothing would fit)",
        R"(1:102 error wrong-value: "max" is a whole number)"}},
      {"FormatOfInt",
       "type A @resource @public { x: Int @format(name: \"slug\") y: String @format(name: \"sluk\") }",
       {R"(1:35 error wrong-field: "@format" does not fit "A.x" of type Int = it fits String)",
        R"(1:81 error not-supported-yet: the format "sluk" is not supported yet = did you mean "slug"?)"}},
      {"UniqueList",
       "type A @resource @public { x: [Int!] @unique y: JSON @index }",
       {R"(1:38 error wrong-field: "@unique" does not fit "A.x" of type [Int!] = it fits scalars other than JSON, enums and single relations)",
        R"(1:54 error wrong-field: "@index" does not fit "A.y" of type JSON = it fits scalars other than JSON, enums and single relations)"}},
      {"IndexFields",
       "type A @resource @public @index(fields: [\"z\", \"y\", \"y\"]) @index { xy: Int y: Int }",
       {R"(1:42 error unknown-field: "A" has no field "z")", R"(1:52 error duplicate-field: "y" is named twice)",
        R"(1:58 error missing-argument: "@index" on a type needs "fields")"}},
      {"Defaults",
       "enum E { a b }\ntype A @resource @public {\n i: Int @default(value: \"1\")\n e: E @default(value: c)\n f: E "
       "@default(value: \"a\")\n"
       " s: String @length(max: 2) @default(value: \"abc\")\n t: DateTime @default(value: \"later\")\n n: Int "
       "@default(value: null)\n b: Boolean @default(value: no)\n}",
       {R"(3:25 error wrong-value: the default of "A.i" does not fit: must be a whole number of 32 bits)",
        R"(4:23 error wrong-value: the default of "A.e" does not fit: must be one of a, b)",
        R"(5:23 error wrong-value: values of "E" are written without quotes = write a)",
        R"(6:44 error wrong-value: the default of "A.s" does not fit: must have at most 2 characters)",
        R"(7:30 error wrong-value: the default of "A.t" does not fit: must be a time as 2026-01-15T10:30:00Z = "now" is the time of the request)",
        R"(8:25 error wrong-value: "value" of "@default" cannot be null)",
        R"(9:29 error wrong-value: no is no value of "A.b" = write "no")"}},
      {"ReadOnly",
       "type A @resource @public { x: Int! @readOnly y: Int @readOnly @writeOnly }",
       {R"(1:36 error contradiction: "A.x" is required, never in the input and without a default: no row could be made = add @default, or take the "!" from the type)",
        R"(1:53 error contradiction: "A.y" can be neither read nor written)"}},
      {"SystemFields",
       "type A @resource @public { id: ID! @unique createdAt: DateTime! @default(value: \"now\") @readOnly }",
       {R"(1:36 error wrong-field: "A.id" is set by the server: "@unique" means nothing on it)",
        R"(1:65 error wrong-field: "A.createdAt" is set by the server: "@default" means nothing on it)",
        R"(1:88 error wrong-field: "A.createdAt" is set by the server: "@readOnly" means nothing on it)"}},
      {"Search",
       "type A @resource @public @search(fields: [\"n\"]) { n: Int }",
       {R"(1:42 error wrong-field: "A.n" cannot be searched = it fits String, Email and URL that are not @writeOnly)"}},
      {"Was",
       "type A @resource @public @was(name: \"A\") { n: Int @was(name: \"1\") }",
       {R"(1:37 error wrong-value: the old name is the same as the new one)",
        R"(1:62 error wrong-value: "1" is no name of the schema language)"}},
  };
}

std::vector<Faulty> relation_faults() {
  return {
      {"NoOtherSide",
       "type A @resource @public { bs: [B!]! }\ntype B @resource @public { x: Int }",
       {R"(1:28 error no-inverse: "A.bs" has no other side in "B" = add a field of type A! to "B" (one to many) or of type [A!]! (many to many))"}},
      {"TwoKeys",
       "type A @resource @public { bs: [B!]! }\ntype B @resource @public { left: A! right: A! }",
       {R"(1:28 error ambiguous-relation: "B.left" and "B.right" could each be the other side of "A.bs" = say which one: @relation(field: "left"))"}},
      {"TwoLists",
       "type A @resource @public { bs: [B!]! cs: [B!]! }\ntype B @resource @public { a: A! }",
       {R"(1:28 error ambiguous-relation: "A.bs" and "A.cs" could each be the other side of "B.a" = say which one with @relation(field: "…") on it)",
        R"(1:38 error ambiguous-relation: "A.bs" and "A.cs" could each be the other side of "B.a" = say which one with @relation(field: "…") on it)"}},
      {"ToldWrong",
       "type A @resource @public { bs: [B!]! @relation(field: \"aa\") }\ntype B @resource @public { a: A! x: Int }",
       {R"(1:55 error unknown-field: "B.aa" is no field of type "A" = it could be: a)"}},
      {"SetNull",
       "type A @resource @public { b: B! @relation(onDelete: SET_NULL) }\ntype B @resource @public { x: Int }",
       {R"(1:54 error wrong-value: SET_NULL needs a field that may be null = use CASCADE or RESTRICT, or take the "!" from the type)"}},
      {"OnDeleteOfList",
       "type A @resource @public { bs: [B!]! @relation(onDelete: CASCADE) }\ntype B @resource @public { a: A }",
       {R"(1:58 error wrong-field: "onDelete" belongs on the single side of a relation, which has the key)"}},
      {"RelationOfScalar",
       "type A @resource @public { x: Int @relation(onDelete: CASCADE) }",
       {R"(1:35 error wrong-field: "@relation" does not fit "A.x" of type Int = it fits fields whose type is a resource)"}},
      {"OneToOne",
       "type A @resource @public { b: B }\ntype B @resource @public { a: A! @unique }",
       {R"(1:28 error not-supported-yet: one to one from both sides ("A.b" and "B.a") is not supported yet = leave "A.b" out and filter by "B.a"; a key of its own says so with @relation(onDelete: …))"}},
      {"ConstraintOnList",
       "type A @resource @public { bs: [B!]! @unique }\ntype B @resource @public { a: A }",
       {R"(1:38 error wrong-field: "@unique" means nothing on a list relation: "A.bs" has no column = put it on the field of "B")"}},
  };
}

std::vector<Faulty> account_faults() {
  return {
      {"Password",
       "type U @resource @account(login: \"email\") @public { email: Email! @unique password: String! }",
       {R"(1:75 error reserved-name: "U.password": the password is no field of the account type = leave it out: it is kept apart, hashed, and never shown)"}},
      {"LoginNotUnique",
       "type U @resource @account(login: \"email\") @public { email: Email! }",
       {R"(1:34 error wrong-field: "U.email" is what people sign in with: it must be a required, unique String or Email = write "email: Email! @unique")"}},
      {"LoginUnknown",
       "type U @resource @account(login: \"mail\") @public { email: Email! @unique }",
       {R"(1:34 error unknown-field: "U" has no field "mail" = did you mean "email"?)"}},
      {"RoleWithoutDefault",
       "enum R @roles { a }\ntype U @resource @account(login: \"email\", role: \"role\") @public { email: Email! "
       "@unique role: R! }",
       {R"(2:49 error wrong-field: "U.role" must be required and have a @default = so that who signs up without a role has the least one)"}},
      {"RoleOfOtherEnum",
       "enum R { a }\ntype U @resource @account(login: \"email\", role: \"role\") @public { email: Email! @unique "
       "role: R! @default(value: a) }",
       {R"(2:49 error wrong-field: "U.role" must be of an enum with @roles, and there is none)"}},
      {"TwoAccounts",
       "type U @resource @account(login: \"e\") @public { e: Email! @unique }\ntype V @resource @account(login: \"e\") "
       "@public { e: Email! @unique }",
       {R"(2:18 error repeated-directive: only one type can be the account = "U" is it already)"}},
      {"OwnerWithoutAccount",
       "type A @resource @public { a: A @owner }",
       {R"(1:33 error no-account: "@owner" needs a type with "@account")"}},
      {"OwnerOfOtherType",
       "type U @resource @account(login: \"e\") @public { e: Email! @unique }\ntype A @resource @public { a: A @owner "
       "b: U @owner c: U @owner }",
       {R"(2:33 error wrong-field: "@owner" does not fit "A.a" of type A = it fits fields of the account type, "U")",
        R"(2:57 error repeated-directive: "A" has an owner already: "b")"}},
      {"RoleCycle",
       "enum R @roles { a @inherits(role: c) b @inherits(role: a) c @inherits(role: b) d @inherits(role: d) }",
       {R"(1:77 error role-cycle: c and b inherit each other)", R"(1:98 error role-cycle: d inherits itself)"}},
      {"UnknownRole",
       "enum R @roles { user admin @inherits(role: usr) boss @inherits(role: \"user\") }\nenum S { a b @inherits(role: "
       "a) }",
       {R"(1:44 error unknown-role: usr is no role = did you mean "user"?)",
        R"(1:70 error unknown-role: user is no role = write user without quotes)",
        R"(2:14 error wrong-location: "@inherits" needs "@roles" on "S")"}},
  };
}

std::vector<Faulty> rate_limit_faults() {
  return {
      {"HalfOfALimit",
       "type A @resource @public @rateLimit(limit: 5) @rateLimit(window: \"1m\") @rateLimit(per: ADDRESS) { x: Int }",
       {R"(1:26 error missing-argument: "limit" and "window" belong together)",
        R"(1:47 error missing-argument: "limit" and "window" belong together)",
        R"(1:72 error missing-argument: "@rateLimit" on a type needs "limit" and "window")"}},
      {"ImpossibleLimits",
       "type A @resource @public @rateLimit(limit: 0, window: \"1m\") @rateLimit(limit: 1, window: \"500ms\")\n"
       "  @rateLimit(limit: 1, window: \"soon\") @rateLimit(limit: 1, window: \"1m\", ops: []) { x: Int }",
       {R"(1:44 error wrong-value: "limit" is from 1 to 1000000000)",
        R"(1:90 error wrong-value: "500ms" is no window = whole seconds, up to a week: "10s", "1m", "24h")",
        R"(2:32 error wrong-value: "soon" is no window = whole seconds, up to a week: "10s", "1m", "24h")",
        R"(2:80 error wrong-value: "ops" is empty: this rule is about nothing = leave it out to mean every operation)"}},
      {"LimitOfARoleInTheWrongPlace",
       "enum Role @roles {\n  a @rateLimit(per: ADDRESS, limit: 1, window: \"1m\")\n  b @rateLimit(ops: [READ], "
       "maxCost: 1)\n"
       "  c @rateLimit(maxCost: 0)\n  d @rateLimit\n}\nenum E { x @rateLimit(maxCost: 1) }\n"
       "type A @resource @public @rateLimit(limit: 1, window: \"1m\", maxCost: 5) { e: E }",
       {R"(2:21 error wrong-location: "per" means nothing on a role = a role's limit counts all requests of each caller who has it)",
        R"(3:21 error wrong-location: "ops" means nothing on a role = a role's limit counts all requests of each caller who has it)",
        R"(4:25 error wrong-value: "maxCost" is at least 1)",
        R"(5:5 error missing-argument: "@rateLimit" on a role needs "limit" and "window", or "maxCost")",
        R"(7:12 error wrong-location: "@rateLimit" needs "@roles" on "E")",
        R"(8:70 error wrong-location: "maxCost" is for roles: a request may touch many types = write it on a value of the enum with @roles)"}},
  };
}

std::vector<Faulty> rule_faults() {
  return {
      {"UnknownName",
       "type A @resource @allow(ops: [READ], when: \"publishd\") { published: Boolean! }",
       {R"(1:45 error rule: unknown name "publishd" = did you mean "published"?)"}},
      {"BrokenFieldIsToldOnce",
       "type A @resource @allow(ops: [READ], when: \"state == 'x'\") { state: Stat! }",
       {R"(1:69 error unknown-type: there is no type "Stat")"}},
      {"CheckWithoutUpdate",
       "type A @resource @allow(ops: [CREATE], when: \"n > 1\", check: \"n > 2\") { n: Int }",
       {R"(1:62 error wrong-argument: "check" judges the new row of an UPDATE, which is not among "ops")"}},
      {"ElseOnType",
       "type A @resource @allow(ops: [READ], when: \"n > 1\", else: OMIT) { n: Int @allow(ops: [CREATE], when: \"n > "
       "1\", else: OMIT) }",
       {R"(1:59 error wrong-argument: "else" belongs to READ rules of fields = rows that may not be read are left out)",
        R"(1:117 error wrong-argument: "else" belongs to READ rules of fields)"}},
      {"DeleteOnField",
       "type A @resource @public { n: Int @allow(ops: [DELETE], when: \"n > 1\") }",
       {R"(1:48 error wrong-value: fields are not deleted: DELETE belongs to rules of the type)"}},
      {"NoOps",
       "type A @resource @public(ops: []) { n: Int }",
       {R"(1:31 error wrong-value: "ops" is empty: this rule is about nothing = leave it out to mean every operation)"}},
      {"RuleOnId",
       "type A @resource @public { id: ID! @allow(ops: [READ], when: \"auth.id != null\") createdAt: DateTime! "
       "@allow(when: \"auth.id != null\") }",
       {R"(1:36 error wrong-field: whoever may see a row may see its "id")",
        R"(1:102 error wrong-field: "A.createdAt" is set by the server: only READ rules mean something on it = write ops: [READ])"}},
      {"RuleOnList",
       "type A @resource @public { bs: [B!]! @allow(ops: [READ], when: \"auth.id != null\") }\ntype B @resource "
       "@public { a: A }",
       {R"(1:38 error not-supported-yet: a rule on a list relation is not supported yet = put it on the type of its rows, "B")"}},
      {"DefineTwice",
       "type A @resource @define(name: \"n\", as: \"true\") @define(name: \"p\", as: \"true\") @define(name: \"p\", "
       "as: \"n > 1\") @public { n: Int }",
       {R"(1:32 error duplicate-name: "A" has a field "n" already)",
        R"(1:94 error duplicate-name: "A" defines "p" twice)"}},
      {"TenantField",
       "type A @resource @tenant(field: \"o\", equals: \"auth.claims.o\") @public { o: String }",
       {R"(1:33 error wrong-field: "A.o" tells the tenant of a row: it must be one required value)"}},
      {"UnknownLint",
       "type A @resource @public @waive(lint: \"open-wirte\", reason: \"x\") @waive(lint: \"rule-cycle\", reason: "
       "\"x\") @waive(lint: \"open-write\", reason: \" \") { o: String }",
       {R"(1:39 error unknown-lint: there is no lint "open-wirte" = did you mean "open-write"?)",
        R"(1:79 error unknown-lint: "rule-cycle" cannot be waived)",
        R"(1:141 error wrong-value: a waiver needs a reason)"}},
      {"Cycle",
       "type A @resource @allow(ops: [READ], when: \"can(READ, b)\") { b: B }\ntype B @resource @allow(ops: [READ], "
       "when: \"can(READ, a)\") { a: A }",
       {R"(2:45 error rule-cycle: can() goes in circles: READ A -> READ B -> READ A = say the last step without can())"}},
  };
}

std::string name_of(const testing::TestParamInfo<Faulty>& info) {
  return std::string(info.param.name);
}

INSTANTIATE_TEST_SUITE_P(Types, FaultTest, testing::ValuesIn(type_faults()), name_of);
INSTANTIATE_TEST_SUITE_P(Names, FaultTest, testing::ValuesIn(name_faults()), name_of);
INSTANTIATE_TEST_SUITE_P(Arguments, FaultTest, testing::ValuesIn(argument_faults()), name_of);
INSTANTIATE_TEST_SUITE_P(Constraints, FaultTest, testing::ValuesIn(constraint_faults()), name_of);
INSTANTIATE_TEST_SUITE_P(Relations, FaultTest, testing::ValuesIn(relation_faults()), name_of);
INSTANTIATE_TEST_SUITE_P(Accounts, FaultTest, testing::ValuesIn(account_faults()), name_of);
INSTANTIATE_TEST_SUITE_P(RateLimits, FaultTest, testing::ValuesIn(rate_limit_faults()), name_of);
INSTANTIATE_TEST_SUITE_P(Rules, FaultTest, testing::ValuesIn(rule_faults()), name_of);

}  // namespace
}  // namespace tenon::schema
