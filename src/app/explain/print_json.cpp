#include "app/explain/explanation.hpp"
#include "base/json_writer.hpp"

namespace tenon::app::explain {
namespace {

std::string_view word(access::Verdict verdict) {
  switch (verdict) {
    case access::Verdict::always: return "always";
    case access::Verdict::never: return "never";
    case access::Verdict::sometimes: return "sometimes";
  }
  return {};
}

std::string_view word(access::Extent extent) {
  switch (extent) {
    case access::Extent::always: return "always";
    case access::Extent::nothing: return "never";
    case access::Extent::sometimes: return "sometimes";
  }
  return {};
}

void member(base::JsonWriter& json, std::string_view name, bool value) {
  json.key(name);
  json.boolean(value);
}

void strings(base::JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name);
  json.begin_array();
  for (const auto& text : texts) json.string(text);
  json.end_array();
}

void verdict(base::JsonWriter& json, access::Verdict verdict, const std::string& english, const std::string& rule) {
  json.member("verdict", word(verdict));
  if (verdict != access::Verdict::sometimes) return;
  json.member("condition", english);
  json.member("residual", rule);
}

void write(base::JsonWriter& json, const Rules& rules) {
  const auto& decision = rules.decision;
  json.begin_object();
  json.member("operation", access::verb(decision.operation));
  json.member("resource", decision.resource->name);
  verdict(json, decision.verdict, decision.english, decision.residual);
  if (rules.on_row) member(json, "onRow", *rules.on_row);
  if (decision.tenant) member(json, "tenant", true);
  json.key("parts");
  json.begin_array();
  for (std::size_t i = 0; i < decision.parts.size(); ++i) {
    const auto& part = decision.parts[i];
    json.begin_object();
    json.member("effect", part.effect == schema::Effect::allow ? "allow" : "deny");
    json.member("rule", part.text);
    json.member("file", part.file);
    json.member("line", static_cast<std::int64_t>(part.line));
    verdict(json, part.verdict, part.english, part.residual);
    if (i < rules.parts_on_row.size()) member(json, "onRow", rules.parts_on_row[i]);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void write(base::JsonWriter& json, const Statement& statement) {
  json.begin_object();
  json.member("text", statement.text);
  member(json, "run", !statement.writes);
  json.key("parameters");
  json.begin_array();
  for (const auto& parameter : statement.parameters) {
    json.begin_object();
    json.member("name", parameter.name);
    json.member("value", parameter.value);
    if (!parameter.origin.empty()) json.member("origin", parameter.origin);
    json.end_object();
  }
  json.end_array();
  strings(json, "plan", statement.plan);
  json.end_object();
}

void write(base::JsonWriter& json, const WhoMay& who) {
  json.begin_object();
  member(json, "rowFound", who.row_found);
  json.key("kinds");
  json.begin_array();
  for (const auto& kind : who.kinds) {
    json.begin_object();
    json.member("name", kind.name);
    json.member("verdict", word(kind.permission.extent));
    if (kind.permission.extent == access::Extent::sometimes) json.member("condition", kind.permission.condition);
    if (kind.on_row) member(json, "onRow", *kind.on_row);
    json.end_object();
  }
  json.end_array();
  json.key("accounts");
  json.begin_array();
  for (const auto& account : who.accounts) {
    json.begin_object();
    json.member("id", account.id);
    json.member("login", account.login);
    strings(json, "because", account.because);
    json.end_object();
  }
  json.end_array();
  json.member("accountsAsked", static_cast<std::int64_t>(who.accounts_asked));
  member(json, "moreAccounts", who.more_accounts);
  json.end_object();
}

}  // namespace

std::string to_json(const Explanation& explanation) {
  std::string text;
  base::JsonWriter json(text);
  json.begin_object();
  json.member("request", explanation.request);
  json.member("caller", explanation.caller);
  json.key("outcome");
  json.begin_object();
  json.member("status", static_cast<std::int64_t>(explanation.outcome.status));
  member(json, "wouldWrite", explanation.outcome.would_write);
  if (explanation.outcome.cost) json.member("cost", *explanation.outcome.cost);
  if (!explanation.outcome.code.empty()) {
    json.member("code", explanation.outcome.code);
    json.member("message", explanation.outcome.message);
    strings(json, "details", explanation.outcome.details);
  }
  json.end_object();
  json.key("plan");
  json.begin_array();
  for (const auto& line : explanation.words) {
    json.begin_object();
    json.member("what", line.what);
    json.member("words", line.words);
    json.end_object();
  }
  json.end_array();
  json.key("rules");
  json.begin_array();
  for (const auto& rules : explanation.rules) write(json, rules);
  json.end_array();
  json.key("statements");
  json.begin_array();
  for (const auto& statement : explanation.statements) write(json, statement);
  json.end_array();
  json.key("indexes");
  json.begin_array();
  for (const auto& advice : explanation.advice) {
    json.begin_object();
    json.member("reason", advice.reason);
    json.member("advice", advice.advice);
    json.end_object();
  }
  json.end_array();
  if (explanation.who) {
    json.key("who");
    write(json, *explanation.who);
  }
  json.end_object();
  text += '\n';
  return text;
}

}  // namespace tenon::app::explain
