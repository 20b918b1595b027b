#include "schema/draft.hpp"

namespace tenon::schema {
namespace {

const Application* find_application(const std::vector<Application>& applications, std::string_view directive) {
  for (const Application& application : applications) {
    if (application.name() == directive) return &application;
  }
  return nullptr;
}

}  // namespace

const Application* FieldDraft::find(std::string_view directive) const {
  return find_application(applications, directive);
}

std::string FieldDraft::path() const {
  return resource->resource->name + "." + field->name;
}

FieldDraft* ResourceDraft::find_field(std::string_view name) {
  for (FieldDraft& each : fields) {
    if (each.field->name == name) return &each;
  }
  return nullptr;
}

const Application* ResourceDraft::find(std::string_view directive) const {
  return find_application(applications, directive);
}

ResourceDraft* Draft::find(const Resource* resource) {
  for (const auto& each : resources) {
    if (each->resource == resource) return each.get();
  }
  return nullptr;
}

}  // namespace tenon::schema
