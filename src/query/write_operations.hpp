#pragma once
#include "access/principal.hpp"
#include "db/database.hpp"
#include "query/engine.hpp"
#include "query/plan.hpp"
#include "query/write_rules.hpp"

#include <memory>
#include <string>

/// The writing operations as scripts: what happens between BEGIN and COMMIT.
namespace tenon::query {

/// Rules and statements of one write, made on the caller's loop before the transaction begins.
struct WritePlan {
  std::shared_ptr<const WriteRules> rules;
  std::shared_ptr<const WriteRules> parent;    ///< nested create through a many-to-many list
  std::shared_ptr<const WriteRules> create;    ///< PUT: for a row that is not there; null where it cannot be created
  const base::Secret* cursor_key = nullptr;    ///< as in EngineOptions; set where there is an answer
  std::shared_ptr<const CompiledRead> answer;  ///< reads the row back as the caller may see it (operand 0: id); null:
                                               ///< nobody wants it (create alone)

  /// In points, with the answer's; see query/cost.hpp.
  template <typename Operation>
  std::int64_t price(const Operation& operation) const {
    return price_of(operation, answer ? answer->cost.price(operation.answer_operands) : 0);
  }
};

/// Whether row and field rules are asked at all.
enum class Rights : std::uint8_t {
  full,         ///< row and field rules
  fields_only,  ///< registration: the account type's own setting opened the row
  none,         ///< the operator's console
};

base::Task<base::Result<WriteAnswer>> create_rows(db::Transaction& transaction, const WritePlan& plan,
                                                  const Create& operation, const access::Principal& principal,
                                                  Rights rights, std::string& out);
base::Task<base::Result<WriteAnswer>> update_row(db::Transaction& transaction, const WritePlan& plan,
                                                 const Update& operation, const access::Principal& principal,
                                                 std::string& out);
base::Task<base::Result<void>> remove_row(db::Transaction& transaction, const WritePlan& plan, const Remove& operation,
                                          const access::Principal& principal);
base::Task<base::Result<void>> link_rows(db::Transaction& transaction, const WritePlan& plan, const Link& operation,
                                         const access::Principal& principal);

/// The fields an update sets, in model order: what its statement is made for.
std::vector<const schema::Field*> written_fields(const Update& operation);

}  // namespace tenon::query
