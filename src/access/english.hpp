#pragma once
#include "schema/model.hpp"

#include <string>

namespace tenon::access {

/// A rule in plain words, without a full stop: "the post is published, or its author is the caller, or the caller is a
/// moderator". For `tenon check` and documents; it says what the rule says, not how unknown values come out.
std::string to_english(const schema::Expression& rule, const schema::Model& model);

}  // namespace tenon::access
