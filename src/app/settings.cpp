#include "app/settings.hpp"

#include "base/time.hpp"

#include <array>
#include <charconv>

namespace tenon::app {
namespace {

template <typename Number>
bool parse_number(std::string_view text, Number minimum, Number maximum, Number& out) {
  Number value{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size() || value < minimum || value > maximum) return false;
  out = value;
  return true;
}

bool is_origin(std::string_view text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    const auto host = text.substr(scheme.size());
    return !host.empty() && host.find_first_of("/?#*@ ") == std::string_view::npos;
  }
  return false;
}

bool apply_origins(std::string_view text, Settings& settings) {
  settings.cors_origins.clear();
  while (!text.empty()) {
    const auto comma = text.find(',');
    auto origin = text.substr(0, comma);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    while (origin.starts_with(' ')) origin.remove_prefix(1);
    while (origin.ends_with(' ')) origin.remove_suffix(1);
    if (!is_origin(origin)) return false;
    settings.cors_origins.emplace_back(origin);
  }
  return true;
}

/// "off", "100/1m" or "auto": `automatic` in production and nothing elsewhere.
bool parse_rate(std::string_view text, const Settings& settings, RequestRate automatic,
                std::optional<RequestRate>& out) {
  constexpr std::int64_t longest = 7 * 24 * 3600;
  out.reset();
  if (text == "off") return true;
  if (text == "auto") {
    if (settings.environment == Environment::production) out = automatic;
    return true;
  }
  const auto slash = text.find('/');
  RequestRate rate;
  if (slash == std::string_view::npos ||
      !parse_number<std::int64_t>(text.substr(0, slash), 1, 1'000'000'000, rate.requests))
    return false;
  const auto window = base::parse_duration(text.substr(slash + 1));
  if (!window || *window < 1'000'000 || *window % 1'000'000 != 0 || *window / 1'000'000 > longest) return false;
  rate.window_seconds = *window / 1'000'000;
  out = rate;
  return true;
}

constexpr std::array table{
    Setting{"TENON_ENV", "development", "How careful the server is about what it makes by itself.",
            "development or production",
            [](std::string_view text, Settings& settings) {
              settings.environment = text == "production" ? Environment::production : Environment::development;
              return text == "production" || text == "development";
            }},
    Setting{"DATABASE_URL", "sqlite:data/tenon.db", "The database.",
            "sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE",
            [](std::string_view text, Settings& settings) {
              settings.database_url = text;
              return (text.starts_with("sqlite:") && text.size() > 7) || text.starts_with("postgres://") ||
                     text.starts_with("postgresql://");
            }},
    Setting{"HOST", "127.0.0.1", "The address to listen on.", "an IP address, such as 0.0.0.0",
            [](std::string_view text, Settings& settings) {
              settings.host = text;
              return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF.:") == std::string_view::npos;
            }},
    Setting{"PORT", "8080", "The port to listen on; 0 takes any free one.", "a number from 0 to 65535",
            [](std::string_view text, Settings& settings) {
              return parse_number<std::uint16_t>(text, 0, 65535, settings.port);
            }},
    Setting{"TENON_SECRET", "",
            "The key that tokens and cursors are made with; production needs it, development makes one.",
            "at least 32 characters of random text, such as from `openssl rand -hex 32`",
            [](std::string_view text, Settings& settings) {
              settings.secret = base::Secret(std::string(text));
              return text.size() >= 32;
            }},
    Setting{"TENON_ISSUER", "tenon", "Issuer and audience of access tokens.", "a name or URL without spaces",
            [](std::string_view text, Settings& settings) {
              settings.issuer = text;
              return !text.empty() && text.size() <= 200 && text.find(' ') == std::string_view::npos;
            }},
    Setting{"TENON_DOCS", "auto", "Whether /docs and GraphiQL are served: auto does so outside production.",
            "auto, on or off",
            [](std::string_view text, Settings& settings) {
              settings.docs = text == "on" || (text == "auto" && settings.environment != Environment::production);
              return text == "auto" || text == "on" || text == "off";
            }},
    Setting{"TENON_CORS_ORIGINS", "", "Origins whose pages may call the API, separated by commas.",
            "https://app.example.org,https://example.org", apply_origins},
    Setting{"TENON_THREADS", "0", "Event loops; 0 is one per core.", "a number from 0 to 256",
            [](std::string_view text, Settings& settings) { return parse_number(text, 0U, 256U, settings.threads); }},
    Setting{"TENON_MAX_BODY_BYTES", "1048576", "Largest request body, in bytes.", "a number from 1024 to 104857600",
            [](std::string_view text, Settings& settings) {
              return parse_number<std::size_t>(text, 1024, 104'857'600, settings.max_body_bytes);
            }},
    Setting{"TENON_MAX_CONNECTIONS", "10000", "Most connections at once.", "a number from 1 to 1000000",
            [](std::string_view text, Settings& settings) {
              return parse_number<std::size_t>(text, 1, 1'000'000, settings.max_connections);
            }},
    Setting{"TENON_REQUEST_TIMEOUT_MS", "30000", "Longest time for one answer, in milliseconds.",
            "a number from 100 to 3600000",
            [](std::string_view text, Settings& settings) {
              return parse_number<std::int64_t>(text, 100, 3'600'000, settings.request_timeout_ms);
            }},
    Setting{"TENON_DRAIN_TIMEOUT_MS", "10000", "On shutdown, how long requests in flight may take, in milliseconds.",
            "a number from 0 to 600000",
            [](std::string_view text, Settings& settings) {
              return parse_number<std::int64_t>(text, 0, 600'000, settings.drain_timeout_ms);
            }},
    Setting{"TENON_IDEMPOTENCY_HOURS", "24",
            "How long the answer of a request with an Idempotency-Key is kept for the same request again, in hours.",
            "a number from 1 to 8760",
            [](std::string_view text, Settings& settings) {
              return parse_number<unsigned>(text, 1, 8'760, settings.idempotency_hours);
            }},
    Setting{
        "TENON_QUERY_TIMEOUT_MS", "10000",
        "Longest time that one read of the database may take, and one write with all its statements, in milliseconds.",
        "a number from 10 to 3600000",
        [](std::string_view text, Settings& settings) {
          return parse_number<std::int64_t>(text, 10, 3'600'000, settings.query_timeout_ms);
        }},
    Setting{"TENON_MAX_RESULT_BYTES", "16777216", "Largest result of one read, in bytes.",
            "a number from 1024 to 1073741824",
            [](std::string_view text, Settings& settings) {
              return parse_number<std::size_t>(text, 1024, 1'073'741'824, settings.max_result_bytes);
            }},
    Setting{"TENON_MAX_COST", "50000", "Highest price of one request, in points; roles may have their own.",
            "a number from 10 to 1000000000000",
            [](std::string_view text, Settings& settings) {
              return parse_number<std::int64_t>(text, 10, 1'000'000'000'000, settings.max_cost);
            }},
    Setting{"TENON_RATE_LIMIT", "auto",
            "Requests of each account within a time, unless a role has its own limit: auto is 1000/1m in production "
            "and off "
            "elsewhere.",
            "auto, off, or a number and a time such as 100/1m or 20/10s",
            [](std::string_view text, Settings& settings) {
              return parse_rate(text, settings, {1'000, 60}, settings.rate_limit);
            }},
    Setting{"TENON_RATE_LIMIT_ADDRESS", "auto",
            "Requests from each address within a time, whoever sends them: auto is 6000/1m in production and off "
            "elsewhere.",
            "auto, off, or a number and a time such as 1000/1m",
            [](std::string_view text, Settings& settings) {
              return parse_rate(text, settings, {6'000, 60}, settings.address_rate_limit);
            }},
    Setting{"TENON_TRUSTED_PROXIES", "",
            "Proxies whose X-Forwarded-For is believed, separated by commas: their clients' addresses are those that "
            "count.",
            "addresses or networks such as 10.0.0.0/8,::1",
            [](std::string_view text, Settings& settings) {
              auto proxies = http::TrustedProxies::parse(text);
              if (proxies) settings.trusted_proxies = std::move(*proxies);
              return proxies.has_value();
            }},
    Setting{"TENON_GRAPHQL_BATCH", "1", "GraphQL requests that may come in one body; 1 refuses batches.",
            "a number from 1 to 100",
            [](std::string_view text, Settings& settings) {
              return parse_number<std::size_t>(text, 1, 100, settings.graphql_batch);
            }},
    Setting{
        "TENON_GRAPHQL_MAX_TOKENS", "1000",
        "The longest GraphQL document in tokens: names, values and punctuation. An operation has half as many fields.",
        "a number from 100 to 20000",
        [](std::string_view text, Settings& settings) {
          return parse_number<std::size_t>(text, 100, 20'000, settings.graphql_max_tokens);
        }},
    Setting{"TENON_GRAPHQL_DOCUMENTS", "",
            "The only GraphQL documents that are executed: a folder of *.graphql files, or a JSON file of documents.",
            "a path, such as ./documents or persisted-documents.json",
            [](std::string_view text, Settings& settings) {
              settings.graphql_documents = text;
              return true;
            }},
    Setting{"TENON_LOG_LEVEL", "info", "Least important lines that are logged.", "debug, info, warning or error",
            [](std::string_view text, Settings& settings) {
              constexpr std::array<std::string_view, 4> names{"debug", "info", "warning", "error"};
              for (std::size_t i = 0; i < names.size(); ++i) {
                if (text != names[i]) continue;
                settings.log_level = static_cast<base::LogLevel>(i);
                return true;
              }
              return false;
            }},
    Setting{"TENON_LOG_FORMAT", "auto", "Form of the log: auto is text on a terminal and JSON elsewhere.",
            "auto, json or text",
            [](std::string_view text, Settings& settings) {
              settings.log_format.reset();
              if (text == "json") settings.log_format = base::LogFormat::json;
              if (text == "text") settings.log_format = base::LogFormat::text;
              return text == "auto" || text == "json" || text == "text";
            }},
};

}  // namespace

std::span<const Setting> setting_table() {
  return table;
}

SettingsResult read_settings(const Lookup& lookup) {
  SettingsResult result;
  for (const auto& setting : table) {
    const auto given = lookup(setting.name);
    const bool use_fallback = !given || given->empty();
    const auto text = use_fallback ? setting.fallback : std::string_view(*given);
    if (use_fallback && text.empty()) continue;
    // The value itself is not shown: it may be a secret.
    if (!setting.apply(text, result.settings))
      result.faults.push_back(std::string(setting.name) + " is malformed: it should be " +
                              std::string(setting.looks_like));
  }
  if (result.settings.environment == Environment::production && result.settings.secret.empty() && result.faults.empty())
    result.faults.push_back(
        "TENON_SECRET is missing, and production needs it: set it to at least 32 characters of random text, such as "
        "from "
        "`openssl rand -hex 32`");
  return result;
}

}  // namespace tenon::app
