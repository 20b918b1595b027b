#include "api/front/request_cost.hpp"
#include "api/rest/endpoints.hpp"
#include "api/rest/parse/requests.hpp"
#include "api/rest/parse/row_id.hpp"
#include "api/rest/routes.hpp"
#include "app/explain/explanation.hpp"
#include "app/explain/shown_parameters.hpp"
#include "app/explain/who_may.hpp"
#include "base/json.hpp"
#include "base/task_blocking.hpp"
#include "http/dispatch.hpp"
#include "http/url.hpp"
#include "query/compile_read.hpp"
#include "query/engine.hpp"
#include "query/explain/rules_on_row.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace tenon::app::explain {
namespace {

using api::rest::Endpoint;
using api::rest::EndpointKind;
using schema::Operation;

constexpr std::string_view base_path = "/api/v1";

http::Request request_of(const Question& question) {
  http::Request request;
  request.method = question.method;
  request.set_target(question.target);
  request.body = question.body;
  request.remote_ip = question.caller.remote_ip;
  request.request_id = "explain";
  if (!question.body.empty()) request.headers.emplace_back("content-type", "application/json");
  return request;
}

/// The endpoint that a request is for, and the values in its path. None: the server has no such route.
struct Matched {
  std::optional<Endpoint> endpoint;
  std::vector<std::string> path_parameters;
};

Matched match(const Question& question, const schema::Model& model) {
  Matched matched;
  http::Router router;
  for (const auto& endpoint : api::rest::endpoints(model))
    router.add(api::rest::traits(endpoint.kind).method, std::string(base_path) + endpoint.path,
               [&matched, endpoint](http::Request& request) -> base::Task<http::Response> {
                 matched.endpoint = endpoint;
                 matched.path_parameters = request.path_parameters;
                 co_return http::Response(200);
               });
  auto request = request_of(question);
  base::run_blocking(http::dispatch(router, request));
  return matched;
}

Operation operation_of(EndpointKind kind) {
  switch (kind) {
    case EndpointKind::list:
    case EndpointKind::list_related:
    case EndpointKind::get:
    case EndpointKind::aggregate: return Operation::read;
    case EndpointKind::create:
    case EndpointKind::create_related: return Operation::create;
    case EndpointKind::replace:
    case EndpointKind::merge:
    case EndpointKind::link:
    case EndpointKind::unlink: return Operation::update;
    case EndpointKind::remove: return Operation::remove;
  }
  return Operation::read;
}

/// Whether the path names a row that the rules are judged on.
bool is_about_one_row(EndpointKind kind) {
  return kind == EndpointKind::get || kind == EndpointKind::replace || kind == EndpointKind::merge ||
         kind == EndpointKind::remove || kind == EndpointKind::link || kind == EndpointKind::unlink;
}

class Explainer {
 public:
  Explainer(const Question& question, const schema::ModelPtr& model, db::Database& database)
      : question_(question),
        model_(model),
        inner_(database),
        database_(database),
        engine_(model, database_, options(question)),
        ground_{.model = *model, .dialect = database.dialect(), .caller = query::class_of(question.caller)},
        shown_(ground_),
        matched_(match(question, *model)) {}

  Explanation run() {
    answer_.request = question_.method_text + " " + question_.target;
    answer_.caller = question_.caller_name;
    ask();
    if (matched_.endpoint) describe(*matched_.endpoint);
    for (const auto& statement : database_.statements())
      answer_.statements.push_back({.text = statement.statement.text,
                                    .writes = statement.writes(),
                                    .parameters = shown_.of(statement),
                                    .plan = statement.plan});
    if (question_.who) answer_.who = who();
    return std::move(answer_);
  }

 private:
  static query::EngineOptions options(const Question& question) { return question.engine; }

  /// The request goes the server's own way, to a database that does not write.
  void ask() {
    http::Router router;
    api::rest::Context context;
    context.engine = &engine_;
    context.identify = [this](http::Request&) -> base::Task<base::Result<access::Principal>> {
      co_return question_.caller;
    };
    context.base_path = base_path;
    api::rest::add_routes(router, std::move(context));
    auto request = request_of(question_);
    const auto response = base::run_blocking(http::dispatch(router, request));
    judge(response);
  }

  void judge(const http::Response& response) {
    auto& outcome = answer_.outcome;
    outcome.status = response.status;
    for (const auto& [name, value] : response.headers)
      if (name == api::front::cost_header) outcome.cost = std::stoll(value);
    const auto json = base::parse_json(response.body);
    const auto* error = json ? json->find("error") : nullptr;
    const auto text = [](const base::Json* object, std::string_view name) {
      const auto* member = object ? object->find(name) : nullptr;
      return member && member->string() ? *member->string() : std::string();
    };
    if (const auto* details = error ? error->find("details") : nullptr; details && details->array())
      for (const auto& detail : *details->array())
        outcome.details.push_back(text(&detail, "field") + ": " + text(&detail, "message"));
    outcome.code = text(error, "code");
    outcome.message = text(error, "message");
    // The first write was kept out as if a unique key were taken. A key that really is taken is named; what rules
    // refuse has other codes.
    const bool kept_out = response.status == 500 || (response.status == 409 && outcome.details.empty());
    if (!database_.would_write() || !kept_out) return;
    outcome = {};
    outcome.would_write = true;
    outcome.status = matched_.endpoint ? api::rest::traits(matched_.endpoint->kind).successes.front() : 200;
  }

  void describe(const Endpoint& endpoint) {
    const auto operation = operation_of(endpoint.kind);
    const bool writes = operation != Operation::read;
    auto id = path_id(0, *endpoint.resource);
    if (id) shown_.know_written(*id);
    if (endpoint.kind == EndpointKind::link || endpoint.kind == EndpointKind::unlink)
      if (const auto other = path_id(1, endpoint.rows())) shown_.know_written(*other);
    shown_.know_written(question_.caller.id);
    if (writes) {
      write_words(endpoint, operation);
      shown_.know_body(question_.body, endpoint.rows());
      if (endpoint.kind != EndpointKind::create && endpoint.kind != EndpointKind::create_related && id)
        add_rules(*endpoint.resource, Operation::read, &*id);
    } else {
      read_words(endpoint, id);
    }
    const bool one_row = is_about_one_row(endpoint.kind) && id;
    if (one_row) answer_.row = matched_.path_parameters.front();
    const bool link = endpoint.kind == EndpointKind::link || endpoint.kind == EndpointKind::unlink;
    const auto& judged = link ? *endpoint.resource : endpoint.rows();
    if (writes) add_rules(judged, operation, one_row ? &*id : nullptr);
    if (link || endpoint.kind == EndpointKind::create_related)
      add_rules(link ? endpoint.rows() : *endpoint.resource, Operation::read, nullptr);
  }

  std::optional<base::Value> path_id(std::size_t index, const schema::Resource& resource) const {
    if (index >= matched_.path_parameters.size()) return std::nullopt;
    return api::rest::parse_row_id(resource, matched_.path_parameters[index]);
  }

  void write_words(const Endpoint& endpoint, Operation operation) {
    const auto& rows = endpoint.rows();
    const bool link = endpoint.kind == EndpointKind::link || endpoint.kind == EndpointKind::unlink;
    const auto what = link ? std::string(endpoint.kind == EndpointKind::link ? "links" : "unlinks") + " a " +
                                 rows.name + " in " + endpoint.relation->name + " of a " + endpoint.resource->name
                           : std::string(access::verb(operation)) + " a " + rows.name;
    answer_.words.push_back({"writes", what + "; nothing is written here"});
    const auto json = base::parse_json(question_.body);
    if (!json || !json->object()) return;
    std::string names;
    for (const auto& [name, value] : *json->object()) names += (names.empty() ? "" : ", ") + name;
    answer_.words.push_back({"fields", names.empty() ? "none" : names});
  }

  void read_words(const Endpoint& endpoint, const std::optional<base::Value>& id) {
    const auto query =
        http::parse_query(question_.target.find('?') == std::string::npos
                              ? std::string_view()
                              : std::string_view(question_.target).substr(question_.target.find('?') + 1));
    if (!query) return;
    const auto describe_read = [&](const auto& operation, const std::vector<query::Operand>& hidden) {
      answer_.words = query::in_words(operation);
      shown_.know(query::compile(operation, ground_), hidden);
      for (const auto* resource : query::resources_of(operation)) {
        const bool own = endpoint.kind == EndpointKind::get && resource == endpoint.resource && id;
        const bool parent = endpoint.kind == EndpointKind::list_related && resource == endpoint.resource && id &&
                            resource != &endpoint.rows();
        add_rules(*resource, Operation::read, own || parent ? &*id : nullptr);
      }
    };
    if (endpoint.kind == EndpointKind::get) {
      if (!id) return;
      if (const auto get = api::rest::parse_get(*endpoint.resource, *id, *query)) describe_read(*get, {});
    } else if (endpoint.kind == EndpointKind::aggregate) {
      const auto aggregate = api::rest::parse_aggregate(*endpoint.resource, *query);
      if (!aggregate) return;
      describe_read(*aggregate, {});
      answer_.reads = true;
      answer_.advice = query::missing_indexes(*aggregate, database_.statements());
    } else {
      std::optional<api::rest::ParentKey> parent;
      if (endpoint.relation) {
        if (!id) return;
        parent = api::rest::ParentKey{endpoint.relation, *id};
      }
      const auto read_cursor = [this](std::string_view cursor, const schema::Resource& resource,
                                      const std::vector<query::SortKey>& sort) {
        return engine_.read_cursor(cursor, resource, sort);
      };
      const auto list = api::rest::parse_list(endpoint.rows(), parent, *query, read_cursor);
      if (!list) return;
      auto hidden = list->operation.cursor.after;
      hidden.insert(hidden.end(), list->operation.cursor.before.begin(), list->operation.cursor.before.end());
      describe_read(list->operation, hidden);
      answer_.reads = true;
      answer_.advice = query::missing_indexes(list->operation, database_.statements());
    }
  }

  /// With a row also what the rules say about it.
  void add_rules(const schema::Resource& resource, Operation operation, const base::Value* row) {
    Rules rules;
    rules.decision = access::decide(resource, operation, *model_, ground_.caller);
    if (row) {
      std::vector<schema::ExpressionPtr> all{rules.decision.rule};
      for (const auto& part : rules.decision.parts) all.push_back(part.rule);
      const query::RulesOnRow on_row(resource, all, ground_);
      auto verdicts = base::run_blocking(on_row.judge(inner_, *row, question_.caller));
      if (verdicts && *verdicts) {
        rules.on_row = (*verdicts)->front();
        rules.parts_on_row.assign((*verdicts)->begin() + 1, (*verdicts)->end());
      }
    }
    answer_.rules.push_back(std::move(rules));
  }

  WhoMay who() {
    if (!matched_.endpoint) throw std::runtime_error("--who needs a request to a resource");
    const auto& resource = matched_.endpoint->rows();
    const auto id = api::rest::parse_row_id(resource, *question_.who);
    if (!id) throw std::runtime_error("\"" + *question_.who + "\" can be no id of " + resource.name);
    return who_may_read(resource, *id, model_, inner_);
  }

  const Question& question_;
  const schema::ModelPtr& model_;
  db::Database& inner_;
  db::ExplainingDatabase database_;
  query::Engine engine_;
  query::Ground ground_;
  ShownParameters shown_;
  Matched matched_;
  Explanation answer_;
};

}  // namespace

Explanation explain(const Question& question, const schema::ModelPtr& model, db::Database& database) {
  return Explainer(question, model, database).run();
}

}  // namespace tenon::app::explain
