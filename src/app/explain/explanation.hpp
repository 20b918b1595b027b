#pragma once
#include "access/decision.hpp"
#include "access/permissions.hpp"
#include "access/principal.hpp"
#include "base/secret.hpp"
#include "db/database.hpp"
#include "http/message.hpp"
#include "query/engine.hpp"
#include "query/explain/index_advice.hpp"
#include "query/explain/operation_words.hpp"
#include "schema/model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What `tenon explain` tells about one request: made by explain.cpp, written by print_text.cpp and print_json.cpp.
namespace tenon::app::explain {

/// What is asked.
struct Question {
  http::Method method = http::Method::get;
  std::string method_text;
  std::string target;  ///< "/api/v1/posts?sort=title"
  std::string body;    ///< JSON; empty for none
  access::Principal caller;
  std::string caller_name;         ///< for people
  std::optional<std::string> who;  ///< the id of a row: who else may read it
  query::EngineOptions engine;     ///< as the server's: its limits, and the key of its cursors
};

/// What the server would answer.
struct Outcome {
  int status = 0;
  bool would_write = false;  ///< allowed as far as can be told without writing; nothing was written
  std::string code;          ///< of an error
  std::string message;
  std::vector<std::string> details;  ///< "title: must not be empty"
  std::optional<std::int64_t> cost;  ///< in points, where the answer's X-Request-Cost tells it
};

struct Parameter {
  std::string name;    ///< "?1"
  std::string value;   ///< "(not shown)" where the caller could not know it
  std::string origin;  ///< "auth.id"; empty: of the request
};

struct Statement {
  std::string text;
  bool writes = false;  ///< it was not run
  std::vector<Parameter> parameters;
  std::vector<std::string> plan;  ///< the database's own
};

/// A decision, and what its parts say about one row.
struct Rules {
  access::Decision decision;
  std::vector<bool> parts_on_row;  ///< of decision.parts; empty without a row
  std::optional<bool> on_row;      ///< all together
};

struct WhoMay {
  bool row_found = false;
  struct Kind {
    std::string name;  ///< "anonymous", "signed in", or a role
    access::Permission permission;
    std::optional<bool> on_row;  ///< where it does not depend on who exactly asks
  };
  std::vector<Kind> kinds;
  struct Account {
    std::string login;
    std::string id;
    std::vector<std::string> because;  ///< the @allow that let it through
  };
  std::vector<Account> accounts;   ///< those that may
  std::size_t accounts_asked = 0;  ///< of those that there are
  bool more_accounts = false;      ///< there are more, which were not asked
};

struct Explanation {
  std::string request;
  std::string caller;
  Outcome outcome;
  std::string row;  ///< the row of the path, where there is one
  std::vector<query::Wording> words;
  std::vector<Rules> rules;
  std::vector<Statement> statements;
  bool reads = false;  ///< a list or an aggregate: then `advice` means something
  std::vector<query::IndexAdvice> advice;
  std::optional<WhoMay> who;
};

/// Reads from the database and writes nothing. Throws std::runtime_error with a sentence for the operator.
Explanation explain(const Question& question, const schema::ModelPtr& model, db::Database& database);

/// For people; `coloured` on a terminal.
std::string to_text(const Explanation& explanation, bool coloured);
/// For machines: one object.
std::string to_json(const Explanation& explanation);

inline constexpr std::int64_t most_accounts_asked = 1000;

}  // namespace tenon::app::explain
