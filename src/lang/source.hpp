#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::lang {

/// A named text. Shared by everything that points into it.
struct Source {
  std::string name;  ///< file name as shown to people
  std::string text;  ///< UTF-8
};
using SourcePtr = std::shared_ptr<const Source>;

/// A place in a source. `length` bytes are underlined; 0 shows a bare caret.
struct Span {
  SourcePtr source;          ///< null for things that no text declares (implicit fields)
  std::uint32_t offset = 0;  ///< bytes from the start
  std::uint32_t length = 0;  ///< bytes
};

/// 1-based; columns count code points.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};
LineColumn line_column(const Source& source, std::uint32_t offset);

enum class Severity : std::uint8_t { error, warning, note };

/// One fault, with the place and the way out.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;     ///< stable word: "syntax", "unknown-type", "no-rule", ...
  std::string message;  ///< one sentence
  Span span;            ///< where
  std::string hint;     ///< `did you mean "title"?` or what to write instead; may be empty
};

enum class Colour : std::uint8_t { off, on };

/// schema.graphql:12:9: error: message
///    12 | title: Strin!
///       |        ^~~~~
///       = did you mean "String"?
std::string print(const Diagnostic& diagnostic, Colour colour);

}  // namespace tenon::lang
