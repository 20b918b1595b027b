#include "api/rest/batch_steps.hpp"

#include "api/rest/parse/row_id.hpp"
#include "api/rest/representation_tag.hpp"
#include "api/rest/write_requests.hpp"
#include "base/uuid.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tenon::api::rest {
namespace {

std::string name_of(std::size_t place) {
  return fmt::format("operations.{}", place);
}

base::Result<RowReference> find_row(const NamedRows& rows, std::string_view name) {
  const auto found = rows.find(name);
  if (found == rows.end())
    return base::unexpected(base::Error(base::ErrorCode::validation, "names no row of an operation before this one"));
  return RowReference{found->second.resource, found->second.id};
}

/// One operation with the rows before it.
class StepReader {
 public:
  StepReader(std::size_t place, const BatchOperation& operation, const NamedRows& rows)
      : place_(place), operation_(operation), rows_(rows) {}

  base::Result<void> run(const BatchPaths::Match& match, BatchStep& step) {
    step.route = match.route;
    step.kind = match.kind;
    step.place = place_;
    step.operation = &operation_;
    step.segments = match.parameters;
    TENON_TRY_VOID(check_parts(traits(match.kind)));
    WriteInput input;
    TENON_TRY_VOID(ids(match, input));
    input.query = operation_.query;
    input.body = [this](BodyUse) { return base::Result<base::Json>(*operation_.body); };
    input.versions = [this]() -> base::Result<std::vector<std::string>> {
      if (!operation_.if_match) return std::vector<std::string>();
      return versions_of(*operation_.if_match);
    };
    input.find_reference = [this](std::string_view name) { return find(name); };
    if (auto done = read(input, step); !done) return base::unexpected(of_operation(place_, std::move(done).error()));
    step.waits = waits_;
    return {};
  }

 private:
  base::Result<RowReference> find(std::string_view name) {
    if (const auto found = rows_.find(name); found != rows_.end() && !found->second.known) waits_ = true;
    return find_row(rows_, name);
  }

  base::Error fault(std::string_view member, std::string code, std::string message) const {
    return base::validation_error(fmt::format("{}.{}", name_of(place_), member), std::move(code), std::move(message));
  }

  base::Result<void> ids(const BatchPaths::Match& match, WriteInput& input) {
    for (std::size_t i = 0; i < match.parameters.size(); ++i) {
      const auto segment = match.parameters[i];
      const auto& resource = resource_of_parameter(*match.route, i);
      if (segment.starts_with('{') && segment.ends_with('}')) {
        auto row = find(segment.substr(1, segment.size() - 2));
        if (!row)
          return base::unexpected(fault("path", "reference", fmt::format("{} {}", segment, row.error().text())));
        if (row->resource != &resource)
          return base::unexpected(
              fault("path", "reference",
                    fmt::format("{} is a row of {}, not of {}", segment, row->resource->path, resource.path)));
        input.ids.push_back(std::move(row->id));
        continue;
      }
      const auto text = http::percent_decode(segment);
      auto id = text ? parse_row_id(resource, *text) : std::nullopt;
      if (!id) return base::unexpected(of_operation(place_, base::Error(base::ErrorCode::not_found)));
      input.ids.push_back(std::move(*id));
    }
    return {};
  }

  base::Result<void> check_parts(const EndpointTraits& facts) const {
    if (facts.body && !operation_.body) return base::unexpected(fault("body", "required", "is required"));
    if (!facts.body && operation_.body)
      return base::unexpected(fault("body", "not_taken", "This operation takes no body"));
    if (operation_.if_match && !facts.conditional)
      return base::unexpected(fault("ifMatch", "not_taken", "This operation takes no ifMatch"));
    return {};
  }

  base::Result<void> read(const WriteInput& input, BatchStep& step) {
    switch (step.kind) {
      case EndpointKind::create:
      case EndpointKind::create_related: {
        TENON_TRY(create, read_create(*step.route, input));
        step.wanted = std::move(create);
        return {};
      }
      case EndpointKind::replace:
      case EndpointKind::merge: {
        TENON_TRY(update, read_update(*step.route, input, *traits(step.kind).body));
        step.wanted = std::move(update);
        return {};
      }
      case EndpointKind::remove: {
        TENON_TRY(remove, read_remove(*step.route, input));
        step.wanted = std::move(remove);
        return {};
      }
      case EndpointKind::link:
      case EndpointKind::unlink: {
        const auto mode = step.kind == EndpointKind::link ? query::LinkMode::link : query::LinkMode::unlink;
        TENON_TRY(link, read_link(*step.route, input, mode));
        step.wanted = std::move(link);
        return {};
      }
      case EndpointKind::list:
      case EndpointKind::get:
      case EndpointKind::list_related:
      case EndpointKind::aggregate: break;
    }
    return base::unexpected(base::internal_error("a batch was routed to what does not write"));
  }

  std::size_t place_;
  const BatchOperation& operation_;
  const NamedRows& rows_;
  bool waits_ = false;
};

std::size_t rows_in(const std::vector<query::RowInput>& rows) {
  std::size_t count = rows.size();
  for (const auto& row : rows)
    for (const auto& nested : row.nested) count += rows_in(nested.rows);
  return count;
}

/// The row that a step leaves behind, for those after it.
base::Result<NamedRow> named_row(BatchStep& step) {
  const auto refuse = [&](const char* why) {
    return base::unexpected(base::validation_error(name_of(step.place) + ".id", "reference", why));
  };
  if (auto* create = std::get_if<query::Create>(&step.wanted)) {
    if (create->many) return refuse("names one row, and this writes several");
    const bool known = create->resource->id->scalar != schema::Scalar::big_int;
    if (known) create->id = base::new_uuid();
    return NamedRow{create->resource, known ? create->id : base::Value(std::int64_t{1}), known};
  }
  if (const auto* update = std::get_if<query::Update>(&step.wanted))
    return NamedRow{update->resource, update->id, !step.waits};
  return refuse("names a row, and this leaves none");
}

}  // namespace

base::Error of_operation(std::size_t place, base::Error error) {
  const auto prefix = name_of(place);
  if (error.details.empty()) {
    std::string word(base::error_info(error.code).name);
    for (char& c : word)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    error.details.push_back({prefix, std::move(word), std::string(error.text())});
    return error;
  }
  const std::string_view part = error.code == base::ErrorCode::bad_request ? "path" : "body";
  for (auto& detail : error.details)
    detail.field = fmt::format("{}.{}{}{}", prefix, part, detail.field.empty() ? "" : ".", detail.field);
  return error;
}

base::Result<std::vector<BatchStep>> read_batch(const BatchPaths& paths, const std::vector<BatchOperation>& operations,
                                                const access::Principal& principal) {
  NamedRows rows;
  std::vector<BatchStep> steps;
  std::size_t created = 0;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const auto& operation = operations[i];
    const auto match = paths.find(operation.method, operation.path);
    if (!match)
      return base::unexpected(base::validation_error(
          name_of(i) + ".path", "not_found", fmt::format("is no place to {} to", http::to_text(operation.method))));
    // As the request of its own would be answered.
    if (principal.anonymous() && match->route->closed_to_strangers)
      return base::unexpected(of_operation(i, base::Error(base::ErrorCode::unauthenticated)));
    auto& step = steps.emplace_back();
    TENON_TRY_VOID(StepReader(i, operation, rows).run(*match, step));
    if (const auto* create = std::get_if<query::Create>(&step.wanted)) created += rows_in(create->rows);
    if (created > query::limits::max_rows_in)
      return base::unexpected(base::validation_error(
          "operations", "limit", fmt::format("At most {} new rows in one batch", query::limits::max_rows_in)));
    if (operation.name.empty()) continue;
    TENON_TRY(row, named_row(step));
    rows.emplace(operation.name, std::move(row));
  }
  return steps;
}

base::Result<void> read_again(BatchStep& step, const NamedRows& rows) {
  base::Value id;
  if (const auto* create = std::get_if<query::Create>(&step.wanted)) id = create->id;
  const BatchPaths::Match match{step.route, step.kind, step.segments};
  TENON_TRY_VOID(StepReader(step.place, *step.operation, rows).run(match, step));
  if (auto* create = std::get_if<query::Create>(&step.wanted)) create->id = std::move(id);
  return {};
}

}  // namespace tenon::api::rest
