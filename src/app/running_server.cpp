#include "app/running_server.hpp"

#include <utility>

namespace tenon::app {

RunningServer::RunningServer(const Settings& settings, const base::Secret& secret, schema::ModelPtr model,
                             std::unique_ptr<db::Database> database)
    : backend_(make_backend(settings, secret, std::move(model), std::move(database), loops_of(settings))),
      server_(std::make_unique<http::Server>(server_options(settings), make_handler(settings, backend_, draining_))),
      thread_([this] { server_->run(); }) {}

RunningServer::~RunningServer() {
  draining_ = true;
  server_->stop();
  thread_.join();
  server_.reset();
  backend_.database->close();
}

}  // namespace tenon::app
