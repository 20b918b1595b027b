#pragma once
#include <span>
#include <string_view>

namespace tenon::schema {

/// A well-known form of text: what @format(name:) can say.
struct Format {
  std::string_view name;     ///< "slug"
  std::string_view message;  ///< "must be ..."
  bool (*matches)(std::string_view text);
  std::string_view example;      ///< a text that matches
  std::string_view json_format;  ///< the `format` of JSON Schema that says so, if there is one
  std::string_view pattern;      ///< an ECMA-262 expression that says so, if one does it exactly
};

/// All of them, for reference pages too.
std::span<const Format> formats();
/// Null if there is none of that name.
const Format* find_format(std::string_view name);

/// One @, a local part of at most 64 characters, a domain with a dot; ASCII, at most 254 in all.
bool is_email(std::string_view text);
/// Absolute, with a host, printable ASCII, at most 2048: http, https, ws, wss, ftp, ftps.
bool is_url(std::string_view text);
/// Labels of letters, digits and inner hyphens, 63 at most each, 253 in all.
bool is_hostname(std::string_view text);

}  // namespace tenon::schema
