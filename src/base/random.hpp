#pragma once
#include <cstddef>
#include <string>

namespace tenon::base {

/// `count` bytes from the operating system's cryptographic source.
std::string random_bytes(std::size_t count);

}  // namespace tenon::base
