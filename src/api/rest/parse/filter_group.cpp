#include "api/rest/parse/filter_group.hpp"

#include <fmt/format.h>

namespace tenon::api::rest {
namespace {

using query::Filter;

/// Stops at the first fault of syntax; faults of single conditions are collected.
class GroupParser {
 public:
  GroupParser(std::string_view text, FilterParser& conditions, Faults& faults, GroupOptions options)
      : text_(text), conditions_(conditions), faults_(faults), options_(options) {}

  std::optional<Filter> run() {
    Filter filter;
    if (!group(filter, options_.kind, 1)) return std::nullopt;
    if (position_ != text_.size()) {
      fail("nothing more");
      return std::nullopt;
    }
    if (!sound_) return std::nullopt;
    return filter;
  }

 private:
  bool group(Filter& out, Filter::Kind kind, unsigned depth) {
    out.kind = kind;
    if (!take('(')) return fail("\"(\"");
    if (depth > max_group_depth) {
      faults_.add(std::string(options_.parameter), "limit",
                  fmt::format("Groups nest at most {} deep", max_group_depth));
      return false;
    }
    do {
      while (take(' ')) {
      }
      if (!term(out, depth)) return false;
    } while (take(','));
    return take(')') || fail("\",\" or \")\"");
  }

  bool term(Filter& out, unsigned depth) {
    if (peek() == '(') {
      const bool some = out.kind == Filter::Kind::any_of;
      return group(out.children.emplace_back(), some ? Filter::Kind::all_of : Filter::Kind::any_of, depth + 1);
    }
    const std::size_t begin = position_;
    const std::string_view path = until("[]=,()\"");
    if (path.empty()) return fail("a field");
    std::optional<std::string_view> word;
    if (take('[')) {
      word = until("[]=,()\"");
      if (!take(']')) return fail("\"]\"");
    }
    const std::string name =
        std::string(options_.parameter) + '.' + std::string(text_.substr(begin, position_ - begin));
    if (!take('=')) return fail("\"=\"");
    std::string unescaped;
    const auto value = read_value(unescaped);
    if (!value) return false;
    auto condition = conditions_.parse({name, path, word, *value});
    if (condition)
      out.children.push_back(std::move(*condition));
    else
      sound_ = false;
    return true;
  }

  std::optional<std::string_view> read_value(std::string& unescaped) {
    if (!take('"')) return until(",)\"");
    while (position_ < text_.size() && text_[position_] != '"') {
      const char next = position_ + 1 < text_.size() ? text_[position_ + 1] : '\0';
      if (text_[position_] == '\\' && (next == '"' || next == '\\')) ++position_;
      unescaped += text_[position_++];
    }
    if (!take('"')) {
      fail("a closing quote");
      return std::nullopt;
    }
    return unescaped;
  }

  char peek() const { return position_ < text_.size() ? text_[position_] : '\0'; }
  bool take(char wanted) {
    if (position_ >= text_.size() || text_[position_] != wanted) return false;
    ++position_;
    return true;
  }
  std::string_view until(std::string_view stops) {
    const std::size_t end = std::min(text_.find_first_of(stops, position_), text_.size());
    const std::string_view part = text_.substr(position_, end - position_);
    position_ = end;
    return part;
  }
  bool fail(std::string_view expected) {
    faults_.add(std::string(options_.parameter), "syntax",
                fmt::format("Expected {} at character {}; groups look like (a=1,b[gte]=2)", expected, position_ + 1));
    return false;
  }

  std::string_view text_;
  FilterParser& conditions_;
  Faults& faults_;
  const GroupOptions options_;
  std::size_t position_ = 0;
  bool sound_ = true;
};

}  // namespace

std::optional<Filter> parse_group(std::string_view text, FilterParser& conditions, Faults& faults,
                                  GroupOptions options) {
  return GroupParser(text, conditions, faults, options).run();
}

}  // namespace tenon::api::rest
