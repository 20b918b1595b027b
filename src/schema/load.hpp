#pragma once
#include "lang/source.hpp"
#include "schema/model.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tenon::schema {

/// What came of a schema. Diagnostics are in the order of the sources, then from top to bottom; waived lints are notes.
struct LoadResult {
  ModelPtr model;  ///< null if any diagnostic is an error
  std::vector<lang::Diagnostic> diagnostics;
};

/// Whether lints are judged. Only tests that are not about lints skip them; `rule-cycle` is judged always.
enum class Lints : std::uint8_t { judge, skip };

/// Makes the Model that the sources describe together, or says everything that is wrong with them: syntax, types,
/// directives, rules, lints. Pure but for memory; thread-safe. Limits are those of the parsers, for each source.
LoadResult load(std::vector<lang::SourcePtr> sources, Lints lints = Lints::judge);

/// The same for one text, called schema.graphql.
LoadResult load_text(std::string_view text, Lints lints = Lints::judge);

}  // namespace tenon::schema
