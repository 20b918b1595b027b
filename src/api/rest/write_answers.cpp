#include "api/rest/write_answers.hpp"

#include "api/front/request_cost.hpp"
#include "api/rest/envelope.hpp"
#include "api/rest/representation_tag.hpp"

#include <utility>

namespace tenon::api::rest {

std::string location_of(const Route& route, const base::Value& id) {
  const auto* number = std::get_if<std::int64_t>(&id);
  const std::string text = number ? std::to_string(*number) : std::get<std::string>(id);
  return route.context->base_path + '/' + route.rows().path + '/' + text;
}

std::string tag_of(const query::WriteAnswer& answer, const query::Selection& selection, std::string_view data) {
  return '"' + representation_tag(answer.etag, selection, data) + '"';
}

http::Response written(const Route& route, const query::WriteAnswer& answer, const query::Selection& selection,
                       std::string body) {
  http::Response response(answer.created ? 201 : 200);
  front::add_cost(response, answer.price);
  response.headers.emplace_back("Content-Type", "application/json");
  if (answer.created && answer.ids.size() == 1)
    response.headers.emplace_back("Location", location_of(route, answer.ids.front()));
  if (!answer.etag.empty())
    response.headers.emplace_back("ETag",
                                  tag_of(answer, selection, std::string_view(body).substr(envelope_begin.size())));
  end_envelope(body, answer.masked);
  response.body = std::move(body);
  return response;
}

http::Response created(const Route& route, query::WriteAnswer answer, const query::Selection& selection, bool many,
                       std::string body) {
  answer.created = true;
  if (many) answer.ids.clear();
  return written(route, answer, selection, std::move(body));
}

}  // namespace tenon::api::rest
