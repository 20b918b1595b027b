#include "api/graphql/served/served_names.hpp"

#include "schema/naming.hpp"

namespace tenon::api::graphql {

std::string camel_case(std::string_view words) {
  std::string name;
  bool word_begins = false;
  for (const char letter : words) {
    if (letter == '-' || letter == '_') {
      word_begins = true;
      continue;
    }
    const bool raise = word_begins && !name.empty() && letter >= 'a' && letter <= 'z';
    name += raise ? static_cast<char>(letter - 'a' + 'A') : letter;
    word_begins = false;
  }
  return name;
}

std::string capitalised(std::string_view name) {
  std::string upper(name);
  if (!upper.empty() && upper.front() >= 'a' && upper.front() <= 'z')
    upper.front() = static_cast<char>(upper.front() - 'a' + 'A');
  return upper;
}

std::string row_field_name(const schema::Resource& resource) {
  return camel_case(schema::snake_case(resource.name));
}

std::string list_field_name(const schema::Resource& resource) {
  std::string name = camel_case(resource.path);
  return name == row_field_name(resource) ? name + "List" : name;
}

std::string key_field_name(const schema::Field& relation) {
  return relation.name + "Id";
}

}  // namespace tenon::api::graphql
