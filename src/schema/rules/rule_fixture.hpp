#pragma once
#include "lang/cel/parser.hpp"
#include "schema/rules/check_rule.hpp"

#include <cassert>
#include <memory>
#include <string>
#include <utility>

/// A small model made by hand, for tests of rules: users who work on the tasks of projects.
namespace tenon::schema {

class RuleFixture {
 public:
  RuleFixture() {
    level_ = add_enum("Level", {"VIEWER", "EDITOR", "OWNER"});
    role_ = add_enum("Role", {"user", "moderator", "admin"});
    model_.roles = {{"user", 1}, {"moderator", 3}, {"admin", 7}};
    for (const char* name : {"User", "Project", "Member", "Task", "Tag"}) add_resource(name);
    add_users();
    add_projects();
    add_tasks();
    model_.account = Account{resource("User"), find("User", "email"), find("User", "role"), true};

    define("Project", "isMember", "members.exists(m, m.user == auth.id)");
    define("Project", "isEditor", "owner == auth.id || members.exists(m, m.isActive && m.level in [EDITOR, OWNER])");
    define("Member", "isActive", "active && user == auth.id");
    define("Task", "isOpen", "!done");
    define("Task", "loop", "project.loopy");
    define("Project", "loopy", "tasks.exists(t, t.loop)");
    define("Project", "broken", "nmae == 'x'");
    define("Task", "unparsed", "a ==");
  }

  const Resource* resource(const std::string& name) const { return model_.find_resource(name); }
  const Field* find(const std::string& type, const std::string& name) const { return resource(type)->find_field(name); }
  RuleScope scope(RuleUse use = RuleUse::when, const std::string& type = "Task") const {
    return {model_, *resource(type), use, defines_};
  }

  void define(const std::string& type, const std::string& name, const std::string& text) {
    auto parsed = parse(text);
    defines_[resource(type)][name] = {parsed ? std::move(*parsed) : nullptr, {}};
  }

  /// Spans lie in a source of the rule's own text.
  static std::expected<lang::cel::NodePtr, lang::Diagnostic> parse(const std::string& text) {
    const auto source = std::make_shared<lang::Source>(lang::Source{"rule", text});
    return lang::cel::parse(source, text, [](std::uint32_t offset) { return offset; });
  }

 private:
  void add_users() {
    add_scalar("User", "email", Scalar::email);
    add_scalar("User", "name", Scalar::string);
    add_enumeration("User", "role", role_);
    add_scalar("User", "age", Scalar::int32);
    add_scalar("User", "verified", Scalar::boolean);
    add_to_one("User", "home", "Project");
    add_scalar("User", "pin", Scalar::int32).write_only = true;
  }
  void add_projects() {
    add_scalar("Project", "name", Scalar::string);
    add_scalar("Project", "archived", Scalar::boolean);
    add_scalar("Project", "budget", Scalar::floating);
    add_to_one("Project", "owner", "User");
    add_to_one("Project", "parent", "Project");
    add_scalar("Project", "labels", Scalar::string).list = true;
    add_to_many("Project", "members", "Member");
    add_to_many("Project", "tasks", "Task");
    add_to_one("Member", "project", "Project");
    add_to_one("Member", "user", "User");
    add_enumeration("Member", "level", level_);
    add_scalar("Member", "active", Scalar::boolean);
  }
  void add_tasks() {
    add_scalar("Task", "title", Scalar::string);
    add_scalar("Task", "done", Scalar::boolean);
    add_to_one("Task", "project", "Project");
    add_to_one("Task", "author", "User");
    add_to_one("Task", "assignee", "User");
    add_to_one("Task", "topic", "Tag");
    add_to_one("Task", "request", "Task");
    add_enumeration("Task", "level", level_);
    add_enumeration("Task", "levels", level_).list = true;
    add_scalar("Task", "due", Scalar::date);
    add_scalar("Task", "at", Scalar::time);
    add_scalar("Task", "price", Scalar::decimal);
    add_scalar("Task", "estimate", Scalar::int32);
    add_scalar("Task", "score", Scalar::floating);
    add_scalar("Task", "data", Scalar::json);
    add_scalar("Task", "blob", Scalar::bytes);
    add_scalar("Task", "token", Scalar::uuid);
    add_scalar("Task", "contact", Scalar::email);
    add_scalar("Task", "times", Scalar::date_time).list = true;
    add_scalar("Task", "createdAt", Scalar::date_time);
    add_to_many("Task", "tags", "Tag").kind = FieldKind::many_to_many;
    add_scalar("Tag", "label", Scalar::string);
  }

  const EnumType* add_enum(std::string name, std::vector<std::string> values) {
    model_.enums.push_back(std::make_unique<EnumType>(EnumType{std::move(name), {}, std::move(values), {}, {}}));
    return model_.enums.back().get();
  }
  void add_resource(const std::string& name) {
    auto made = std::make_unique<Resource>();
    made->name = name;
    Resource& added = *made;
    model_.resources.push_back(std::move(made));
    // Tags have integer keys.
    added.id = &add_scalar(name, "id", name == "Tag" ? Scalar::big_int : Scalar::id);
  }
  Field& add_field(const std::string& type, const std::string& name, FieldKind kind) {
    for (auto& each : model_.resources) {
      if (each->name != type) continue;
      auto field = std::make_unique<Field>();
      field->name = name;
      field->kind = kind;
      field->owner_type = each.get();
      each->fields.push_back(std::move(field));
      return *each->fields.back();
    }
    assert(false);
    std::abort();
  }
  Field& add_scalar(const std::string& type, const std::string& name, Scalar scalar) {
    Field& field = add_field(type, name, FieldKind::scalar);
    field.scalar = scalar;
    return field;
  }
  Field& add_enumeration(const std::string& type, const std::string& name, const EnumType* enumeration) {
    Field& field = add_field(type, name, FieldKind::enumeration);
    field.enumeration = enumeration;
    return field;
  }
  Field& add_to_one(const std::string& type, const std::string& name, const std::string& target) {
    Field& field = add_field(type, name, FieldKind::to_one);
    field.target = resource(target);
    field.scalar = field.target->id->scalar;
    return field;
  }
  Field& add_to_many(const std::string& type, const std::string& name, const std::string& target) {
    Field& field = add_field(type, name, FieldKind::to_many);
    field.target = resource(target);
    return field;
  }

  Model model_;
  Defines defines_;
  const EnumType* level_ = nullptr;
  const EnumType* role_ = nullptr;
};

}  // namespace tenon::schema
