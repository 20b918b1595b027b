#pragma once
#include "base/value.hpp"
#include "query/operation.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::query {

/// What a cursor is bound to.
struct CursorOrder {
  const schema::Resource* resource = nullptr;
  std::vector<SortKey> keys;  ///< as of with_id
};

/// A cursor is base64url(values as tagged text, then 16 bytes of HMAC-SHA-256 over the values, the resource and the
/// sort). So a client can neither make one nor use one with another list or order. It holds only values its maker could
/// see.
std::string write_cursor(std::string_view key, const schema::Resource& resource, const std::vector<SortKey>& keys,
                         const std::vector<base::Value>& values);

/// Nothing for any text that write_cursor did not make with these keys. `keys` as of with_id.
std::optional<std::vector<base::Value>> read_cursor(std::string_view key, std::string_view cursor,
                                                    const schema::Resource& resource, const std::vector<SortKey>& keys);

/// Replaces each db::cursor_marker and the keys behind it, in the JSON that begins at `from`, by a cursor as a JSON
/// string. `orders` by the marker's number. To be called only where the plan has such cursors.
void resolve_cursors(std::string& json, std::size_t from, std::string_view key, std::span<const CursorOrder> orders);

}  // namespace tenon::query
