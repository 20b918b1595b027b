#include "schema/directives/operations.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

Operation operation_named(std::string_view word) {
  if (word == "CREATE") return Operation::create;
  if (word == "UPDATE") return Operation::update;
  if (word == "DELETE") return Operation::remove;
  return Operation::read;
}

}  // namespace

OperationSet rule_operations(Draft& draft, Place place, const Application& application) {
  OperationSet operations;
  if (!application.find("ops")) {
    operations.add(Operation::create);
    operations.add(Operation::read);
    operations.add(Operation::update);
    if (place == Place::resource) operations.add(Operation::remove);
    return operations;
  }
  for (const lang::graphql::Value* item : application.items("ops")) {
    Operation operation = operation_named(item->text);
    if (place == Place::field && operation == Operation::remove) {
      draft.faults.error("wrong-value", "fields are not deleted: DELETE belongs to rules of the type", item->span);
      return {};
    }
    operations.add(operation);
  }
  if (operations.bits == 0) {
    draft.faults.error("wrong-value", "\"ops\" is empty: this rule is about nothing", application.span("ops"),
                       "leave it out to mean every operation");
  }
  return operations;
}

bool may_have_rules(Draft& draft, const FieldDraft& field, OperationSet operations, const Application& application) {
  if (field.field->is_list_relation()) {
    draft.faults.not_supported_yet("a rule on a list relation", application.span(),
                                   fmt::format("put it on the type of its rows, \"{}\"", field.field->target->name));
    return false;
  }
  if (field.field->name == "id") {
    draft.faults.error("wrong-field", "whoever may see a row may see its \"id\"", application.span());
    return false;
  }
  bool writes = operations.has(Operation::create) || operations.has(Operation::update);
  if (field.field->system && writes) {
    draft.faults.error("wrong-field",
                       fmt::format("\"{}\" is set by the server: only READ rules mean something on it", field.path()),
                       application.span(), "write ops: [READ]");
    return false;
  }
  return true;
}

}  // namespace tenon::schema
