#pragma once
#include "base/log.hpp"
#include "base/secret.hpp"
#include "http/trusted_proxies.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::app {

enum class Environment : std::uint8_t { development, production };

/// At most so many requests within so long.
struct RequestRate {
  std::int64_t requests = 0;
  std::int64_t window_seconds = 0;
};

/// Where it runs: everything the environment says, checked. Immutable after start.
struct Settings {
  Environment environment = Environment::development;
  std::string database_url;
  std::string host;
  std::uint16_t port = 0;
  base::Secret secret;                    ///< empty: development makes one
  bool docs = true;                       ///< whether /docs is served
  std::vector<std::string> cors_origins;  ///< exact origins
  std::string issuer;                     ///< `iss` and `aud` of access tokens
  unsigned threads = 0;                   ///< event loops; 0: one per core
  std::size_t max_body_bytes = 0;
  std::size_t max_connections = 0;
  std::int64_t request_timeout_ms = 0;
  std::int64_t drain_timeout_ms = 0;
  unsigned idempotency_hours = 24;  ///< how long answers are kept for requests that come again
  std::int64_t query_timeout_ms = 0;
  std::size_t max_result_bytes = 0;
  std::int64_t max_cost = 0;                      ///< points of one request
  std::optional<RequestRate> rate_limit;          ///< of each account
  std::optional<RequestRate> address_rate_limit;  ///< of each address
  http::TrustedProxies trusted_proxies;
  std::size_t graphql_batch = 1;          ///< GraphQL requests in one body
  std::size_t graphql_max_tokens = 1000;  ///< of one GraphQL document
  std::string graphql_documents;          ///< file or folder of trusted documents; empty: any document is taken
  base::LogLevel log_level = base::LogLevel::info;
  std::optional<base::LogFormat> log_format;  ///< none: text on a terminal, else JSON
};

/// One environment variable: the table behind parsing and the reference page.
struct Setting {
  std::string_view name;
  std::string_view fallback;                                 ///< default, as text; empty: none
  std::string_view meaning;                                  ///< one sentence
  std::string_view looks_like;                               ///< what a right value looks like, for the message
  bool (*apply)(std::string_view text, Settings& settings);  ///< false: malformed
};
std::span<const Setting> setting_table();

using Lookup = std::function<std::optional<std::string>(std::string_view name)>;

/// All settings, or every fault as a sentence that names the variable and what it should look like.
struct SettingsResult {
  Settings settings;
  std::vector<std::string> faults;
};
SettingsResult read_settings(const Lookup& lookup);

/// The process environment, over a `.env` file in the working directory if there is one.
Lookup process_environment();

/// `NAME=value` lines; # comments, optional `export `, single or double quotes. Faults name the line.
struct DotEnv {
  std::vector<std::pair<std::string, std::string>> values;
  std::vector<std::string> faults;
};
DotEnv parse_dot_env(std::string_view text);

}  // namespace tenon::app
