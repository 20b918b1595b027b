#include "http/media_type.hpp"

#include "http/characters.hpp"
#include "http/message.hpp"

#include <algorithm>

namespace tenon::http {
namespace {

constexpr std::size_t max_parameters = 16;
constexpr std::size_t max_ranges = 64;

/// Reads tokens off the front of a header's value.
struct Reader {
  std::string_view rest;

  void skip_space() {
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
  }
  bool take(char letter) {
    if (!rest.starts_with(letter)) return false;
    rest.remove_prefix(1);
    return true;
  }
  std::string token_in_lower_case() {
    std::string token;
    while (!rest.empty() && is_token_letter(rest.front())) {
      token += to_lower(rest.front());
      rest.remove_prefix(1);
    }
    return token;
  }
  std::optional<std::string> value() {
    std::string text;
    if (!take('"')) {
      while (!rest.empty() && is_token_letter(rest.front())) {
        text += rest.front();
        rest.remove_prefix(1);
      }
      if (text.empty()) return std::nullopt;
      return text;
    }
    while (!rest.empty()) {
      char letter = rest.front();
      rest.remove_prefix(1);
      if (letter == '"') return text;
      if (letter == '\\') {
        if (rest.empty()) return std::nullopt;
        letter = rest.front();
        rest.remove_prefix(1);
      }
      text += letter;
    }
    return std::nullopt;
  }
};

/// One media type or range; leaves the reader after it.
std::optional<MediaType> read_media_type(Reader& reader) {
  MediaType media;
  reader.skip_space();
  media.type = reader.token_in_lower_case();
  if (media.type.empty() || !reader.take('/')) return std::nullopt;
  media.subtype = reader.token_in_lower_case();
  if (media.subtype.empty()) return std::nullopt;
  for (;;) {
    reader.skip_space();
    if (!reader.take(';')) return media;
    reader.skip_space();
    std::string name = reader.token_in_lower_case();
    if (name.empty()) continue;  // RFC 9110, 5.6.6: empty parameters are allowed.
    if (!reader.take('=') || media.parameters.size() == max_parameters) return std::nullopt;
    auto value = reader.value();
    if (!value) return std::nullopt;
    media.parameters.emplace_back(std::move(name), std::move(*value));
  }
}

/// 0 to 1000; nothing if it is not a weight (RFC 9110, 12.4.2).
std::optional<int> parse_weight(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1') || text.size() > 5) return std::nullopt;
  int weight = (text[0] - '0') * 1000;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int scale = 100;
  for (std::size_t i = 2; i < text.size(); ++i, scale /= 10) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    weight += (text[i] - '0') * scale;
  }
  if (weight > 1000) return std::nullopt;
  return weight;
}

struct Range {
  MediaType media;
  int weight = 1000;
};

std::vector<Range> parse_accept(std::string_view text) {
  std::vector<Range> ranges;
  Reader reader{text};
  while (!reader.rest.empty() && ranges.size() < max_ranges) {
    if (auto media = read_media_type(reader)) {
      const std::string_view quality = media->parameter("q");
      const auto weight = quality.empty() ? std::optional(1000) : parse_weight(quality);
      reader.skip_space();
      if (weight && (reader.rest.empty() || reader.rest.front() == ',')) {
        ranges.push_back({std::move(*media), *weight});
      }
    }
    const auto comma = reader.rest.find(',');
    reader.rest.remove_prefix(comma == std::string_view::npos ? reader.rest.size() : comma + 1);
  }
  return ranges;
}

/// How precisely a range names a type: 0 not at all, 1 "*/*", 2 "type/*", 3 the type itself.
int precision(const MediaType& range, std::string_view type) {
  const auto slash = type.find('/');
  if (range.type == "*") return range.subtype == "*" ? 1 : 0;
  if (range.type != type.substr(0, slash)) return 0;
  if (range.subtype == "*") return 2;
  return range.subtype == type.substr(slash + 1) ? 3 : 0;
}

int weight_of(std::string_view type, const std::vector<Range>& ranges) {
  int best_precision = 0;
  int weight = 0;
  for (const Range& range : ranges) {
    const int found = precision(range.media, type);
    if (found > best_precision || (found == best_precision && found > 0 && range.weight > weight)) {
      best_precision = found;
      weight = range.weight;
    }
  }
  return weight;
}

}  // namespace

std::string_view MediaType::parameter(std::string_view name) const {
  const auto found = std::ranges::find(parameters, name, &std::pair<std::string, std::string>::first);
  return found == parameters.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<MediaType> parse_media_type(std::string_view text) {
  Reader reader{text};
  auto media = read_media_type(reader);
  reader.skip_space();
  if (!reader.rest.empty()) return std::nullopt;
  return media;
}

bool is_json(std::string_view content_type) {
  if (content_type == "application/json") return true;
  const auto media = parse_media_type(content_type);
  if (!media || media->type != "application") return false;
  if (media->subtype != "json" && !media->subtype.ends_with("+json")) return false;
  const std::string_view charset = media->parameter("charset");
  return charset.empty() || equal_ignoring_case(charset, "utf-8");
}

std::string_view negotiate(std::string_view accept, std::span<const std::string_view> offered) {
  if (offered.empty()) return {};
  if (accept.empty() || accept == "*/*") return offered.front();
  const auto ranges = parse_accept(accept);
  if (ranges.empty()) return offered.front();
  std::string_view best;
  int best_weight = 0;
  for (const std::string_view type : offered) {
    const int weight = weight_of(type, ranges);
    if (weight > best_weight) {
      best = type;
      best_weight = weight;
    }
  }
  return best;
}

bool names_type(std::string_view accept, std::string_view type) {
  return std::ranges::any_of(parse_accept(accept), [type](const Range& range) {
    return range.weight > 0 && precision(range.media, type) == 3;
  });
}

}  // namespace tenon::http
