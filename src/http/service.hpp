#pragma once
#include "http/server.hpp"

#include <atomic>
#include <cstddef>

namespace tenon::http {

/// What all loops of a server share; only the counter changes.
struct Service {
  ServerOptions options;
  Handler handler;
  std::atomic<std::size_t> open_connections{0};
};

}  // namespace tenon::http
