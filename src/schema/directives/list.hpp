#pragma once
#include "schema/draft.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tenon::schema {

enum class Phase : std::uint8_t {
  declare,   ///< before relations are linked
  property,  ///< fields are complete, rules are not
  rule,      ///< everything that rules can name exists
};

/// What a directive means, in each place where it means something. A null function: it means nothing there, which is a
/// fault. Called with valid arguments only (Application::valid).
struct DirectiveHandler {
  std::string_view name;
  Phase phase = Phase::property;
  void (*on_resource)(Draft&, ResourceDraft&, const Application&) = nullptr;
  void (*on_field)(Draft&, FieldDraft&, const Application&) = nullptr;
  void (*on_enum)(Draft&, EnumDraft&, const Application&) = nullptr;
  void (*on_enum_value)(Draft&, EnumDraft&, std::size_t value, const Application&) = nullptr;
  void (*on_operation)(Draft&, OperationDraft&, const Application&) = nullptr;
};

/// All of them, in the order they are applied.
std::span<const DirectiveHandler> directive_handlers();

/// Applies the directives of one phase to every type, field, enum and operation.
void apply_directives(Draft& draft, Phase phase);

/// Faults for directives in places where they mean nothing, and for those that a later version brings.
void refuse_misplaced(Draft& draft);

}  // namespace tenon::schema
