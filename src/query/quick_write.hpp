#pragma once
#include "db/database.hpp"
#include "query/engine.hpp"
#include "query/ground.hpp"
#include "query/operation.hpp"
#include "query/plan.hpp"
#include "query/write_rules.hpp"

#include <optional>
#include <string>
#include <vector>

/// A create or a removal that is one statement, for databases where each statement is a journey and many of them share
/// a commit: rules are judged in memory, keys are looked up in the statement itself, and the row comes back as the
/// caller may see it. Whatever does not go smoothly is left to the script of write_create.cpp, which tells what is
/// wrong.
namespace tenon::query {

/// The one statement for a resource, a selection and a class of callers.
struct QuickCreate {
  bool possible = false;  ///< false: the rules look at other rows, so that only the script will do
  Prepared insert;  ///< operands as of WriteRules::written; no row where a key is not one that the caller may read
  std::vector<db::RowMember> members;  ///< columns of what it returns, as JSON
  int id = -1;                         ///< column: the row's id
  int readable = -1;                   ///< column: whether the caller may read the new row
  int version = -1;                    ///< column: its version
};

QuickCreate compile_quick_create(const WriteRules& rules, const Selection& selection, const Ground& ground);

/// Whether the create has the form that one statement can have. Of an answer told by members compile_quick_create says
/// whether it has.
bool may_be_quick(const Create& operation, const Ground& ground);

/// Nothing where the script has to do it. `out` is then as it was.
base::Task<std::optional<base::Result<WriteAnswer>>> create_quickly(db::Database& database, const QuickCreate& quick,
                                                                    const WriteRules& rules, const Create& operation,
                                                                    const access::Principal& principal,
                                                                    std::string& out);

/// Whether the removal has the form that one statement can have.
bool may_be_quick(const Remove& operation, const WriteRules& rules, sql::Dialect dialect);

/// Likewise a removal of whatever version there is: the row goes if the caller may read and remove it, and whatever
/// stands in the way is told by the script of write_remove.cpp. Nothing where that has to do it.
base::Task<std::optional<base::Result<void>>> remove_quickly(db::Database& database, const WriteRules& rules,
                                                             const Remove& operation,
                                                             const access::Principal& principal);

}  // namespace tenon::query
