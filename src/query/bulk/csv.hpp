#pragma once
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

/// CSV as RFC 4180 has it: commas, quotes doubled inside quotes, lines that end in CRLF (a bare LF is read too). Pure.
namespace tenon::query::bulk {

struct CsvCell {
  std::string text;
  bool quoted = false;  ///< tells "" (an empty text) from nothing at all (null)
};

/// Where in a record a reader of bytes is. Malformed quotes do not open a quoted value: a slip spoils its own line
/// only.
class CsvBoundary {
 public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  /// Looks at the next bytes of a record; how many of them belong to it, its line end too, or `none` if it goes on.
  std::size_t find_end(std::string_view bytes);
  /// Whether a quote is open: line ends belong to the value.
  bool quoted() const { return state_ == State::quoted; }

 private:
  friend class CsvRecordParser;
  enum class State : std::uint8_t {
    cell_start,
    plain,    ///< in a value without quotes
    quoted,   ///< in a value with quotes
    closing,  ///< behind a quote in such a value: its end, or the first of two
  };
  static State next(State state, char byte);
  State state_ = State::cell_start;
};

/// The cells of one record, with or without its line end; or what is wrong with it, as a sentence.
std::expected<std::vector<CsvCell>, std::string> parse_csv_record(std::string_view record);

/// Appends one cell: quoted where it must be, and where it is empty. Null is no cell text at all: append nothing.
void append_csv_text(std::string& out, std::string_view text);

inline constexpr std::string_view csv_line_end = "\r\n";

}  // namespace tenon::query::bulk
