#include "migrate/script.hpp"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>

using namespace tenon;

// Any text is a script or a fault with its line, and what was read comes back the same when written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  migrate::Script script;
  try {
    script = migrate::read_script("up.sqlite.sql", text);
  } catch (const std::runtime_error&) {
    return 0;
  }
  const auto written = migrate::write_script(script);
  if (migrate::read_script("up.sqlite.sql", written) != script) __builtin_trap();
  return 0;
}
