#pragma once
#include "lang/cel/ast.hpp"
#include "lang/source.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <string_view>

namespace tenon::lang::graphql {
struct Value;
}

namespace tenon::lang::cel {

struct ParseLimits {
  std::size_t max_bytes = 4096;  ///< of the rule's text
  unsigned max_nodes = 1000;     ///< of the tree
  unsigned max_depth = 64;       ///< of the tree; chains of && and || count by their logarithm
};

/// Where byte `offset` of the rule stands in the source. Asked for offsets up to the length of the rule.
using Placement = std::function<std::uint32_t(std::uint32_t offset)>;

/// Parses one expression. Pure, thread-safe. The fault has the code "syntax" and a place in `source`.
///
/// The subset: no maps, messages, bytes or unsigned numbers; each is refused by name. Reserved words of CEL that have
/// no meaning yet ("package", "function") are names here, since a field may be called so.
std::expected<NodePtr, Diagnostic> parse(const SourcePtr& source, std::string_view text, const Placement& placement,
                                         const ParseLimits& limits = {});

/// The same for the text of a string in a schema file. `literal` must be a string with a source.
std::expected<NodePtr, Diagnostic> parse(const graphql::Value& literal, const ParseLimits& limits = {});

/// As CEL, with all parentheses: for tests and messages.
std::string to_text(const Node& node);

/// As written in CEL: "&&", "in". Empty for `none`.
std::string_view symbol(Operator op);

}  // namespace tenon::lang::cel
