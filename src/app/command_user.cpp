#include "api/accounts/operator_account.hpp"
#include "app/backend.hpp"
#include "app/command.hpp"
#include "app/load_schema.hpp"
#include "app/ready_database.hpp"
#include "app/terminal.hpp"
#include "base/task_blocking.hpp"

#include <cstdio>

namespace tenon::app {
namespace {

/// A word of the command line as the JSON that the field reads.
base::Json json_of(const schema::Field& field, const std::string& text) {
  const bool number = field.kind == schema::FieldKind::scalar &&
                      (field.scalar == schema::Scalar::int32 || field.scalar == schema::Scalar::floating);
  if (number) return base::Json(base::Json::Number{text});
  if (field.kind == schema::FieldKind::scalar && field.scalar == schema::Scalar::boolean &&
      (text == "true" || text == "false"))
    return base::Json(text == "true");
  return base::Json(text);
}

void print_faults(const base::Error& error) {
  std::fprintf(stderr, "tenon user: %s\n", std::string(error.text()).c_str());
  for (const auto& detail : error.details)
    std::fprintf(stderr, "  %s: %s\n", detail.field.c_str(), detail.message.c_str());
}

}  // namespace

int run_user(Arguments& arguments) {
  if (arguments.take_word("create") != "create") throw UsageError{"only `user create` is known"};
  const auto project = take_migration_project(arguments);
  const auto settings = load_settings();
  const auto model = load_schema(project.schema_path, stderr);
  if (!model->account) throw UsageError{"the schema has no account type: mark one with @account"};
  const auto& account = *model->account;

  base::Json::Object body;
  for (const auto& field : account.resource->fields) {
    if (!field->stored() || field->system) continue;
    const auto text = arguments.take_option("--" + field->name, "");
    if (!text.empty()) body.emplace_back(field->name, json_of(*field, text));
  }
  arguments.finish();
  if (!base::Json(body).find(account.login->name))
    throw UsageError{"--" + account.login->name + " is missing: it is what the account signs in with"};
  body.emplace_back("password", base::Json(std::string(read_password().reveal())));

  auto database = open_database(settings, 1);
  require_ready_database(settings, *database, *model, project);
  auto backend = make_backend(settings, server_secret(settings), model, std::move(database), 1);
  auto id = base::run_blocking(
      api::accounts::create_account(*backend.engine, *backend.accounts, base::Json(std::move(body))));
  backend.database->close();
  if (!id) {
    print_faults(id.error());
    return 1;
  }
  const auto* text = std::get_if<std::string>(&*id);
  std::printf("created %s %s\n", account.resource->name.c_str(),
              text ? text->c_str() : std::to_string(std::get<std::int64_t>(*id)).c_str());
  return 0;
}

}  // namespace tenon::app
