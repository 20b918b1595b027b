#pragma once
#include "base/json.hpp"
#include "base/result.hpp"
#include "http/message.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The body of a batch, as far as it can be read without knowing what its operations write. Pure.
namespace tenon::api::rest {

inline constexpr std::size_t max_batch_operations = 100;
inline constexpr std::size_t max_batch_name = 64;  ///< characters of an operation's name

/// One operation. Its views point into the JSON it was read from.
struct BatchOperation {
  http::Method method = http::Method::post;
  std::string_view path;                     ///< below the base path, still encoded
  std::string_view query;                    ///< what follows '?'
  const base::Json* body = nullptr;          ///< null if there is none
  std::optional<std::string_view> if_match;  ///< as the header
  std::string_view name;                     ///< what later operations call its row; empty: nothing
};

/// `{"operations": [{"method", "path", "body", "ifMatch", "id"}, …]}`. Every fault at once, as 422, filed under
/// "operations.2.path".
base::Result<std::vector<BatchOperation>> parse_batch(const base::Json& body, std::string_view base_path);

}  // namespace tenon::api::rest
