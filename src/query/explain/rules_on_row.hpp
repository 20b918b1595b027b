#pragma once
#include "access/principal.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "db/database.hpp"
#include "query/ground.hpp"
#include "schema/expression.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace tenon::query {

/// Which of some rules hold on one stored row for a caller, as the database judges them. For explanations: no right is
/// asked, so the answer is for operators alone.
class RulesOnRow {
 public:
  /// The rules are specialised for the ground's class of callers.
  RulesOnRow(const schema::Resource& resource, std::span<const schema::ExpressionPtr> rules, const Ground& ground);

  /// In the order of the rules; nothing where there is no such row. The database must be of the ground's dialect.
  base::Task<base::Result<std::optional<std::vector<bool>>>> judge(db::Database& database, base::Value id,
                                                                   const access::Principal& principal) const;

 private:
  struct Prepared;
  std::size_t count_;
  std::shared_ptr<const Prepared> prepared_;
};

}  // namespace tenon::query
