#pragma once
#include <string>
#include <string_view>
#include <utility>

namespace tenon::base {

/// Text that must not reach a log or an answer: no conversion, no stream operator, wiped when destroyed.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();
  /// The one way out; grep for it in review.
  std::string_view reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

/// Equal without telling by its duration where the first difference is; lengths are no secret.
bool constant_time_equal(std::string_view left, std::string_view right);

}  // namespace tenon::base
