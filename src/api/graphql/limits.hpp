#pragma once
#include "api/graphql/error.hpp"
#include "api/graphql/syntax.hpp"

#include <cstddef>
#include <expected>
#include <string>

namespace tenon::api::graphql {

/// How large one document may be, counted before any expensive rule looks at it. What counts "expanded" counts a
/// fragment's content wherever it is spread, so that fragments cannot multiply into a flood.
struct Limits {
  std::size_t bytes = 100'000;            ///< of the text, comments too
  std::size_t tokens = 1'000;             ///< lexical tokens
  std::size_t depth = 15;                 ///< nesting of fields, expanded; introspection has its own rule
  std::size_t fields = 500;               ///< fields in one operation, expanded
  std::size_t root_fields = 20;           ///< fields of one operation's root, expanded
  std::size_t aliases = 50;               ///< aliases in the text
  std::size_t directives = 100;           ///< directives in the text
  std::size_t fragments = 100;            ///< fragment definitions
  std::size_t operations = 20;            ///< operation definitions
  std::size_t field_comparisons = 5'000;  ///< pairs that the rule "fields can be merged" may look at
  std::size_t errors = 20;                ///< reported at most; then one more says that there are others
};

/// Extension code of what these limits refuse.
inline constexpr const char* limit_code = "LIMIT_EXCEEDED";

/// Reads what a client sent: operations and fragments only. One error at most.
std::expected<ast::Document, Errors> parse_executable(std::string text, const Limits& limits = {});

struct Measured {
  Errors errors;          ///< one for each limit that the document exceeds
  bool circular = false;  ///< a fragment spreads itself, if only through others
};
/// Linear in the text, whatever the fragments; `validate` asks it first.
Measured measure(const ast::Document& document, const Limits& limits);

}  // namespace tenon::api::graphql
