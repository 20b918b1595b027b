#include "base/secret.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace tenon::base {
namespace {

void wipe(std::string& text) {
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

}  // namespace

// A short string is copied by a move: what stays behind is wiped too.
Secret::Secret(Secret&& other) noexcept : text_(std::move(other.text_)) {
  other.text_.resize(other.text_.capacity());
  wipe(other.text_);
}

Secret& Secret::operator=(const Secret& other) {
  if (this == &other) return *this;
  wipe(text_);
  text_ = other.text_;
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  wipe(text_);
  text_ = std::move(other.text_);
  other.text_.resize(other.text_.capacity());
  wipe(other.text_);
  return *this;
}

Secret::~Secret() {
  wipe(text_);
}

bool constant_time_equal(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace tenon::base
