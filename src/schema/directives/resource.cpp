#include "schema/directives/handlers.hpp"
#include "schema/naming.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

constexpr std::int64_t largest_page = 1000;

void on_resource(Draft& draft, ResourceDraft& resource, const Application& application) {
  if (application.given("path")) {
    std::string_view path = application.text("path");
    if (is_path_segment(path)) {
      resource.resource->path = path;
    } else {
      draft.faults.error("wrong-value", fmt::format("\"{}\" is no path segment", path), application.span("path"),
                         fmt::format("lower-case letters, digits and hyphens, as in \"{}\"", resource.resource->path));
    }
  }
  std::int64_t size = application.integer("maxPageSize").value_or(100);
  if (size < 1 || size > largest_page) {
    draft.faults.error("wrong-value", fmt::format("\"maxPageSize\" is from 1 to {}", largest_page),
                       application.span("maxPageSize"));
    return;
  }
  resource.resource->max_page_size = static_cast<std::uint32_t>(size);
}

}  // namespace

const DirectiveHandler resource_directive{.name = "resource", .phase = Phase::declare, .on_resource = on_resource};

}  // namespace tenon::schema
