#include "http/parser_transcript.hpp"

#include <cstdlib>
#include <random>

/// Any bytes: no crash, bounded memory, and the same result whole, byte by byte and in pieces.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using tenon::http::testing::transcript;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  tenon::http::Limits limits;
  limits.max_target_bytes = 64;
  limits.max_header_bytes = 256;
  limits.max_headers = 8;
  limits.max_body_bytes = 128;

  const std::string whole = transcript(bytes, limits, [] { return std::string_view::npos; });
  if (transcript(bytes, limits, [] { return std::size_t{1}; }) != whole) std::abort();
  std::mt19937 random(static_cast<unsigned>(size));
  if (transcript(bytes, limits, [&] { return 1 + random() % 16; }) != whole) std::abort();
  return 0;
}
