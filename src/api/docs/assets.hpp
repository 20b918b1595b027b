#pragma once
#include <span>
#include <string_view>

namespace tenon::api::docs {

/// A file of the docs page, embedded when the program was built (cmake/TenonEmbed.cmake).
struct Asset {
  std::string_view name;  ///< "index.html"
  std::string_view text;  ///< lives as long as the program
};
std::span<const Asset> assets();

}  // namespace tenon::api::docs
