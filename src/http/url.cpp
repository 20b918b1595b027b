#include "http/url.hpp"

#include "base/utf8.hpp"
#include "http/characters.hpp"

namespace tenon::http {
namespace {

bool is_unreserved(char letter) {
  return is_alphanumeric(letter) || letter == '-' || letter == '.' || letter == '_' || letter == '~';
}

base::Error bad_query(std::string message) {
  return base::Error(base::ErrorCode::bad_request, std::move(message));
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, PlusSign plus) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (text.size() - i < 3) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += text[i] == '+' && plus == PlusSign::space ? ' ' : text[i];
    }
  }
  if (decoded.find('\0') != std::string::npos || !base::is_utf8(decoded)) return std::nullopt;
  return decoded;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char letter : text) {
    if (is_unreserved(letter)) {
      encoded += letter;
      continue;
    }
    const auto byte = static_cast<unsigned char>(letter);
    encoded += '%';
    encoded += digits[byte >> 4];
    encoded += digits[byte & 15];
  }
  return encoded;
}

base::Result<QueryParameters> parse_query(std::string_view query, std::size_t max_parameters) {
  QueryParameters parameters;
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view piece = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (piece.empty()) continue;
    if (parameters.size() == max_parameters)
      return std::unexpected(bad_query("More than " + std::to_string(max_parameters) + " query parameters"));

    const auto equals = piece.find('=');
    auto name = percent_decode(piece.substr(0, equals), PlusSign::space);
    if (!name) return std::unexpected(bad_query("The name of a query parameter is not valid percent-encoded UTF-8"));
    if (name->empty()) return std::unexpected(bad_query("A query parameter has no name"));
    std::optional<std::string> value(std::in_place);
    if (equals != std::string_view::npos) value = percent_decode(piece.substr(equals + 1), PlusSign::space);
    if (!value) {
      auto fault = bad_query("The value of a query parameter is not valid percent-encoded UTF-8");
      fault.details.push_back({std::move(*name), "format", "must be percent-encoded UTF-8 without NUL"});
      return std::unexpected(std::move(fault));
    }
    parameters.emplace_back(std::move(*name), std::move(*value));
  }
  return parameters;
}

}  // namespace tenon::http
