#pragma once
#include "http/request_parser.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace tenon::http::testing {

/// What a parser makes of a connection's bytes, as text: a line for each request, then the fault or where it stopped.
/// The same bytes must give the same text however they are cut. `next_size` gives the length of each piece.
inline std::string transcript(std::string_view bytes, const Limits& limits,
                              const std::function<std::size_t()>& next_size) {
  std::string text;
  RequestParser parser(limits);
  Request request;
  while (!bytes.empty()) {
    std::string piece(bytes.substr(0, next_size()));
    bytes.remove_prefix(piece.size());
    std::string_view input = piece;
    while (!input.empty()) {
      const auto progress = parser.parse(input, request);
      if (progress == RequestParser::Progress::need_more) break;
      if (progress == RequestParser::Progress::fault)
        return text + "fault " + std::to_string(base::error_info(parser.error().code).http_status);
      text += request.method == Method::other ? request.method_text : std::string(to_text(request.method));
      text += ' ' + request.target;
      for (const auto& [name, value] : request.headers) text += " [" + name + ": " + value + ']';
      text += " {" + request.body + '}';
      text += parser.keep_alive() ? " keep\n" : " close\n";
      request.clear();
    }
  }
  switch (parser.stage()) {
    case RequestParser::Stage::idle: return text + "idle";
    case RequestParser::Stage::head: return text + "in head";
    case RequestParser::Stage::body: return text + "in body";
  }
  return text;
}

}  // namespace tenon::http::testing
