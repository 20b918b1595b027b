#include "app/backend.hpp"
#include "app/bulk.hpp"
#include "app/caller_option.hpp"
#include "app/command.hpp"
#include "app/explain/explanation.hpp"
#include "app/load_schema.hpp"
#include "app/terminal.hpp"
#include "auth/account_directory.hpp"
#include "base/digest.hpp"
#include "base/task_blocking.hpp"
#include "base/time.hpp"
#include "base/uuid.hpp"

#include <cstdio>
#include <stdexcept>

namespace tenon::app {
namespace {

using explain::Question;

/// "GET /api/v1/posts", in one word or two.
void take_request(Arguments& arguments, Question& question) {
  auto first = arguments.take_word("the request, \"GET /api/v1/…\",");
  const auto space = first.find(' ');
  question.method_text = first.substr(0, space);
  question.target = space == std::string::npos ? arguments.take_word("the path") : first.substr(space + 1);
  question.method = http::parse_method(question.method_text);
  if (question.method == http::Method::other || question.method == http::Method::options)
    throw UsageError{"\"" + question.method_text +
                     "\" is no method that can be explained: GET, POST, PUT, PATCH, DELETE"};
  if (!question.target.starts_with('/')) throw UsageError{"the path begins with /, as in /api/v1/posts"};
}

std::string roles_text(const schema::Model& model, std::uint64_t roles) {
  std::string text;
  for (std::size_t i = 0; i < model.roles.size(); ++i)
    if ((roles >> i) & 1U) text += (text.empty() ? "" : ", ") + model.roles[i].name;
  return text.empty() ? "no role" : "roles " + text;
}

void find_account(const std::string& who, const schema::ModelPtr& model, db::Database& database, Question& question) {
  if (!model->account) throw UsageError{"the schema has no account type: ask with --as-role or --anonymous"};
  const auth::AccountDirectory directory(model);
  auto found = base::run_blocking(directory.find(database, who));
  if (!found) throw std::runtime_error("the accounts cannot be read: " + std::string(found.error().text()));
  if (!*found) throw std::runtime_error("no account signs in as \"" + who + "\" or has that id");
  question.caller = std::move(**found);
  question.caller_name = directory.login_of(question.caller) + ", " + roles_text(*model, question.caller.roles);
}

/// Somebody of that role who owns nothing.
void invent_caller(const CallerOption& option, const schema::Model& model, Question& question) {
  const auto caller = find_caller(option, model);
  question.caller.remote_ip = "127.0.0.1";
  question.caller.now = base::now_micros();
  if (!caller || caller->anonymous) {
    question.caller_name = "anonymous";
    return;
  }
  const bool number = model.account && model.account->resource->id->scalar == schema::Scalar::big_int;
  question.caller.id = number ? base::Value(std::int64_t{0}) : base::Value(base::new_uuid());
  question.caller.credential = access::Credential::access_token;
  question.caller.roles = caller->roles;
  question.caller_name = "somebody of role " + option.role + " who has no rows";
}

}  // namespace

int run_explain(Arguments& arguments) {
  Question question;
  const auto schema_path = arguments.take_option("--schema", "schema.graphql");
  const auto who_asks = arguments.take_option("--as", "");
  const auto caller = take_caller(arguments);
  if (!who_asks.empty() && (caller.anonymous || !caller.role.empty()))
    throw UsageError{"--as, --as-role and --anonymous exclude each other"};
  question.body = arguments.take_option("--body", "");
  if (auto row = arguments.take_option("--who", ""); !row.empty()) question.who = std::move(row);
  const bool as_json = arguments.take_flag("--json");
  take_request(arguments, question);
  arguments.finish();

  const auto model = load_schema(schema_path, stderr);
  const auto settings = load_settings();
  question.engine.max_result_bytes = settings.max_result_bytes;
  question.engine.max_cost = settings.max_cost;
  const auto database = open_current_database(*model);
  if (who_asks.empty() || who_asks == "anonymous")
    invent_caller(caller, *model, question);
  else
    find_account(who_asks, model, *database, question);
  // Made where there is none yet; without a cursor there is nothing to read with it.
  if (question.target.find("cursor=") != std::string::npos || question.target.find("before=") != std::string::npos)
    question.engine.cursor_key = base::Secret(base::derive_key(server_secret(settings).reveal(), "tenon cursors"));
  const auto explanation = explain::explain(question, model, *database);
  database->close();
  const bool coloured = colour_for(stdout) == lang::Colour::on;
  const auto text = as_json ? explain::to_json(explanation) : explain::to_text(explanation, coloured);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return explanation.outcome.code.empty() ? 0 : 1;
}

}  // namespace tenon::app
