#include "schema/model.hpp"

namespace tenon::schema {

const Field* Resource::find_field(std::string_view field_name) const {
  for (const auto& field : fields) {
    if (field->name == field_name) return field.get();
  }
  return nullptr;
}

const Resource* Model::find_resource(std::string_view name) const {
  for (const auto& resource : resources) {
    if (resource->name == name) return resource.get();
  }
  return nullptr;
}

const Resource* Model::find_path(std::string_view path) const {
  for (const auto& resource : resources) {
    if (resource->path == path) return resource.get();
  }
  return nullptr;
}

int Model::find_role(std::string_view name) const {
  for (std::size_t index = 0; index < roles.size(); ++index) {
    if (roles[index].name == name) return static_cast<int>(index);
  }
  return -1;
}

}  // namespace tenon::schema
