#pragma once
#include "api/rest/actions.hpp"
#include "api/rest/batch_paths.hpp"

namespace tenon::api::rest {

/// POST /batch: several writes in one transaction, each as the request of its own that it stands for; results in order.
/// Any failure undoes all, and is told with the operation's place: "operations.2.body.title".
///
/// An operation's `id` names its row for those after it: `{"$ref": "ann"}` where the id of a related row may stand in a
/// body, and `{ann}` as a segment of a path.
Answer batch(const Route& route, http::Request& request, const access::Principal& principal);

}  // namespace tenon::api::rest
