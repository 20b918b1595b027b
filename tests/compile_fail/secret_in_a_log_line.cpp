// A secret has no way into a log line but reveal(), which a reviewer sees.
// expect: could not convert|no matching function|no known conversion
#include "base/log.hpp"
#include "base/secret.hpp"

void sign_in(const tenon::base::Secret& password) {
#ifdef TENON_COMPILES
  tenon::base::log(tenon::base::LogLevel::info, "auth", "signed in", {{"empty", password.empty()}});
#else
  tenon::base::log(tenon::base::LogLevel::info, "auth", "signed in", {{"password", password}});
#endif
}
