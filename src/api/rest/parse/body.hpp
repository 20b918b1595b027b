#pragma once
#include "base/json.hpp"
#include "base/result.hpp"
#include "query/operation.hpp"

#include <cstdint>
#include <functional>
#include <string_view>
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

/// A row that is written before this one, and may be named where the id of a related row may stand:
/// `{"author": {"$ref": "ann"}}`. No field can be called so, and inside the value of a JSON field it is data.
struct RowReference {
  const schema::Resource* resource = nullptr;
  base::Value id;
};
/// Finds what a reference names; an error's text says why there is none.
using FindReference = std::function<base::Result<RowReference>(std::string_view name)>;

/// Whether a row that has this relation may be created with rows of it: `{"comments": [{…}]}`, `{"author": {…}}`. The
/// API must create rows of that resource at all.
bool takes_nested(const schema::Field& field);

/// Rows may have rows of their relations in them, `limits::max_nested_in` deep and `limits::max_rows_in` in all.
/// `parent`: the list relation of the path in the nested form, or null. Its other side is set by the path, and so
/// refused in the body.
base::Result<BodyRows> parse_rows(const schema::Resource& resource, const schema::Field* parent, const base::Json& body,
                                  const FindReference& find_reference = {});

/// The body of a PUT or PATCH: one row, with none nested in it.
base::Result<query::RowInput> parse_row(const schema::Resource& resource, BodyUse use, const base::Json& body,
                                        const FindReference& find_reference = {});

}  // namespace tenon::api::rest
