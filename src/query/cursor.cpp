#include "query/cursor.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/secret.hpp"
#include "db/cursor_keys.hpp"

#include <charconv>

namespace tenon::query {
namespace {

constexpr std::size_t tag_bytes = 16;
constexpr std::size_t max_cursor_bytes = 8 * 1024;

void append_value(std::string& out, const base::Value& value) {
  const auto sized = [&](char kind, std::string_view text) { db::append_key(out, kind, text); };
  struct Writer {
    const decltype(sized)& write;
    void operator()(base::Null) const { write('n', {}); }
    void operator()(bool flag) const { write('b', flag ? "1" : "0"); }
    void operator()(std::int64_t number) const { write('i', std::to_string(number)); }
    void operator()(double number) const {
      char text[32];
      auto end = std::to_chars(text, text + sizeof text, number).ptr;
      write('d', {text, static_cast<std::size_t>(end - text)});
    }
    void operator()(const std::string& text) const { write('s', text); }
    void operator()(const base::Bytes& bytes) const { write('x', bytes.data); }
  };
  std::visit(Writer{sized}, value);
}

template <typename Number>
std::optional<base::Value> parse_number(std::string_view text) {
  Number number{};
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return base::Value(number);
}

std::optional<base::Value> take_value(std::string_view& rest) {
  if (rest.empty()) return std::nullopt;
  const char kind = rest.front();
  rest.remove_prefix(1);
  std::size_t size = 0;
  auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), size);
  if (fault != std::errc{} || end == rest.data() + rest.size() || *end != ':') return std::nullopt;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()) + 1);
  if (size > rest.size()) return std::nullopt;
  const auto text = rest.substr(0, size);
  rest.remove_prefix(size);
  switch (kind) {
    case 'n': return base::Value(base::Null{});
    case 'b': return base::Value(text == "1");
    case 'i': return parse_number<std::int64_t>(text);
    case 'd': return parse_number<double>(text);
    case 's': return base::Value(std::string(text));
    case 'x': return base::Value(base::Bytes{std::string(text)});
    default: return std::nullopt;
  }
}

std::string tag_of(std::string_view key, std::string_view payload, const schema::Resource& resource,
                   const std::vector<SortKey>& keys) {
  std::string bound(payload);
  bound += '\0';
  bound += resource.name;
  for (const auto& sort_key : keys) {
    bound += sort_key.descending ? '-' : '+';
    bound += sort_key.field->name;
  }
  return base::hmac_sha256(key, bound).substr(0, tag_bytes);
}

}  // namespace

std::string write_cursor(std::string_view key, const schema::Resource& resource, const std::vector<SortKey>& keys,
                         const std::vector<base::Value>& values) {
  std::string payload;
  for (const auto& value : values) append_value(payload, value);
  return base::base64url_encode(payload + tag_of(key, payload, resource, keys));
}

void resolve_cursors(std::string& json, std::size_t from, std::string_view key, std::span<const CursorOrder> orders) {
  auto at = json.find(db::cursor_marker, from);
  if (at == std::string::npos) return;
  std::string resolved;
  resolved.reserve(json.size() - from + 1024);
  std::size_t copied = from;
  for (; at != std::string::npos; at = json.find(db::cursor_marker, copied)) {
    resolved.append(json, copied, at - copied);
    const auto keys = db::read_cursor_keys(std::string_view(json).substr(at));
    if (!keys || keys->number >= orders.size()) {
      // Not ours: somebody else put it into the database.
      copied = at + 1;
      continue;
    }
    const auto& order = orders[keys->number];
    std::string bytes(keys->keys);
    bytes += tag_of(key, keys->keys, *order.resource, order.keys);
    resolved += '"';
    resolved += base::base64url_encode(bytes);
    resolved += '"';
    copied = at + keys->size;
  }
  resolved.append(json, copied);
  json.replace(from, std::string::npos, resolved);
}

std::optional<std::vector<base::Value>> read_cursor(std::string_view key, std::string_view cursor,
                                                    const schema::Resource& resource,
                                                    const std::vector<SortKey>& keys) {
  if (cursor.size() > max_cursor_bytes) return std::nullopt;
  const auto bytes = base::base64url_decode(cursor);
  if (!bytes || bytes->size() < tag_bytes) return std::nullopt;
  std::string_view payload(*bytes);
  const auto tag = payload.substr(payload.size() - tag_bytes);
  payload.remove_suffix(tag_bytes);
  if (!base::constant_time_equal(tag, tag_of(key, payload, resource, keys))) return std::nullopt;
  std::vector<base::Value> values;
  while (!payload.empty()) {
    auto value = take_value(payload);
    if (!value) return std::nullopt;
    values.push_back(std::move(*value));
  }
  if (values.size() != keys.size()) return std::nullopt;
  return values;
}

}  // namespace tenon::query
