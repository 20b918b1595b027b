#include "http/chunk_decoder.hpp"

#include "http/characters.hpp"

#include <algorithm>

namespace tenon::http {
namespace {

constexpr std::size_t max_size_digits = 16;

}  // namespace

ChunkDecoder::Progress ChunkDecoder::decode(std::string_view& input, std::string& body) {
  while (!input.empty()) {
    if (state_ == State::data) {
      const std::string_view piece = input.substr(0, std::min<std::uint64_t>(size_, input.size()));
      body += piece;
      input.remove_prefix(piece.size());
      size_ -= piece.size();
      if (size_ == 0) state_ = State::data_return;
      continue;
    }
    state_ = next(input.front());
    if (fault_) return Progress::fault;
    input.remove_prefix(1);
    if (state_ == State::done) return Progress::complete;
  }
  return Progress::need_more;
}

ChunkDecoder::State ChunkDecoder::next(char letter) {
  const auto expect = [&](char wanted, State then) {
    return letter == wanted ? then : refuse(base::ErrorCode::bad_request);
  };
  switch (state_) {
    case State::size_begin: size_ = digits_ = 0; [[fallthrough]];
    case State::size:
      if (const int digit = hex_value(letter); digit >= 0)
        return add_digit(digit) ? State::size : refuse(base::ErrorCode::payload_too_large);
      if (digits_ == 0) return refuse(base::ErrorCode::bad_request);
      [[fallthrough]];
    case State::extension_space:
      if (letter == ';') return within_metadata(State::extension);
      if (letter == ' ' || letter == '\t') return within_metadata(State::extension_space);
      if (state_ == State::extension_space) return refuse(base::ErrorCode::bad_request);
      return expect('\r', State::size_line_feed);
    case State::extension:
      if (letter == '\r') return State::size_line_feed;
      return is_field_value_letter(letter) ? within_metadata(State::extension) : refuse(base::ErrorCode::bad_request);
    case State::size_line_feed: return letter == '\n' ? end_of_size_line() : refuse(base::ErrorCode::bad_request);
    case State::data_return: return expect('\r', State::data_line_feed);
    case State::data_line_feed: return expect('\n', State::size_begin);
    case State::trailer_begin:
      if (letter == '\r') return State::last_line_feed;
      return is_token_letter(letter) ? within_metadata(State::trailer_name) : refuse(base::ErrorCode::bad_request);
    case State::trailer_name:
      if (letter == ':') return within_metadata(State::trailer_value);
      return is_token_letter(letter) ? within_metadata(State::trailer_name) : refuse(base::ErrorCode::bad_request);
    case State::trailer_value:
      if (letter == '\r') return State::trailer_line_feed;
      return is_field_value_letter(letter) ? within_metadata(State::trailer_value)
                                           : refuse(base::ErrorCode::bad_request);
    case State::trailer_line_feed: return expect('\n', State::trailer_begin);
    case State::last_line_feed: return expect('\n', State::done);
    case State::data:
    case State::done: break;
  }
  return state_;
}

ChunkDecoder::State ChunkDecoder::refuse(base::ErrorCode code) {
  fault_ = code;
  return state_;
}

ChunkDecoder::State ChunkDecoder::end_of_size_line() {
  if (size_ == 0) return State::trailer_begin;
  if (size_ > limits_->max_body_bytes - body_bytes_) return refuse(base::ErrorCode::payload_too_large);
  body_bytes_ += size_;
  return State::data;
}

bool ChunkDecoder::add_digit(int digit) {
  size_ = size_ * 16 + static_cast<std::uint64_t>(digit);
  return ++digits_ <= max_size_digits;
}

ChunkDecoder::State ChunkDecoder::within_metadata(State state) {
  return ++metadata_bytes_ > limits_->max_header_bytes ? refuse(base::ErrorCode::headers_too_large) : state;
}

}  // namespace tenon::http
