#pragma once
#include "api/rest/parse/filter.hpp"

#include <optional>
#include <string_view>

namespace tenon::api::rest {

/// Parses the value of an `or` parameter:
///
///     group     = "(" term *( "," term ) ")"
///     term      = group / condition
///     condition = path [ "[" operator "]" ] "=" value
///     value     = quoted / *( any character but "," ")" and '"' )
///     quoted    = '"' *( any character but '"' and "\" / '\"' / '\\' / "\" any other: both stay ) '"'
///
/// The outer group holds where some term does, a group inside it where all its terms do, and so on by turns:
/// `or=(published=true,(views[gte]=10,locked=false))`. Spaces before a term are skipped. Lists for `in` are quoted:
/// `or=(id[in]="1,2",published=true)`. Groups nest at most `max_group_depth` deep. Several `or` parameters must all
/// hold.
inline constexpr unsigned max_group_depth = 8;

struct GroupOptions {
  std::string_view parameter = "or";                       ///< what faults are filed under
  query::Filter::Kind kind = query::Filter::Kind::any_of;  ///< of the outermost group
};
std::optional<query::Filter> parse_group(std::string_view text, FilterParser& conditions, Faults& faults,
                                         GroupOptions options = {});

}  // namespace tenon::api::rest
