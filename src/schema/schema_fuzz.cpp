#include "schema/load.hpp"
#include "schema/public_routes.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Any text is a schema or a list of faults with places, never a crash.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  tenon::schema::LoadResult result = tenon::schema::load_text(text);
  for (const auto& diagnostic : result.diagnostics) tenon::lang::print(diagnostic, tenon::lang::Colour::off);
  if (result.model) tenon::schema::public_routes(*result.model);
  return 0;
}
