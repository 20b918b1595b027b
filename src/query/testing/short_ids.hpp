#pragma once
#include "base/base64.hpp"
#include "base/uuid.hpp"
#include "query/operation.hpp"
#include "query/sql_type.hpp"

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tenon::query::testing {

/// Tests name rows "ann" or "p1". SQLite takes them as they are; where ids must be UUIDs, each name stands for one that
/// sorts as the name does, on the way in, and for itself again on the way out.
class ShortIds {
 public:
  base::Value in(base::Value value) {
    const auto* name = std::get_if<std::string>(&value);
    if (!name || base::parse_uuid(*name)) return value;
    if (name->size() > 16) throw std::runtime_error("too long to be an id: " + *name);
    auto digits = base::hex_encode(*name);
    digits.resize(32, '0');
    const auto uuid = digits.substr(0, 8) + '-' + digits.substr(8, 4) + '-' + digits.substr(12, 4) + '-' +
                      digits.substr(16, 4) + '-' + digits.substr(20);
    names_[uuid] = *name;
    return uuid;
  }
  base::Value in(const schema::Field& field, base::Value value) {
    return field.stored() && sql_type(field) == sql::Type::uuid ? in(std::move(value)) : value;
  }
  void in(RowInput& row) {
    for (auto& [field, value] : row.values) value = in(*field, std::move(value));
    for (auto& link : row.links)
      for (auto& id : link.ids) id = in(std::move(id));
    for (auto& nested : row.nested)
      for (auto& each : nested.rows) in(each);
  }
  void in(const Filter& filter, std::vector<base::Value>& operands) {
    for (const auto& child : filter.children) in(child, operands);
    if (filter.kind != Filter::Kind::compare || filter.comparison == Comparison::is_null) return;
    for (const auto operand : filter.operands) {
      auto& value = operands[static_cast<std::size_t>(operand)];
      value = in(*filter.path.field, std::move(value));
    }
  }

  std::string out(std::string text) const {
    for (const auto& [uuid, name] : names_)
      for (auto at = text.find(uuid); at != std::string::npos; at = text.find(uuid, at + name.size()))
        text.replace(at, uuid.size(), name);
    return text;
  }
  base::Value out(base::Value value) const {
    const auto* text = std::get_if<std::string>(&value);
    return text ? base::Value(out(*text)) : value;
  }

 private:
  std::map<std::string, std::string> names_;
};

}  // namespace tenon::query::testing
