#pragma once
#include "access/access.hpp"

#include <array>
#include <string>
#include <vector>

/// Who may do what, as a table: every class of callers × resource × operation and field. For documents and for telling
/// what a change of the schema opens or closes; decisions about requests are made elsewhere, from the rules themselves.
namespace tenon::access {

/// A class of callers by the name that documents give it.
struct NamedCaller {
  std::string name;  ///< "anonymous", "signed in", or the name of the role
  CallerClass caller;
};

/// The anonymous caller, whoever is signed in without a role where that can be, then one of each role in the schema's
/// order.
std::vector<NamedCaller> caller_classes(const schema::Model& model);

enum class Extent : std::uint8_t {
  nothing,    ///< never
  always,     ///< on every row
  sometimes,  ///< where a condition holds
};

struct Permission {
  Extent extent = Extent::nothing;
  std::string condition;  ///< sometimes: what must hold, in plain English without a full stop
  std::string structure;  ///< sometimes: the rule in one line, which tells conditions apart that are said alike

  bool operator==(const Permission& other) const {
    return extent == other.extent && (extent != Extent::sometimes || structure == other.structure);
  }
};

/// What the rules of one field leave of the operations of its row.
struct FieldPermissions {
  const schema::Field* field = nullptr;
  Permission read;    ///< nothing also for @writeOnly
  Permission create;  ///< whether the field may be sent; nothing for what the server sets
  Permission update;  ///< nothing also for @immutable
  schema::Otherwise otherwise = schema::Otherwise::mask;  ///< what becomes of it where it may not be read

  const Permission& of(schema::Operation operation) const;
};

struct ResourcePermissions {
  const schema::Resource* resource = nullptr;
  std::array<Permission, 4> operations;  ///< by schema::Operation
  std::vector<FieldPermissions> fields;  ///< in the order of the resource

  const Permission& of(schema::Operation operation) const { return operations[static_cast<std::size_t>(operation)]; }
};

struct CallerPermissions {
  NamedCaller caller;
  std::vector<ResourcePermissions> resources;  ///< in the order of the Model

  const ResourcePermissions* find(std::string_view resource) const;
};

/// What one class of callers may do. The Model outlives the answer.
CallerPermissions permissions_of(const schema::Model& model, NamedCaller caller);
/// The whole table, a row of callers each, as caller_classes lists them.
std::vector<CallerPermissions> permissions_of(const schema::Model& model);

/// "create", "read", "change", "delete".
std::string_view verb(schema::Operation operation);

}  // namespace tenon::access
