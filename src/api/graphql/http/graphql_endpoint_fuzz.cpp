#include "api/graphql/http/routes.hpp"
#include "base/task_blocking.hpp"
#include "http/dispatch.hpp"
#include "query/testing/test_engine_house.hpp"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

// A body, or after an odd first byte a query string, from HTTP to an in-memory blog and back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tenon;
  static constexpr std::string_view ann = "00000000-0000-7000-8000-000000000001";
  static query::testing::EngineHouse house;
  static const http::Router router = [] {
    house.put("User", {{"id", query::testing::text(ann)},
                       {"email", query::testing::text("a@example.org")},
                       {"name", query::testing::text("Ann")}});
    house.put("Post", {{"id", query::testing::text("00000000-0000-7000-8000-000000000002")},
                       {"title", query::testing::text("T")},
                       {"author", query::testing::text(ann)}});
    api::graphql::EndpointContext context;
    context.executor = std::make_shared<api::graphql::Executor>(*house.engine, house.model);
    context.identify = [](http::Request&) -> base::Task<base::Result<access::Principal>> { co_return house.as(ann); };
    context.max_batch = 3;
    http::Router made;
    api::graphql::add_routes(made, std::move(context));
    return made;
  }();
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  http::Request request;
  request.method = data[0] % 2 == 0 ? http::Method::post : http::Method::get;
  request.set_target(data[0] % 2 == 0 ? std::string("/graphql") : "/graphql?" + std::string(text));
  request.body = text;
  request.headers.emplace_back("content-type", "application/json");
  request.headers.emplace_back("accept", "application/graphql-response+json");
  const auto response = base::run_blocking(http::dispatch(router, request));
  assert(response.status < 500);
  assert(base::parse_json(response.body, {.max_bytes = 64 << 20, .max_depth = 200, .max_values = 10'000'000}));
  return 0;
}
