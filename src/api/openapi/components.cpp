#include "api/openapi/components.hpp"

namespace tenon::api::openapi {
namespace {

constexpr std::array<std::string_view, 3> names{"schemas", "responses", "headers"};

}  // namespace

void Components::refer(base::JsonWriter& json, Section section, const std::string& name, Maker maker) {
  const auto at = static_cast<std::size_t>(section);
  json.begin_object();
  json.member("$ref", "#/components/" + std::string(names[at]) + "/" + name);
  json.end_object();
  if (made_[at].emplace(name, std::string()).second) waiting_.push_back({section, name, std::move(maker)});
}

void Components::write(base::JsonWriter& json) {
  while (!waiting_.empty()) {
    const Waiting next = std::move(waiting_.back());
    waiting_.pop_back();
    std::string text;
    base::JsonWriter part(text);
    next.maker(part);
    made_[static_cast<std::size_t>(next.section)][next.name] = std::move(text);
  }
  for (std::size_t at = 0; at < names.size(); ++at) {
    if (made_[at].empty()) continue;
    json.key(names[at]);
    json.begin_object();
    for (const auto& [name, text] : made_[at]) {
      json.key(name);
      json.raw(text);
    }
    json.end_object();
  }
}

}  // namespace tenon::api::openapi
