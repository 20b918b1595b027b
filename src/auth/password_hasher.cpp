#include "auth/password_hasher.hpp"

#include "base/base64.hpp"
#include "base/random.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <thread>
#include <utility>

namespace tenon::auth {
namespace {

unsigned thread_count(const HashingLimits& limits) {
  if (limits.threads > 0) return limits.threads;
  return std::max(std::thread::hardware_concurrency() / 2, 1U);
}

base::Error overloaded() {
  base::Error error(base::ErrorCode::unavailable, "Too many sign-ins at once, try again shortly");
  error.retry_after_seconds = 1;
  return error;
}

base::Error out_of_memory() {
  base::Error error = overloaded();
  error.cause = "no memory for a password hash";
  return error;
}

std::string without_padding(std::string text) {
  while (text.ends_with('=')) text.pop_back();
  return text;
}

// Well-formed, so that checking a password against it costs what checking against a real one costs.
std::string hash_of_nobody(const ArgonParameters& cost) {
  return fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost.memory_bytes / 1024, cost.passes,
                     without_padding(base::base64_encode(base::random_bytes(crypto_pwhash_SALTBYTES))),
                     without_padding(base::base64_encode(base::random_bytes(32))));
}

base::Result<std::string> compute(const base::Secret& password, const ArgonParameters& cost) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const std::string_view bytes = password.reveal();
  if (crypto_pwhash_str_alg(text.data(), bytes.data(), bytes.size(), cost.passes, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    return std::unexpected(out_of_memory());
  return std::string(text.data());
}

PasswordHasher::Verdict compare(const base::Secret& password, const std::string& stored, const ArgonParameters& cost) {
  const std::string_view bytes = password.reveal();
  PasswordHasher::Verdict verdict;
  verdict.matches = crypto_pwhash_str_verify(stored.c_str(), bytes.data(), bytes.size()) == 0;
  verdict.needs_rehash =
      verdict.matches && crypto_pwhash_str_needs_rehash(stored.c_str(), cost.passes, cost.memory_bytes) != 0;
  return verdict;
}

}  // namespace

PasswordHasher::PasswordHasher(const ArgonParameters& cost, const HashingLimits& limits)
    : cost_(cost), pool_(thread_count(limits), limits.max_waiting) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  if (cost.memory_bytes < crypto_pwhash_MEMLIMIT_MIN || cost.memory_bytes > crypto_pwhash_MEMLIMIT_MAX ||
      cost.passes < crypto_pwhash_OPSLIMIT_MIN)
    throw std::runtime_error("the cost of password hashes is out of argon2id's bounds");
  nobody_ = hash_of_nobody(cost);
}

base::Task<base::Result<std::string>> PasswordHasher::hash(base::Secret password) {
  using Outcome = base::Result<std::string>;
  base::Offload<Outcome> wait([&](base::Offload<Outcome>::Complete complete) {
    // Shared: a refused job is dropped, and the caller must still be told.
    auto shared = std::make_shared<base::Offload<Outcome>::Complete>(std::move(complete));
    const bool taken = pool_.submit([this, &password, shared] {
      runs_.fetch_add(1, std::memory_order_relaxed);
      (*shared)(compute(password, cost_));
    });
    if (!taken) (*shared)(std::unexpected(overloaded()));
  });
  co_return co_await wait;
}

base::Task<base::Result<PasswordHasher::Verdict>> PasswordHasher::verify(base::Secret password,
                                                                         std::optional<std::string> stored) {
  using Outcome = base::Result<Verdict>;
  base::Offload<Outcome> wait([&](base::Offload<Outcome>::Complete complete) {
    auto shared = std::make_shared<base::Offload<Outcome>::Complete>(std::move(complete));
    const bool taken = pool_.submit([this, &password, &stored, shared] {
      runs_.fetch_add(1, std::memory_order_relaxed);
      Verdict verdict = compare(password, stored.value_or(nobody_), cost_);
      if (!stored) verdict = {};
      (*shared)(verdict);
    });
    if (!taken) (*shared)(std::unexpected(overloaded()));
  });
  co_return co_await wait;
}

}  // namespace tenon::auth
