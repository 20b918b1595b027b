#pragma once
#include "access/principal.hpp"
#include "api/graphql/error.hpp"
#include "api/graphql/limits.hpp"
#include "api/graphql/served/served_schema.hpp"
#include "api/graphql/validation/validate.hpp"
#include "base/deadline.hpp"
#include "base/json.hpp"
#include "base/task.hpp"
#include "query/engine.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

/// GraphQL without HTTP: text, variables and a caller in, JSON out.
namespace tenon::api::graphql {

enum class AllowedOperations : std::uint8_t { queries, all };
/// How the mutations of one operation belong together.
enum class Mutations : std::uint8_t {
  one_by_one,  ///< in order, each on its own: a failed one leaves the others
  together,    ///< all or none
};

struct ExecuteRequest {
  std::string_view document;
  std::string_view operation_name;        ///< empty: the only one
  const base::Json* variables = nullptr;  ///< an object or null
  AllowedOperations allowed = AllowedOperations::all;
  Mutations mutations = Mutations::one_by_one;
  base::Deadline deadline = base::Deadline::never();
  std::string_view request_id;  ///< for the log
  std::int64_t spent = 0;       ///< points of what came before it in the same request
};

struct ExecuteAnswer {
  enum class Stage : std::uint8_t {
    refused,        ///< not executed: the document, the operation or its variables are wrong. No `data`
    not_allowed,    ///< not executed: a mutation where only queries may be asked for. No `data`
    too_expensive,  ///< not executed: all root fields together cost too much. No `data`
    executed,       ///< `data` is there, if only as null
  };
  Stage stage = Stage::refused;
  std::int64_t price = 0;  ///< in points, of all root fields; see query/cost.hpp
  std::string json;        ///< {"data": …, "errors": …, "extensions": …}
};

struct ExecutorOptions {
  Limits limits;
  Introspection introspection = Introspection::on;
  std::size_t documents_per_loop = 500;           ///< bound of each cache of documents that were found valid
  std::size_t refusals_per_loop = 100;            ///< bound of each cache of answers to those that were not
  std::size_t operations_per_loop = 256;          ///< bound of each cache of operations that were built
  std::size_t introspection_bytes = 16 << 20;     ///< bound of all answers about the schema that are kept
  std::size_t largest_kept_document = 16 * 1024;  ///< bytes; longer ones, or answers, are made anew each time
};

/// Executes operations. Thread-safe: each thread keeps the documents it has read and validated by text and class of
/// callers, so a repeated one costs neither, nor does one that is refused again; plans are the engine's to keep.
/// Operations are kept as they are asked of the engine, too: a repeated one only gets its variables' values put in,
/// unless they decide more than values; a mutation's input is of one request and is let go of with it. What was told
/// about the schema is kept as text.
///
/// The prices of all root fields are added up before the first one runs; too much is refused as a whole.
///
/// Root fields of a query run one after the other, each as one statement. Root fields of a mutation run in order.
class Executor {
 public:
  /// The engine must outlive it.
  Executor(query::Engine& engine, schema::ModelPtr model, ExecutorOptions options = {});
  ~Executor();

  /// The request and the principal must outlive the await.
  base::Task<ExecuteAnswer> execute(const ExecuteRequest& request, const access::Principal& principal);

  /// What a class of callers is served.
  ServedSchemaPtr schema_for(access::CallerClass caller);

  /// Counters for tests and bench.
  struct Statistics {
    std::uint64_t documents_read = 0;
    std::uint64_t documents_reused = 0;
    std::uint64_t operations_built = 0;
    std::uint64_t operations_reused = 0;
    std::uint64_t introspections_made = 0;  ///< values of __schema and __type
    std::uint64_t introspections_reused = 0;
  };
  Statistics statistics() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tenon::api::graphql
