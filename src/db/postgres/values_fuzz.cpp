#include "db/postgres/cell.hpp"
#include "db/postgres/oid.hpp"
#include "db/postgres/record.hpp"

#include <array>
#include <cstddef>
#include <stdexcept>

/// Bytes as a server might send them, as a value of each type.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace tenon::db::postgres;
  constexpr std::array types{oid::record,      oid::numeric, oid::date,    oid::time,  oid::uuid,
                             oid::timestamptz, oid::jsonb,   oid::boolean, oid::float8};
  for (const auto type : types) {
    const Cell cell{type, {reinterpret_cast<const char*>(data), size}, false};
    std::string scratch;
    try {
      text_of(cell, scratch);
      value_of(cell);
      integer_of(cell);
      floating_of(cell);
    } catch (const std::runtime_error&) {
      // Refused.
    }
  }
  return 0;
}
