#include "base/json.hpp"

#include <simdjson.h>

#include <cstdlib>

namespace {

using namespace tenon::base;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// What is accepted reads back from its own text as the same value; what simdjson's strict tree parser refuses is
// refused here too, but for numbers, which we keep as text whatever their size.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto json = parse_json(text);
  if (json) {
    const auto again = parse_json(to_text(*json));
    require(again && *again == *json);
  }
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  const simdjson::padded_string padded(text);
  const auto code = parser.parse(padded).get(element);
  if (json && code) require(code == simdjson::NUMBER_ERROR);
  return 0;
}
