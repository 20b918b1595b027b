#pragma once
#include "migrate/plan.hpp"
#include "migrate/refusals.hpp"
#include "schema/load.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace tenon::migrate::testing {

inline schema::ModelPtr load(std::string_view text) {
  if (text.empty()) return std::make_shared<schema::Model>();
  auto loaded = schema::load_text(text, schema::Lints::skip);
  if (loaded.model) return loaded.model;
  std::string faults;
  for (const auto& diagnostic : loaded.diagnostics) faults += lang::print(diagnostic, lang::Colour::off) + "\n";
  throw std::runtime_error(faults + std::string(text));
}

/// A schema with one type that anybody may read.
inline std::string post(std::string_view fields, std::string_view more = "") {
  return "type Post @resource @public(ops: [READ])" + std::string(more) + " { " + std::string(fields) + " }\n";
}

/// The SQL of all steps; those outside of a transaction behind a mark.
inline std::string text_of(const Script& script) {
  std::string text;
  for (const auto& step : script.steps) text += (step.place == Place::outside ? "outside: " : "") + step.sql + "\n";
  return text;
}

/// Everything between two schemas, kept together.
struct TwoSchemas {
  TwoSchemas(std::string_view before, std::string_view after)
      : from(load(before)), to(load(after)), names(correspond(*from, *to)) {}

  Script up(sql::Dialect dialect) const {
    return plan(compare(from_structure, to_structure, names.up), dialect, Direction::up);
  }
  Script down(sql::Dialect dialect) const {
    return plan(compare(to_structure, from_structure, names.down), dialect, Direction::down);
  }
  std::vector<std::string> refused(Filled filled = Filled::unknown) const {
    return refusals(compare(from_structure, to_structure, names.up), filled);
  }

  schema::ModelPtr from;
  schema::ModelPtr to;
  BothWays names;
  Structure from_structure = structure_of(*from);
  Structure to_structure = structure_of(*to);
};

}  // namespace tenon::migrate::testing
