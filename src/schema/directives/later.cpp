#include "schema/directives/later.hpp"

#include <algorithm>
#include <array>

namespace tenon::schema {

bool comes_later(std::string_view directive) {
  static constexpr std::array<std::string_view, 7> names{"softDelete", "history", "webhook", "cache",
                                                         "encrypted",  "http",    "native"};
  return std::find(names.begin(), names.end(), directive) != names.end();
}

}  // namespace tenon::schema
