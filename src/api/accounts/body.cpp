#include "api/accounts/body.hpp"

#include "api/rest/parse/body.hpp"
#include "api/rest/parse/faults.hpp"
#include "auth/password_rules.hpp"
#include "base/did_you_mean.hpp"
#include "schema/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <variant>

namespace tenon::api::accounts {
namespace {

using rest::Faults;

constexpr std::string_view password_name = "password";
constexpr std::array<std::string_view, 1> password_names{password_name};

/// The text of a member that must be there; a fault and nothing for anything else.
const std::string* required_text(const base::Json& body, std::string_view name, Faults& faults) {
  const base::Json* member = body.find(name);
  if (!member) {
    faults.add(std::string(name), "required", "is required");
    return nullptr;
  }
  if (!member->string())
    faults.add(std::string(name), "type", fmt::format("must be a string, not {}", member->kind_name()));
  return member->string();
}

void refuse_others(const base::Json& body, std::span<const std::string_view> known, Faults& faults) {
  for (const auto& [name, value] : *body.object()) {
    if (std::ranges::find(known, name) != known.end()) continue;
    const std::string shown = name.substr(0, 64);
    faults.add(shown, "unknown", fmt::format("is not known here.{}", base::did_you_mean(shown, known)));
  }
}

base::Error not_an_object(const base::Json& body) {
  return base::validation_error("", "type", fmt::format("The body must be an object, not {}", body.kind_name()));
}

base::Json without_password(const base::Json& body) {
  base::Json::Object fields;
  for (const auto& member : *body.object())
    if (member.first != password_name) fields.push_back(member);
  return base::Json(std::move(fields));
}

/// The row's own faults; "pasword" gets a suggestion that only we can give.
void add_row_faults(base::Error error, Faults& faults) {
  for (base::ErrorDetail& detail : error.details) {
    if (detail.code == "unknown" && !base::nearest_name(detail.field, password_names).empty())
      detail.message = "is no field." + base::did_you_mean(detail.field, password_names);
    faults.add(std::move(detail));
  }
}

std::string text_of(const base::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text ? *text : std::string();
}

std::string login_of(const schema::Account& account, const query::RowInput& row) {
  for (const query::FieldValue& entry : row.values)
    if (entry.field == account.login) return text_of(entry.value);
  return {};
}

}  // namespace

base::Result<NewAccount> parse_new_account(const schema::Account& account, const auth::PasswordLimits& limits,
                                           const base::Json& body) {
  if (!body.object()) return base::unexpected(not_an_object(body));
  Faults faults;
  NewAccount result;
  auto row = rest::parse_row(*account.resource, rest::BodyUse::create, without_password(body));
  if (row)
    result.row = std::move(*row);
  else
    add_row_faults(std::move(row).error(), faults);

  const base::Json* sent_login = body.find(account.login->name);
  const std::string* login = sent_login ? sent_login->string() : nullptr;
  if (const std::string* password = required_text(body, password_name, faults)) {
    for (base::ErrorDetail& fault : auth::password_faults(*password, login ? *login : "", limits))
      faults.add(std::move(fault));
    result.password = base::Secret(*password);
  }
  result.login = login_of(account, result.row);
  if (faults.empty() && result.login.empty())
    faults.add(account.login->name, "required", "is required to sign in with");
  if (!faults.empty()) return base::unexpected(std::move(faults).validation());
  return result;
}

base::Result<Login> parse_login(const schema::Account& account, const base::Json& body) {
  if (!body.object()) return base::unexpected(not_an_object(body));
  Faults faults;
  Login result;
  const std::array<std::string_view, 2> known{account.login->name, password_name};
  refuse_others(body, known, faults);
  const std::string* login = required_text(body, account.login->name, faults);
  const std::string* password = required_text(body, password_name, faults);
  if (!faults.empty()) return base::unexpected(std::move(faults).validation());
  result.password = base::Secret(*password);
  // What cannot be a login is one that nobody has: the same answer as for any other unknown one.
  const auto stored = schema::check_input(*account.login, *body.find(account.login->name));
  result.login = stored ? text_of(*stored) : *login;
  return result;
}

base::Result<std::string> parse_refresh_token(const base::Json& body) {
  if (!body.object()) return base::unexpected(not_an_object(body));
  Faults faults;
  static constexpr std::array<std::string_view, 1> known{"refreshToken"};
  refuse_others(body, known, faults);
  const std::string* token = required_text(body, known.front(), faults);
  if (!faults.empty()) return base::unexpected(std::move(faults).validation());
  return *token;
}

}  // namespace tenon::api::accounts
