#pragma once
#include <string>

namespace tenon::auth {

/// Where a request comes from: for throttling, sessions and the audit log.
struct Client {
  std::string remote_ip;   ///< as in Request::remote_ip
  std::string user_agent;  ///< as sent; stored cut to a bounded length
};

}  // namespace tenon::auth
