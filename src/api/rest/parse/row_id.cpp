#include "api/rest/parse/row_id.hpp"

#include "api/rest/parse/selection.hpp"
#include "base/uuid.hpp"

namespace tenon::api::rest {

std::optional<base::Value> parse_row_id(const schema::Resource& resource, std::string_view text) {
  if (resource.id->scalar != schema::Scalar::big_int) {
    auto uuid = base::parse_uuid(text);
    if (!uuid) return std::nullopt;
    return base::Value(std::move(*uuid));
  }
  // Keys of the database's making start at 1 and have one spelling.
  const auto number = parse_count(text);
  if (!number || *number == 0) return std::nullopt;
  return base::Value(*number);
}

}  // namespace tenon::api::rest
