#pragma once
#include "lang/source.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Syntax trees of GraphQL, October 2021 edition: executable documents (queries) and type system documents (schemas)
/// alike.
///
/// Plain values, move-only, made by `parse` (lang/graphql/parser.hpp) and then only read. Every node's `span` covers it
/// from its first to its last token; a name's span is what a message should underline.
namespace tenon::lang::graphql {

struct Name {
  std::string text;  ///< [_A-Za-z][_0-9A-Za-z]*
  Span span;         ///< the name alone
};

enum class ValueKind : std::uint8_t {
  variable,     ///< `$text`
  integer,      ///< `text` as written; any number of digits
  floating,     ///< `text` as written
  string,       ///< `text` decoded: escapes resolved, block strings without their indentation
  boolean,      ///< `flag`
  null,         ///< the word null
  enumeration,  ///< `text`: a bare name
  list,         ///< `items`
  object,       ///< `fields`, in source order; duplicates are the validator's concern
};

/// From `decoded` on, up to the next run, bytes of a decoded string are bytes of the source from `source` on.
struct StringRun {
  std::uint32_t decoded = 0;  ///< index into Value::text
  std::uint32_t source = 0;   ///< offset into Source::text
};

struct ObjectField;

struct Value {
  ValueKind kind = ValueKind::null;
  std::string text;                 ///< see ValueKind
  bool flag = false;                ///< boolean
  bool block = false;               ///< string: written as """block"""
  std::vector<StringRun> runs;      ///< string: ascending; see source_offset
  std::vector<Value> items;         ///< list
  std::vector<ObjectField> fields;  ///< object
  Span span;                        ///< strings: with the quotes; variables: with the `$`
};

struct ObjectField {
  Name name;
  Value value;
  Span span;
};

/// Where byte `decoded` of a string's text stands in its source. The index may equal the size: that is the closing
/// quote (of a block string: where its text ends). A byte that an escape made gives the offset of the backslash.
inline std::uint32_t source_offset(const Value& value, std::uint32_t decoded) {
  auto after = std::upper_bound(value.runs.begin(), value.runs.end(), decoded,
                                [](std::uint32_t index, const StringRun& run) { return index < run.decoded; });
  if (after == value.runs.begin()) return value.span.offset;
  const StringRun& run = *std::prev(after);
  return run.source + (decoded - run.decoded);
}

struct Argument {
  Name name;
  Value value;
  Span span;
};

struct Directive {
  Name name;                        ///< without the `@`
  std::vector<Argument> arguments;  ///< in source order
  Span span;                        ///< with the `@` and the arguments

  /// The first argument of that name; null if there is none.
  const Argument* find_argument(std::string_view argument_name) const {
    for (const Argument& argument : arguments) {
      if (argument.name.text == argument_name) return &argument;
    }
    return nullptr;
  }
};

enum class TypeReferenceKind : std::uint8_t {
  named,     ///< `name`
  list,      ///< [`inner`]
  non_null,  ///< `inner`!, where inner is named or list
};

/// A reference to a type, as a field, an argument or a variable has one.
struct Type {
  TypeReferenceKind kind = TypeReferenceKind::named;
  Name name;                    ///< named
  std::unique_ptr<Type> inner;  ///< list, non_null
  Span span;

  /// The named type inside all lists and `!`.
  const Name& innermost() const { return inner ? inner->innermost() : name; }
};

/// As written, without spaces: "[Post!]!".
inline std::string print(const Type& type) {
  switch (type.kind) {
    case TypeReferenceKind::named: return type.name.text;
    case TypeReferenceKind::list: return "[" + print(*type.inner) + "]";
    case TypeReferenceKind::non_null: return print(*type.inner) + "!";
  }
  return {};
}

// Executable definitions.

struct Field;
struct FragmentSpread;
struct InlineFragment;
using Selection = std::variant<Field, FragmentSpread, InlineFragment>;

struct SelectionSet {
  std::vector<Selection> selections;  ///< never empty
  Span span;                          ///< with the braces
};

struct FragmentSpread {
  Name name;
  std::vector<Directive> directives;
  Span span;
};

struct InlineFragment {
  std::optional<Name> type_condition;  ///< after `on`
  std::vector<Directive> directives;
  SelectionSet selection_set;
  Span span;
};

struct Field {
  std::optional<Name> alias;
  Name name;
  std::vector<Argument> arguments;
  std::vector<Directive> directives;
  std::optional<SelectionSet> selection_set;
  Span span;

  /// The key of this field in the answer: the alias, or the name.
  const Name& response_key() const { return alias ? *alias : name; }
};

struct VariableDefinition {
  Name name;  ///< without the `$`; the span has it
  Type type;
  std::optional<Value> default_value;
  std::vector<Directive> directives;
  Span span;
};

enum class OperationType : std::uint8_t { query, mutation, subscription };

inline std::string_view print(OperationType type) {
  switch (type) {
    case OperationType::query: return "query";
    case OperationType::mutation: return "mutation";
    case OperationType::subscription: return "subscription";
  }
  return {};
}

struct OperationDefinition {
  OperationType type = OperationType::query;
  std::optional<Name> name;  ///< none for anonymous operations and `{ … }`
  std::vector<VariableDefinition> variables;
  std::vector<Directive> directives;
  SelectionSet selection_set;
  Span span;
};

struct FragmentDefinition {
  Name name;
  std::vector<VariableDefinition> variables;  ///< only with ParseOptions::legacy_fragment_variables
  Name type_condition;
  std::vector<Directive> directives;
  SelectionSet selection_set;
  Span span;
};

// Type system definitions. A description is a Value of kind string.

enum class Form : std::uint8_t {
  definition,
  extension,  ///< `extend …`: has no description
};

struct RootOperation {
  OperationType operation = OperationType::query;
  Name type;
  Span span;
};

struct SchemaDefinition {
  Form form = Form::definition;
  std::optional<Value> description;
  std::vector<Directive> directives;
  std::vector<RootOperation> operations;
  Span span;
};

/// An argument of a field or directive, or a field of an input object.
struct InputValueDefinition {
  std::optional<Value> description;
  Name name;
  Type type;
  std::optional<Value> default_value;
  std::vector<Directive> directives;
  Span span;
};

struct FieldDefinition {
  std::optional<Value> description;
  Name name;
  std::vector<InputValueDefinition> arguments;
  Type type;
  std::vector<Directive> directives;
  Span span;
};

struct EnumValueDefinition {
  std::optional<Value> description;
  Name name;
  std::vector<Directive> directives;
  Span span;
};

enum class TypeKind : std::uint8_t { scalar, object, interface, union_type, enumeration, input_object };

/// The keyword: "type", "enum", ...
inline std::string_view print(TypeKind kind) {
  switch (kind) {
    case TypeKind::scalar: return "scalar";
    case TypeKind::object: return "type";
    case TypeKind::interface: return "interface";
    case TypeKind::union_type: return "union";
    case TypeKind::enumeration: return "enum";
    case TypeKind::input_object: return "input";
  }
  return {};
}

/// `scalar`, `type`, `interface`, `union`, `enum` or `input`, defined or extended: `kind` and `form` say which.
struct TypeDefinition {
  TypeKind kind = TypeKind::object;
  Form form = Form::definition;
  std::optional<Value> description;
  Name name;
  std::vector<Name> interfaces;  ///< object, interface: after `implements`
  std::vector<Directive> directives;
  std::vector<FieldDefinition> fields;             ///< object, interface
  std::vector<Name> members;                       ///< union_type
  std::vector<EnumValueDefinition> values;         ///< enumeration
  std::vector<InputValueDefinition> input_fields;  ///< input_object
  Span span;                                       ///< from the description (or keyword) to the last token
};

enum class Repeatable : std::uint8_t { no, yes };

struct DirectiveDefinition {
  std::optional<Value> description;
  Name name;  ///< without the `@`
  std::vector<InputValueDefinition> arguments;
  Repeatable repeatable = Repeatable::no;
  std::vector<Name> locations;  ///< each one of the grammar's DirectiveLocation names
  Span span;
};

using Definition =
    std::variant<OperationDefinition, FragmentDefinition, SchemaDefinition, TypeDefinition, DirectiveDefinition>;

struct Document {
  SourcePtr source;
  std::vector<Definition> definitions;  ///< in source order; never empty
};

/// The first directive of that name on a node; null if there is none.
inline const Directive* find_directive(const std::vector<Directive>& directives, std::string_view name) {
  for (const Directive& directive : directives) {
    if (directive.name.text == name) return &directive;
  }
  return nullptr;
}

}  // namespace tenon::lang::graphql
