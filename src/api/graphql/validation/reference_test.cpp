#include "api/graphql/coercion/coerce_variables.hpp"
#include "api/graphql/coercion/select_operation.hpp"
#include "api/graphql/introspection/resolve.hpp"
#include "api/graphql/served/served_schema.hpp"
#include "api/graphql/served/test_served_schema.hpp"
#include "api/graphql/type_system/print.hpp"
#include "api/graphql/validation/validate.hpp"
#include "base/json.hpp"
#include "lang/graphql/lexer.hpp"
#include "lang/graphql/parser.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

/// graphql-js, run beside us on the printed served schema: the same verdicts, messages and places for documents right
/// and wrong, the same introspection. tests/graphql has its script and the documents; `./dev test` installs it.
namespace tenon::api::graphql {
namespace {

using base::Json;

const std::filesystem::path folder = std::filesystem::path(TENON_SOURCE_DIR) / "tests/graphql";

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Case {
  std::string text;
  std::optional<Json> variables;
};

std::vector<Case> written_cases() {
  std::vector<Case> cases;
  std::istringstream lines(read(folder / "documents.graphql"));
  std::string line;
  Case next;
  constexpr std::string_view variables = "# variables: ";
  while (std::getline(lines, line)) {
    if (line == "# ---") {
      cases.push_back(std::exchange(next, {}));
    } else {
      if (line.starts_with(variables)) next.variables = *base::parse_json(line.substr(variables.size()));
      next.text += line + "\n";
    }
  }
  cases.push_back(std::move(next));
  return cases;
}

/// The same documents with a word taken out, doubled, exchanged or replaced by another document's.
std::vector<Case> broken_cases(const std::vector<Case>& written, std::size_t count) {
  std::mt19937 random(20211001);
  const auto below = [&](std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random); };
  const auto tokens_of = [](const std::string& text) {
    std::vector<std::string> tokens;
    lang::graphql::Lexer lexer(text);
    for (auto token = lexer.next(); token.kind != lang::graphql::TokenKind::end_of_file; token = lexer.next())
      tokens.push_back(text.substr(token.offset, std::max(token.length, 1U)));
    return tokens;
  };
  std::vector<std::string> pool;
  for (const Case& each : written)
    for (std::string& token : tokens_of(each.text)) pool.push_back(std::move(token));
  std::vector<Case> broken;
  while (broken.size() < count) {
    std::vector<std::string> tokens = tokens_of(written[below(written.size())].text);
    for (std::size_t changes = 1 + below(3); changes > 0 && tokens.size() > 1; --changes) {
      const std::size_t at = below(tokens.size());
      switch (below(4)) {
        case 0: tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(at)); break;
        case 1: tokens.insert(tokens.begin() + static_cast<std::ptrdiff_t>(at), tokens[at]); break;
        case 2: std::swap(tokens[at], tokens[below(tokens.size())]); break;
        default: tokens[at] = pool[below(pool.size())]; break;
      }
    }
    Case next;
    for (const std::string& token : tokens) next.text += token + (below(8) == 0 ? "\n" : " ");
    broken.push_back(std::move(next));
  }
  return broken;
}

std::string place(std::string_view line, std::string_view column) {
  return " @" + std::string(line) + ":" + std::string(column);
}

/// One line for each error, sorted: rules may speak in another order at one node.
std::string sorted(std::vector<std::string> errors) {
  std::ranges::sort(errors);
  std::string all;
  for (const std::string& error : errors) all += error + "\n";
  return all;
}

std::string ours(const Errors& errors) {
  std::vector<std::string> lines;
  for (const Error& error : errors) {
    lines.push_back(error.message);
    for (const auto& at : error.locations) lines.back() += place(std::to_string(at.line), std::to_string(at.column));
  }
  return sorted(std::move(lines));
}

std::string theirs(const Json& result) {
  std::vector<std::string> lines;
  for (const Json& error : *result.find("errors")->array()) {
    lines.push_back(*error.find("message")->string());
    for (const Json& at : *error.find("locations")->array())
      lines.back() += place(at.find("line")->number()->text, at.find("column")->number()->text);
  }
  return sorted(std::move(lines));
}

/// Members sorted, so that only content is compared; lists of named things too.
Json normal(const Json& json) {
  if (const auto* members = json.object()) {
    Json::Object sorted_members;
    for (const auto& [name, member] : *members) sorted_members.emplace_back(name, normal(member));
    std::ranges::sort(sorted_members, {}, &Json::Object::value_type::first);
    return Json(std::move(sorted_members));
  }
  const auto* items = json.array();
  if (!items) return json;
  Json::Array sorted_items;
  for (const Json& item : *items) sorted_items.push_back(normal(item));
  std::ranges::stable_sort(sorted_items, {}, [](const Json& item) {
    const Json* name = item.find("name");
    return name && name->string() ? *name->string() : std::string();
  });
  return Json(std::move(sorted_items));
}

/// Sizes are not what is compared here.
Limits wide() {
  Limits limits;
  limits.depth = limits.fields = limits.root_fields = limits.aliases = limits.directives = limits.fragments =
      limits.operations = limits.field_comparisons = 1'000'000;
  limits.errors = 50;  // As in reference.mjs.
  return limits;
}

lang::graphql::Document parsed(const std::string& text) {
  return std::move(*lang::graphql::parse(std::make_shared<lang::Source>(lang::Source{"case", text})));
}

struct Verdict {
  std::string errors;
  std::optional<Json> variables;
};

Verdict judge(const TypeSystem& types, const Case& each) {
  const auto document = lang::graphql::parse(std::make_shared<lang::Source>(lang::Source{"case", each.text}));
  if (!document) {
    const lang::Diagnostic& fault = document.error().front();
    return {ours({Error{fault.message, {lang::line_column(*fault.span.source, fault.span.offset)}, {}, {}, {}}}), {}};
  }
  const Errors errors = validate(types, *document, wide());
  if (!errors.empty() || !each.variables) return {ours(errors), {}};
  const auto values = coerce_variables(types, **select_operation(*document, std::nullopt), *each.variables);
  if (!values) return {ours(values.error()), {}};
  Json::Object members;
  for (const auto& [name, value] : values->values) members.emplace_back(name, value);
  return {"", Json(std::move(members))};
}

Json introspect(const TypeSystem& types, const std::string& query) {
  const auto document = parsed(query);
  const auto fields = collect_fields(types, fragments_of(document), {}, *types.query(),
                                     (*select_operation(document, std::nullopt))->selection_set);
  std::string out = "{\"__schema\":";
  const auto error = resolve_introspection(types, fragments_of(document), {}, fields.front(), out);
  if (error) throw std::runtime_error(error->message);
  return *base::parse_json(out + "}", {.max_bytes = 64 << 20, .max_depth = 64, .max_values = 10'000'000});
}

class GraphqlReference : public ::testing::Test {
 protected:
  static bool is_installed() { return std::filesystem::exists(folder / "node_modules/graphql/package.json"); }

  static void SetUpTestSuite() {
    if (!is_installed()) return;
    const auto model = testing::shop_model();
    for (const auto caller :
         {testing::signed_in(*model, "owner"), testing::signed_in(*model, "customer"), testing::anonymous})
      schemas.push_back(make_served_schema(model, caller));
    cases = written_cases();
    const auto broken = broken_cases(cases, 600);
    cases.insert(cases.end(), broken.begin(), broken.end());
    ask();
  }

  void SetUp() override {
    if (!is_installed()) GTEST_SKIP() << "skipped: graphql from npm is not here; ./dev test installs it";
    ASSERT_TRUE(answers.array()) << "graphql-js did not answer";
  }

  static void ask() {
    Json::Array documents;
    for (const Case& each : cases) {
      Json::Object document{{"text", Json(each.text)}};
      if (each.variables) document.emplace_back("variables", *each.variables);
      documents.emplace_back(std::move(document));
    }
    Json::Array jobs;
    for (const ServedSchemaPtr& schema : schemas)
      jobs.emplace_back(Json::Object{{"sdl", Json(print(schema->types()))}, {"documents", Json(documents)}});
    const auto place =
        std::filesystem::temp_directory_path() / ("tenon-reference-" + std::to_string(std::random_device{}()));
    std::filesystem::create_directory(place);
    std::ofstream(place / "jobs.json") << to_text(Json(std::move(jobs)));
    const std::string command = "node '" + (folder / "reference.mjs").string() + "' '" +
                                (place / "jobs.json").string() + "' '" + (place / "answers.json").string() + "'";
    const int status = std::system(command.c_str());
    const std::string text = read(place / "answers.json");
    std::filesystem::remove_all(place);
    if (status != 0) return;
    if (auto parsed_answers =
            base::parse_json(text, {.max_bytes = 256 << 20, .max_depth = 128, .max_values = 100'000'000}))
      answers = std::move(*parsed_answers);
  }

  const Json& answer(std::size_t index, std::string_view name) { return *(*answers.array())[index].find(name); }

  static inline std::vector<ServedSchemaPtr> schemas;
  static inline std::vector<Case> cases;
  static inline Json answers;
};

TEST_F(GraphqlReference, GivesTheSameVerdictsMessagesAndPlaces) {
  int wrong = 0;
  for (std::size_t index = 0; index < schemas.size(); ++index) {
    const Json::Array& results = *answer(index, "results").array();
    ASSERT_EQ(results.size(), cases.size());
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const Verdict verdict = judge(schemas[index]->types(), cases[i]);
      EXPECT_EQ(verdict.errors, theirs(results[i])) << "schema " << index << ": " << cases[i].text;
      wrong += verdict.errors.empty() ? 0 : 1;
      if (const Json* variables = results[i].find("variables"); variables && verdict.variables) {
        EXPECT_EQ(to_text(normal(*verdict.variables)), to_text(normal(*variables))) << cases[i].text;
      }
    }
  }
  // Both kinds are there, or nothing was compared.
  EXPECT_GT(wrong, 500);
  EXPECT_LT(wrong, static_cast<int>(cases.size() * schemas.size()) - 50);
}

TEST_F(GraphqlReference, PrintsTypesAlike) {
  for (std::size_t index = 0; index < schemas.size(); ++index) {
    const Json& types = answer(index, "types");
    EXPECT_EQ(types.object()->size(), schemas[index]->types().types().size());
    for (const NamedType* type : schemas[index]->types().types()) {
      const Json* printed = types.find(type->name);
      ASSERT_TRUE(printed) << type->name;
      EXPECT_EQ(print(*type), *printed->string());
    }
  }
}

TEST_F(GraphqlReference, AnswersIntrospectionAlike) {
  for (std::size_t index = 0; index < schemas.size(); ++index) {
    const Json& introspection = answer(index, "introspection");
    const Json mine = introspect(schemas[index]->types(), *introspection.find("query")->string());
    EXPECT_EQ(to_text(normal(mine)), to_text(normal(*introspection.find("data"))));
  }
}

}  // namespace
}  // namespace tenon::api::graphql
