#pragma once
#include "base/json.hpp"
#include "base/result.hpp"
#include "query/operation.hpp"

#include <cstdint>
#include <vector>

/// From JSON to checked rows. Pure; every fault of every row is reported at once, as 422.
namespace tenon::api::rest {

/// What a body is for: which fields it may name, and which it must.
enum class BodyUse : std::uint8_t {
  create,   ///< POST: required fields must be there
  replace,  ///< PUT: the same, without those that never change
  merge,    ///< PATCH: only what is to change
};

/// The rows of a POST: one object, or an array of them.
struct BodyRows {
  std::vector<query::RowInput> rows;
  bool many = false;  ///< it was an array, so the answer is one too
};

/// `parent`: the list relation of the path in the nested form, or null. Its other side is set by the path, and so
/// refused in the body.
base::Result<BodyRows> parse_rows(const schema::Resource& resource, const schema::Field* parent,
                                  const base::Json& body);

/// The body of a PUT or PATCH.
base::Result<query::RowInput> parse_row(const schema::Resource& resource, BodyUse use, const base::Json& body);

}  // namespace tenon::api::rest
