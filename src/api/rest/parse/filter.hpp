#pragma once
#include "api/rest/parse/faults.hpp"
#include "query/operation.hpp"
#include "schema/model.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tenon::api::rest {

/// Makes the conditions of one list, counting them against query::limits.
///
/// A condition is a path, an operator and a value:
///
///     published=true              eq is the operator of a bare name
///     views[gte]=10
///     author.role=admin           over relations; of a list relation some row must match
///     author=0190…                a relation by itself is compared by its key
///     tags.name[in]=a,b\,c        `in` and `nin` take a list: `\,` is a comma, `\\` a backslash
///     labels[contains]=x          of a list of scalars: it has that element
class FilterParser {
 public:
  /// Values become operands of `operation`; both references must outlive the parser.
  FilterParser(const schema::Resource& resource, query::Operation& operation, Faults& faults)
      : resource_(&resource), operation_(operation), faults_(faults) {}

  struct Condition {
    std::string_view parameter;                 ///< what faults are filed under
    std::string_view path;                      ///< "author.role"
    std::optional<std::string_view> operator_;  ///< "gte"; none: eq
    std::string_view value;                     ///< decoded
  };
  /// Adds to the faults and gives nothing when something is wrong.
  std::optional<query::Filter> parse(const Condition& condition);
  /// What `read` parses is about rows of another resource.
  template <typename Read>
  auto on(const schema::Resource& resource, Read read) {
    const auto* outer = std::exchange(resource_, &resource);
    auto result = read();
    resource_ = outer;
    return result;
  }

 private:
  std::optional<query::FieldPath> resolve(const Condition& condition);
  std::optional<query::Comparison> comparison(const Condition& condition, const schema::Field& field);
  bool add_operands(const Condition& condition, query::Filter& filter);
  bool add_list(const Condition& condition, query::Filter& filter);
  std::optional<base::Value> value(const Condition& condition, const query::Filter& filter, std::string_view text);

  const schema::Resource* resource_;
  query::Operation& operation_;
  Faults& faults_;
  std::size_t terms_ = 0;
};

/// "a,b\,c" → "a", "b,c". Nothing if a backslash stands before anything but a comma or a backslash.
std::optional<std::vector<std::string>> split_list(std::string_view text);

}  // namespace tenon::api::rest
