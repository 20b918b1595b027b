#pragma once
#include "lang/source.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tenon::api::graphql {

/// A step of a path in the answer: a response key, or an index in a list.
using PathStep = std::variant<std::string, std::size_t>;

/// One entry of `errors` in a GraphQL answer.
struct Error {
  std::string message;                      ///< for people; the wording is that of graphql-js where it has one
  std::vector<lang::LineColumn> locations;  ///< in the document; empty when no place can be named
  std::vector<PathStep> path;               ///< in the answer; only for errors of execution
  std::string code;                         ///< `extensions.code`; empty: BAD_REQUEST, as what is wrong over REST
  /// Further members of `extensions`, as in base::Error.
  std::vector<std::pair<std::string_view, std::int64_t>> figures;
  bool operator==(const Error&) const = default;
};
using Errors = std::vector<Error>;

}  // namespace tenon::api::graphql
