#include "api/graphql/type_system/type_reference.hpp"

#include "api/graphql/type_system/type_system.hpp"

namespace tenon::api::graphql {

std::string to_text(const TypeReference& type) {
  if (type.is_non_null()) return to_text(type.unwrapped()) + "!";
  if (type.is_list()) return "[" + to_text(type.unwrapped()) + "]";
  return type.named().name;
}

}  // namespace tenon::api::graphql
