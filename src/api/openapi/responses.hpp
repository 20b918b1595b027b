#pragma once
#include "api/openapi/context.hpp"
#include "base/error.hpp"

#include <initializer_list>
#include <span>

/// The `responses` of operations.
namespace tenon::api::openapi {

/// A header of answers: the table says what it holds.
enum class AnswerHeader : std::uint8_t {
  request_id,
  etag,
  location,
  retry_after,
  www_authenticate,
  allow,
  cache_control,
  replayed,
  cost,
  rate_limit_policy,
  rate_limit,
};

/// Writes the member `headers`.
void write_headers(base::JsonWriter& json, Context& context, std::initializer_list<AnswerHeader> headers);

/// Writes a member for each status of the errors, in ascending order. validation and too_expensive share one.
void write_errors(base::JsonWriter& json, Context& context, std::span<const base::ErrorCode> errors);

/// Writes the members of the answers that are no errors.
void write_successes(base::JsonWriter& json, Context& context, const rest::Endpoint& endpoint);

/// All answers to HEAD: those to GET without their bodies.
void write_bodiless(base::JsonWriter& json, Context& context, const rest::Endpoint& endpoint,
                    std::span<const base::ErrorCode> errors);

}  // namespace tenon::api::openapi
