#pragma once
#include "access/access.hpp"
#include "query/ground.hpp"
#include "query/operation.hpp"
#include "query/plan.hpp"
#include "schema/model.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tenon::query {

/// A rule judged on one stored or new row. Rules over relations need SQL; the rest is judged in memory.
struct RuleCheck {
  schema::ExpressionPtr rule;  ///< specialised
  std::optional<Prepared>
      sql;  ///< gives a row if the rule holds for the row with id operand 0; set if `rule` needs other rows
  std::optional<Prepared> candidate;  ///< with `sql`: the same for a row that could not be stored, see candidate.hpp
};

/// "Is there such a row that the caller may read?" (operand 0: its id), for keys in the input.
struct TargetCheck {
  const schema::Field* field = nullptr;
  bool never = false;  ///< this class can read no row of the target
  Prepared sql;
};

/// Statements behind one many-to-many field. Operand 0: this row, operand 1: the other.
struct LinkStatements {
  const schema::Field* field = nullptr;
  TargetCheck target;
  Prepared insert;
  Prepared remove;
  Prepared clear;  ///< operand 0 only: all links of this row to rows the caller may read
};

/// Finds which unique key a refused row ran into: operands are the key's values, then the row's own id. Its one output
/// tells whether the caller may read the key's fields in the row that has them: else they are not named.
struct UniqueProbe {
  std::vector<const schema::Field*> fields;
  Prepared sql;
};

/// What writing a resource needs for one class of callers. Each operation has its own; parts it does not use are empty.
struct WriteRules {
  const schema::Resource* resource = nullptr;

  // create: judged on the new row. update, remove, link: `load` tells.
  RuleCheck row;
  std::vector<std::pair<const schema::Field*, RuleCheck>> field_rules;  ///< create: those that are not literally true

  /// update, remove, link: the stored row (operand 0: id) and what the caller may do with it.
  Prepared load;
  std::vector<const schema::Field*> columns;      ///< stored fields, in order, from output 0
  int readable = -1;                              ///< output: may the caller read it
  int permitted = -1;                             ///< output: does the operation's rule hold on the stored row
  std::vector<std::pair<int, RuleCheck>> allows;  ///< update, link: output of `when`, and the check on the new row
  std::vector<std::pair<const schema::Field*, int>>
      field_outputs;  ///< update, link: field rules not literally true; -1: never

  Prepared write;    ///< insert, update or delete
  Prepared guarded;  ///< remove: `write`, but of a row that the caller may read and remove only: all of it in one
  std::vector<const schema::Field*> written;  ///< its operands, in order; update and delete: then the id
  std::vector<TargetCheck> targets;
  std::vector<LinkStatements> links;
  std::vector<UniqueProbe> probes;
};

WriteRules compile_create(const schema::Resource& resource, const Ground& ground);
/// `fields`: those the statement sets, besides updatedAt.
WriteRules compile_update(const schema::Resource& resource, const std::vector<const schema::Field*>& fields,
                          const Ground& ground);
WriteRules compile_remove(const schema::Resource& resource, const Ground& ground);
/// `resource` is the one that has the relation; its UPDATE rule guards the link.
WriteRules compile_link(const schema::Field& relation, const Ground& ground);

}  // namespace tenon::query
