#pragma once
#include "access/testing/model_maker.hpp"
#include "query/testing/random_rule.hpp"

#include <memory>

namespace tenon::query::testing {

/// Names that SQL or json_each have a use for of their own.
inline const std::vector<std::string>& awkward_names() {
  static const std::vector<std::string> names{"value", "key",     "type",  "atom", "order",
                                              "group", "element", "rowid", "t0",   "select"};
  return names;
}

/// Two to four resources with fields of every kind, relations of every kind, and rules that delegate to each other.
class ModelMaker {
 public:
  explicit ModelMaker(Dice& dice) : dice_(dice) {}

  std::unique_ptr<schema::Model> make() {
    model_ = std::make_unique<schema::Model>();
    model_->roles = {
        {.name = "user", .includes = 1}, {.name = "editor", .includes = 3}, {.name = "auditor", .includes = 4}};
    auto& colours = *model_->enums.emplace_back(std::make_unique<schema::EnumType>());
    colours.name = "Colour";
    colours.values = {"red", "green", "a"};
    for (auto count = dice_.between(2, 4); count > 0; --count) add_resource();
    for (auto& resource : model_->resources) add_relations(*resource);
    for (auto& resource : model_->resources) add_rules(*resource);
    return std::move(model_);
  }

 private:
  void add_resource() {
    static const std::vector<Scalar> scalars{Scalar::id,        Scalar::string,  Scalar::int32,   Scalar::floating,
                                             Scalar::boolean,   Scalar::boolean, Scalar::big_int, Scalar::decimal,
                                             Scalar::date_time, Scalar::date,    Scalar::time,    Scalar::uuid,
                                             Scalar::email,     Scalar::url,     Scalar::bytes};
    static const std::vector<Scalar> listed{Scalar::string,    Scalar::int32,   Scalar::floating,
                                            Scalar::boolean,   Scalar::big_int, Scalar::decimal,
                                            Scalar::date_time, Scalar::uuid,    Scalar::date};
    const auto number = std::to_string(model_->resources.size());
    auto& resource = access::testing::add_resource(*model_, "R" + number, number == "1" ? "element" : "r" + number,
                                                   dice_.chance(30) ? Scalar::big_int : Scalar::id);
    int fields = 0;
    const auto name = [&] {
      const auto index = static_cast<std::size_t>(fields++);
      return index < awkward_names().size() && dice_.chance(30) ? awkward_names()[index] : "f" + std::to_string(index);
    };
    for (auto scalar : scalars)
      if (dice_.chance(70)) access::testing::add_scalar(resource, name(), scalar).required = dice_.chance(30);
    for (auto scalar : listed) {
      if (dice_.chance(60)) continue;
      auto& field = access::testing::add_scalar(resource, name(), scalar);
      field.list = true;
      field.required = dice_.chance(30);
      field.element_required = dice_.chance(50);
    }
    for (const bool list : {false, true}) {
      auto& field = access::testing::add_scalar(resource, name(), Scalar::string);
      field.kind = schema::FieldKind::enumeration;
      field.enumeration = model_->enums.front().get();
      field.list = list;
    }
  }

  void add_relations(schema::Resource& resource) {
    for (auto count = dice_.between(1, 3); count > 0; --count) {
      auto& target = *dice_.pick(targets());
      const auto number = std::to_string(relations_++);
      if (dice_.chance(65)) {
        auto& key = access::testing::add_to_one(resource, "one" + number, target);
        // Rows of a table are stored in order of the tables, so a required key can only point backwards.
        key.required = position(target) < position(resource) && dice_.chance(30);
        if (dice_.chance(80)) access::testing::add_to_many(target, "many" + number, key);
        continue;
      }
      const std::string table = "join" + number;
      access::testing::add_many_to_many(resource, "to" + number, target,
                                        {.table = table, .this_column = "left_id", .other_column = "right_id"});
      if (dice_.chance(80))
        access::testing::add_many_to_many(target, "from" + number, resource,
                                          {.table = table, .this_column = "right_id", .other_column = "left_id"});
    }
  }

  void add_rules(schema::Resource& resource) {
    static const std::vector<schema::Operation> operations{schema::Operation::create, schema::Operation::read,
                                                           schema::Operation::update, schema::Operation::remove};
    RuleMaker maker(dice_, *model_, resource, position(resource));
    for (auto count = dice_.between(2, 6); count > 0; --count) {
      schema::Rule rule;
      rule.effect = dice_.chance(70) ? schema::Effect::allow : schema::Effect::deny;
      for (auto operation : operations)
        if (dice_.chance(50)) rule.operations.add(operation);
      rule.when = maker.rule(2);
      resource.rules.push_back(std::move(rule));
    }
    if (!dice_.chance(25)) return;
    std::vector<const schema::Field*> texts;
    for (const auto& field : resource.fields)
      if (field->kind == schema::FieldKind::scalar && !field->list && field->scalar == Scalar::string)
        texts.push_back(field.get());
    if (texts.empty()) return;
    const auto& field = *dice_.pick(texts);
    resource.tenant = schema::Tenant{
        .field = &field,
        .rule = access::testing::equal(access::testing::column(field), access::testing::claim("text", Type::string))};
  }

  std::size_t position(const schema::Resource& resource) const {
    std::size_t at = 0;
    while (model_->resources[at].get() != &resource) ++at;
    return at;
  }

  std::vector<schema::Resource*> targets() const {
    std::vector<schema::Resource*> all;
    for (auto& resource : model_->resources) all.push_back(resource.get());
    return all;
  }

  Dice& dice_;
  std::unique_ptr<schema::Model> model_;
  int relations_ = 0;
};

}  // namespace tenon::query::testing
