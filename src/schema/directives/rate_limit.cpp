#include "base/time.hpp"
#include "schema/directives/handlers.hpp"
#include "schema/directives/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace tenon::schema {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t longest_window = 7 * 24 * 3600;
constexpr std::int64_t most_requests = 1'000'000'000;

std::optional<std::int64_t> window_of(Draft& draft, const Application& application) {
  const auto duration = base::parse_duration(application.text("window"));
  if (duration && *duration >= second && *duration % second == 0 && *duration / second <= longest_window)
    return *duration / second;
  draft.faults.error("wrong-value", fmt::format("\"{}\" is no window", application.text("window")),
                     application.span("window"), "whole seconds, up to a week: \"10s\", \"1m\", \"24h\"");
  return std::nullopt;
}

/// What is said of requests; nothing after a fault, or where nothing is said.
std::optional<RateLimit> limit_of(Draft& draft, const Application& application) {
  const auto requests = application.integer("limit");
  if (requests.has_value() != application.given("window")) {
    draft.faults.error("missing-argument", "\"limit\" and \"window\" belong together", application.span());
    return std::nullopt;
  }
  if (!requests) return std::nullopt;
  if (*requests < 1 || *requests > most_requests) {
    draft.faults.error("wrong-value", fmt::format("\"limit\" is from 1 to {}", most_requests),
                       application.span("limit"));
    return std::nullopt;
  }
  const auto window = window_of(draft, application);
  if (!window) return std::nullopt;
  RateLimit limit;
  limit.requests = *requests;
  limit.window_seconds = *window;
  limit.per = application.text("per") == "ADDRESS" ? LimitPer::address : LimitPer::principal;
  return limit;
}

/// "Comment", or "Comment.create+update" where only some operations count.
std::string name_of(const Resource& resource, const RateLimit& limit) {
  std::string name = resource.name;
  char separator = '.';
  const auto add = [&](Operation operation, std::string_view word) {
    if (!limit.operations.has(operation)) return;
    name += separator;
    name += word;
    separator = '+';
  };
  add(Operation::create, "create");
  add(Operation::read, "read");
  add(Operation::update, "update");
  add(Operation::remove, "delete");
  return name;
}

void on_resource(Draft& draft, ResourceDraft& draft_resource, const Application& application) {
  Resource& resource = *draft_resource.resource;
  if (application.given("maxCost")) {
    draft.faults.error("wrong-location", "\"maxCost\" is for roles: a request may touch many types",
                       application.span("maxCost"), "write it on a value of the enum with @roles");
    return;
  }
  auto limit = limit_of(draft, application);
  if (!limit) {
    if (!application.given("limit") && !application.given("window"))
      draft.faults.error("missing-argument", "\"@rateLimit\" on a type needs \"limit\" and \"window\"",
                         application.span());
    return;
  }
  limit->operations = rule_operations(draft, Place::resource, application);
  if (limit->operations.bits == 0) return;
  limit->name = application.given("ops") ? name_of(resource, *limit) : resource.name;
  // The name is what a client tells limits apart by.
  const auto same = std::ranges::count_if(resource.rate_limits, [&](const RateLimit& other) {
    return other.name == limit->name || other.name.starts_with(limit->name + '-');
  });
  if (same > 0) limit->name += fmt::format("-{}", same + 1);
  resource.rate_limits.push_back(std::move(*limit));
}

void on_enum_value(Draft& draft, EnumDraft& type, std::size_t value, const Application& application) {
  if (type.type != draft.role_type) {
    draft.faults.error("wrong-location", fmt::format("\"@rateLimit\" needs \"@roles\" on \"{}\"", type.type->name),
                       application.span());
    return;
  }
  if (application.given("ops") || (application.given("per") && application.text("per") == "ADDRESS")) {
    const auto* argument = application.given("ops") ? "ops" : "per";
    draft.faults.error("wrong-location", fmt::format("\"{}\" means nothing on a role", argument),
                       application.span(argument), "a role's limit counts all requests of each caller who has it");
    return;
  }
  Role& role = draft.model.roles[value];
  if (role.rate_limit || role.max_cost) {
    draft.faults.error("repeated-directive", "a role has one \"@rateLimit\"", application.span());
    return;
  }
  const auto cost = application.integer("maxCost");
  if (cost && *cost < 1)
    return draft.faults.error("wrong-value", "\"maxCost\" is at least 1", application.span("maxCost"));
  auto limit = limit_of(draft, application);
  if (!limit && !cost && !application.given("limit") && !application.given("window"))
    return draft.faults.error("missing-argument",
                              "\"@rateLimit\" on a role needs \"limit\" and \"window\", or \"maxCost\"",
                              application.span());
  if (limit) limit->name = role.name;
  role.rate_limit = std::move(limit);
  role.max_cost = cost;
}

void on_operation(Draft& draft, OperationDraft&, const Application& application) {
  draft.faults.not_supported_yet("\"@rateLimit\" on an operation", application.span());
}

}  // namespace

const DirectiveHandler rate_limit_directive{
    .name = "rateLimit", .on_resource = on_resource, .on_enum_value = on_enum_value, .on_operation = on_operation};

}  // namespace tenon::schema
