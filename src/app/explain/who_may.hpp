#pragma once
#include "app/explain/explanation.hpp"

namespace tenon::app::explain {

/// Which kinds of callers may read a row, and which of the first accounts.
WhoMay who_may_read(const schema::Resource& resource, const base::Value& id, const schema::ModelPtr& model,
                    db::Database& database);

}  // namespace tenon::app::explain
