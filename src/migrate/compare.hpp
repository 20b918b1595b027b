#pragma once
#include "migrate/correspondence.hpp"
#include "migrate/structure.hpp"

#include <vector>

/// What is different between two structures, as typed changes.
namespace tenon::migrate {

/// What is there before, after, or both.
template <typename Part>
struct Pair {
  const Part* from = nullptr;  ///< null: new
  const Part* to = nullptr;    ///< null: gone
  bool same = false;           ///< both, and equal but for names: at most to be renamed

  bool kept() const { return same && from->name == to->name; }
};

/// A table that is there before and after, changed or not.
struct TableChange {
  const Table* from = nullptr;
  const Table* to = nullptr;
  std::vector<Pair<Column>> columns;  ///< `same`: stored alike, required alike, with the same default
  std::vector<Pair<Check>> checks;
  std::vector<Pair<ForeignKey>> foreign_keys;
  std::vector<Pair<IndexShape>> indexes;
  bool same_full_text = true;  ///< over the same columns, or none

  bool renamed() const { return from->name != to->name; }
  /// Nothing to do.
  bool unchanged() const;
};

struct Changes {
  const Structure* from = nullptr;
  const Structure* to = nullptr;
  std::vector<const Table*> created;  ///< those pointed to first, as in the structure
  std::vector<const Table*> dropped;  ///< in an order in which they can go, as far as there is no circle
  std::vector<TableChange> tables;    ///< all that stay
  std::vector<LinkMove> moves;

  bool empty() const;
  const TableChange* find_by_new_name(std::string_view table) const;
};

/// Looks only; both structures outlive the answer.
Changes compare(const Structure& from, const Structure& to, const Correspondence& names);

/// Whether a column holds its values in the same form: nothing to convert.
bool stored_alike(const Column& from, const Column& to);

}  // namespace tenon::migrate
