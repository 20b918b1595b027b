#pragma once
#include "access/permissions.hpp"

#include <string>
#include <vector>

/// What a change of the schema opens and closes, for whom: for the report of a migration.
namespace tenon::access {

enum class ChangeKind : std::uint8_t {
  gained,    ///< from nothing to something
  lost,      ///< from something to nothing
  widened,   ///< from a condition to always
  narrowed,  ///< from always to a condition
  changed,   ///< from one condition to another; which of them is wider is not judged
  withheld,  ///< who may read the field is as before, but masked values are left out now, or the other way round
};

struct PermissionChange {
  ChangeKind kind = ChangeKind::changed;
  std::string caller;    ///< as NamedCaller::name
  std::string resource;  ///< its name after the change; before, where it is gone
  std::string field;     ///< empty: the operation on the whole row
  schema::Operation operation = schema::Operation::read;
  bool registration = false;  ///< signing up as the account type, rather than creating its rows; caller is "anonymous"
  Permission before;
  Permission after;
  schema::Otherwise otherwise = schema::Otherwise::mask;  ///< withheld: what happens from now on
};

/// Entries in the order of callers, then resources, then fields. Resources and fields are the same by name, or by
/// @was. Fields are told of where the row's operation is there before and after: otherwise that says it all.
std::vector<PermissionChange> permission_changes(const schema::Model& before, const schema::Model& after);

/// The same in sentences without full stops, what is alike taken together: "user and moderator may now read and create
/// Post where the post is published".
std::vector<std::string> to_english(const std::vector<PermissionChange>& changes);

}  // namespace tenon::access
