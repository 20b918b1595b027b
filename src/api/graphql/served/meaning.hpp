#pragma once
#include "query/operation.hpp"
#include "schema/model.hpp"

#include <cstdint>
#include <vector>

/// What the fields, arguments and input fields of the served schema stand for, in the Model's words: the executor reads
/// these and never a name.
namespace tenon::api::graphql {

enum class FieldRole : std::uint8_t {
  none,  ///< nothing of ours: introspection, `__typename`
  // Fields of Query.
  row,         ///< post(id): the row of `resource`, or null
  connection,  ///< posts(…): a page of rows of `resource`
  aggregate,   ///< postsAggregate(…): groups of rows of `resource`
  node,        ///< node(id): a row of any resource in ServedSchema::nodes
  me,          ///< the caller's own row of `resource`, null for the anonymous
  nothing,     ///< stands in a Query type that would be empty; null
  // Fields of Mutation; the type is a payload.
  create,       ///< createPost(input)
  create_many,  ///< createPosts(input: […]): all or nothing
  update,       ///< updatePost(id, input): what is given changes
  remove,       ///< deletePost(id)
  link,         ///< linkPostTags(id, tags: […]): adds to the many-to-many list `field`
  unlink,       ///< unlinkPostTags(id, tags: […])
  // Fields of a row of `resource`.
  value,            ///< stored `field`: scalar, enum or list of them
  key,              ///< authorId: the key that the to-one relation `field` stores
  to_one,           ///< author: the row that `field` points to; null if the caller may not read it
  list_connection,  ///< comments(…): a page of the list relation `field`; `resource` is that of the rows in it
  // Fields of connections and edges over `resource`.
  edges,
  nodes,
  page_info,
  total_count,
  edge_cursor,
  edge_node,
  // Fields of PageInfo.
  has_next_page,
  has_previous_page,
  start_cursor,
  end_cursor,
  // Fields of a group of rows of `resource`.
  group_keys,   ///< group: the values that its rows have in common
  group_count,  ///< count: Int
  group_sum,    ///< sum: one field for each number
  group_average,
  group_minimum,
  group_maximum,
  aggregated,  ///< a field inside of these: `field`; a to-one stands for its key
  // Fields of payloads.
  payload_row,   ///< post: the row of `resource`, null when there are errors
  payload_rows,  ///< posts: the rows, null when there are errors
  payload_id,    ///< deletedId: null when there are errors
  payload_errors,
  // Fields of InputError.
  error_field,
  error_code,
  error_message,
};

struct FieldMeaning {
  FieldRole role = FieldRole::none;
  const schema::Resource* resource = nullptr;
  const schema::Field* field = nullptr;
};

enum class InputRole : std::uint8_t {
  argument,  ///< known by its name: id, input, filter, sort, first, after, last, before, search, groupBy
  link_ids,  ///< argument of link and unlink: keys of rows in the list `field`
  // Fields of a filter over a resource.
  all_of,    ///< and: filters that must all hold
  any_of,    ///< or: filters of which one must hold
  compared,  ///< stored `field`, compared by the operators inside; a key (authorId) too
  related,   ///< over the relation `field`: the row it points to, or some row of the list, meets the filter inside
  // Fields of the operators of one scalar.
  comparison,  ///< `comparison`; null as an operand is an error, isNull asks for null
  // Fields of CreatePostInput and UpdatePostInput.
  input_field,  ///< stored `field`, or the whole content of a many-to-many list as keys
  // Fields of PostSort.
  sort_field,  ///< an enum value: ServedSchema::field_of
  sort_direction,
  // Beside these, in PostAggregateSort.
  sort_by,  ///< AggregateSortBy: which value of a group; `field` is not for COUNT
};

struct InputMeaning {
  InputRole role = InputRole::argument;
  const schema::Field* field = nullptr;
  query::Comparison comparison = query::Comparison::equal;
};

}  // namespace tenon::api::graphql
