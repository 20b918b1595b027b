#pragma once
#include "base/json_writer.hpp"

#include <initializer_list>
#include <string_view>

/// Shorthands that keep the nesting of JSON visible in the nesting of code.
namespace tenon::api::openapi {

template <typename Members>
void object(base::JsonWriter& json, Members&& members) {
  json.begin_object();
  members();
  json.end_object();
}

template <typename Members>
void object(base::JsonWriter& json, std::string_view key, Members&& members) {
  json.key(key);
  object(json, members);
}

template <typename Elements>
void array(base::JsonWriter& json, std::string_view key, Elements&& elements) {
  json.key(key);
  json.begin_array();
  elements();
  json.end_array();
}

template <typename Strings>
void strings(base::JsonWriter& json, std::string_view key, const Strings& texts) {
  array(json, key, [&] {
    for (const auto& text : texts) json.string(text);
  });
}

inline void strings(base::JsonWriter& json, std::string_view key, std::initializer_list<std::string_view> texts) {
  array(json, key, [&] {
    for (const auto text : texts) json.string(text);
  });
}

inline void flag(base::JsonWriter& json, std::string_view key, bool value) {
  json.key(key);
  json.boolean(value);
}

}  // namespace tenon::api::openapi
