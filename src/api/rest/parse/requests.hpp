#pragma once
#include "api/rest/parse/parameters.hpp"
#include "base/result.hpp"
#include "query/operation.hpp"

#include <cstdint>
#include <functional>
#include <optional>

/// From the text of a URL to what is wanted. Pure; every fault is reported at once, as 400.
namespace tenon::api::rest {

/// How the client pages: what the envelope says besides the rows.
struct Page {
  bool by_number = false;   ///< page and perPage, with totals; else limit and cursors
  std::int64_t size = 0;    ///< limit or perPage
  std::int64_t number = 1;  ///< page, from 1
  bool continued = false;   ///< from a cursor: then the way back is told too
};

struct ListRequest {
  query::List operation;
  Page page;
};

/// Engine::read_cursor.
using ReadCursor = std::function<base::Result<std::vector<base::Value>>(
    std::string_view cursor, const schema::Resource& resource, const std::vector<query::SortKey>& sort)>;

/// The row whose list relation is asked for.
struct ParentKey {
  const schema::Field* relation = nullptr;
  base::Value id;
};

/// GET of one row: `fields`, `include` and their bracketed forms.
base::Result<query::Get> parse_get(const schema::Resource& resource, base::Value id,
                                   const http::QueryParameters& query);

/// GET of a list: everything. `resource` is that of the rows, for nested lists the relation's target.
base::Result<ListRequest> parse_list(const schema::Resource& resource, const std::optional<ParentKey>& parent,
                                     const http::QueryParameters& query, const ReadCursor& read_cursor);

/// GET of an aggregate: what is counted, groups, and the filters of lists.
///
///     count, sum=views, min=createdAt, max=views,price, avg=views
///     groupBy=author,mood     one row for each; without it one in all
///     sort=-count,sum.views   and limit=100, of groups
base::Result<query::Aggregate> parse_aggregate(const schema::Resource& resource, const http::QueryParameters& query);

/// POST, PUT and PATCH: `fields` of the answer.
base::Result<query::Selection> parse_answer_fields(const schema::Resource& resource,
                                                   const http::QueryParameters& query);

/// DELETE, link and unlink: no parameter has a meaning.
base::Result<void> parse_nothing(const http::QueryParameters& query);

}  // namespace tenon::api::rest
