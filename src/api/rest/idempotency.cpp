#include "api/rest/idempotency.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace tenon::api::rest {
namespace {

constexpr std::string_view header_name = "idempotency-key";

base::Error bad_key(std::string code, std::string message) {
  base::Error error(base::ErrorCode::bad_request, "Idempotency-Key " + message);
  error.details.push_back({"Idempotency-Key", std::move(code), std::move(message)});
  return error;
}

/// Between the quotes of a structured field's string (RFC 8941, 3.3.3); nothing if it is not well-formed.
std::optional<std::string> unquoted(std::string_view text) {
  std::string plain;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    char character = text[i];
    if (character == '"') return std::nullopt;
    if (character == '\\') {
      if (++i + 1 >= text.size() || (text[i] != '"' && text[i] != '\\')) return std::nullopt;
      character = text[i];
    }
    plain += character;
  }
  return plain;
}

/// The draft writes the key as a string in quotes, most clients without them: both name the same key.
base::Result<std::string> read_key(std::string_view text) {
  const auto malformed = [] {
    return base::unexpected(
        bad_key("format", fmt::format("must be 1 to {} printable ASCII characters", max_idempotency_key)));
  };
  std::string key(text);
  if (text.starts_with('"')) {
    if (text.size() < 2 || !text.ends_with('"')) return malformed();
    auto plain = unquoted(text);
    if (!plain) return malformed();
    key = std::move(*plain);
  }
  const auto printable = [](char character) { return character >= ' ' && character <= '~'; };
  if (key.empty() || key.size() > max_idempotency_key || !std::ranges::all_of(key, printable)) return malformed();
  return key;
}

/// Lengths in front, so that no two requests run together into the same text.
std::string fingerprint_of(const http::Request& request) {
  std::string text(http::to_text(request.method));
  text += fmt::format(" {} {} ", request.target.size(), request.target);
  text += request.body;
  return base::hex_encode(base::sha256(text));
}

}  // namespace

base::Result<std::optional<query::Attempt>> read_attempt(const http::Request& request,
                                                         const access::Principal& principal) {
  std::optional<query::Attempt> attempt;
  for (const auto& [name, value] : request.headers) {
    if (name != header_name) continue;
    if (attempt) return base::unexpected(bad_key("format", "may be sent once"));
    TENON_TRY(key, read_key(value));
    attempt = query::Attempt{std::move(key), fingerprint_of(request)};
  }
  if (attempt && principal.anonymous())
    return base::unexpected(bad_key("unauthenticated", "is for callers who say who they are"));
  return attempt;
}

base::Result<void> refuse_attempt(const http::Request& request, std::string_view why) {
  if (!request.has_header(header_name)) return {};
  return base::unexpected(bad_key("unknown", fmt::format("is not taken here: {}", why)));
}

std::string kept_form(const http::Response& response) {
  std::string bytes;
  base::JsonWriter json(bytes);
  json.begin_object();
  json.member("status", std::int64_t{response.status});
  json.key("headers");
  json.begin_array();
  for (const auto& [name, value] : response.headers) {
    json.begin_array();
    json.string(name);
    json.string(value);
    json.end_array();
  }
  json.end_array();
  json.end_object();
  bytes += '\n';
  bytes += response.body;
  return bytes;
}

std::optional<http::Response> from_kept_form(std::string_view bytes) {
  const auto end = bytes.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto head = base::parse_json(bytes.substr(0, end));
  const auto* status = head ? head->find("status") : nullptr;
  const auto* headers = head ? head->find("headers") : nullptr;
  if (!status || !status->number() || !headers || !headers->array()) return std::nullopt;
  http::Response response;
  const auto& digits = status->number()->text;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), response.status);
  if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return std::nullopt;
  for (const auto& each : *headers->array()) {
    const auto* pair = each.array();
    if (!pair || pair->size() != 2 || !(*pair)[0].string() || !(*pair)[1].string()) return std::nullopt;
    response.headers.emplace_back(*(*pair)[0].string(), *(*pair)[1].string());
  }
  response.body = bytes.substr(end + 1);
  return response;
}

namespace {

base::Result<http::Response> replay(std::string_view bytes) {
  auto response = from_kept_form(bytes);
  if (!response) return base::unexpected(base::internal_error("a kept answer cannot be read"));
  response->headers.emplace_back("Idempotency-Replayed", "true");
  return std::move(*response);
}

}  // namespace

base::Task<base::Result<std::optional<http::Response>>> earlier_answer(const Route& route, const http::Request& request,
                                                                       const query::Attempt& attempt,
                                                                       const access::Principal& principal) {
  auto kept = co_await route.context->engine->kept(attempt, principal, request.deadline);
  if (!kept) co_return std::unexpected(std::move(kept).error());
  if (!*kept) co_return std::optional<http::Response>();
  auto response = replay(**kept);
  if (!response) co_return std::unexpected(std::move(response).error());
  co_return std::optional<http::Response>(std::move(*response));
}

base::Task<base::Result<http::Response>> write_once(const Route& route, query::Attempt attempt, Write write,
                                                    const access::Principal& principal) {
  query::OnceWork work = [&write](query::Writes& writes) -> base::Task<base::Result<std::string>> {
    auto task = write(writes);
    auto response = co_await std::move(task);
    if (!response) co_return std::unexpected(std::move(response).error());
    co_return kept_form(*response);
  };
  auto answer = co_await route.context->engine->once(std::move(attempt), std::move(work), principal);
  if (!answer) co_return std::unexpected(std::move(answer).error());
  if (answer->replayed) co_return replay(answer->bytes);
  auto response = from_kept_form(answer->bytes);
  if (!response) co_return std::unexpected(base::internal_error("an answer cannot be kept"));
  co_return std::move(*response);
}

}  // namespace tenon::api::rest
