#include "api/rest/routes.hpp"

#include "access/access.hpp"
#include "api/rest/actions.hpp"

#include <memory>
#include <utility>

namespace tenon::api::rest {
namespace {

using http::Method;
using schema::Operation;

/// Adds the routes of one resource.
class ResourceRoutes {
 public:
  ResourceRoutes(http::Router& router, std::shared_ptr<const Context> context, const schema::Resource& resource)
      : router_(router),
        context_(std::move(context)),
        model_(context_->engine->model()),
        resource_(resource),
        path_(context_->base_path + '/' + resource.path) {}

  void add_all() const {
    const std::string one = path_ + "/{id}";
    add(Method::get, path_, get_list, Operation::read);
    add(Method::post, path_, post, Operation::create);
    add(Method::get, one, get_one, Operation::read);
    add(Method::put, one, put, Operation::update);
    add(Method::patch, one, patch, Operation::update);
    add(Method::remove, one, remove, Operation::remove);
    for (const auto& field : resource_.fields)
      if (field->is_list_relation() && !field->write_only) add_nested(*field, one + '/' + field->name);
  }

 private:
  void add(Method method, const std::string& path, Action action, Operation operation) const {
    if (!access::operation_exists(resource_, operation)) return;
    Route route{context_.get(), &resource_, nullptr, action, closed(resource_, operation)};
    add(method, path, route);
  }

  void add_nested(const schema::Field& relation, const std::string& path) const {
    const schema::Resource& rows = *relation.target;
    if (access::operation_exists(resource_, Operation::read)) {
      add_nested(Method::get, path, get_list, relation, rows, Operation::read);
      add_nested(Method::post, path, post, relation, rows, Operation::create);
    }
    if (relation.kind != schema::FieldKind::many_to_many) return;
    const std::string pair = path + "/{other}";
    add_nested(Method::put, pair, link, relation, resource_, Operation::update);
    add_nested(Method::remove, pair, unlink, relation, resource_, Operation::update);
  }

  /// `asked`: the resource whose rule for `operation` the route needs besides seeing the parent.
  void add_nested(Method method, const std::string& path, Action action, const schema::Field& relation,
                  const schema::Resource& asked, Operation operation) const {
    if (!access::operation_exists(asked, operation)) return;
    const bool closed_to_strangers = closed(asked, operation) || closed(resource_, Operation::read);
    add(method, path, Route{context_.get(), &resource_, &relation, action, closed_to_strangers});
  }

  void add(Method method, const std::string& path, const Route& route) const {
    // The context is held by each handler: the router may outlive the call that filled it.
    router_.add(method, path, [route, context = context_](http::Request& request) { return run(route, request); });
  }

  bool closed(const schema::Resource& resource, Operation operation) const {
    const access::CallerClass stranger;
    return access::is_literal_false(*access::row_rule(resource, operation, model_, stranger));
  }

  http::Router& router_;
  std::shared_ptr<const Context> context_;
  const schema::Model& model_;
  const schema::Resource& resource_;
  std::string path_;
};

}  // namespace

void add_routes(http::Router& router, Context context) {
  const auto shared = std::make_shared<const Context>(std::move(context));
  for (const auto& resource : shared->engine->model().resources) ResourceRoutes(router, shared, *resource).add_all();
}

}  // namespace tenon::api::rest
