#pragma once
#include "app/backend.hpp"
#include "app/settings.hpp"
#include "http/server.hpp"

#include <atomic>
#include <signal.h>

/// What serves, shared by the commands that do.
namespace tenon::app {

http::ServerOptions server_options(const Settings& settings);

/// Every route of the backend, which must outlive it. `draining` is for the health routes.
http::Handler make_handler(const Settings& settings, Backend& backend, const std::atomic<bool>& draining);

/// Tells where it listens: the line that scripts wait for, and on a terminal more.
void print_welcome(const Settings& settings, const schema::Model& model, const http::Server& server);

/// Blocks the signals that end a server, in this thread and those made later, and ignores SIGPIPE. They are then waited
/// for with sigwait.
sigset_t block_ending_signals();

/// Event loops that the settings ask for.
unsigned loops_of(const Settings& settings);

}  // namespace tenon::app
