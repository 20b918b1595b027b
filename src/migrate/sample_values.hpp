#pragma once
#include "base/value.hpp"
#include "schema/model.hpp"

#include <cstdint>
#include <random>
#include <vector>

/// Generated values: valid, diverse, the edges among them.
namespace tenon::migrate {

/// All chance of generated rows: the same seed gives the same rows everywhere.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}
  /// 0 to count - 1.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
  bool percent(unsigned share) { return below(100) < share; }
  std::uint64_t bits() { return engine_(); }

 private:
  std::mt19937_64 engine_;
};

/// Values of one stored field that is no relation, as they are stored. They keep what the database keeps of it: type,
/// null, @length, @range, enum values; not @pattern and @format, which it does not know.
class SampleValues {
 public:
  /// `hints` are values that the row's constraints mention beside the field. `indexed` keeps text short enough for an
  /// index of any database.
  SampleValues(const schema::Field& field, std::vector<base::Value> hints, bool indexed);

  /// For the row of that number: the edges come first, chance later.
  base::Value make(std::size_t row, Chance& chance) const;

 private:
  base::Value scalar(std::size_t row, Chance& chance) const;
  base::Value text(std::size_t row, Chance& chance) const;
  base::Value bytes(std::size_t row, Chance& chance) const;
  base::Value list(std::size_t row, Chance& chance) const;

  const schema::Field& field_;
  std::vector<base::Value> edges_;  ///< within the field's constraints
  std::size_t longest_ = 0;         ///< code points, bytes or elements
  std::size_t shortest_ = 0;
};

/// A UUID by table and number, in canonical form.
std::string sample_uuid(std::uint64_t table, std::uint64_t number);

}  // namespace tenon::migrate
