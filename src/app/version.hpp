#pragma once

namespace tenon::app {

/// Kept in step with CMakeLists.txt by a test.
inline constexpr const char* version = "0.1.0";

}  // namespace tenon::app
