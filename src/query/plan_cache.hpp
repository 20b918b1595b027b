#pragma once
#include "base/lru_cache.hpp"
#include "query/ground.hpp"
#include "query/plan.hpp"
#include "schema/model.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace tenon::query {

struct WriteRules;
struct QuickCreate;

/// Plans of one loop, by shape. Not thread-safe.
class PlanCache {
 public:
  PlanCache(const schema::Model& model, sql::Dialect dialect, std::size_t capacity)
      : model_(model), dialect_(dialect), reads_(capacity), writes_(capacity), quick_(capacity) {}

  const schema::Model& model() const { return model_; }
  /// What plans for a class of callers are made for.
  Ground ground(access::CallerClass caller) const { return {.model = model_, .dialect = dialect_, .caller = caller}; }

  /// The plan of a shape, made by `compile` the first time.
  template <typename Compile>
  std::shared_ptr<const CompiledRead> read(std::string shape, Compile&& compile) {
    return get(reads_, std::move(shape), compile);
  }
  template <typename Compile>
  std::shared_ptr<const WriteRules> write(std::string shape, Compile&& compile) {
    return get(writes_, std::move(shape), compile);
  }

  template <typename Compile>
  std::shared_ptr<const QuickCreate> quick(std::string shape, Compile&& compile) {
    return get(quick_, std::move(shape), compile);
  }

  // Read by statistics from other threads.
  std::atomic<std::uint64_t> made{0};
  std::atomic<std::uint64_t> reused{0};

 private:
  template <typename T, typename Compile>
  std::shared_ptr<const T> get(base::LruCache<std::shared_ptr<const T>>& cache, std::string shape, Compile& compile) {
    if (auto* found = cache.find(shape)) {
      reused.fetch_add(1, std::memory_order_relaxed);
      return *found;
    }
    made.fetch_add(1, std::memory_order_relaxed);
    return cache.put(std::move(shape), std::make_shared<const T>(compile()));
  }

  const schema::Model& model_;
  const sql::Dialect dialect_;
  base::LruCache<std::shared_ptr<const CompiledRead>> reads_;
  base::LruCache<std::shared_ptr<const WriteRules>> writes_;
  base::LruCache<std::shared_ptr<const QuickCreate>> quick_;
};

}  // namespace tenon::query
