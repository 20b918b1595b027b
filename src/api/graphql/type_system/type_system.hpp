#pragma once
#include "api/graphql/syntax.hpp"
#include "api/graphql/type_system/type_reference.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// The GraphQL type system of the October 2021 specification (and `@oneOf`), as values that never change once made.
///
/// Each class of callers has a TypeSystem of its own (served/served_schema.hpp): what the class cannot reach is not in
/// it, so that neither validation nor suggestions nor introspection can tell of it.
namespace tenon::api::graphql {

/// What `meaning` is when the maker of a type system said nothing.
inline constexpr std::uint32_t no_meaning = 0;

/// An argument of a field or directive, or a field of an input object.
struct InputValue {
  std::string name;
  std::string description;                  ///< empty: none
  TypeReference type;                       ///< of an input type
  std::optional<ast::Value> default_value;  ///< a literal without variables, checked against `type`
  std::optional<std::string> deprecated;    ///< the reason
  std::uint32_t meaning = no_meaning;       ///< for the maker's own use; see served/meaning.hpp

  /// It must be given: non-null and without a default.
  bool required() const { return type.is_non_null() && !default_value; }
};

/// A field of an object or interface.
struct Field {
  std::string name;
  std::string description;  ///< empty: none
  std::vector<InputValue> arguments;
  TypeReference type;                     ///< of an output type
  std::optional<std::string> deprecated;  ///< the reason
  std::uint32_t meaning = no_meaning;     ///< for the maker's own use; see served/meaning.hpp

  const InputValue* find_argument(std::string_view argument_name) const;
};

struct EnumValue {
  std::string name;
  std::string description;                ///< empty: none
  std::optional<std::string> deprecated;  ///< the reason
  std::uint32_t meaning = no_meaning;     ///< for the maker's own use
};

/// A type with a name: `kind` says which members have a meaning.
struct NamedType {
  ast::TypeKind kind = ast::TypeKind::object;
  std::string name;
  std::string description;                        ///< empty: none
  std::optional<std::string> specified_by;        ///< scalar: the URL of `@specifiedBy`
  std::vector<Field> fields;                      ///< object, interface
  std::vector<const NamedType*> interfaces;       ///< object, interface: what it implements
  std::vector<const NamedType*> possible_types;   ///< object: itself; interface: implementing objects; union: members
  std::vector<const NamedType*> implementations;  ///< interface: objects and interfaces that implement it
  std::vector<EnumValue> values;                  ///< enumeration
  std::vector<InputValue> input_fields;           ///< input_object
  bool one_of = false;                            ///< input_object: `@oneOf`
  bool introspection = false;                     ///< `__Schema` and its kind
  bool built_in = false;                          ///< Int, Float, String, Boolean, ID
  std::uint32_t meaning = no_meaning;             ///< for the maker's own use; see served/meaning.hpp

  const Field* find_field(std::string_view field_name) const;
  const InputValue* find_input_field(std::string_view field_name) const;
  const EnumValue* find_value(std::string_view value_name) const;

  bool is_leaf() const { return kind == ast::TypeKind::scalar || kind == ast::TypeKind::enumeration; }
  bool is_input() const { return is_leaf() || kind == ast::TypeKind::input_object; }
  bool is_output() const { return kind != ast::TypeKind::input_object; }
  bool is_abstract() const { return kind == ast::TypeKind::interface || kind == ast::TypeKind::union_type; }
  bool is_composite() const { return is_abstract() || kind == ast::TypeKind::object; }

  /// Positions by name, made with the type system; small types are searched one by one.
  std::unordered_map<std::string_view, std::uint32_t> index;
};

struct Directive {
  std::string name;         ///< without the `@`
  std::string description;  ///< empty: none
  std::vector<InputValue> arguments;
  bool repeatable = false;
  std::vector<std::string> locations;  ///< "FIELD", "QUERY", ...
  bool built_in = false;               ///< skip, include, deprecated, specifiedBy, oneOf

  const InputValue* find_argument(std::string_view argument_name) const;
  bool allowed_on(std::string_view location) const;
};

/// All types and directives, immutable, shared by all threads. Pointers inside it live as long as it does.
/// Made by TypeSystemMaker (maker.hpp), from text by build_type_system (build.hpp).
class TypeSystem {
 public:
  const NamedType* find_type(std::string_view name) const;
  const Directive* find_directive(std::string_view name) const;
  /// Those that were declared, in that order, then the built-in scalars and the introspection types.
  std::span<const NamedType* const> types() const { return types_; }
  std::span<const Directive* const> directives() const { return directives_; }

  /// Null if there is none for this operation.
  const NamedType* root(ast::OperationType operation) const;
  const NamedType* query() const { return root(ast::OperationType::query); }
  const std::string& description() const { return description_; }

  /// The field that a selection of `parent` means, `__typename` (of composite types), `__schema` and `__type` (of the
  /// query type) too. Null if there is none.
  const Field* find_field(const NamedType& parent, std::string_view name) const;
  const Field& typename_field() const { return *typename_; }
  const Field& schema_field() const { return *schema_; }
  const Field& type_field() const { return *type_; }

  /// The type that a reference in a document means; false if its name is unknown or it has too many wrappers.
  TypeReference resolve(const ast::Type& type) const;

  /// `object` (or an interface) is `abstract` or one of its kinds.
  static bool is_subtype(const NamedType& candidate, const NamedType& abstract);
  /// Every value of `candidate` is one of `wanted`.
  static bool is_subtype(const TypeReference& candidate, const TypeReference& wanted);
  /// Some object is of both composite types.
  static bool overlap(const NamedType& left, const NamedType& right);

 private:
  friend class TypeSystemMaker;
  TypeSystem() = default;

  std::vector<std::unique_ptr<NamedType>> owned_types_;
  std::vector<std::unique_ptr<Directive>> owned_directives_;
  std::vector<const NamedType*> types_;
  std::vector<const Directive*> directives_;
  std::unordered_map<std::string_view, const NamedType*> types_by_name_;
  std::unordered_map<std::string_view, const Directive*> directives_by_name_;
  const NamedType* roots_[3] = {};
  std::string description_;
  std::unique_ptr<Field> typename_, schema_, type_;
};
using TypeSystemPtr = std::shared_ptr<const TypeSystem>;

}  // namespace tenon::api::graphql
