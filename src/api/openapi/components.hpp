#pragma once
#include "base/json_writer.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::api::openapi {

/// Sections of `components`, in the order of the document.
enum class Section : std::uint8_t { schemas, responses, headers };

/// What the document refers to: exactly what is used is written, once each. A maker may itself use components; it is
/// called when the rest of the document is there.
class Components {
 public:
  using Maker = std::function<void(base::JsonWriter&)>;

  /// Writes `{"$ref": "#/components/…"}` and remembers to make the component.
  void refer(base::JsonWriter& json, Section section, const std::string& name, Maker maker);
  /// Makes what was referred to, and what that refers to, and writes the sections that have something.
  void write(base::JsonWriter& json);

 private:
  struct Waiting {
    Section section;
    std::string name;
    Maker maker;
  };
  std::array<std::map<std::string, std::string>, 3> made_;  ///< by section: name to JSON text
  std::vector<Waiting> waiting_;
};

}  // namespace tenon::api::openapi
