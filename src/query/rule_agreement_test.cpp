#include "access/access.hpp"
#include "access/evaluate.hpp"
#include "db/testing/test_fresh_database.hpp"
#include "lang/cel/parser.hpp"
#include "migrate/define.hpp"
#include "query/bind.hpp"
#include "query/lower_rule.hpp"
#include "query/testing/plain_rule.hpp"
#include "query/testing/random_caller.hpp"
#include "query/testing/random_model.hpp"
#include "query/testing/random_rule_text.hpp"
#include "query/testing/stored_world.hpp"
#include "schema/expression_text.hpp"
#include "schema/rules/check_rule.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>

/// The evaluator and SQL must give the same answer to the same rule, and both the answer of the rule as it was written.
/// TENON_AGREEMENT_SEED=n starts with the model of that number; TENON_AGREEMENT_MODELS=n makes so many of them.
namespace tenon::query {
namespace {

using access::Truth;
using access::testing::ExpressionPtr;
using testing::Dice;

constexpr int rules_per_model = 50;
constexpr int callers_per_rule = 4;
constexpr int rule_depth = 4;

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

const char* word(Truth truth) {
  return truth == Truth::yes ? "holds" : truth == Truth::no ? "fails" : "is unknown";
}

bool is_one(const base::Value& value) {
  return value == base::Value{std::int64_t{1}};
}

/// One model, its rows, and the comparisons made with them.
class Agreement {
 public:
  explicit Agreement(std::uint64_t seed)
      : seed_(seed), dice_(seed), model_(testing::ModelMaker(dice_).make()), dialect_(database_.dialect()) {
    const auto statements = migrate::create_statements(*model_, dialect_);
    if (auto defined = database_->define(statements); !defined) throw std::runtime_error(defined.error().message);
    world_ = std::make_unique<testing::StoredWorld>(dice_, *model_, *database_);
  }

  using Answers = std::array<std::size_t, 3>;
  /// How often rows were judged no, yes and unknown.
  const Answers& answers() const { return answers_; }

  /// How many statements were nested too deep to be run.
  int too_deep() const { return too_deep_; }

  struct Texts {
    int accepted = 0;
    int refused = 0;
  };
  /// How many rules that were made as text the checker took.
  const Texts& texts() const { return texts_; }

  /// How many (rule, caller) pairs were compared.
  int run() {
    for (int i = 0; i < rules_per_model && !::testing::Test::HasFailure(); ++i) {
      const auto& resource = *dice_.pick(model_->resources);
      testing::RuleMaker maker(dice_, *model_, resource, model_->resources.size());
      old_ = nullptr;
      const auto& table = world_->rows().table(resource);
      if (!table.empty() && dice_.chance(30)) {
        maker.with_old();
        old_ = &table[dice_.below(table.size())];
      }
      auto rule = dice_.chance(30) ? from_text(resource) : nullptr;
      if (!rule) rule = maker.rule(rule_depth);
      for (int caller = 0; caller < callers_per_rule; ++caller) compare(resource, rule);
    }
    return compared_;
  }

 private:
  /// A rule that was written, parsed and checked; null where the checker refuses it.
  ExpressionPtr from_text(const schema::Resource& resource) {
    testing::RuleTextMaker maker(dice_, *model_, resource);
    if (old_) maker.with_old();
    const auto text = maker.rule(rule_depth);
    const auto source = std::make_shared<lang::Source>(lang::Source{"rule", text});
    const auto parsed = lang::cel::parse(source, text, [](std::uint32_t offset) { return offset; });
    std::vector<lang::Diagnostic> faults;
    ExpressionPtr rule;
    const schema::Defines defines;
    const auto use = old_ ? schema::RuleUse::check : schema::RuleUse::when;
    if (parsed) rule = schema::check_rule({*model_, resource, use, defines}, **parsed, faults);
    ++(rule ? texts_.accepted : texts_.refused);
    if (!rule && std::getenv("TENON_AGREEMENT_REFUSED"))
      std::cerr << text << "\n  " << (parsed ? faults.at(0).message : parsed.error().message) << "\n";
    return rule;
  }

  void compare(const schema::Resource& resource, const ExpressionPtr& rule) {
    ++compared_;
    resource_ = &resource;
    caller_ = testing::random_caller(dice_, *model_);
    const access::CallerClass caller{.roles = caller_.roles, .anonymous = caller_.anonymous()};
    testing::PlainRules plain(*model_, caller);
    const auto written = plain.rule(*rule);
    const auto special = access::specialise(rule, *model_, caller);
    for (const auto& row : world_->rows().table(resource))
      if (judge(*special, row) != judge(*written, row))
        report("specialise", *rule, *special, row, word(judge(*written, row)), word(judge(*special, row)), {});
    compare_sql(*special);
    if (dice_.chance(30)) compare_sql(*written);
    if (dice_.chance(30)) compare_row_rule(caller);
  }

  void compare_row_rule(access::CallerClass caller) {
    static const std::vector<schema::Operation> operations{schema::Operation::create, schema::Operation::read,
                                                           schema::Operation::update, schema::Operation::remove};
    const auto operation = dice_.pick(operations);
    testing::PlainRules plain(*model_, caller);
    const auto written = plain.row_rule(*resource_, operation, schema::variable::row);
    const auto special = access::row_rule(*resource_, operation, *model_, caller);
    for (const auto& row : world_->rows().table(*resource_))
      if ((judge(*special, row) == Truth::yes) != (judge(*written, row) == Truth::yes))
        report("row_rule", *written, *special, row, word(judge(*written, row)), word(judge(*special, row)), {});
    compare_sql(*special);
  }

  Truth judge(const schema::Expression& rule, const access::testing::MemoryRows::Stored& row) {
    return access::evaluate(rule, caller_, world_->rows(), &row, old_);
  }

  /// Every row with both answers; at times also as WHERE, where the planner of the database joins in.
  void compare_sql(const schema::Expression& rule) {
    LowerContext context;
    context.aliases[schema::variable::row] = "judged";
    const auto holds = lower_holds(rule, context);
    const auto fails = lower_fails(rule, context);
    sql::Select select;
    select.table = resource_->table;
    select.alias = "judged";
    select.outputs = {{.expr = column_of("judged", *resource_->id), .alias = {}},
                      {.expr = sql::make(sql::ExprKind::is_true, {holds}), .alias = {}},
                      {.expr = sql::make(sql::ExprKind::is_true, {fails}), .alias = {}}};
    const auto parameters = bind_parameters(context.parameters, {}, caller_, &old_values());
    const auto rows = world_->select(select, parameters);
    if (!rows) {
      ++too_deep_;
      return;
    }
    const auto text = sql::to_text(holds, dialect_) + "\n  fails: " + sql::to_text(fails, dialect_);
    for (const auto& row : world_->rows().table(*resource_)) {
      for (const auto& answer : *rows) {
        if (answer[0] != row.values.at(resource_->id)) continue;
        ++answers_[static_cast<std::size_t>(judge(rule, row))];
        const auto truth = is_one(answer[1]) ? Truth::yes : is_one(answer[2]) ? Truth::no : Truth::unknown;
        const bool both = is_one(answer[1]) && is_one(answer[2]);
        if (both || truth != judge(rule, row))
          report("SQL", rule, rule, row, word(judge(rule, row)), both ? "holds and fails" : word(truth), text,
                 parameters);
      }
    }
    EXPECT_EQ(rows->size(), world_->rows().table(*resource_).size());
    if (dice_.chance(30)) compare_where(rule, select, holds, parameters);
  }

  void compare_where(const schema::Expression& rule, sql::Select select, const sql::ExprPtr& holds,
                     const std::vector<base::Value>& parameters) {
    select.outputs.resize(1);
    select.where = holds;
    const auto found = world_->select(select, parameters);
    if (!found) return;
    for (const auto& row : world_->rows().table(*resource_)) {
      const bool selected =
          std::ranges::any_of(*found, [&](const auto& each) { return each[0] == row.values.at(resource_->id); });
      if (selected != (judge(rule, row) == Truth::yes))
        report("WHERE", rule, rule, row, word(judge(rule, row)), selected ? "selected" : "not selected",
               sql::to_text(holds, dialect_), parameters);
    }
  }

  const RowValues& old_values() {
    old_row_ = {};
    if (old_)
      for (const auto& [field, value] : old_->values) old_row_.set(*field, value);
    return old_row_;
  }

  /// Truth of the rule and of the parts it is joined from.
  void explain(std::string& text, const schema::Expression& rule, const access::testing::MemoryRows::Stored& row,
               std::size_t depth = 2) {
    using enum schema::ExpressionKind;
    text += "\n" + std::string(2 * depth, ' ') + word(judge(rule, row)) + ": " + schema::to_text(rule);
    if (rule.kind != logical_and && rule.kind != logical_or && rule.kind != conditional &&
        rule.kind != schema::ExpressionKind::holds)
      return;
    for (const auto& child : rule.children) explain(text, *child, row, depth + 1);
  }

  void report(const char* what, const schema::Expression& rule, const schema::Expression& used,
              const access::testing::MemoryRows::Stored& row, const char* expected, const char* found,
              const std::string& sql, const std::vector<base::Value>& parameters = {}) {
    std::string text = "TENON_AGREEMENT_SEED=" + std::to_string(seed_) + " TENON_AGREEMENT_MODELS=1\n";
    text += std::string(what) + ": by evaluation the rule " + expected + ", here it " + found;
    text += "\n  rule: " + schema::to_text(rule) + "\n  used:";
    explain(text, used, row);
    text += "\n  row of " + resource_->table + ":";
    for (const auto& [field, value] : row.values) text += " " + field->name + "=" + base::to_debug_text(value);
    text += "\n  caller: id " + base::to_debug_text(caller_.id) + ", roles " + std::to_string(caller_.roles) +
            ", now " + std::to_string(caller_.now);
    for (const auto& [name, value] : caller_.claims) text += ", " + name + "=" + base::to_debug_text(value);
    if (!sql.empty()) text += "\n  holds: " + sql + "\n  parameters:";
    for (const auto& value : parameters) text += " " + base::to_debug_text(value);
    ADD_FAILURE() << text;
  }

  std::uint64_t seed_;
  Dice dice_;
  std::unique_ptr<schema::Model> model_;
  db::testing::FreshDatabase database_;
  sql::Dialect dialect_;
  std::unique_ptr<testing::StoredWorld> world_;
  const schema::Resource* resource_ = nullptr;
  const access::testing::MemoryRows::Stored* old_ = nullptr;
  RowValues old_row_;
  access::Principal caller_;
  int compared_ = 0;
  Answers answers_{};
  Texts texts_;
  int too_deep_ = 0;
};

TEST(RuleAgreementTest, SqlTheEvaluatorAndTheWrittenRuleGiveTheSameAnswer) {
  const auto seed = setting("TENON_AGREEMENT_SEED", 1);
  const auto models = setting("TENON_AGREEMENT_MODELS", 60);
  int compared = 0;
  Agreement::Answers answers{};
  Agreement::Texts texts;
  int too_deep = 0;
  for (std::uint64_t i = 0; i < models && !HasFailure(); ++i) {
    Agreement agreement(seed + i);
    compared += agreement.run();
    texts.accepted += agreement.texts().accepted;
    texts.refused += agreement.texts().refused;
    too_deep += agreement.too_deep();
    for (std::size_t truth = 0; truth < answers.size(); ++truth) answers[truth] += agreement.answers()[truth];
  }
  const auto [no, yes, unknown] = answers;
  std::cout << "models " << seed << " to " << seed + models - 1 << ": " << compared
            << " pairs of rule and caller, rows held " << yes << ", failed " << no << ", unknown " << unknown
            << "; of rules made as text " << texts.accepted << " accepted, " << texts.refused << " refused; "
            << too_deep << " statements too deep\n";
  if (HasFailure() || models < 60) return;
  EXPECT_GE(compared, 10'000);
  EXPECT_LT(too_deep, compared / 500);
  EXPECT_GT(texts.accepted, 5 * texts.refused);
  // A generator that only makes rules of one outcome proves little.
  EXPECT_GT(std::ranges::min(answers), (no + yes + unknown) / 10);
}

}  // namespace
}  // namespace tenon::query
