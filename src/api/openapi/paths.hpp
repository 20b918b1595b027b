#pragma once
#include "api/openapi/context.hpp"

/// The `paths` of the document.
namespace tenon::api::openapi {

/// Members of `paths` for every endpoint of REST that the reader can reach.
void write_rest_paths(base::JsonWriter& json, Context& context);
/// Several writes in one request, where the reader can write anything.
void write_batch_path(base::JsonWriter& json, Context& context);
/// Sign up, in and out; the keys of tokens.
void write_account_paths(base::JsonWriter& json, Context& context);
/// Health, and this document itself.
void write_service_paths(base::JsonWriter& json, Context& context);

/// How one may authenticate for an operation.
enum class Credentials : std::uint8_t {
  none,      ///< those of the request do not count
  optional,  ///< strangers come in too
  required,
};
void write_security(base::JsonWriter& json, const Context& context, Credentials credentials);

inline constexpr std::string_view accounts_tag = "Accounts";
inline constexpr std::string_view batch_tag = "Batch";
inline constexpr std::string_view service_tag = "Service";

}  // namespace tenon::api::openapi
