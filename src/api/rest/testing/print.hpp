#pragma once
#include "base/error.hpp"
#include "query/operation.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

/// Operations as one line of text, so that parser tests are tables.
namespace tenon::api::rest::testing {

inline std::string print(const query::Operation& operation, query::Operand operand) {
  return operand < 0 ? "-" : base::to_debug_text(operation.operands.at(static_cast<std::size_t>(operand)));
}

inline std::string print(const query::Operation& operation, const query::Filter& filter) {
  using Kind = query::Filter::Kind;
  if (filter.kind != Kind::compare) {
    std::string text;
    for (const auto& child : filter.children) text += (text.empty() ? "" : " ") + print(operation, child);
    return fmt::format("{}({})", filter.kind == Kind::all_of ? "all" : "any", text);
  }
  static constexpr const char* names[] = {"==",  "!=",       "<",      "<=",   ">",   ">=",  "in",
                                          "nin", "contains", "starts", "ends", "has", "null"};
  std::string text;
  for (const auto* hop : filter.path.hops) text += hop->name + ".";
  text += filter.path.field->name;
  text += fmt::format(" {}", names[static_cast<std::size_t>(filter.comparison)]);
  for (const query::Operand operand : filter.operands) text += " " + print(operation, operand);
  return "[" + text + "]";
}

inline std::string print(const std::vector<query::SortKey>& keys) {
  std::string text;
  for (const auto& key : keys)
    text += (text.empty() ? "" : ",") + std::string(key.descending ? "-" : "") + key.field->name;
  return text;
}

inline std::string print(const query::Operation& operation, const query::Selection& selection) {
  std::string text;
  for (const auto* field : selection.fields) text += (text.empty() ? "" : ",") + field->name;
  for (const auto& include : selection.includes) {
    text += " " + include.relation->name;
    if (include.limit >= 0) text += "*" + print(operation, include.limit);
    if (!include.sort.empty()) text += "/" + print(include.sort);
    if (!include.filter.children.empty()) text += "?" + print(operation, include.filter);
    text += "{" + print(operation, include.selection) + "}";
  }
  return text;
}

/// One line per fault: field, code, message.
inline std::string print(const base::Error& error) {
  std::string text = fmt::format("{}", base::error_info(error.code).http_status);
  for (const auto& detail : error.details)
    text += fmt::format("\n{} | {} | {}", detail.field, detail.code, detail.message);
  return text;
}

}  // namespace tenon::api::rest::testing
