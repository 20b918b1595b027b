#pragma once
#include "api/rest/route.hpp"

namespace tenon::api::rest {

/// If-None-Match of a PUT, PATCH or DELETE (RFC 9110, 13.1.2): 412 if the row of `id` is there in one of the versions
/// named, or at all for "*". Without the header nothing is read. Judged before the write, on what the caller may read.
base::Task<base::Result<void>> check_absent_version(const Route& route, const http::Request& request,
                                                    const base::Value& id, const access::Principal& principal);

}  // namespace tenon::api::rest
