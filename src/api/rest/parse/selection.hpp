#pragma once
#include "api/rest/parse/filter.hpp"
#include "api/rest/parse/parameters.hpp"
#include "query/operation.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::api::rest {

/// Rows of an included list per parent, unless the resource's own page limit is lower.
inline constexpr std::int64_t max_included_rows = 100;

/// Everything a reader of this resource may ask for: stored fields but write-only ones, in the order of the schema.
query::Selection default_selection(const schema::Resource& resource);

/// Makes a Selection of `fields`, `include` and their bracketed forms:
///
///     fields=id,title              only these (the id is not added)
///     include=author,comments.author
///     fields[author]=id,name       of an included row; the path of the include is in the brackets
///     limit[comments]=10           rows per parent of an included list; 20 unless said, at most 100
///     sort[comments]=-createdAt    order of an included list
///     filter[comments]=(body[contains]=go,author=…)
///                                  rows of an included list: all of the terms hold; groups inside hold by turns
class SelectionParser {
 public:
  SelectionParser(const schema::Resource& resource, query::Operation& operation, Faults& faults)
      : operation_(operation), faults_(faults), root_(default_selection(resource)) {}

  /// `include`, to be called before the others.
  void include(const Parameter& parameter);
  void fields(const Parameter& parameter);
  /// The bracketed forms.
  void included_limit(const Parameter& parameter);
  void included_sort(const Parameter& parameter);
  /// `conditions` counts the terms of the whole request.
  void included_filter(const Parameter& parameter, FilterParser& conditions);
  query::Selection finish() && { return std::move(root_); }

 private:
  void include_path(const Parameter& parameter, std::string_view path);
  query::Include* find_include(const Parameter& parameter);
  query::Include* find_included_list(const Parameter& parameter);

  query::Operation& operation_;
  Faults& faults_;
  query::Selection root_;
  std::size_t includes_ = 0;
};

/// A whole number without sign, leading zeros or more; nothing for anything else.
std::optional<std::int64_t> parse_count(std::string_view text);

}  // namespace tenon::api::rest
