#include "api/rest/parse/batch_body.hpp"

#include "api/rest/parse/faults.hpp"
#include "base/did_you_mean.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace tenon::api::rest {
namespace {

constexpr std::array<std::string_view, 5> members{"method", "path", "body", "ifMatch", "id"};
constexpr std::array<std::string_view, 1> outer_members{"operations"};

bool is_name(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !text.empty() && text.size() <= max_batch_name && std::ranges::all_of(text, fits);
}

/// Reads one operation; faults are filed under its place.
class OperationParser {
 public:
  OperationParser(std::string place, std::string_view base_path, std::set<std::string_view>& names, Faults& faults)
      : place_(std::move(place)), base_path_(base_path), names_(names), faults_(faults) {}

  BatchOperation run(const base::Json& json) {
    BatchOperation operation;
    if (!json.object()) {
      faults_.add(place_, "type", fmt::format("must be an object, not {}", json.kind_name()));
      return operation;
    }
    for (const auto& [name, value] : *json.object()) {
      if (std::ranges::find(members, name) != members.end()) continue;
      const std::string shown = name.substr(0, 64);
      fault(shown, "unknown", "is no part of an operation." + base::did_you_mean(shown, members));
    }
    method(json, operation);
    path(json, operation);
    operation.body = json.find("body");
    if (json.find("ifMatch"))
      if (const auto* tag = text(json, "ifMatch")) operation.if_match = *tag;
    if (json.find("id")) name(json, operation);
    return operation;
  }

 private:
  void fault(std::string_view member, std::string_view code, std::string message) {
    faults_.add(fmt::format("{}.{}", place_, member), code, std::move(message));
  }

  const std::string* text(const base::Json& json, std::string_view member) {
    const auto* found = json.find(member);
    if (!found) {
      fault(member, "required", "is required");
      return nullptr;
    }
    if (!found->string()) fault(member, "type", fmt::format("must be a string, not {}", found->kind_name()));
    return found->string();
  }

  void method(const base::Json& json, BatchOperation& operation) {
    const auto* name = text(json, "method");
    if (!name) return;
    operation.method = http::parse_method(*name);
    switch (operation.method) {
      case http::Method::post:
      case http::Method::put:
      case http::Method::patch:
      case http::Method::remove: return;
      case http::Method::get:
      case http::Method::head:
      case http::Method::options:
      case http::Method::other: return fault("method", "enum", "must be POST, PUT, PATCH or DELETE: a batch writes");
    }
  }

  void path(const base::Json& json, BatchOperation& operation) {
    const auto* target = text(json, "path");
    if (!target) return;
    std::string_view path = *target;
    const auto question = path.find('?');
    if (question != std::string_view::npos) operation.query = path.substr(question + 1);
    path = path.substr(0, question);
    if (!path.starts_with(base_path_) || path.size() == base_path_.size() || path[base_path_.size()] != '/')
      return fault("path", "format", fmt::format("must begin with {}/", base_path_));
    operation.path = path.substr(base_path_.size());
  }

  void name(const base::Json& json, BatchOperation& operation) {
    const auto* name = text(json, "id");
    if (!name) return;
    if (!is_name(*name))
      return fault("id", "format", fmt::format("must be 1 to {} letters, digits, _ or -", max_batch_name));
    if (!names_.insert(*name).second) return fault("id", "unique", "is the name of an operation before it");
    operation.name = *name;
  }

  std::string place_;
  std::string_view base_path_;
  std::set<std::string_view>& names_;
  Faults& faults_;
};

}  // namespace

base::Result<std::vector<BatchOperation>> parse_batch(const base::Json& body, std::string_view base_path) {
  Faults faults;
  std::vector<BatchOperation> operations;
  if (!body.object())
    return base::unexpected(
        base::validation_error("", "type", fmt::format("The body must be an object, not {}", body.kind_name())));
  for (const auto& [name, value] : *body.object())
    if (name != outer_members.front())
      faults.add(name.substr(0, 64), "unknown",
                 "is no part of a batch." + base::did_you_mean(name.substr(0, 64), outer_members));
  const auto* list = body.find(outer_members.front());
  const auto* array = list ? list->array() : nullptr;
  if (!list)
    faults.add("operations", "required", "is required");
  else if (!array)
    faults.add("operations", "type", fmt::format("must be a list, not {}", list->kind_name()));
  else if (array->empty())
    faults.add("operations", "required", "A batch needs at least one operation");
  else if (array->size() > max_batch_operations)
    faults.add("operations", "limit", fmt::format("At most {} operations in one batch", max_batch_operations));
  else {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < array->size() && !faults.full(); ++i)
      operations.push_back(OperationParser(fmt::format("operations.{}", i), base_path, names, faults).run((*array)[i]));
  }
  if (!faults.empty()) return base::unexpected(std::move(faults).validation());
  return operations;
}

}  // namespace tenon::api::rest
