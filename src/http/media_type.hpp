#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::http {

/// A parsed `type/subtype; name=value`, names and type in lower case, quoted values unquoted.
struct MediaType {
  std::string type;                                             ///< "application"
  std::string subtype;                                          ///< "json"
  std::vector<std::pair<std::string, std::string>> parameters;  ///< e.g. charset; at most 16

  /// "application/json", without parameters.
  std::string essence() const { return type + '/' + subtype; }
  /// Value of a parameter (lower-case name), or empty.
  std::string_view parameter(std::string_view name) const;
};

/// A Content-Type. Nothing if it does not follow RFC 9110, 8.3.1.
std::optional<MediaType> parse_media_type(std::string_view text);

/// Whether a body of this Content-Type is JSON in UTF-8: `application/json` or `application/<something>+json`, without
/// a charset or with utf-8.
bool is_json(std::string_view content_type);

/// The one of `offered` ("type/subtype", best first) that an Accept header likes best by quality, then by our order;
/// empty if it likes none. An absent Accept (empty text), or one in which nothing can be understood, takes the first.
std::string_view negotiate(std::string_view accept, std::span<const std::string_view> offered);

/// Whether Accept names this type itself, not by a wildcard, with a quality above 0.
bool names_type(std::string_view accept, std::string_view type);

}  // namespace tenon::http
