#pragma once
#include "schema/expression.hpp"
#include "schema/model.hpp"

#include <optional>
#include <string>

namespace tenon::schema {

/// What the checker knows of a value beyond expression.hpp's Type: enough to check literals and to name it in messages.
struct RuleType {
  Type type = Type::string;
  Type element = Type::string;            ///< list: of what
  const EnumType* enumeration = nullptr;  ///< values of it (list: elements)
  const Resource* refers_to = nullptr;    ///< keys of that resource
  std::optional<Scalar> scalar;           ///< fields of scalars (list: elements)
};

/// The type of a field's column: a to-one relation is its key. The field must be stored.
RuleType rule_type(const Field& field);
/// The type of ids of a resource.
RuleType key_type(const Resource& resource);
RuleType plain(Type type);
/// The type of a list's elements.
RuleType element_type(const RuleType& list);

/// JSON is stored as text but no rule looks into it.
bool is_json(const RuleType& type);

/// As the schema writes it: "Int", "Role", "User" (a key of User), "[String]".
std::string describe(const RuleType& type);

/// Whether values of the two can be equal at all.
bool comparable(const RuleType& left, const RuleType& right);
/// Whether `<` means something.
bool has_order(const RuleType& type);

}  // namespace tenon::schema
