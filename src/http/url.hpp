#pragma once
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::http {

/// What '+' means: only in queries is it a space.
enum class PlusSign : std::uint8_t { literal, space };

/// Decoded text; nothing if a '%' is not followed by two hex digits, or if the result has a NUL or is not UTF-8.
std::optional<std::string> percent_decode(std::string_view text, PlusSign plus = PlusSign::literal);
/// Everything but RFC 3986's unreserved characters becomes %XX: safe as one path segment and as a query value.
std::string percent_encode(std::string_view text);

/// Name and value of every parameter, decoded, in the order sent; a name may come again.
using QueryParameters = std::vector<std::pair<std::string, std::string>>;

/// Parameters of a query string ("a=1&b[gte]=2"): '+' is a space, empty pieces between '&' are skipped, a piece without
/// '=' has an empty value. 400 if there are more than `max_parameters`, or one is wrongly encoded or has no name.
base::Result<QueryParameters> parse_query(std::string_view query, std::size_t max_parameters = 200);

}  // namespace tenon::http
