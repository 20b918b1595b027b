#include "schema/type_reference.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace tenon::schema {
namespace {

using Named = std::pair<std::string_view, Scalar>;
constexpr std::array scalars{
    Named{"ID", Scalar::id},           Named{"String", Scalar::string},      Named{"Int", Scalar::int32},
    Named{"Float", Scalar::floating},  Named{"Boolean", Scalar::boolean},    Named{"BigInt", Scalar::big_int},
    Named{"Decimal", Scalar::decimal}, Named{"DateTime", Scalar::date_time}, Named{"Date", Scalar::date},
    Named{"Time", Scalar::time},       Named{"UUID", Scalar::uuid},          Named{"Email", Scalar::email},
    Named{"URL", Scalar::url},         Named{"JSON", Scalar::json},          Named{"Bytes", Scalar::bytes},
};

}  // namespace

std::optional<Scalar> scalar_named(std::string_view name) {
  for (const auto& [each, scalar] : scalars) {
    if (each == name) return scalar;
  }
  return std::nullopt;
}

std::string_view scalar_name(Scalar scalar) {
  for (const auto& [name, each] : scalars) {
    if (each == scalar) return name;
  }
  return "";
}

std::optional<TypeShape> take_apart(const lang::graphql::Type& type, Faults& faults) {
  using lang::graphql::TypeReferenceKind;
  TypeShape shape;
  const lang::graphql::Type* rest = &type;
  if (rest->kind == TypeReferenceKind::non_null) {
    shape.required = true;
    rest = rest->inner.get();
  }
  if (rest->kind == TypeReferenceKind::list) {
    shape.list = true;
    rest = rest->inner.get();
    if (rest->kind == TypeReferenceKind::non_null) {
      shape.element_required = true;
      rest = rest->inner.get();
    }
  }
  if (rest->kind == TypeReferenceKind::list) {
    faults.error("nested-list", "a list of lists cannot be stored", type.span, "use JSON");
    return std::nullopt;
  }
  shape.name = &rest->name;
  return shape;
}

void unknown_type(const lang::graphql::Name& name, Draft& draft) {
  draft.faults.error("unknown-type", fmt::format("there is no type \"{}\"", name.text), name.span,
                     did_you_mean_hint(name.text, draft.declarations.type_names()));
}

}  // namespace tenon::schema
