#include "api/accounts/endpoints.hpp"
#include "api/openapi/envelopes.hpp"
#include "api/openapi/json_parts.hpp"
#include "api/openapi/parameters.hpp"
#include "api/openapi/paths.hpp"
#include "api/openapi/responses.hpp"
#include "api/openapi/row_schema.hpp"

namespace tenon::api::openapi {
namespace {

using accounts::AnswerKind;
using accounts::BodyKind;
using accounts::Endpoint;
using base::JsonWriter;

constexpr std::string_view new_password =
    R"({"type":"string","format":"password","minLength":8,"maxLength":256,"writeOnly":true})";
constexpr std::string_view known_password = R"({"type":"string","format":"password","writeOnly":true})";
constexpr std::string_view token_example = "trt_2n4kX0Lw";

/// What is said of accounts in the Model; only called where there are some.
const schema::Account& account_of(const Context& context) {
  return *context.model().account;
}

void write_text_members(JsonWriter& json,
                        std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  json.member("type", "object");
  flag(json, "additionalProperties", false);
  object(json, "properties", [&] {
    for (const auto& [name, schema] : members) {
      json.key(name);
      json.raw(schema);
    }
  });
  array(json, "required", [&] {
    for (const auto& [name, schema] : members) json.string(name);
  });
}

void write_example(JsonWriter& json, std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  object(json, "example", [&] {
    for (const auto& [name, value] : members) json.member(name, value);
  });
}

void write_content(JsonWriter& json, Context& context, BodyKind kind) {
  const auto& account = account_of(context);
  json.key("schema");
  switch (kind) {
    case BodyKind::none: break;
    case BodyKind::new_account: {
      const std::vector<FurtherMember> further{{"password", new_password}};
      context.components().refer(json, Section::schemas, context.free_name("NewAccount"),
                                 [&context, &account, further](JsonWriter& out) {
                                   object(out, [&] {
                                     write_input_members(out, context, *account.resource, rest::BodyUse::create,
                                                         nullptr, Relations::ids_only, further);
                                   });
                                 });
      if (const auto example = input_example(context, *account.resource, rest::BodyUse::create, nullptr, further)) {
        json.key("example");
        json.raw(*example);
      }
      break;
    }
    case BodyKind::login: {
      const std::string& login = account.login->name;
      context.components().refer(json, Section::schemas, context.free_name("Login"), [login](JsonWriter& out) {
        object(out, [&] { write_text_members(out, {{login, R"({"type":"string"})"}, {"password", known_password}}); });
      });
      write_example(json, {{login, "ada@example.org"}, {"password", "correct horse battery staple"}});
      break;
    }
    case BodyKind::refresh_token:
      context.components().refer(json, Section::schemas, context.free_name("RefreshToken"), [](JsonWriter& out) {
        object(out, [&] { write_text_members(out, {{"refreshToken", R"({"type":"string"})"}}); });
      });
      write_example(json, {{"refreshToken", token_example}});
      break;
  }
}

void write_body(JsonWriter& json, Context& context, BodyKind kind) {
  if (kind == BodyKind::none) return;
  object(json, "requestBody", [&] {
    flag(json, "required", true);
    object(json, "content", [&] { object(json, "application/json", [&] { write_content(json, context, kind); }); });
  });
}

void write_success(JsonWriter& json, Context& context, const Endpoint& endpoint) {
  object(json, std::to_string(endpoint.success), [&] {
    json.member("description", endpoint.answer == AnswerKind::nothing ? "Done" : endpoint.summary);
    if (endpoint.success == 201)
      write_headers(json, context,
                    {AnswerHeader::request_id, AnswerHeader::location, AnswerHeader::cache_control,
                     AnswerHeader::rate_limit_policy, AnswerHeader::rate_limit});
    else
      write_headers(json, context,
                    {AnswerHeader::request_id, AnswerHeader::cache_control, AnswerHeader::rate_limit_policy,
                     AnswerHeader::rate_limit});
    if (endpoint.answer == AnswerKind::nothing) return;
    object(json, "content", [&] {
      object(json, "application/json", [&] {
        json.key("schema");
        if (endpoint.answer == AnswerKind::signed_in)
          refer_to_sign_in_answer(json, context);
        else
          refer_to_row_answer(json, context, *account_of(context).resource);
      });
    });
  });
}

std::string who_may(const Context& context, const Endpoint& endpoint) {
  if (endpoint.body != BodyKind::new_account) return {};
  return account_of(context).open_registration ? "\n\nStrangers may sign up."
                                               : "\n\nOnly callers who may create such a row may make accounts.";
}

Credentials credentials(const Context& context, const Endpoint& endpoint) {
  if (endpoint.caller == accounts::Caller::ignored) return Credentials::none;
  const bool sign_up = endpoint.body == BodyKind::new_account;
  return sign_up && account_of(context).open_registration ? Credentials::optional : Credentials::required;
}

void write_operation(JsonWriter& json, Context& context, const Endpoint& endpoint) {
  json.member("operationId", std::string(endpoint.name));
  json.member("summary", endpoint.summary);
  json.member("description", std::string(endpoint.description) + who_may(context, endpoint));
  strings(json, "tags", {accounts_tag});
  write_security(json, context, credentials(context, endpoint));
  if (endpoint.answer == AnswerKind::account)
    array(json, "parameters", [&] { write_row_parameters(json, context, *account_of(context).resource); });
  write_body(json, context, endpoint.body);
  object(json, "responses", [&] {
    write_success(json, context, endpoint);
    write_errors(json, context, endpoint.errors);
  });
}

}  // namespace

void write_account_paths(JsonWriter& json, Context& context) {
  if (!context.model().account) return;
  for (const auto& endpoint : accounts::endpoints())
    object(json, context.options().base_path + "/auth/" + std::string(endpoint.name), [&] {
      object(json, endpoint.method == http::Method::get ? "get" : "post",
             [&] { write_operation(json, context, endpoint); });
    });
}

}  // namespace tenon::api::openapi
