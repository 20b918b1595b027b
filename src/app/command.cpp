#include "app/command.hpp"

#include "app/version.hpp"
#include "base/did_you_mean.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>

namespace tenon::app {
namespace {

constexpr std::array table{
    Command{"init", "[FOLDER]", "write a working schema and editor support files", run_init},
    Command{"check", "[--schema PATH]", "check the schema: faults, lints, routes open to anyone", run_check},
    Command{"serve", "[--schema PATH]", "serve the API", run_serve},
    Command{"dev", "[--allow-data-loss] [--schema PATH]", "serve, and follow the schema as it is saved", run_dev},
    Command{"migrate", "new NAME [--expand] | verify [--all] | up [--to N] [--contract] | down [--to N] | status",
            "change the tables of a schema, keeping their rows", run_migrate},
    Command{"user", "create --LOGIN VALUE [--role ROLE] [--FIELD VALUE ...]",
            "make an account; reads the password from the terminal or standard input", run_user},
    Command{"describe", "[RESOURCE] [--as-role ROLE|--anonymous] [--schema PATH]",
            "the API as a design document in Markdown", run_describe},
    Command{"openapi", "[--as-role ROLE|--anonymous] [--schema PATH]", "the OpenAPI 3.1 document of the API",
            run_openapi},
    Command{"graphql-schema", "[--as-role ROLE|--anonymous] [--schema PATH]",
            "print the GraphQL schema that a caller is served", run_graphql_schema},
    Command{"explain",
            "\"METHOD /api/v1/…\" [--as LOGIN|ID|anonymous | --as-role ROLE | --anonymous] [--body JSON] [--who ID] "
            "[--json] [--schema PATH]",
            "plan, rules, SQL and missing indexes of one request, and who else may read a row", run_explain},
    Command{"proto", "", "the gRPC service definition", nullptr},
    Command{"codegen", "", "typed clients", nullptr},
    Command{"token", "", "tokens for machines", nullptr},
    Command{"backup", "", "a consistent copy of the database", nullptr},
    Command{"restore", "", "bring a copy back", nullptr},
    Command{"import",
            "RESOURCE FILE|- | FOLDER [--format ndjson|csv] [--on-conflict fail|skip|update] [--batch N] [--dry-run] "
            "[--resume]",
            "put rows from files into the database", run_import},
    Command{"move", "--from URL --to URL [--schema PATH]", "put a whole database into another, empty one", run_move},
    Command{"export", "[RESOURCE ...] [--format ndjson|csv] [--output FILE|FOLDER|-] [--resume]", "write rows to files",
            run_export},
    Command{"doctor", "", "look for what is wrong", nullptr},
};

void print_help(FILE* out) {
  std::fprintf(out, "tenon %s: one schema in, a production backend out\n\nusage: tenon COMMAND [ARGUMENTS]\n\n",
               version);
  for (const auto& command : table)
    if (command.run)
      std::fprintf(out, "  %-9s %s\n            %s\n", command.name.data(), command.summary.data(),
                   command.usage.data());
  std::fprintf(out,
               "\nCommands read schema.graphql in the current folder, or --schema PATH. Settings come from the "
               "environment and .env.\n");
}

int unknown_command(const std::string& name) {
  std::vector<std::string_view> names;
  for (const auto& command : table)
    if (command.run) names.push_back(command.name);
  std::fprintf(stderr, "tenon: there is no command \"%s\".%s\nRun `tenon help` for the list.\n", name.c_str(),
               base::did_you_mean(name, names).c_str());
  return 2;
}

}  // namespace

std::span<const Command> command_table() {
  return table;
}

std::string Arguments::take_option(std::string_view name, std::string_view fallback) {
  const auto prefix = std::string(name) + "=";
  for (auto word = words_.begin(); word != words_.end(); ++word) {
    if (word->starts_with(prefix)) {
      auto value = word->substr(prefix.size());
      words_.erase(word);
      return value;
    }
    if (*word != name) continue;
    if (word + 1 == words_.end()) throw UsageError{std::string(name) + " needs a value"};
    auto value = *(word + 1);
    words_.erase(word, word + 2);
    return value;
  }
  return std::string(fallback);
}

bool Arguments::take_flag(std::string_view name) {
  const auto found = std::ranges::find(words_, name);
  if (found == words_.end()) return false;
  words_.erase(found);
  return true;
}

std::string Arguments::take_word(std::string_view meaning) {
  if (words_.empty() || words_.front().starts_with("--")) throw UsageError{std::string(meaning) + " is missing"};
  auto word = words_.front();
  words_.erase(words_.begin());
  return word;
}

void Arguments::finish() const {
  if (!words_.empty()) throw UsageError{"\"" + words_.front() + "\" is not understood here"};
}

int run_command_line(int count, char** words) {
  std::vector<std::string> rest(words + 1, words + count);
  if (rest.empty() || rest.front() == "help" || rest.front() == "--help" || rest.front() == "-h") {
    print_help(stdout);
    return rest.empty() ? 2 : 0;
  }
  if (rest.front() == "--version" || rest.front() == "version") {
    std::printf("tenon %s\n", version);
    return 0;
  }
  const auto name = rest.front();
  rest.erase(rest.begin());
  const auto command = std::ranges::find(table, std::string_view(name), &Command::name);
  if (command == table.end()) return unknown_command(name);
  if (!command->run) {
    std::fprintf(stderr, "tenon: \"%s\" is not supported yet\n", name.c_str());
    return 2;
  }
  Arguments arguments(std::move(rest));
  try {
    return command->run(arguments);
  } catch (const UsageError& fault) {
    std::fprintf(stderr, "tenon %s: %s\nusage: tenon %s %s\n", name.c_str(), fault.message.c_str(), name.c_str(),
                 command->usage.data());
    return 2;
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "tenon %s: %s\n", name.c_str(), fault.what());
    return 1;
  }
}

}  // namespace tenon::app
