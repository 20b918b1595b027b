#include "api/describe/describe.hpp"

#include "access/english.hpp"
#include "access/english_words.hpp"
#include "access/permissions.hpp"
#include "api/accounts/endpoints.hpp"
#include "api/describe/field_words.hpp"
#include "api/openapi/operation_words.hpp"
#include "api/rest/endpoints.hpp"
#include "api/rest/parse/batch_body.hpp"
#include "api/rest/parse/field_input.hpp"
#include "api/rest/who_may.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tenon::api::describe {
namespace {

using access::Extent;
using rest::BodyUse;
using schema::Field;
using schema::Operation;
using schema::Resource;

constexpr std::array all_operations{Operation::create, Operation::read, Operation::update, Operation::remove};

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  return fmt::format("{}", fmt::join(words, separator));
}

/// "at most 5 requests in 60 seconds"
std::string limit_words(const schema::RateLimit& limit) {
  return fmt::format("at most {} {} in {} {}", limit.requests, limit.requests == 1 ? "request" : "requests",
                     limit.window_seconds, limit.window_seconds == 1 ? "second" : "seconds");
}

/// Writes one document part by part.
class Author {
 public:
  Author(const schema::Model& model, const DescribeOptions& options)
      : model_(model), options_(options), callers_(callers_of(model, options)), endpoints_(rest::endpoints(model)) {}

  std::string write() && {
    if (!options_.resource) {
      out_ += "# API\n\n";
      callers();
      accounts();
    }
    for (const auto& resource : model_.resources)
      if (!options_.resource || options_.resource == resource.get()) write_resource(*resource);
    if (!options_.resource) writes();
    prices();
    errors();
    return std::move(out_);
  }

 private:
  static std::vector<access::CallerPermissions> callers_of(const schema::Model& model, const DescribeOptions& options) {
    auto table = access::permissions_of(model);
    if (options.caller)
      std::erase_if(table, [&](const access::CallerPermissions& row) { return row.caller.caller != *options.caller; });
    return table;
  }

  void callers() {
    out_ += "## Callers\n\n";
    for (const auto& row : callers_) {
      const auto& caller = row.caller;
      if (caller.caller.anonymous) {
        out_ += "- **anonymous**: sends no credentials\n";
        continue;
      }
      std::vector<std::string> included;
      for (const auto& role : model_.roles)
        if (role.name != caller.name && (caller.caller.roles & role.includes) == role.includes)
          included.push_back(role.name);
      out_ += fmt::format("- **{}**{}{}\n", caller.name, included.empty() ? "" : ": also " + joined(included, ", "),
                          limits_of_role(caller.name));
    }
    out_ += '\n';
  }

  std::string limits_of_role(const std::string& name) const {
    const int index = model_.find_role(name);
    if (index < 0) return {};
    const auto& role = model_.roles[static_cast<std::size_t>(index)];
    std::string words;
    if (role.rate_limit) words += fmt::format("; {}", limit_words(*role.rate_limit));
    if (role.max_cost) words += fmt::format("; a request costs at most {} points", *role.max_cost);
    return words;
  }

  void accounts() {
    if (!model_.account) return;
    const auto& account = *model_.account;
    out_ += "## Accounts\n\n| method | path | answers | |\n| --- | --- | --- | --- |\n";
    for (const auto& endpoint : accounts::endpoints())
      out_ += fmt::format("| {} | `{}/auth/{}` | {} | {} |\n", http::to_text(endpoint.method), options_.base_path,
                          endpoint.name, endpoint.success, endpoint.summary);
    out_ +=
        fmt::format("\nA {} signs in by `{}` and `password`. {}\n\n", account.resource->name, account.login->name,
                    account.open_registration ? "Strangers may sign up."
                                              : "Strangers may not sign up: accounts are made by who may create them.");
  }

  void write_resource(const Resource& resource) {
    std::vector<const rest::Endpoint*> shown;
    for (const auto& endpoint : endpoints_)
      if (endpoint.resource == &resource && is_shown(endpoint)) shown.push_back(&endpoint);
    if (shown.empty()) return;
    out_ += fmt::format("## {}\n\n", resource.name);
    if (!resource.description.empty()) out_ += resource.description + "\n\n";
    endpoint_table(shown);
    audience_list(shown);
    limits(resource);
    answer_table(resource);
    request_table(resource);
    rules(resource);
  }

  void limits(const Resource& resource) {
    if (resource.rate_limits.empty()) return;
    out_ += "### Limits\n\n";
    for (const auto& limit : resource.rate_limits)
      out_ += fmt::format("- `{}`: {} from each {}\n", limit.name, limit_words(limit),
                          limit.per == schema::LimitPer::address ? "address" : "caller");
    out_ += '\n';
  }

  bool is_shown(const rest::Endpoint& endpoint) const {
    return !options_.caller || rest::is_open(endpoint, model_, *options_.caller);
  }

  void endpoint_table(const std::vector<const rest::Endpoint*>& shown) {
    out_ += "| method | path | answers | |\n| --- | --- | --- | --- |\n";
    for (const auto* endpoint : shown) {
      const auto& traits = rest::traits(endpoint->kind);
      out_ += fmt::format("| {} | `{}{}` | {} | {} |\n", http::to_text(traits.method), options_.base_path,
                          endpoint->path, statuses(*endpoint), openapi::operation_summary(*endpoint));
    }
    out_ += '\n';
  }

  std::string statuses(const rest::Endpoint& endpoint) {
    const auto& traits = rest::traits(endpoint.kind);
    std::vector<std::string> words;
    for (const int status : traits.successes) words.push_back(std::to_string(status));
    for (const auto code : traits.errors) {
      words.push_back(std::to_string(base::error_info(code).http_status));
      errors_.insert(code);
    }
    return joined(words, " ");
  }

  /// Endpoints that the same callers may use under the same conditions are told of once.
  void audience_list(const std::vector<const rest::Endpoint*>& shown) {
    struct Group {
      std::string lines;
      std::vector<std::string> endpoints;
    };
    std::vector<Group> groups;
    for (const auto* endpoint : shown) {
      auto lines = rest::audience_lines(rest::who_may(*endpoint, callers_));
      auto name = fmt::format("{} `{}`", http::to_text(rest::traits(endpoint->kind).method), endpoint->path);
      const auto same = std::ranges::find(groups, lines, &Group::lines);
      if (same != groups.end())
        same->endpoints.push_back(std::move(name));
      else
        groups.push_back({std::move(lines), {std::move(name)}});
    }
    out_ += "### Who may\n\n";
    for (const auto& group : groups) out_ += fmt::format("{}\n{}\n", joined(group.endpoints, ", "), group.lines);
  }

  void answer_table(const Resource& resource) {
    out_ += "### Answer\n\n| field | type | null | |\n| --- | --- | --- | --- |\n";
    for (const auto& field : resource.fields) {
      if (field->write_only || is_withheld(*field)) continue;
      std::string notes = field->description;
      if (field->deprecated) notes += " Deprecated: " + *field->deprecated;
      if (field->is_list_relation()) notes += fmt::format(" With `include={}`.", field->name);
      if (field->kind == schema::FieldKind::to_one)
        notes += fmt::format(" The row itself with `include={}`.", field->name);
      notes += reading(*field);
      out_ += fmt::format("| `{}` | {} | {} | {} |\n", field->name, in_cell(type_words(*field)),
                          field->required ? "never" : "maybe", in_cell(trimmed(notes)));
    }
    out_ += '\n';
  }

  void request_table(const Resource& resource) {
    const bool registered =
        model_.account && model_.account->resource == &resource && model_.account->open_registration;
    const bool created = registered || exists(resource, Operation::create);
    const bool changed = exists(resource, Operation::update);
    if (!created && !changed) return;
    out_ +=
        "### Request\n\n| field | type | create | change | constraints | default |\n| --- | --- | --- | --- | --- | "
        "--- |\n";
    for (const auto& field : resource.fields) {
      const auto on_create = created ? input_words(*field, BodyUse::create) : "–";
      const auto on_change = changed ? input_words(*field, BodyUse::merge) : "–";
      if (on_create == "–" && on_change == "–") continue;
      out_ += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", field->name, in_cell(type_words(*field)), on_create,
                          on_change, in_cell(constraint_words(*field)), in_cell(default_words(*field)));
    }
    out_ += "\nPUT takes what may be changed and asks for what is required; PATCH takes any part of it.\n\n";
  }

  /// "required", "optional", or a dash where the field is refused; and whether rows of a relation may come with the
  /// row.
  std::string input_words(const Field& field, BodyUse use) const {
    const bool nests = use == BodyUse::create && rest::takes_nested(field) && exists(*field.target, Operation::create);
    switch (rest::field_input(field, use, nullptr)) {
      case rest::FieldInput::required: return nests ? "required; or a row" : "required";
      case rest::FieldInput::optional: return nests ? "optional; or rows" : "optional";
      case rest::FieldInput::own_rows: return nests ? "optional: rows" : "–";
      case rest::FieldInput::by_server:
      case rest::FieldInput::by_path:
      case rest::FieldInput::unchanged: break;
    }
    return "–";
  }

  /// What all writes have in common.
  void writes() {
    const bool any = std::ranges::any_of(endpoints_, [&](const rest::Endpoint& endpoint) {
      return rest::is_write(endpoint.kind) && is_shown(endpoint);
    });
    if (!any) return;
    out_ += fmt::format(
        "## Several writes, and writes that come again\n\n"
        "`POST {}{}` does up to {} of the writes above in one transaction: `{{\"operations\": [{{\"method\", \"path\", "
        "\"body\", \"ifMatch\", \"id\"}}]}}`. A POST or PATCH with an `Idempotency-Key` is done once however often it "
        "is sent, and answered the same.\n\n",
        options_.base_path, rest::batch_path, rest::max_batch_operations);
  }

  void rules(const Resource& resource) {
    std::string text;
    if (resource.tenant)
      text += fmt::format("- Only rows where {}: others do not exist for the caller.\n",
                          access::to_english(*resource.tenant->rule, model_));
    for (const auto& rule : resource.rules) text += rule_line("", rule);
    for (const auto& field : resource.fields) {
      for (const auto& rule : field->rules) text += rule_line(field->name, rule);
    }
    for (const auto& check : resource.checks)
      text += fmt::format("- A row is only stored if {} (\"{}\").\n", access::to_english(*check.rule, model_),
                          check.message);
    if (!text.empty()) out_ += "### Rules\n\n" + text + '\n';
  }

  std::string rule_line(const std::string& field, const schema::Rule& rule) const {
    std::vector<std::string> verbs;
    for (const auto operation : all_operations)
      if (rule.operations.has(operation)) verbs.emplace_back(access::verb(operation));
    const auto when = access::to_english(*rule.when, model_);
    const bool allows = rule.effect == schema::Effect::allow;
    std::string text = "- ";
    if (!field.empty()) text += fmt::format("`{}`: ", field);
    text += fmt::format("{} {}: {}", allows ? "may" : "may never", joined(verbs, ", "),
                        allows ? "if " + when : "if " + when);
    if (rule.check) text += "; as changed, only if " + access::to_english(*rule.check, model_);
    if (!field.empty() && allows && rule.operations.has(Operation::read))
      text += rule.otherwise == schema::Otherwise::omit ? "; else it is left out"
                                                        : "; else it is null and named in `meta.masked`";
    return text + '\n';
  }

  /// A note where the field's rules do not let everybody read it.
  std::string reading(const Field& field) const {
    const bool ruled =
        std::ranges::any_of(field.rules, [](const schema::Rule& rule) { return rule.operations.has(Operation::read); });
    return ruled ? " Withheld from some, see the rules." : "";
  }

  /// Whether none of the callers ever gets the field.
  bool is_withheld(const Field& field) const {
    return std::ranges::all_of(callers_, [&](const access::CallerPermissions& caller) {
      const auto& fields = caller.find(field.owner_type->name)->fields;
      const auto& of = *std::ranges::find(fields, &field, &access::FieldPermissions::field);
      return of.read.extent == Extent::nothing && of.otherwise == schema::Otherwise::omit;
    });
  }

  bool exists(const Resource& resource, Operation operation) const {
    return std::ranges::any_of(callers_, [&](const access::CallerPermissions& caller) {
      return caller.find(resource.name)->of(operation).extent != Extent::nothing;
    });
  }

  static std::string trimmed(std::string text) {
    text.erase(0, text.find_first_not_of(' '));
    return text;
  }

  void prices() {
    out_ +=
        "## Prices\n\nEvery answer tells what it has cost in `X-Request-Cost`, in points; the price is known before "
        "anything is done, and one above the cap is refused with both figures. Requests may be limited: then "
        "`RateLimit` tells what is left, and 429 when to come back.\n\n";
  }

  void errors() {
    for (const auto code : rest::common_errors()) errors_.insert(code);
    out_ +=
        "## Errors\n\n`{\"error\": {\"code\", \"message\", \"details\": [{\"field\", \"code\", \"message\"}]}, "
        "\"meta\"}`\n\n"
        "| status | code | |\n| --- | --- | --- |\n";
    for (const auto code : errors_) {
      const auto& info = base::error_info(code);
      out_ += fmt::format("| {} | `{}` | {} |\n", info.http_status, info.name, info.phrase);
    }
  }

  const schema::Model& model_;
  const DescribeOptions& options_;
  std::vector<access::CallerPermissions> callers_;
  std::vector<rest::Endpoint> endpoints_;
  std::set<base::ErrorCode> errors_;
  std::string out_;
};

}  // namespace

std::string design_document(const schema::Model& model, const DescribeOptions& options) {
  return Author(model, options).write();
}

}  // namespace tenon::api::describe
