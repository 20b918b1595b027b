#include "api/graphql/served/served_schema.hpp"

#include "api/graphql/served/served_schema_maker.hpp"
#include "base/lru_cache.hpp"

#include <fmt/format.h>

#include <mutex>
#include <utility>

namespace tenon::api::graphql {

const NamedType* ServedSchema::type_of(const schema::Resource& resource) const {
  const NamedType* type = types_->find_type(resource.name);
  return type && resource_of(*type) == &resource ? type : nullptr;
}

ServedSchemaPtr make_served_schema(schema::ModelPtr model, access::CallerClass caller) {
  return ServedSchemaMaker(std::move(model), caller).run();
}

access::CallerClass every_role(const schema::Model& model) {
  access::CallerClass caller{.roles = 0, .anonymous = false};
  for (const schema::Role& role : model.roles) caller.roles |= role.includes;
  return caller;
}

struct ServedSchemas::Cache {
  explicit Cache(schema::ModelPtr served) : model(std::move(served)) {}

  schema::ModelPtr model;
  std::mutex mutex;
  base::LruCache<ServedSchemaPtr> schemas{most_classes};
};

ServedSchemas::ServedSchemas(schema::ModelPtr model) : cache_(std::make_unique<Cache>(std::move(model))) {}
ServedSchemas::~ServedSchemas() = default;

ServedSchemaPtr ServedSchemas::for_class(access::CallerClass caller) {
  const std::string key = fmt::format("{}{:x}", caller.anonymous ? 'a' : 's', caller.roles);
  {
    const std::scoped_lock lock(cache_->mutex);
    if (const ServedSchemaPtr* known = cache_->schemas.find(key)) return *known;
  }
  // Made outside the lock: the first caller of a class keeps nobody else waiting. Two may make the same; one is kept.
  ServedSchemaPtr made = make_served_schema(cache_->model, caller);
  const std::scoped_lock lock(cache_->mutex);
  if (const ServedSchemaPtr* known = cache_->schemas.find(key)) return *known;
  return cache_->schemas.put(key, std::move(made));
}

}  // namespace tenon::api::graphql
