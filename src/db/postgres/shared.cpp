#include "db/postgres/shared.hpp"

namespace tenon::db::postgres {
namespace {

constexpr std::size_t max_spares = 8;

}  // namespace

Shared::Shared(Options all)
    : options(std::move(all)),
      connection_options(std::make_shared<const ConnectionOptions>(options.connection)),
      changes(connection_options, options.watched_tables, options.may_listen && options.connection.prepared) {}

std::shared_ptr<Connection> Shared::take_spare() {
  const std::lock_guard lock(mutex_);
  if (spares_.empty()) return nullptr;
  auto spare = std::move(spares_.back());
  spares_.pop_back();
  return spare;
}

void Shared::give_spare(std::shared_ptr<Connection> connection) {
  connection->detach();
  const std::lock_guard lock(mutex_);
  if (!closing && spares_.size() < max_spares) spares_.push_back(std::move(connection));
}

void Shared::close_spares() {
  const std::lock_guard lock(mutex_);
  closing = true;
  spares_.clear();
}

}  // namespace tenon::db::postgres
