#include "base/json.hpp"
#include "schema/input.hpp"
#include "schema/load.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// What a field accepts, it accepts again from its own text where the two forms are the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const tenon::schema::ModelPtr model = tenon::schema::load_text(R"(
        enum E { a b }
        type T @resource @public {
          s: String @length(max: 9) @pattern(regex: "^a*") i: Int b: BigInt @range(min: 1) d: Decimal f: Float t: DateTime
          y: Date c: Time u: UUID m: Email l: URL j: JSON x: Bytes e: E n: [Int!] h: String @format(name: "hostname")
          v: String @format(name: "ipv6") p: [Decimal] o: Boolean
        })")
                                                   .model;
  if (!model) std::abort();
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto json = tenon::base::parse_json(text);
  for (const auto& field : model->resources.front()->fields) {
    tenon::schema::check_text(*field, text);
    if (json) tenon::schema::check_input(*field, *json);
  }
  return 0;
}
