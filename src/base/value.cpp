#include "base/value.hpp"

#include <fmt/format.h>

namespace tenon::base {

std::string to_debug_text(const Value& value) {
  struct Printer {
    std::string operator()(Null) const { return "null"; }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const { return fmt::format("'{}'", text); }
    std::string operator()(const Bytes& bytes) const { return fmt::format("<{} bytes>", bytes.data.size()); }
  };
  return std::visit(Printer{}, value);
}

}  // namespace tenon::base
