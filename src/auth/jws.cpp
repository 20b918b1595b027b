#include "auth/jws.hpp"

#include "base/base64.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"

#include <optional>
#include <utility>

namespace tenon::auth {
namespace {

using Fault = std::unexpected<JwsFault>;

struct Pieces {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signed_text;  // header and payload with their dot
};

std::optional<Pieces> split(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  Pieces pieces{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1),
                token.substr(0, second)};
  if (pieces.header.empty() || pieces.signature.empty()) return std::nullopt;
  return pieces;
}

struct Header {
  JwsAlgorithm algorithm{};
  std::optional<std::string> key_id;
  std::string type;
};

/// False if the member is there and no string.
bool read_text(const base::Json& header, std::string_view name, std::optional<std::string>& out) {
  const base::Json* member = header.find(name);
  if (!member) return true;
  if (!member->string()) return false;
  out = *member->string();
  return true;
}

std::optional<Header> read_header(std::string_view text) {
  constexpr base::JsonLimits limits{.max_bytes = max_jws_bytes, .max_depth = 8, .max_values = 200};
  const auto json = base::parse_json(text, limits);
  if (!json || !json->object()) return std::nullopt;
  // We understand no extension; "b64" changes what is signed (RFC 7797).
  if (json->find("crit") || json->find("b64")) return std::nullopt;
  std::optional<std::string> algorithm;
  std::optional<std::string> type;
  Header header;
  if (!read_text(*json, "alg", algorithm) || !read_text(*json, "kid", header.key_id) || !read_text(*json, "typ", type))
    return std::nullopt;
  const auto known = parse_jws_algorithm(algorithm.value_or(""));
  if (!known) return std::nullopt;
  header.algorithm = *known;
  header.type = type.value_or("");
  return header;
}

bool is_candidate(const JwsKey& key, const Header& header) {
  if (key.algorithm() != header.algorithm) return false;
  return !header.key_id || key.id().empty() || *header.key_id == key.id();
}

}  // namespace

std::expected<JwsContent, JwsFault> verify_jws(std::string_view token, std::span<const JwsKey> keys) {
  if (token.size() > max_jws_bytes) return Fault(JwsFault::too_large);
  const auto pieces = split(token);
  if (!pieces) return Fault(JwsFault::malformed);
  const auto header_text = base::base64url_decode(pieces->header);
  auto payload = base::base64url_decode(pieces->payload);
  const auto signature = base::base64url_decode(pieces->signature);
  if (!header_text || !payload || !signature) return Fault(JwsFault::malformed);
  auto header = read_header(*header_text);
  if (!header) return Fault(JwsFault::header);

  JwsFault fault = JwsFault::no_key;
  for (const JwsKey& key : keys) {
    if (!is_candidate(key, *header)) continue;
    if (key.verify(pieces->signed_text, *signature))
      return JwsContent{key.id(), std::move(header->type), std::move(*payload)};
    fault = JwsFault::signature;
  }
  return Fault(fault);
}

std::string sign_jws(const JwsKey& key, std::string_view type, std::string_view payload) {
  std::string header;
  base::JsonWriter out(header);
  out.begin_object();
  out.member("alg", to_text(key.algorithm()));
  if (!key.id().empty()) out.member("kid", key.id());
  if (!type.empty()) out.member("typ", type);
  out.end_object();
  std::string token = base::base64url_encode(header) + "." + base::base64url_encode(payload);
  token += "." + base::base64url_encode(key.sign(token));
  return token;
}

}  // namespace tenon::auth
