#pragma once
#include "base/value.hpp"
#include "query/operation.hpp"

#include <cstdint>
#include <span>
#include <vector>

/// What a request costs, told from the request alone before anything is asked of the database: the same for every
/// caller and on every entrance, so a price tells nothing of rows or rights.
///
/// The unit is a point: about what finding one row by its key and writing it out costs. An operation has levels: the
/// rows it is about, and below each row those that a relation leads to. On every level
///
///   executions  how often its rows are looked for: once, or once for each row of the level above
///   limit       rows that one execution gives at most: the page, or 1
///   examined    rows that one execution looks at: `limit`; where conditions, order or words have no index to follow,
///   at
///               least 1,000 on the first level and 100 on others; and all those left out before the page
///
///   points = 1    for each row that is given          (executions × limit)
///          + 1    for each execution of a list below another
///          + 0.1  for each row examined, times 1 + what its conditions weigh
///          + 1    for every 10,000 bytes written: `limit` rows of the selected fields, once more for each level above
///                 them, since what is nested is copied outwards
///
/// A condition weighs 1, and 1 more for every 500 bytes of a text that is searched for a piece of it; 5 more for each
/// relation to one row on its way and 20 more for each to several. Words weigh 5. A total costs one more examination of
/// at least 1,000 (or 100) rows. An aggregate examines at least 2,000 rows, whose weight grows by 2 for each field that
/// groups and by 1 for each that is calculated, and gives a row for each group.
///
/// A field is worth 32 bytes; a text its largest length, but at most 4,000, or 200 where it has none; JSON 1,000; a
/// list its elements, as many as it may have, but at most 100, or 10 where it has no length.
///
/// Writes: 10 points for each row created, changed or removed and 2 for each link, with the price of what they answer.
/// The sum is rounded up.
namespace tenon::query {

/// What a price is made of.
struct Bill {
  std::int64_t points = 0;
  std::int64_t rows = 0;      ///< that may come out, on all levels
  std::int64_t examined = 0;  ///< that may be looked at, as far as can be told
  std::int64_t bytes = 0;     ///< of what comes out, without counting copies
  int depth = 0;              ///< levels
};

/// The price of one shape of operation: fixed but for the values of its limits. Pure and immutable; sums stop growing
/// at 10^15.
class Cost {
 public:
  /// `operands` of an operation of that shape.
  std::int64_t price(std::span<const base::Value> operands) const { return bill(operands).points; }
  Bill bill(std::span<const base::Value> operands) const;

  /// Rows that are looked for together.
  struct Level {
    int above = -1;                      ///< level whose rows it is looked for; -1: once
    int depth = 1;                       ///< 1 for the first
    Operand limit = -1;                  ///< rows of one execution; -1: one
    Operand offset = -1;                 ///< rows left out before them; -1: none
    std::int64_t per_execution = 0;      ///< hundredths of a point
    std::int64_t per_row = 0;            ///< hundredths of a point for each row given
    std::int64_t per_examined = 0;       ///< hundredths of a point
    std::int64_t examined_at_least = 0;  ///< rows of one execution
    std::int64_t counted = 0;            ///< rows examined once more for a total
    std::int64_t bytes = 0;              ///< of one row
  };
  std::vector<Level> levels;  ///< each behind the one above it
};

Cost cost_of(const Get& operation);
/// A row of each candidate: only the database knows which one it is.
Cost cost_of(const GetAny& operation);
Cost cost_of(const List& operation);
Cost cost_of(const Connect& operation);
Cost cost_of(const Aggregate& operation);

namespace costs {
inline constexpr std::int64_t write = 10;  ///< points for a row that is written
inline constexpr std::int64_t link = 2;    ///< points for a link that is made or undone
}  // namespace costs

/// Points of a write whose answer costs `answer` points for each row.
std::int64_t price_of(const Create& operation, std::int64_t answer);
std::int64_t price_of(const Update& operation, std::int64_t answer);

/// What a write answers is read as a get: its cost with the operands that it comes with (Create::answer_operands).
std::int64_t answer_price(const schema::Resource& resource, const Selection& selection,
                          std::span<const base::Value> operands);

}  // namespace tenon::query
