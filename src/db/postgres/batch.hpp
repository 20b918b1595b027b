#pragma once
#include "db/postgres/failure.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace tenon::db::postgres {

/// One statement of a batch. What it refers to must live until the batch has been submitted; it is copied then.
struct Command {
  const sql::Statement* statement = nullptr;
  std::span<const base::Value> values;
};

/// What became of a command.
enum class Fate : std::uint8_t {
  done,     ///< ran: there is a result
  failed,   ///< the server refused it
  skipped,  ///< never ran, because one before it failed
  lost,     ///< the connection broke: it may have run
};

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, ClearResult>;

struct News {
  Fate fate = Fate::lost;
  ResultPtr result;  ///< if done; who is told may keep it
  Refusal refusal;   ///< if failed or lost
};

/// How a batch ended.
struct End {
  bool lost = false;               ///< the connection broke before it was heard of: a commit may have happened or not
  std::optional<Refusal> refusal;  ///< the commit itself failed
};

/// Commands that are sent together and end with one Sync: outside a transaction they are one, so that a failing one
/// undoes those before it. Each command is told once, in order, then the batch once that it has ended; all of it on the
/// connection's loop, and maybe before `submit` returns.
class Batch {
 public:
  virtual ~Batch() = default;
  virtual const std::vector<Command>& commands() const = 0;
  virtual void told(std::size_t index, News& news) = 0;
  virtual void ended(const End& end) = 0;
};

}  // namespace tenon::db::postgres
