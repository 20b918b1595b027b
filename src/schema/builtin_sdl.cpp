#include "schema/builtin_sdl.hpp"

#include "lang/graphql/parser.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace tenon::schema {
namespace {

using namespace lang::graphql;

constexpr std::string_view text =
    R"graphql(# The directives and scalars of Tenon, for editors and for reading. The server has its own copy of this file
# and compares: changes here change nothing. `tenon init` writes it anew.

# Scalars

"A whole number of 64 bits; a string in JSON."
scalar BigInt
"A decimal number, at most 38 digits, 18 of them after the point; a string in JSON."
scalar Decimal
"A point in time: RFC 3339, kept in UTC to the microsecond."
scalar DateTime
"A calendar day: 2026-01-15."
scalar Date
"A time of day: 10:30:00."
scalar Time
"A UUID, in lower case."
scalar UUID
"An e-mail address, in lower case."
scalar Email
"An absolute URL: http, https, ws, wss, ftp or ftps."
scalar URL
"Any JSON value up to 64 KiB."
scalar JSON
"Bytes; base64 in JSON."
scalar Bytes
"In directives: a literal of the kind that its place asks for."
scalar AnyLiteral

enum RuleOperation { CREATE READ UPDATE DELETE }

"What becomes of a field that the caller may not read."
enum RuleElse {
  "It is null, and its path is listed in `meta.masked`."
  MASK
  "It is left out."
  OMIT
}

"What becomes of a row when the row that it points to is deleted."
enum RelationOnDelete {
  "The deletion is refused."
  RESTRICT
  "It is deleted too."
  CASCADE
  "It stays and points to nothing."
  SET_NULL
}

enum AccountRegistration {
  "Strangers may sign up."
  OPEN
  "Only callers whom a CREATE rule allows make accounts."
  CLOSED
}

enum RateLimitPer {
  "Each caller's requests are counted; those of strangers by their address."
  PRINCIPAL
  "Each address's requests are counted."
  ADDRESS
}

enum HttpMethod { GET POST PUT PATCH DELETE }

# What is stored and served

"Stored and served. `path` overrides the pluralised name in URLs; `maxPageSize` is the most rows of one page."
directive @resource(path: String, maxPageSize: Int = 100) on OBJECT

"""
The type that people sign in as. `login` names the field they sign in with, `role` the field that holds their role. The
password is no field of it. `registration: OPEN` lets strangers sign up.
"""
directive @account(login: String!, role: String, registration: AccountRegistration = CLOSED) on OBJECT

"""
Rows of other tenants do not exist for the caller. `field` holds the tenant of a row, `equals` is the caller's, in the
rule language: "auth.claims.organisation".
"""
directive @tenant(field: String!, equals: String!) on OBJECT

"A secondary index. On a type `fields` are required, on a field there are none."
directive @index(fields: [String!], unique: Boolean = false) repeatable on OBJECT | FIELD_DEFINITION

"Full-text search over these fields: `?search=words`."
directive @search(fields: [String!]!) on OBJECT

"A constraint over the whole row, in the rule language. `message` is what the client is told."
directive @check(rule: String!, message: String = "breaks a rule of its type") repeatable on OBJECT

"The name it had before: a migration renames instead of dropping."
directive @was(name: String!) on OBJECT | FIELD_DEFINITION

# Who may do what

"""
Lets callers do `ops` (all, if left out) where `when` holds. An update is judged by `when` on the stored row and by
`check` (as `when`, if left out) on the new one. On a field it narrows the rules of the type; `else` says what becomes
of a field that may not be read.
"""
directive @allow(ops: [RuleOperation!], when: String!, check: String, else: RuleElse = MASK) repeatable on OBJECT | FIELD_DEFINITION

"Forbids `ops` (all, if left out) where `when` holds, whatever is allowed."
directive @deny(ops: [RuleOperation!], when: String = "true") repeatable on OBJECT | FIELD_DEFINITION

"Lets everybody do `ops`, strangers too."
directive @public(ops: [RuleOperation!] = [READ]) repeatable on OBJECT | FIELD_DEFINITION

"A named predicate over a row of this type, for rules here and, through a relation, elsewhere: `project.isEditor`."
directive @define(name: String!, as: String!) repeatable on OBJECT

"Set to the caller when the row is made, never taken from the input, never changed."
directive @owner on FIELD_DEFINITION

"The role graph: the values of this enum are roles."
directive @roles on ENUM

"A caller of this role has `role` too."
directive @inherits(role: AnyLiteral!) repeatable on ENUM_VALUE

"Switches one lint off here, with the reason on record."
directive @waive(lint: String!, reason: String!) repeatable on OBJECT | FIELD_DEFINITION

# What a field may hold

"The value when the input does not say. `\"now\"` on a DateTime is the time of the request, `\"uuid\"` on a UUID a new one."
directive @default(value: AnyLiteral!) on FIELD_DEFINITION

"No two rows have the same value."
directive @unique on FIELD_DEFINITION

"Characters of a text, bytes of a Bytes, elements of a list. Both ends are allowed."
directive @length(min: Int, max: Int) on FIELD_DEFINITION

"Bounds of a number. Both ends are allowed."
directive @range(min: AnyLiteral, max: AnyLiteral) on FIELD_DEFINITION

"A regular expression (RE2) that the text matches somewhere; anchor it with ^ and $."
directive @pattern(regex: String!) on FIELD_DEFINITION

"A well-known form: slug, phone, hostname, ipv4, ipv6 or color."
directive @format(name: String!) on FIELD_DEFINITION

"Set when the row is made, then never changed."
directive @immutable on FIELD_DEFINITION

"Never taken from the input."
directive @readOnly on FIELD_DEFINITION

"Taken from the input and never shown, filtered or sorted by."
directive @writeOnly on FIELD_DEFINITION

"The other side of a relation, where more than one field could be, and what becomes of the row when its target goes."
directive @relation(field: String, onDelete: RelationOnDelete = RESTRICT) on FIELD_DEFINITION

"""
At most `limit` requests within `window`, such as "1m". On a type: of the operations `ops` together, or of all. On a role: of all
requests by those who have it, in place of the limit for everybody; there `maxCost` is also the highest price of one request.
"""
directive @rateLimit(limit: Int, window: String, per: RateLimitPer = PRINCIPAL, ops: [RuleOperation!], maxCost: Int) repeatable on OBJECT | FIELD_DEFINITION | ENUM_VALUE

# What later versions bring: checked today, and refused until then

"Deleted rows are kept and hidden."
directive @softDelete on OBJECT

"Every version of a row is kept, with who wrote it."
directive @history on OBJECT

"Tells a URL of changes."
directive @webhook(on: [RuleOperation!]!, url: String!, secret: String) repeatable on OBJECT

"Keeps answers for a while."
directive @cache(ttl: String!) on OBJECT | FIELD_DEFINITION

"Encrypted at rest."
directive @encrypted on FIELD_DEFINITION

"This operation is answered by an HTTP service."
directive @http(url: String!, method: HttpMethod = POST, timeout: String = "10s", retries: Int = 0) on FIELD_DEFINITION

"This operation is answered by C++ code of yours."
directive @native on FIELD_DEFINITION

# Custom operations extend these.

type Query

type Mutation
)graphql";

constexpr std::string_view specified_text = R"graphql(
scalar ID
scalar String
scalar Int
scalar Float
scalar Boolean
directive @deprecated(reason: String = "No longer supported") on
  FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
directive @specifiedBy(url: String!) on SCALAR
)graphql";

Document parse_own(std::string name, std::string_view own_text) {
  auto source = std::make_shared<lang::Source>();
  source->name = std::move(name);
  source->text = own_text;
  ParseOptions options;
  options.accept = Accept::type_system;
  auto document = parse(std::move(source), options);
  if (!document) throw std::logic_error(lang::print(document.error().front(), lang::Colour::off));
  return std::move(*document);
}

template <typename Wanted>
const Wanted* find_in(const Document& document, std::string_view name) {
  for (const Definition& definition : document.definitions) {
    const auto* wanted = std::get_if<Wanted>(&definition);
    if (wanted && wanted->name.text == name) return wanted;
  }
  return nullptr;
}

template <typename Wanted>
const Wanted* find_in_both(std::string_view name) {
  const Wanted* found = find_in<Wanted>(builtin_document(), name);
  return found ? found : find_in<Wanted>(specified_document(), name);
}

}  // namespace

std::string_view builtin_sdl() {
  return text;
}

const Document& builtin_document() {
  static const Document document = parse_own("tenon.graphql", text);
  return document;
}

const Document& specified_document() {
  static const Document document = parse_own("graphql", specified_text);
  return document;
}

const DirectiveDefinition* find_builtin_directive(std::string_view name) {
  return find_in_both<DirectiveDefinition>(name);
}

const TypeDefinition* find_builtin_type(std::string_view name) {
  const TypeDefinition* found = find_in_both<TypeDefinition>(name);
  return found && found->kind != TypeKind::object ? found : nullptr;
}

}  // namespace tenon::schema
