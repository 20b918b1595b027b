#pragma once
#include "lang/graphql/ast.hpp"
#include "schema/application.hpp"
#include "schema/declarations.hpp"
#include "schema/faults.hpp"
#include "schema/model.hpp"
#include "schema/rules/check_rule.hpp"

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The Model while it is made, with what only the making needs: syntax, directives not yet applied, names of rules.
namespace tenon::schema {

struct ResourceDraft;

struct FieldDraft {
  const lang::graphql::FieldDefinition* syntax = nullptr;  ///< null for implicit fields
  Field* field = nullptr;                                  ///< in the Model
  ResourceDraft* resource = nullptr;                       ///< the one it belongs to
  std::vector<Application> applications;
  std::string inverse_name;  ///< @relation(field:); empty: find it
  lang::Span inverse_span;   ///< where that stands
  bool linked = false;       ///< relations: the other side is settled, or known to be at fault

  const Application* find(std::string_view directive) const;
  /// "Post.title", for messages.
  std::string path() const;
};

struct ResourceDraft {
  const TypeDeclaration* declaration = nullptr;
  Resource* resource = nullptr;  ///< in the Model
  std::vector<Application> applications;
  std::deque<FieldDraft> fields;  ///< as in Resource::fields

  FieldDraft* find_field(std::string_view name);
  const Application* find(std::string_view directive) const;
};

struct EnumDraft {
  const TypeDeclaration* declaration = nullptr;
  EnumType* type = nullptr;  ///< in the Model
  std::vector<Application> applications;
  std::vector<std::vector<Application>> value_applications;  ///< by index of the value
};

/// A custom operation: a field of Query or Mutation.
struct OperationDraft {
  const lang::graphql::FieldDefinition* syntax = nullptr;
  std::string path;  ///< "Mutation.checkout"
  std::vector<Application> applications;
  bool has_rule = false;  ///< @allow or @public
};

/// One @waive.
struct Waiver {
  std::string lint;
  std::string reason;
  lang::Span span;
  const Resource* resource = nullptr;         ///< where it stands; null on enums and operations
  const Field* field = nullptr;               ///< null on types: it covers their fields too
  const OperationDraft* operation = nullptr;  ///< where it stands, on operations
  bool used = false;
};

struct Draft {
  Draft(const Declarations& all, Faults& found, Model& made) : declarations(all), faults(found), model(made) {}

  const Declarations& declarations;
  Faults& faults;
  Model& model;
  std::vector<std::unique_ptr<EnumDraft>> enums;
  std::vector<std::unique_ptr<ResourceDraft>> resources;  ///< as in Model::resources
  std::vector<std::unique_ptr<OperationDraft>> operations;
  const EnumType* role_type = nullptr;  ///< the enum with @roles
  Defines defines;                      ///< every @define
  std::vector<Waiver> waivers;
  /// Fields and predicates that a fault has left without meaning: rules that name them are not judged.
  std::set<std::string, std::less<>> broken;

  ResourceDraft* find(const Resource* resource);
};

}  // namespace tenon::schema
