#include "db/postgres/shared.hpp"

namespace tenon::db::postgres {
namespace {

constexpr std::size_t max_spares = 8;

}  // namespace

Shared::Shared(Options all)
    : options(std::move(all)),
      connection_options(std::make_shared<const ConnectionOptions>(options.connection)),
      changes(connection_options, options.watched_tables, options.may_listen && options.connection.prepared) {}

std::shared_ptr<Connection> Shared::take_spare(Patience patience) {
  const std::lock_guard lock(mutex_);
  auto& spares = spares_[static_cast<std::size_t>(patience)];
  if (spares.empty()) return nullptr;
  auto spare = std::move(spares.back());
  spares.pop_back();
  return spare;
}

void Shared::give_spare(std::shared_ptr<Connection> connection, Patience patience) {
  connection->detach();
  const std::lock_guard lock(mutex_);
  auto& spares = spares_[static_cast<std::size_t>(patience)];
  if (!closing && spares.size() < max_spares) spares.push_back(std::move(connection));
}

void Shared::close_spares() {
  const std::lock_guard lock(mutex_);
  closing = true;
  for (auto& spares : spares_) spares.clear();
}

}  // namespace tenon::db::postgres
