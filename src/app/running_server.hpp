#pragma once
#include "app/backend.hpp"
#include "app/serving.hpp"
#include "app/settings.hpp"
#include "base/secret.hpp"
#include "http/server.hpp"

#include <atomic>
#include <memory>
#include <thread>

namespace tenon::app {

/// A server on a thread of its own, for commands that do more than serve. Stops gracefully when destroyed: what was
/// read is answered, sockets are closed, the database too.
class RunningServer {
 public:
  /// Listens and serves at once. Throws std::runtime_error where the port is taken.
  RunningServer(const Settings& settings, const base::Secret& secret, schema::ModelPtr model,
                std::unique_ptr<db::Database> database);
  ~RunningServer();
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  const http::Server& server() const { return *server_; }
  const schema::ModelPtr& model() const { return backend_.model; }
  db::Database& database() { return *backend_.database; }

 private:
  Backend backend_;
  std::atomic<bool> draining_{false};
  std::unique_ptr<http::Server> server_;
  std::thread thread_;
};

}  // namespace tenon::app
