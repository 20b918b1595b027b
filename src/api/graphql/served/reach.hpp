#pragma once
#include "access/access.hpp"
#include "schema/model.hpp"

#include <map>

namespace tenon::api::graphql {

/// What some caller of a class may reach: whatever a rule does not close to all of them.
class Reach {
 public:
  Reach(const schema::Model& model, access::CallerClass caller) : model_(model), caller_(caller) {}

  /// Rows of it may be readable.
  bool reads(const schema::Resource& resource);
  bool creates(const schema::Resource& resource);
  /// Whoever cannot read a row cannot change it either.
  bool updates(const schema::Resource& resource);
  bool removes(const schema::Resource& resource);

  /// The field is in the answer of somebody: not write-only, open to the class, and for relations there are rows behind
  /// it. The key of a to-one relation may be readable where the row is not.
  bool reads(const schema::Field& field);
  bool reads_key(const schema::Field& relation);
  /// The field can be sent; `operation` is create or update.
  bool writes(const schema::Field& field, schema::Operation operation);
  /// Rows of the list may be created with the row that has it.
  bool nests(const schema::Field& list);

 private:
  bool is_open(const schema::Field& field, schema::Operation operation);

  const schema::Model& model_;
  access::CallerClass caller_;
  std::map<std::pair<const schema::Resource*, schema::Operation>, bool> rows_;
  std::map<std::pair<const schema::Field*, schema::Operation>, bool> fields_;
};

/// Everybody may read every row, now and in every view: what a to-one relation to it gives is never null for want of
/// rights. A matter of the schema, not of a class, so that types are the same for all.
bool is_always_readable(const schema::Resource& resource);

/// No rule withholds the field's value from anybody.
bool is_always_readable(const schema::Field& field);

}  // namespace tenon::api::graphql
