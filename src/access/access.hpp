#pragma once
#include "schema/model.hpp"

#include <cstdint>

/// What a kind of caller may do, as residual expressions: everything known from roles alone is folded away.
namespace tenon::access {

/// What plans are cached by: callers of one class meet the same residual rules.
struct CallerClass {
  std::uint64_t roles = 0;  ///< as in Principal
  bool anonymous = true;
  auto operator<=>(const CallerClass&) const = default;
};

/// `can` replaced by `related` over the target's rule, auth_is / auth_anonymous (and auth_id of the anonymous) folded,
/// constants simplified. The result has no `can` node. Literal true and false are the commonest answers.
schema::ExpressionPtr specialise(const schema::ExpressionPtr& rule, const schema::Model& model, CallerClass caller);

/// The row rule of an operation: some @allow holds, no @deny holds, the tenant matches. Literal false if no @allow
/// mentions the operation.
/// For update this is the part judged on the stored row; for create also `check` of the @allow holds, where `old` is
/// the row itself: nothing has changed yet.
/// Anonymous callers are let in only by an @allow that is literally true for them, as schema::public_routes lists them;
/// @deny and the tenant still say which rows they meet. Without one: literal false.
schema::ExpressionPtr row_rule(const schema::Resource& resource, schema::Operation operation,
                               const schema::Model& model, CallerClass caller);

/// One @allow of an update, specialised: it lets the update through if `when` held on the stored row and `check` holds
/// on the new one.
struct UpdateAllow {
  schema::ExpressionPtr when;   ///< variable::row is the stored row; @deny and tenant are not in it
  schema::ExpressionPtr check;  ///< variable::row is the new row, variable::old the stored one; tenant is in it
};
std::vector<UpdateAllow> update_allows(const schema::Resource& resource, const schema::Model& model,
                                       CallerClass caller);

/// The rule of one field for one operation: literal true if the field has none for it.
schema::ExpressionPtr field_rule(const schema::Field& field, schema::Operation operation, const schema::Model& model,
                                 CallerClass caller);
/// What an update that sends the field must leave behind, beside field_rule of the stored row: some @allow of the field
/// whose `when` held on the stored row (variable::old) has a `check` that holds on the new one. Literal true if no
/// @allow of the field has a `check`; unlike that of a row, it does not default to `when`.
schema::ExpressionPtr field_update_check(const schema::Field& field, const schema::Model& model, CallerClass caller);
/// What happens to a field that may not be read.
schema::Otherwise field_otherwise(const schema::Field& field);

bool is_literal_true(const schema::Expression& expression);
bool is_literal_false(const schema::Expression& expression);
/// False for an operation that no @allow mentions: it is not in the API at all.
bool operation_exists(const schema::Resource& resource, schema::Operation operation);

}  // namespace tenon::access
