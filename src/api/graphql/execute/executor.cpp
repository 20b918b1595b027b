#include "api/graphql/execute/executor.hpp"

#include "api/graphql/coercion/coerce_variables.hpp"
#include "api/graphql/coercion/select_operation.hpp"
#include "api/graphql/execute/built_operation.hpp"
#include "api/graphql/execute/errors_json.hpp"
#include "api/graphql/execute/kept_introspection.hpp"
#include "api/graphql/validation/validate.hpp"
#include "base/json_writer.hpp"
#include "base/lru_cache.hpp"
#include "query/plan.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace tenon::api::graphql {
namespace {

/// Bounds on what is kept of one shape of an operation.
constexpr std::size_t most_idle = 2;
constexpr std::size_t longest_kept_key = 1024;

/// Of one shape; more than one where requests overlap.
using IdleOperations = std::vector<std::unique_ptr<BuiltOperation>>;

struct DocumentCache {
  explicit DocumentCache(const ExecutorOptions& options)
      : documents(options.documents_per_loop),
        refusals(options.refusals_per_loop),
        operations(options.operations_per_loop) {}
  base::LruCache<PreparedPtr> documents;
  base::LruCache<std::string> refusals;                        ///< the answers
  base::LruCache<std::shared_ptr<IdleOperations>> operations;  ///< by document, operation and shape of variables
  std::atomic<std::uint64_t> read{0};
  std::atomic<std::uint64_t> reused{0};
  std::atomic<std::uint64_t> operations_built{0};
  std::atomic<std::uint64_t> operations_reused{0};

  std::unique_ptr<BuiltOperation> take(std::string_view key) {
    auto* found = operations.find(key);
    if (!found || (*found)->empty()) return nullptr;
    auto taken = std::move((*found)->back());
    (*found)->pop_back();
    return taken;
  }
  void give(std::string key, std::unique_ptr<BuiltOperation> operation) {
    auto* found = operations.find(key);
    auto& idle = found ? *found : operations.put(std::move(key), std::make_shared<IdleOperations>());
    if (idle->size() < most_idle) idle->push_back(std::move(operation));
  }
};

ExecuteAnswer refused(const Errors& errors) {
  ExecuteAnswer answer;
  answer.json = errors_only(errors);
  return answer;
}

ExecuteAnswer refused(Error error) {
  return refused(Errors{std::move(error)});
}

Error plain_error(std::string message, std::string code) {
  Error error;
  error.message = std::move(message);
  error.code = std::move(code);
  return error;
}

ExecuteAnswer too_expensive(const base::Error& error) {
  auto one = plain_error(std::string(error.text()), std::string(base::error_info(error.code).name));
  one.figures = error.figures;
  auto answer = refused(std::move(one));
  answer.stage = ExecuteAnswer::Stage::too_expensive;
  return answer;
}

/// What the root fields of one operation came to.
class Answer {
 public:
  explicit Answer(std::string& out) : out_(out) { out_ += R"({"data":{)"; }

  /// Begins a field; its value is appended to the text.
  void begin(std::string_view key) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += key;
    out_ += "\":";
    at_ = out_.size();
  }
  void mask(std::string_view key, const std::vector<std::string>& paths) {
    for (const auto& path : paths) masked_.push_back(std::string(key) + '.' + path);
  }
  /// The field has no value. False where it may not be null: then the whole has none.
  bool fail(std::string_view key, const Field& definition, Error error) {
    error.path = {std::string(key)};
    errors_.push_back(std::move(error));
    out_.resize(at_);
    out_ += "null";
    nothing_ = nothing_ || definition.type.is_non_null();
    return !nothing_;
  }

  void finish() {
    if (nothing_) {
      out_ = R"({"data":null)";
      masked_.clear();
    } else {
      out_ += '}';
    }
    base::JsonWriter json(out_);
    if (!errors_.empty()) {
      out_ += R"(,"errors":)";
      write_errors(json, errors_);
    }
    if (!masked_.empty()) {
      out_ += R"(,"extensions":{"masked":)";
      base::JsonWriter paths(out_);
      paths.begin_array();
      for (const auto& path : masked_) paths.string(path);
      paths.end_array();
      out_ += '}';
    }
    out_ += '}';
  }

 private:
  std::string& out_;
  std::size_t at_ = 0;
  bool first_ = true;
  bool nothing_ = false;
  Errors errors_;
  std::vector<std::string> masked_;
};

}  // namespace

class Executor::Impl {
 public:
  Impl(query::Engine& engine, schema::ModelPtr model, ExecutorOptions options)
      : engine_(engine), options_(options), schemas_(std::move(model)), introspection_(options.introspection_bytes) {}

  DocumentCache& cache() {
    thread_local std::map<std::uint64_t, std::weak_ptr<DocumentCache>> mine;
    auto& slot = mine[number_];
    if (auto cache = slot.lock()) return *cache;
    auto cache = std::make_shared<DocumentCache>(options_);
    slot = cache;
    const std::lock_guard lock(mutex_);
    caches_.push_back(cache);
    return *cache;
  }

  static std::string class_key(access::CallerClass caller) {
    return std::to_string(caller.roles) + (caller.anonymous ? '~' : ';');
  }

  /// The document, or the answer that it is none of ours.
  std::expected<PreparedPtr, std::string> prepare(std::string_view text, access::CallerClass caller) {
    auto& mine = cache();
    auto key = class_key(caller);
    key += text;
    if (auto* found = mine.documents.find(key)) {
      mine.reused.fetch_add(1, std::memory_order_relaxed);
      return *found;
    }
    if (auto* found = mine.refusals.find(key)) {
      mine.reused.fetch_add(1, std::memory_order_relaxed);
      return std::unexpected(*found);
    }
    const bool kept = text.size() <= options_.largest_kept_document;
    const auto refuse = [&](const Errors& errors) {
      auto answer = errors_only(errors);
      if (kept && answer.size() <= options_.largest_kept_document) mine.refusals.put(std::move(key), answer);
      return std::unexpected(std::move(answer));
    };
    mine.read.fetch_add(1, std::memory_order_relaxed);
    auto document = parse_executable(std::string(text), options_.limits);
    if (!document) return refuse(document.error());
    auto schema = schemas_.for_class(caller);
    const auto errors = validate(schema->types(), *document, options_.limits, options_.introspection);
    if (!errors.empty()) return refuse(errors);
    auto prepared = std::make_shared<Prepared>();
    prepared->schema = std::move(schema);
    prepared->document = std::move(*document);
    prepared->fragments = fragments_of(prepared->document);
    prepared->number = next_number();
    prepared->kept = kept;
    if (!kept) return prepared;
    return mine.documents.put(std::move(key), std::move(prepared));
  }

  base::Task<ExecuteAnswer> execute(const ExecuteRequest& request, const access::Principal& principal) {
    auto prepared = prepare(request.document, query::class_of(principal));
    if (!prepared) {
      ExecuteAnswer answer;
      answer.json = std::move(prepared).error();
      co_return answer;
    }
    const auto& document = **prepared;
    std::optional<std::string> name;
    if (!request.operation_name.empty()) name = std::string(request.operation_name);
    auto operation = select_operation(document.document, name);
    if (!operation) co_return refused(std::move(operation).error());
    const auto type = (*operation)->type;
    if (type == ast::OperationType::mutation && request.allowed == AllowedOperations::queries) {
      auto answer = refused(plain_error("Mutations are sent by POST", "METHOD_NOT_ALLOWED"));
      answer.stage = ExecuteAnswer::Stage::not_allowed;
      co_return answer;
    }
    if (type == ast::OperationType::subscription)
      co_return refused(plain_error("Subscriptions are not answered here", "BAD_REQUEST"));
    static const base::Json no_variables;
    auto variables =
        coerce_variables(document.schema->types(), **operation, request.variables ? *request.variables : no_variables);
    if (!variables) co_return refused(std::move(variables).error());
    if (const auto errors = check_conditions(**operation, document.fragments, *variables); !errors.empty())
      co_return refused(errors);

    const ExecuteContext context{{engine_, *document.schema, document.fragments, *variables},
                                 engine_,
                                 principal,
                                 request.deadline,
                                 request.request_id};
    const auto& root = *document.schema->types().root(type);
    auto built = operation_for(context, **operation, *prepared, root);
    const auto price = built->price();
    // All root fields together are one request, and nothing of it is done where that is too dear.
    if (const auto afforded = engine_.afford(request.spent + price, principal); !afforded)
      co_return too_expensive(afforded.error());
    ExecuteAnswer answer;
    answer.stage = ExecuteAnswer::Stage::executed;
    answer.price = price;
    const bool keep = document.kept && built->lasting();
    if (type == ast::OperationType::mutation) {
      const auto run = request.mutations == Mutations::together ? run_together : run_one_by_one;
      auto task = run(context, root, built->steps, answer.json);
      co_await std::move(task);
      built->forget();
    } else {
      auto task = run_query(request, context, **operation, *built, root, answer.json);
      co_await std::move(task);
    }
    if (keep) {
      auto key = key_of(context, **operation, document);
      if (key.size() <= longest_kept_key) cache().give(std::move(key), std::move(built));
    }
    co_return answer;
  }

  static std::string key_of(const ExecuteContext& context, const ast::OperationDefinition& operation,
                            const Prepared& document) {
    auto key = std::to_string(document.number) + ':' + std::to_string(operation.span.offset) + ':';
    return key += document.shape_of(operation).of(context.variables);
  }

  /// One that was built before for such variables, or a new one.
  std::unique_ptr<BuiltOperation> operation_for(const ExecuteContext& context,
                                                const ast::OperationDefinition& operation, const PreparedPtr& document,
                                                const NamedType& root) {
    auto& mine = cache();
    if (document->kept) {
      auto built = mine.take(key_of(context, operation, *document));
      if (built && built->bind(context)) {
        mine.operations_reused.fetch_add(1, std::memory_order_relaxed);
        return built;
      }
    }
    mine.operations_built.fetch_add(1, std::memory_order_relaxed);
    return build_operation(context, operation, document, root);
  }

  /// Under which key an answer about the schema is kept; empty where it is not.
  static std::string introspection_key(const ExecuteRequest& request, const ExecuteContext& context,
                                       const ast::OperationDefinition& operation, const Prepared& document) {
    if (!document.kept) return {};
    const auto shape = document.shape_of(operation).of(context.variables);
    if (shape.size() > longest_kept_key) return {};
    auto key = class_key(context.schema.caller());
    key += std::to_string(operation.span.offset) + ':' + std::to_string(shape.size()) + ':' + shape;
    return key += request.document;
  }

  base::Task<void> run_query(const ExecuteRequest& request, const ExecuteContext& context,
                             const ast::OperationDefinition& operation, BuiltOperation& built, const NamedType& root,
                             std::string& out) {
    Answer answer(out);
    for (auto& step : built.steps) {
      const auto key = step.collected->key;
      answer.begin(key);
      if (step.error) {
        if (!answer.fail(key, *step.definition, std::move(*step.error))) break;
        continue;
      }
      if (!step.query) {
        if (step.is_typename) {
          base::append_json_string(out, root.name);
          continue;
        }
        auto name = introspection_key(request, context, operation, *built.document);
        if (!name.empty()) name += '\n' + std::string(key);
        auto error = introspection_.answer(std::move(name), context.schema.types(), context.fragments,
                                           context.variables, *step.collected, out);
        if (error && !answer.fail(key, *step.definition, std::move(*error))) break;
        continue;
      }
      std::vector<std::string> masked;
      auto task = answer_query(context, *step.field, *step.query, out, masked);
      auto answered = co_await std::move(task);
      if (answered)
        answer.mask(key, masked);
      else if (!answer.fail(key, *step.definition, std::move(answered).error()))
        break;
    }
    answer.finish();
  }

  /// False where the whole answer has become null.
  static bool write_step(const ExecuteContext& context, const NamedType& root, Step& step, Answer& answer,
                         std::string& out) {
    const auto key = step.collected->key;
    answer.begin(key);
    if (step.error) return answer.fail(key, *step.definition, std::move(*step.error));
    if (!step.mutation) {
      base::append_json_string(out, root.name);
      return true;
    }
    std::vector<std::string> masked;
    auto written = step.mutation->write(context, out, masked);
    if (!written) return answer.fail(key, *step.definition, std::move(written).error());
    answer.mask(key, masked);
    return true;
  }

  static base::Task<void> run_one_by_one(const ExecuteContext& context, const NamedType& root, std::vector<Step>& steps,
                                         std::string& out) {
    Answer answer(out);
    for (auto& step : steps) {
      if (step.mutation && !step.mutation->faulty()) {
        auto task = step.mutation->run_alone(context.writes, context.principal);
        const auto done = co_await std::move(task);
        if (!done) step.mutation->keep(done.error());
      }
      if (!write_step(context, root, step, answer, out)) break;
    }
    answer.finish();
  }

  /// Runs the steps until one fails.
  static base::Task<base::Result<void>> run_steps(query::Writes& writes, std::vector<Step>& steps, Step*& failed) {
    failed = nullptr;
    for (auto& step : steps) {
      if (!step.mutation) continue;
      auto task = step.mutation->run(writes);
      auto done = co_await std::move(task);
      if (done) continue;
      failed = &step;
      co_return done;
    }
    co_return base::Result<void>{};
  }

  static base::Task<void> run_together(const ExecuteContext& context, const NamedType& root, std::vector<Step>& steps,
                                       std::string& out) {
    bool good = true;
    for (const auto& step : steps) good = good && !step.error && !(step.mutation && step.mutation->faulty());
    if (good) {
      Step* failed = nullptr;  // in the last run of all that the database wanted
      query::Together work = [&](query::Writes& writes) { return run_steps(writes, steps, failed); };
      auto task = context.writes.together(std::move(work), context.principal);
      const auto done = co_await std::move(task);
      if (!done) {
        good = false;
        // A commit that failed is nobody's own fault.
        for (auto& step : steps)
          if (step.mutation && (!failed || failed == &step)) step.mutation->keep(done.error());
      }
    }
    Answer answer(out);
    for (auto& step : steps) {
      if (!good && step.mutation) step.mutation->undo();
      if (!write_step(context, root, step, answer, out)) break;
    }
    answer.finish();
  }

  query::Engine& engine_;
  const ExecutorOptions options_;
  ServedSchemas schemas_;
  KeptIntrospection introspection_;
  const std::uint64_t number_ = next_number();
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<DocumentCache>> caches_;

 private:
  static std::uint64_t next_number() {
    static std::atomic<std::uint64_t> next{1};
    return next.fetch_add(1);
  }
};

Executor::Executor(query::Engine& engine, schema::ModelPtr model, ExecutorOptions options)
    : impl_(std::make_unique<Impl>(engine, std::move(model), options)) {}
Executor::~Executor() = default;

base::Task<ExecuteAnswer> Executor::execute(const ExecuteRequest& request, const access::Principal& principal) {
  return impl_->execute(request, principal);
}

ServedSchemaPtr Executor::schema_for(access::CallerClass caller) {
  return impl_->schemas_.for_class(caller);
}

Executor::Statistics Executor::statistics() const {
  Statistics statistics;
  const std::lock_guard lock(impl_->mutex_);
  for (const auto& cache : impl_->caches_) {
    statistics.documents_read += cache->read.load(std::memory_order_relaxed);
    statistics.documents_reused += cache->reused.load(std::memory_order_relaxed);
    statistics.operations_built += cache->operations_built.load(std::memory_order_relaxed);
    statistics.operations_reused += cache->operations_reused.load(std::memory_order_relaxed);
  }
  statistics.introspections_made = impl_->introspection_.made();
  statistics.introspections_reused = impl_->introspection_.reused();
  return statistics;
}

}  // namespace tenon::api::graphql
