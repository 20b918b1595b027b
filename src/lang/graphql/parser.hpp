#pragma once
#include "lang/graphql/ast.hpp"
#include "lang/source.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <vector>

namespace tenon::lang::graphql {

/// Which definitions a document may hold.
enum class Accept : std::uint8_t {
  everything,
  executable,   ///< operations and fragments: what clients send. Spans borrow the source that the Document holds
  type_system,  ///< schema, types, directives and extensions: schema files
};

struct ParseOptions {
  std::size_t max_bytes = 1 << 20;   ///< longer text is refused before it is read
  std::size_t max_tokens = 100'000;  ///< a document with more is refused where the first one too many ends
  unsigned max_depth = 128;          ///< nesting of selections, values and list types
  unsigned max_faults = 20;          ///< after so many faults the parser stops looking for more
  Accept accept = Accept::everything;
  bool legacy_fragment_variables = false;  ///< `fragment A($v: Int) on T`, which old clients send
};

/// Parses a whole document. Pure, thread-safe; linear in the text.
///
/// Faults have the code "syntax" and the wording of graphql-js ("Syntax Error: Expected Name, found <EOF>."). The first
/// is the one graphql-js would give; after it the parser goes on at the next line that begins a type system definition,
/// so that one run tells several faults of a schema. Executable documents give one fault.
std::expected<Document, std::vector<Diagnostic>> parse(SourcePtr source, const ParseOptions& options = {});

}  // namespace tenon::lang::graphql
