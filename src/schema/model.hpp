#pragma once
#include "base/pattern.hpp"
#include "base/value.hpp"
#include "lang/source.hpp"
#include "schema/expression.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The Model: what a schema means once checked. Immutable, shared by all threads; pointers inside it live as long as it
/// does.
namespace tenon::schema {

enum class Scalar : std::uint8_t {
  id,
  string,
  int32,
  floating,
  boolean,
  big_int,
  decimal,
  date_time,
  date,
  time,
  uuid,
  email,
  url,
  json,
  bytes,
};

/// What the schema says about a value of an enum beside its name.
struct ValueNote {
  std::string description;                ///< empty: none
  std::optional<std::string> deprecated;  ///< @deprecated(reason)
};

struct EnumType {
  std::string name;
  std::string description;
  std::vector<std::string> values;
  lang::Span span;
  std::vector<ValueNote> notes;  ///< on `values`, by index; fewer where the rest have none
};

/// A set of operations as bits.
struct OperationSet {
  std::uint8_t bits = 0;
  bool has(Operation operation) const { return bits & (1U << static_cast<unsigned>(operation)); }
  void add(Operation operation) { bits = static_cast<std::uint8_t>(bits | (1U << static_cast<unsigned>(operation))); }
};

/// Whose requests a limit counts together.
enum class LimitPer : std::uint8_t { principal, address };

/// One @rateLimit with a `limit`: at most so many requests within so long.
struct RateLimit {
  std::int64_t requests = 0;        ///< at least 1
  std::int64_t window_seconds = 0;  ///< at least 1
  LimitPer per = LimitPer::principal;
  OperationSet operations;  ///< on a type: which of them count, together
  std::string name;         ///< as clients see it: "Comment" or "Comment.create", "moderator"; unique in the Model
};

/// A role and every role it includes, itself too, as bits by index in Model::roles.
struct Role {
  std::string name;
  std::uint64_t includes = 0;
  std::optional<RateLimit> rate_limit = {};   ///< takes the place of the limit for every principal
  std::optional<std::int64_t> max_cost = {};  ///< takes the place of the cap on the price of a request
};

enum class FieldKind : std::uint8_t {
  scalar,        ///< `scalar`
  enumeration,   ///< `enumeration`
  to_one,        ///< stored key `column` -> `target`
  to_many,       ///< inverse of a to_one: `inverse` is that field of `target`
  many_to_many,  ///< through `join`
};

enum class OnDelete : std::uint8_t { restrict, cascade, set_null };

/// The table between two lists. Both sides point to their own view of it.
struct JoinTable {
  std::string table;         ///< e.g. "post_tags"
  std::string this_column;   ///< key of the row that has the field
  std::string other_column;  ///< key of the row in the list
};

enum class Effect : std::uint8_t { allow, deny };
enum class Otherwise : std::uint8_t { mask, omit };

/// One @allow, @deny or @public.
struct Rule {
  Effect effect = Effect::allow;
  OperationSet operations;
  ExpressionPtr when;                     ///< never null; `true` when the directive has none
  ExpressionPtr check;                    ///< on the new row of an update; null: same as `when`
  Otherwise otherwise = Otherwise::mask;  ///< field READ rules
  std::string text;                       ///< `when` as written
  lang::Span span;
};

/// What a field takes when the input does not say.
struct Default {
  enum class Kind : std::uint8_t { value, now, uuid } kind = Kind::value;
  base::Value value;  ///< stored form
};

/// A field of a resource, or of a plain shape (then only the type part is set).
struct Field {
  std::string name;  ///< on the wire
  std::string description;
  std::string column;                    ///< in the database; empty for to_many and many_to_many
  const Resource* owner_type = nullptr;  ///< the resource it is a field of
  FieldKind kind = FieldKind::scalar;
  Scalar scalar = Scalar::string;           ///< scalar; for to_one the scalar of the target's id (id or big_int)
  const EnumType* enumeration = nullptr;    ///< enumeration
  const Resource* target = nullptr;         ///< relations
  const Field* inverse = nullptr;           ///< relations: the other side, if declared; always set for to_many
  JoinTable join;                           ///< many_to_many
  OnDelete on_delete = OnDelete::restrict;  ///< to_one
  bool required = false;                    ///< `!`
  bool list = false;                        ///< list of scalars or enums, stored as JSON text
  bool element_required = false;            ///< `[T!]`
  std::optional<Default> default_value;
  bool unique = false;                                  ///< @unique
  bool indexed = false;                                 ///< @index, and every to_one
  std::optional<std::uint32_t> min_length, max_length;  ///< code points of a string, bytes of Bytes, elements of a list
  std::optional<std::string> min_value, max_value;      ///< @range, decimal text, inclusive
  std::optional<std::string> pattern;                   ///< @pattern, RE2
  std::optional<base::Pattern> compiled_pattern;        ///< the same, ready to match
  std::optional<std::string> format;                    ///< @format name
  bool system = false;                                  ///< id, createdAt, updatedAt: set by the server
  bool owner = false;                                   ///< @owner
  bool immutable = false;                               ///< @immutable (and owner): set on create only
  bool read_only = false;                               ///< @readOnly: never taken from input
  bool write_only = false;                              ///< @writeOnly: never leaves, never filtered or sorted by
  std::optional<std::string> deprecated;                ///< @deprecated(reason)
  std::vector<Rule> rules;                              ///< field rules; narrow the type's
  std::string was;                                      ///< @was
  lang::Span span;

  bool stored() const { return kind != FieldKind::to_many && kind != FieldKind::many_to_many; }
  bool is_list_relation() const { return !stored(); }
};

struct Index {
  std::string name;  ///< in the database
  std::vector<const Field*> fields;
  bool unique = false;
  lang::Span span;
};

/// @check: a constraint over the whole row.
struct Check {
  ExpressionPtr rule;   ///< only columns of variable::row and literals
  std::string message;  ///< what the client is told
  std::string text;
  lang::Span span;
};

struct Tenant {
  const Field* field = nullptr;  ///< stored field that tells the tenant
  ExpressionPtr rule;            ///< field == equals, ready to be joined to every rule
};

struct Resource {
  std::string name;  ///< type name: "Post"
  std::string description;
  std::string table;  ///< "posts"
  std::string path;   ///< URL segment: "posts"
  std::uint32_t max_page_size = 100;
  std::vector<std::unique_ptr<Field>> fields;  ///< id, then as declared, then createdAt, updatedAt where implicit
  const Field* id = nullptr;
  const Field* created_at = nullptr;
  const Field* updated_at = nullptr;
  const Field* owner = nullptr;      ///< @owner field, if any
  std::vector<Index> indexes;        ///< those of @index on the type; single-field ones are on the field
  std::vector<const Field*> search;  ///< @search
  std::vector<Rule> rules;           ///< all sources: @allow, @deny, @public, or the implicit owner rule
  std::vector<Check> checks;
  std::vector<RateLimit> rate_limits;  ///< @rateLimit
  std::optional<Tenant> tenant;
  std::string was;
  lang::Span span;

  const Field* find_field(std::string_view field_name) const;
};

/// @account: the type people sign in as.
struct Account {
  const Resource* resource = nullptr;
  const Field* login = nullptr;  ///< unique
  const Field* role = nullptr;   ///< enum field of type @roles; may be null
  bool open_registration = false;
};

struct Model {
  std::vector<std::unique_ptr<EnumType>> enums;
  std::vector<std::unique_ptr<Resource>> resources;  ///< in declaration order
  std::vector<Role> roles;                           ///< at most 64
  std::optional<Account> account;

  const Resource* find_resource(std::string_view name) const;
  const Resource* find_path(std::string_view path) const;
  /// Index in `roles`, or -1.
  int find_role(std::string_view name) const;
};
using ModelPtr = std::shared_ptr<const Model>;

}  // namespace tenon::schema
