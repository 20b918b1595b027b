#pragma once
#include "access/principal.hpp"
#include "schema/expression.hpp"

#include <functional>

namespace tenon::access {

enum class Truth : std::uint8_t { no, yes, unknown };

/// Where the evaluator finds rows. Handles are the source's own; the evaluator only passes them back.
class RowSource {
 public:
  using Row = const void*;
  virtual ~RowSource() = default;
  /// Stored value of a stored field (for to_one its key).
  virtual base::Value column(Row row, const schema::Field& field) = 0;
  /// The row a to_one field points to; null if the key is null or the row is gone.
  virtual Row related(Row row, const schema::Field& field) = 0;
  /// Calls `visit` for each row of a list relation until it returns false.
  virtual void each(Row row, const schema::Field& field, const std::function<bool(Row)>& visit) = 0;
};

/// Judges a rule (without `can`: see specialise) on a row. `old` may be null where no update is judged.
Truth evaluate(const schema::Expression& rule, const Principal& principal, RowSource& rows, RowSource::Row row,
               RowSource::Row old = nullptr);

/// The value of an expression that looks at no row; Null for unknown. What SQL parameters of rules are made with.
base::Value evaluate_context(const schema::Expression& expression, const Principal& principal);

/// Whether any node looks at a row.
bool reads_rows(const schema::Expression& expression);
/// Whether it needs other rows than the one judged (related, exists, all).
bool reads_relations(const schema::Expression& expression);

}  // namespace tenon::access
