#include "api/accounts/routes.hpp"
#include "api/docs/routes.hpp"
#include "api/front/front.hpp"
#include "api/front/health.hpp"
#include "api/front/rate_limiter.hpp"
#include "api/graphql/http/routes.hpp"
#include "api/openapi/routes.hpp"
#include "api/rest/routes.hpp"
#include "app/backend.hpp"
#include "app/command.hpp"
#include "app/load_schema.hpp"
#include "app/ready_database.hpp"
#include "app/serving.hpp"
#include "app/terminal.hpp"
#include "app/version.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include "http/cors.hpp"
#include "http/security_headers.hpp"
#include "http/server.hpp"

#include <atomic>
#include <cstdio>
#include <pthread.h>
#include <signal.h>
#include <stdexcept>
#include <thread>

namespace tenon::app {

http::ServerOptions server_options(const Settings& settings) {
  http::ServerOptions options;
  options.host = settings.host;
  options.port = settings.port;
  options.loops = settings.threads;
  options.limits.max_body_bytes = settings.max_body_bytes;
  options.limits.max_connections = settings.max_connections;
  options.limits.request_timeout = std::chrono::milliseconds(settings.request_timeout_ms);
  options.drain_timeout = std::chrono::milliseconds(settings.drain_timeout_ms);
  http::CorsOptions origins;
  origins.origins = settings.cors_origins;
  options.decorate = [headers = http::SecurityHeaders(http::Transport::plain), cors = http::Cors(std::move(origins))](
                         const http::Request& request, http::Response& response) {
    headers.apply(response);
    // What the connection refuses by itself (413, 408) passed no front; a page wants to read it all the same.
    if (!response.has_header("access-control-allow-origin")) cors.apply(request, response);
  };
  return options;
}

namespace {

api::front::Health health_of(db::Database& database, const std::atomic<bool>& draining) {
  api::front::Health health;
  health.database_works = [&database]() -> base::Task<bool> {
    auto alive = co_await database.ping();
    co_return alive.has_value();
  };
  health.draining = [&draining] { return draining.load(); };
  return health;
}

/// Who calls when the schema has no accounts: nobody in particular.
base::Task<base::Result<access::Principal>> identify_stranger(http::Request& request) {
  if (request.has_header("authorization")) co_return std::unexpected(base::Error(base::ErrorCode::unauthenticated));
  access::Principal principal;
  principal.remote_ip = request.remote_ip;
  principal.now = base::now_micros();
  co_return principal;
}

std::shared_ptr<api::front::RateLimiter> rate_limiter(const Settings& settings, const schema::Model& model) {
  api::front::RateLimiterOptions options;
  if (const auto& rate = settings.rate_limit) options.principal = {rate->requests, rate->window_seconds};
  if (const auto& rate = settings.address_rate_limit) options.address = {rate->requests, rate->window_seconds};
  auto limiter = std::make_shared<api::front::RateLimiter>(std::move(options), model);
  if (!limiter->counts()) return nullptr;
  return limiter;
}

/// The caller, if it has not sent too many requests.
base::Task<base::Result<access::Principal>> identify_counted(const api::rest::Identify& identify,
                                                             api::front::RateLimiter& limiter, http::Request& request) {
  auto task = identify(request);
  auto principal = co_await std::move(task);
  if (!principal) co_return std::unexpected(std::move(principal).error());
  if (auto refused = limiter.identified(request, *principal)) co_return std::unexpected(std::move(*refused));
  co_return std::move(*principal);
}

void add_graphql(http::Router& router, const Settings& settings, Backend& backend,
                 const api::rest::Identify& identify) {
  api::graphql::EndpointContext graphql;
  api::graphql::ExecutorOptions options;
  options.limits.tokens = settings.graphql_max_tokens;
  options.limits.fields = settings.graphql_max_tokens / 2;
  graphql.executor = std::make_shared<api::graphql::Executor>(*backend.engine, backend.model, options);
  // Two things of one name are told now, not at the first request; REST has no need of those names.
  access::CallerClass everybody{.roles = 0, .anonymous = false};
  for (const auto& role : backend.model->roles) everybody.roles |= role.includes;
  try {
    graphql.executor->schema_for(everybody);
  } catch (const std::runtime_error& fault) {
    base::log(base::LogLevel::error, "app", "GraphQL is not served", {{"cause", std::string_view(fault.what())}});
    return;
  }
  graphql.identify = identify;
  graphql.max_batch = settings.graphql_batch;
  graphql.graphiql = settings.docs;
  if (!settings.graphql_documents.empty())
    graphql.trusted = std::make_shared<const api::graphql::TrustedDocuments>(settings.graphql_documents);
  api::graphql::add_routes(router, std::move(graphql));
}

}  // namespace

http::Handler make_handler(const Settings& settings, Backend& backend, const std::atomic<bool>& draining) {
  const auto limiter = rate_limiter(settings, *backend.model);
  http::Router router;
  api::front::add_health_routes(router, health_of(*backend.database, draining));
  api::rest::Context rest;
  rest.engine = backend.engine.get();
  rest.identify = identify_stranger;
  if (backend.accounts) {
    api::accounts::Context accounts;
    accounts.engine = backend.engine.get();
    accounts.accounts = backend.accounts.get();
    rest.identify = [&identifier = backend.accounts->identifier()](http::Request& request) {
      return identifier.identify(request);
    };
    if (limiter)
      rest.identify = [identify = rest.identify, limiter](http::Request& request) {
        return identify_counted(identify, *limiter, request);
      };
    accounts.identify = rest.identify;
    api::accounts::add_routes(router, accounts);
  }
  api::openapi::DocumentContext document;
  document.model = &backend.engine->model();
  document.identify = rest.identify;
  if (settings.environment == Environment::development) document.strangers = api::openapi::Strangers::everything;
  api::openapi::add_document_route(router, std::move(document));
  if (settings.docs) api::docs::add_docs_routes(router);
  api::rest::add_routes(router, rest);
  add_graphql(router, settings, backend, rest.identify);
  api::front::Options front;
  front.cors.origins = settings.cors_origins;
  front.rate_limiter = limiter;
  front.trusted_proxies = settings.trusted_proxies;
  return api::front::make_handler(std::move(front), std::move(router));
}

void print_welcome(const Settings& settings, const schema::Model& model, const http::Server& server) {
  const auto url = "http://" + settings.host + ":" + std::to_string(server.port());
  // Scripts and tests wait for this line.
  std::printf("listening on %s\n", url.c_str());
  if (is_terminal(stdout)) {
    std::printf("\n  tenon %s, %s, %s\n\n", version,
                settings.environment == Environment::production ? "production" : "development",
                db::shown_url(settings.database_url).c_str());
    for (const auto& resource : model.resources)
      std::printf("  %-20s %s/api/v1/%s\n", resource->name.c_str(), url.c_str(), resource->path.c_str());
    if (settings.docs) {
      std::printf("  %-20s %s/docs\n", "documentation", url.c_str());
      std::printf("  %-20s %s/graphql\n", "GraphiQL", url.c_str());
    }
    if (model.account) std::printf("  %-20s %s/api/v1/auth/register\n", "sign up", url.c_str());
    std::printf("\n  Press Ctrl-C to stop.\n");
  }
  std::fflush(stdout);
}

sigset_t block_ending_signals() {
  // Before any thread is made, so that all of them leave the signals to the one that waits for them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

unsigned loops_of(const Settings& settings) {
  return settings.threads > 0 ? settings.threads : std::max(1U, std::thread::hardware_concurrency());
}

int run_serve(Arguments& arguments) {
  const auto project = take_migration_project(arguments);
  arguments.finish();
  const auto settings = load_settings();
  auto model = load_schema(project.schema_path, stderr);
  const auto secret = server_secret(settings);

  const auto signals = block_ending_signals();
  const auto options = server_options(settings);
  const auto loops = loops_of(settings);
  auto database = open_database(settings, loops, model.get());
  require_ready_database(settings, *database, *model, project);
  auto backend = make_backend(settings, secret, model, std::move(database), loops);

  std::atomic<bool> draining{false};
  http::Server server(options, make_handler(settings, backend, draining));
  print_welcome(settings, *model, server);
  base::log(base::LogLevel::info, "app", "serving",
            {{"port", static_cast<std::int64_t>(server.port())}, {"loops", static_cast<std::int64_t>(loops)}});

  std::thread stopper([&] {
    int number = 0;
    sigwait(&signals, &number);
    draining = true;
    base::log(base::LogLevel::info, "app", "stopping", {{"signal", static_cast<std::int64_t>(number)}});
    server.stop();
  });
  server.run();
  // If the loops ended by themselves the stopper still waits: its own signal ends it.
  pthread_kill(stopper.native_handle(), SIGTERM);
  stopper.join();
  backend.database->close();
  base::log(base::LogLevel::info, "app", "stopped");
  return 0;
}

}  // namespace tenon::app
