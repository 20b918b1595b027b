#include "lang/cel/parser.hpp"

#include <cstdlib>

using namespace tenon::lang;

/// Any bytes give a tree that prints and reads back the same, or one fault whose place is inside the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto source = std::make_shared<Source>(Source{"fuzz", text});
  const cel::ParseLimits generous{.max_bytes = 1 << 20, .max_nodes = 100'000, .max_depth = 1000};
  const auto same = [](std::uint32_t offset) { return offset; };
  const auto node = cel::parse(source, text, same);
  if (!node) {
    const Span& place = node.error().span;
    if (place.offset > size || place.length > size - place.offset) std::abort();
    if (print(node.error(), Colour::on).empty()) std::abort();
    return 0;
  }
  const std::string printed = cel::to_text(**node);
  const auto again = cel::parse(source, printed, [](std::uint32_t) { return 0U; }, generous);
  if (!again || cel::to_text(**again) != printed) std::abort();
  return 0;
}
