#include "api/rest/parse/batch_body.hpp"
#include "api/rest/parse/body.hpp"
#include "api/rest/parse/entity_tags.hpp"
#include "api/rest/parse/faults.hpp"
#include "api/rest/parse/requests.hpp"
#include "api/rest/testing/blog_model.hpp"

#include <cassert>
#include <cstddef>
#include <cstdint>

// The first byte says what the rest is: a query string of a list or of one row, a body, or a header.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tenon;
  using namespace tenon::api::rest;
  static const schema::ModelPtr model = testing::blog_model();
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const schema::Resource& resource = *model->resources[data[0] / 8 % model->resources.size()];

  const auto read_cursor = [](std::string_view, const schema::Resource&, const std::vector<query::SortKey>& sort) {
    return base::Result<std::vector<base::Value>>(std::vector<base::Value>(sort.size() + 1));
  };
  const auto check = [](const base::Error& error) { assert(error.details.size() <= Faults::max_listed); };
  switch (data[0] % 8) {
    case 0:
    case 1:
      if (const auto query = http::parse_query(text))
        if (const auto request = parse_list(resource, std::nullopt, *query, read_cursor); !request)
          check(request.error());
      break;
    case 2:
      if (const auto query = http::parse_query(text))
        if (const auto request = parse_get(resource, std::string("1"), *query); !request) check(request.error());
      break;
    case 4:
      if (const auto query = http::parse_query(text))
        if (const auto request = parse_aggregate(resource, *query); !request) check(request.error());
      break;
    case 3: (void)parse_entity_tags("If-Match", text); break;
    default:
      if (const auto json = base::parse_json(text)) {
        if (const auto rows = parse_rows(resource, nullptr, *json); !rows) check(rows.error());
        if (const auto batch = parse_batch(*json, "/api/v1"); !batch) check(batch.error());
        (void)parse_row(resource, BodyUse::replace, *json);
        (void)parse_row(resource, BodyUse::merge, *json);
      }
  }
  return 0;
}
