#include "query/masked.hpp"

#include "db/json_row.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace tenon::query {
namespace {

/// Walks JSON we wrote ourselves: valid but for the markers, and for what somebody else may have put into the database.
class Walker {
 public:
  explicit Walker(std::string_view in) : in_(in) { out_.reserve(in.size() + 64); }

  void run() {
    while (at_ < in_.size()) step();
  }
  std::string out_;
  std::vector<std::string> paths_;

 private:
  struct Level {
    bool array = false;
    std::size_t index = 0;
    std::string key;
    bool expect_key = true;
  };

  void step() {
    const char c = in_[at_];
    switch (c) {
      case '{': levels_.push_back({}); break;
      case '[': levels_.push_back({.array = true, .index = 0, .key = {}, .expect_key = false}); break;
      case '}':
      case ']':
        if (!levels_.empty()) levels_.pop_back();
        break;
      case ',':
        if (levels_.empty()) break;
        if (levels_.back().array)
          ++levels_.back().index;
        else
          levels_.back().expect_key = true;
        break;
      case '"': string(); return;
      case db::masked_marker:
        out_ += "null";
        paths_.push_back(path());
        ++at_;
        return;
      default: break;
    }
    out_ += c;
    ++at_;
  }

  void string() {
    const auto begin = at_++;
    while (at_ < in_.size() && in_[at_] != '"') at_ += in_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, in_.size());
    out_ += in_.substr(begin, at_ - begin);
    if (levels_.empty() || !levels_.back().expect_key) return;
    // Names come from the schema: no escapes in them.
    levels_.back().key = in_.substr(begin + 1, at_ - begin - 2);
    levels_.back().expect_key = false;
  }

  std::string path() const {
    std::string text;
    for (const auto& level : levels_) {
      if (!text.empty()) text += '.';
      text += level.array ? std::to_string(level.index) : level.key;
    }
    return text;
  }

  std::string_view in_;
  std::size_t at_ = 0;
  std::vector<Level> levels_;
};

}  // namespace

std::vector<std::string> resolve_masked(std::string& json, std::size_t from) {
  if (!std::memchr(json.data() + from, db::masked_marker, json.size() - from)) return {};
  Walker walker(std::string_view(json).substr(from));
  walker.run();
  json.replace(from, std::string::npos, walker.out_);
  return std::move(walker.paths_);
}

}  // namespace tenon::query
