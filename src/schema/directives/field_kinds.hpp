#pragma once
#include "schema/draft.hpp"

#include <string_view>

/// Questions that directives ask of the field they stand on.
namespace tenon::schema {

/// Text that a client writes freely: String, Email, URL.
bool is_text(const Field& field);
/// Int, BigInt, Float, Decimal.
bool is_number(const Field& field);

/// A fault if the field is a list relation (it has no column to say something about). True if stored.
bool must_be_stored(Draft& draft, const FieldDraft& field, const Application& application);
/// A fault if the field is id, createdAt or updatedAt. True if it is the user's.
bool must_be_declared(Draft& draft, const FieldDraft& field, const Application& application);
/// The fault "@x does not fit a field of type T".
void does_not_fit(Draft& draft, const FieldDraft& field, const Application& application, std::string_view fits);

/// The stored fields that a directive of a type names in its list `argument`; faults for names that are none, or twice.
std::vector<const Field*> named_fields(Draft& draft, ResourceDraft& resource, const Application& application,
                                       std::string_view argument);
/// The stored field that the text `argument` names; null and a fault if there is none.
FieldDraft* named_field(Draft& draft, ResourceDraft& resource, const Application& application,
                        std::string_view argument);

}  // namespace tenon::schema
