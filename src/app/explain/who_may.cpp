#include "app/explain/who_may.hpp"

#include "auth/account_directory.hpp"
#include "base/task_blocking.hpp"
#include "base/time.hpp"
#include "query/explain/rules_on_row.hpp"
#include "query/plan.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace tenon::app::explain {
namespace {

using access::CallerClass;

/// The READ rules of one class of callers, ready to be judged on rows: all together first, then each part.
struct ClassRules {
  access::Decision decision;
  query::RulesOnRow on_row;

  ClassRules(const schema::Resource& resource, const query::Ground& ground)
      : decision(access::decide(resource, schema::Operation::read, ground.model, ground.caller)),
        on_row(resource, rules(decision), ground) {}

  static std::vector<schema::ExpressionPtr> rules(const access::Decision& decision) {
    std::vector<schema::ExpressionPtr> all{decision.rule};
    for (const auto& part : decision.parts) all.push_back(part.rule);
    return all;
  }
};

template <typename T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error("the database cannot be read: " + std::string(result.error().text()));
  return std::move(*result);
}

std::string id_text(const base::Value& id) {
  const auto* text = std::get_if<std::string>(&id);
  return text ? *text : query::shown(id);
}

class Inquiry {
 public:
  Inquiry(const schema::Resource& resource, const base::Value& id, const schema::ModelPtr& model,
          db::Database& database)
      : resource_(resource), id_(id), model_(model), database_(database) {}

  WhoMay run() {
    kinds();
    if (model_->account) accounts();
    return std::move(answer_);
  }

 private:
  const ClassRules& rules_of(CallerClass caller) {
    auto& rules = classes_[caller];
    if (!rules)
      rules = std::make_unique<ClassRules>(
          resource_, query::Ground{.model = *model_, .dialect = database_.dialect(), .caller = caller});
    return *rules;
  }

  std::vector<bool> judge(const access::Principal& principal) {
    const auto& rules = rules_of(query::class_of(principal));
    auto verdicts = must(base::run_blocking(rules.on_row.judge(database_, id_, principal)));
    answer_.row_found = verdicts.has_value();
    return verdicts ? std::move(*verdicts) : std::vector<bool>();
  }

  void kinds() {
    for (const auto& caller : access::caller_classes(*model_)) {
      WhoMay::Kind kind;
      kind.name = caller.name;
      const auto permissions = access::permissions_of(*model_, caller);
      kind.permission = permissions.find(resource_.name)->of(schema::Operation::read);
      access::Principal somebody;
      somebody.roles = caller.caller.roles;
      somebody.now = base::now_micros();
      somebody.remote_ip = "127.0.0.1";
      const auto& rules = rules_of(caller.caller);
      if (caller.caller.anonymous) {
        const auto verdicts = judge(somebody);
        if (!verdicts.empty()) kind.on_row = verdicts.front();
      } else if (rules.decision.verdict != access::Verdict::sometimes) {
        kind.on_row = rules.decision.verdict == access::Verdict::always;
      }
      answer_.kinds.push_back(std::move(kind));
    }
  }

  void accounts() {
    const auth::AccountDirectory directory(model_);
    auto found = must(base::run_blocking(directory.first(database_, most_accounts_asked + 1)));
    answer_.more_accounts = found.size() > static_cast<std::size_t>(most_accounts_asked);
    if (answer_.more_accounts) found.pop_back();
    answer_.accounts_asked = found.size();
    for (const auto& principal : found) {
      const auto verdicts = judge(principal);
      if (verdicts.empty() || !verdicts.front()) continue;
      WhoMay::Account account{.login = directory.login_of(principal), .id = id_text(principal.id), .because = {}};
      const auto& parts = rules_of(query::class_of(principal)).decision.parts;
      for (std::size_t i = 0; i < parts.size(); ++i)
        if (parts[i].effect == schema::Effect::allow && verdicts[i + 1]) account.because.push_back(parts[i].text);
      answer_.accounts.push_back(std::move(account));
    }
  }

  const schema::Resource& resource_;
  const base::Value& id_;
  const schema::ModelPtr& model_;
  db::Database& database_;
  std::map<CallerClass, std::unique_ptr<ClassRules>> classes_;
  WhoMay answer_;
};

}  // namespace

WhoMay who_may_read(const schema::Resource& resource, const base::Value& id, const schema::ModelPtr& model,
                    db::Database& database) {
  return Inquiry(resource, id, model, database).run();
}

}  // namespace tenon::app::explain
