#include "base/json.hpp"

#include "base/json_writer.hpp"

#include <algorithm>
#include <array>

namespace tenon::base {
namespace {

void write(JsonWriter& out, const Json& json);

struct Writer {
  JsonWriter& out;
  void operator()(std::nullptr_t) const { out.null(); }
  void operator()(bool flag) const { out.boolean(flag); }
  void operator()(const Json::Number& number) const { out.raw(number.text); }
  void operator()(const std::string& text) const { out.string(text); }
  void operator()(const Json::Array& elements) const {
    out.begin_array();
    for (const Json& element : elements) write(out, element);
    out.end_array();
  }
  void operator()(const Json::Object& members) const {
    out.begin_object();
    for (const auto& [name, value] : members) {
      out.key(name);
      write(out, value);
    }
    out.end_object();
  }
};

void write(JsonWriter& out, const Json& json) {
  std::visit(Writer{out}, json.storage());
}

}  // namespace

const Json* Json::find(std::string_view name) const {
  const Object* members = object();
  if (!members) return nullptr;
  const auto found = std::ranges::find(*members, name, &Object::value_type::first);
  return found == members->end() ? nullptr : &found->second;
}

std::string_view Json::kind_name() const {
  constexpr std::array<std::string_view, 6> names{"null", "boolean", "number", "string", "array", "object"};
  static_assert(names.size() == std::variant_size_v<Storage>);
  return names[storage_.index()];
}

std::string to_text(const Json& json) {
  std::string text;
  JsonWriter out(text);
  write(out, json);
  return text;
}

}  // namespace tenon::base
