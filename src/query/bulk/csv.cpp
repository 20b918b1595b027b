#include "query/bulk/csv.hpp"

#include <utility>

namespace tenon::query::bulk {

CsvBoundary::State CsvBoundary::next(State state, char byte) {
  switch (state) {
    case State::cell_start:
      if (byte == '"') return State::quoted;
      return byte == ',' ? State::cell_start : State::plain;
    case State::plain: return byte == ',' ? State::cell_start : State::plain;
    case State::quoted: return byte == '"' ? State::closing : State::quoted;
    case State::closing:
      if (byte == '"') return State::quoted;
      return byte == ',' ? State::cell_start : State::plain;
  }
  return state;
}

std::size_t CsvBoundary::find_end(std::string_view bytes) {
  std::size_t place = 0;
  while (place < bytes.size()) {
    if (state_ == State::quoted) {
      place = bytes.find('"', place);
      if (place == std::string_view::npos) return none;
    } else if (bytes[place] == '\n') {
      state_ = State::cell_start;
      return place + 1;
    }
    state_ = next(state_, bytes[place++]);
  }
  return none;
}

/// The same walk as CsvBoundary's, keeping the cells.
class CsvRecordParser {
 public:
  explicit CsvRecordParser(std::string_view record) : record_(record) {}

  std::expected<std::vector<CsvCell>, std::string> run() {
    using State = CsvBoundary::State;
    State state = State::cell_start;
    cells_.emplace_back();
    for (const char byte : record_) {
      const State after = CsvBoundary::next(state, byte);
      auto& cell = cells_.back();
      switch (state) {
        case State::cell_start:
          if (byte == '"')
            cell.quoted = true;
          else if (byte != ',')
            add(byte);
          break;
        case State::plain:
          if (byte == '"') return std::unexpected("a quote stands in a value that is not quoted");
          if (byte != ',') add(byte);
          break;
        case State::quoted:
          if (byte != '"') add(byte);
          break;
        case State::closing:
          if (byte == '"')
            add(byte);
          else if (byte != ',')
            return std::unexpected("text follows the quote that ends a value");
          break;
      }
      if (after == State::cell_start) cells_.emplace_back();
      state = after;
    }
    if (state == State::quoted) return std::unexpected("a quoted value is not closed");
    for (const auto& cell : cells_)
      if (!cell.quoted && cell.text.find('\r') != std::string::npos)
        return std::unexpected("a carriage return stands in a value that is not quoted");
    return std::move(cells_);
  }

 private:
  void add(char byte) { cells_.back().text += byte; }

  std::string_view record_;
  std::vector<CsvCell> cells_;
};

std::expected<std::vector<CsvCell>, std::string> parse_csv_record(std::string_view record) {
  if (record.ends_with('\n')) record.remove_suffix(1);
  if (record.ends_with('\r')) record.remove_suffix(1);
  return CsvRecordParser(record).run();
}

void append_csv_text(std::string& out, std::string_view text) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char byte : text) {
    if (byte == '"') out += '"';
    out += byte;
  }
  out += '"';
}

}  // namespace tenon::query::bulk
