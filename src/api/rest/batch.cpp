#include "api/rest/batch.hpp"

#include "api/front/request_cost.hpp"
#include "api/rest/batch_steps.hpp"
#include "api/rest/envelope.hpp"
#include "api/rest/idempotency.hpp"
#include "api/rest/json_body.hpp"
#include "api/rest/media_types.hpp"
#include "api/rest/parse/requests.hpp"
#include "api/rest/write_answers.hpp"
#include "base/json_writer.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <utility>

namespace tenon::api::rest {
namespace {

/// A batch on its way through a transaction; made anew for each run of it.
class BatchRun {
 public:
  BatchRun(query::Writes& writes, const std::vector<BatchStep>& steps) : writes_(writes), steps_(steps) {}

  Answer run() {
    body_ = envelope_begin;
    body_ += '[';
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      if (i > 0) body_ += ',';
      auto done = co_await step(i);
      if (!done) co_return std::unexpected(std::move(done).error());
    }
    body_ += ']';
    end_envelope(body_, masked_);
    http::Response response(200);
    response.headers.emplace_back("Content-Type", "application/json");
    front::add_cost(response, writes_.spent());
    response.body = std::move(body_);
    co_return response;
  }

 private:
  base::Task<base::Result<void>> step(std::size_t place) {
    auto step = steps_[place];
    if (step.waits) {
      auto read = read_again(step, rows_);
      if (!read) co_return std::unexpected(std::move(read).error());
    }
    auto task = perform(place, step);
    auto done = co_await std::move(task);
    if (!done) co_return std::unexpected(of_operation(place, std::move(done).error()));
    co_return base::Result<void>{};
  }

  base::Task<base::Result<void>> perform(std::size_t place, const BatchStep& step) {
    if (const auto* create = std::get_if<query::Create>(&step.wanted)) {
      std::string data;
      auto answer = co_await writes_.create(*create, data);
      if (!answer) co_return std::unexpected(std::move(answer).error());
      answer->created = true;
      if (create->many) answer->ids.clear();
      row(place, step, *answer, create->selection, data);
    } else if (const auto* update = std::get_if<query::Update>(&step.wanted)) {
      std::string data;
      auto answer = co_await writes_.update(*update, data);
      if (!answer) co_return std::unexpected(std::move(answer).error());
      row(place, step, *answer, update->selection, data);
    } else if (const auto* remove = std::get_if<query::Remove>(&step.wanted)) {
      auto done = co_await writes_.remove(*remove);
      if (!done) co_return std::unexpected(std::move(done).error());
      body_ += R"({"status":204})";
    } else if (const auto* link = std::get_if<query::Link>(&step.wanted)) {
      auto done = co_await writes_.link(*link);
      if (!done) co_return std::unexpected(std::move(done).error());
      body_ += R"({"status":204})";
    }
    co_return base::Result<void>{};
  }

  void row(std::size_t place, const BatchStep& step, const query::WriteAnswer& answer,
           const query::Selection& selection, std::string_view data) {
    base::JsonWriter json(body_);
    json.begin_object();
    json.member("status", std::int64_t{answer.created ? 201 : 200});
    if (answer.created && answer.ids.size() == 1) json.member("location", location_of(*step.route, answer.ids.front()));
    if (!answer.etag.empty()) json.member("etag", tag_of(answer, selection, data));
    json.key("data");
    json.raw(data);
    json.end_object();
    for (const auto& path : answer.masked) masked_.push_back(fmt::format("{}.data.{}", place, path));
    const auto& name = step.operation->name;
    if (!name.empty() && answer.ids.size() == 1)
      rows_.insert_or_assign(std::string(name), NamedRow{&step.route->rows(), answer.ids.front()});
  }

  query::Writes& writes_;
  const std::vector<BatchStep>& steps_;
  std::string body_;
  std::vector<std::string> masked_;
  NamedRows rows_;
};

/// What a run needs stays alive in here while its task does.
Answer run_batch(query::Writes& writes, const std::vector<BatchStep>& steps) {
  BatchRun batch(writes, steps);
  auto task = batch.run();
  auto answer = co_await std::move(task);
  co_return answer;
}

Answer run_together(const Route& route, const std::vector<BatchStep>& steps, const access::Principal& principal) {
  http::Response response;
  query::Together work = [&](query::Writes& writes) -> base::Task<base::Result<void>> {
    auto task = run_batch(writes, steps);
    auto answer = co_await std::move(task);
    if (!answer) co_return std::unexpected(std::move(answer).error());
    response = std::move(*answer);
    co_return base::Result<void>{};
  };
  auto done = co_await route.context->engine->together(std::move(work), principal);
  if (!done) co_return std::unexpected(std::move(done).error());
  co_return response;
}

}  // namespace

Answer batch(const Route& route, http::Request& request, const access::Principal& principal) {
  TENON_CO_TRY(attempt, read_attempt(request, principal));
  if (attempt) {
    auto earlier = co_await earlier_answer(route, request, *attempt, principal);
    if (!earlier) co_return std::unexpected(std::move(earlier).error());
    if (*earlier) co_return std::move(**earlier);
  }
  TENON_CO_TRY(query, http::parse_query(request.query));
  TENON_CO_TRY_VOID(parse_nothing(query));
  TENON_CO_TRY(json, read_json_body(request, body_types(BodyUse::create)));
  TENON_CO_TRY(operations, parse_batch(json, route.context->base_path));
  TENON_CO_TRY(steps, read_batch(*route.batch, operations, principal));
  if (!attempt) {
    auto answer = co_await run_together(route, steps, principal);
    co_return answer;
  }
  Write write = [&steps](query::Writes& writes) { return run_batch(writes, steps); };
  auto answer = co_await write_once(route, std::move(*attempt), std::move(write), principal);
  co_return answer;
}

}  // namespace tenon::api::rest
