#pragma once
#include "sql/render.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// From one stored form to another, inside the database.
namespace tenon::sql {

/// How a column holds its values.
struct StoredForm {
  Type type = Type::text;
  std::optional<Type> element = std::nullopt;  ///< of a list, which is JSON text: its elements' own form

  bool operator==(const StoredForm&) const = default;
};

enum class Conversion : std::uint8_t {
  safe,        ///< every value keeps its meaning
  lossy,       ///< values may be rounded, or have no counterpart and become null
  impossible,  ///< there is no sensible one
};

/// For two different forms. If there is one, there is one back.
Conversion conversion(StoredForm from, StoredForm to);

/// SQL for a value in the other form; null where it has no counterpart. `value` is SQL without side effects: it may
/// stand there more than once.
std::string converted(std::string_view value, StoredForm from, StoredForm to, Dialect dialect);

/// SQL for values that the server would make: a random UUID (another one for each row), this very moment as timestamp.
std::string random_uuid(Dialect dialect);
std::string this_moment(Dialect dialect);

}  // namespace tenon::sql
