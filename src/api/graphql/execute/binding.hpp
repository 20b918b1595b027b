#pragma once
#include "access/principal.hpp"
#include "api/graphql/execute/build.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::api::graphql {

/// A value of a built operation that comes with each request: from a variable that stands where a value stands, or from
/// the caller. With these put in, an operation that was built once serves every request of the same shape.
struct Binding {
  enum class Kind : std::uint8_t { id, compared, words, cursor, count, caller };
  Kind kind = Kind::id;
  const ast::Value* variable = nullptr;  ///< where the document names it; null for the caller
  query::Operand operand = -1;           ///< the first one that it fills
  const schema::Field* field = nullptr;  ///< id, compared
  query::Comparison comparison = query::Comparison::equal;
  const schema::Resource* resource = nullptr;  ///< cursor
  std::vector<query::SortKey> sort = {};       ///< cursor
  std::int64_t most = 0;                       ///< count: from 0 on
};

/// Puts the values of this request in. False where one is no such value: then the operation must be built anew, which
/// tells why; what is in the operands is of no use until they are bound again.
bool put_in(const Bindings& bindings, const ReadScope& scope, const access::Principal& caller,
            std::vector<base::Value>& operands);

/// Lets go of texts that were put in: they may be as long as a body, and what is kept waits for others.
void take_out(const Bindings& bindings, std::vector<base::Value>& operands);

/// What an argument or a filter is given for: an id, nothing where the text can be the id of no row.
std::optional<base::Value> id_value(const schema::Field& id, const base::Json& given);
/// A filter's operand as it is stored, or what is wrong with it.
std::expected<base::Value, std::string> compared_value(const schema::Field& field, query::Comparison comparison,
                                                       const base::Json& operand);
/// Whether there is anything to search for.
bool has_words(std::string_view text);
/// A whole number from `least` to `most`.
std::optional<std::int64_t> count_value(const base::Json::Number& given, std::int64_t least, std::int64_t most);

}  // namespace tenon::api::graphql
