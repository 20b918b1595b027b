#pragma once
#include "api/docs/asset_answer.hpp"

#include <span>

namespace tenon::api::docs {

/// The files of the docs page, embedded when the program was built (cmake/TenonEmbed.cmake).
std::span<const Asset> assets();

}  // namespace tenon::api::docs
