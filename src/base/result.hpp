#pragma once
#include "base/error.hpp"

#include <expected>

namespace tenon::base {

/// A value, or the error a client caused. Exceptions are for what an operator must fix.
template <typename T>
using Result = std::expected<T, Error>;

using std::unexpected;

}  // namespace tenon::base

/// `TENON_TRY(rows, load(id));` declares `rows` or returns the error. In a coroutine use TENON_CO_TRY.
/// The expression is named before it is looked at, which is also what GCC 12 coroutines need.
#define TENON_TRY(name, ...)                                                        \
  auto name##_or_error = __VA_ARGS__;                                               \
  if (!name##_or_error) return std::unexpected(std::move(name##_or_error).error()); \
  auto name = std::move(*name##_or_error)
#define TENON_TRY_VOID(...) \
  if (auto tenon_checked = __VA_ARGS__; !tenon_checked) return std::unexpected(std::move(tenon_checked).error())
#define TENON_CO_TRY(name, ...)                                                        \
  auto name##_or_error = __VA_ARGS__;                                                  \
  if (!name##_or_error) co_return std::unexpected(std::move(name##_or_error).error()); \
  auto name = std::move(*name##_or_error)
#define TENON_CO_TRY_VOID(...) \
  if (auto tenon_checked = __VA_ARGS__; !tenon_checked) co_return std::unexpected(std::move(tenon_checked).error())
