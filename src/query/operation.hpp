#pragma once
#include "base/value.hpp"
#include "schema/model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What is wanted, in the Model's words: names are checked, values are typed, rights are not looked at yet.
/// Every front end speaks this and nothing else.
namespace tenon::query {

/// Where a value of the operation is: an index into its `operands`. Values apart from structure make the structure
/// (the shape) the key that plans are cached by.
using Operand = int;

enum class Comparison : std::uint8_t {
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  not_in,  ///< any number of operands up to limits::max_in_values
  contains,
  starts_with,
  ends_with,    ///< text fields only
  has_element,  ///< list of scalars or enums: one operand is an element
  is_null,      ///< operand is a bool
};

/// From the filtered resource over relations (to-one or lists: "some") to a stored field.
struct FieldPath {
  std::vector<const schema::Field*> hops;
  const schema::Field* field = nullptr;
};

/// A condition the caller wants. Over a path with hops only rows the caller may read take part.
struct Filter {
  enum class Kind : std::uint8_t { all_of, any_of, compare, related } kind = Kind::all_of;
  std::vector<Filter> children;  ///< all_of (none: true), any_of (none: false); related: all of one and the same row
  FieldPath path;                ///< compare; related: without hops, its field is the relation to some such row
  Comparison comparison = Comparison::equal;
  std::vector<Operand> operands;  ///< compare
};

struct SortKey {
  const schema::Field* field = nullptr;  ///< stored, no list, not write-only
  bool descending = false;
};

struct Include;
struct Member;

/// What of a row is wanted. Fields come out in this order, then includes, all under their own names.
struct Selection {
  const schema::Resource* resource = nullptr;
  std::vector<const schema::Field*> fields;  ///< stored, not write-only; a to_one gives its key
  std::vector<Include> includes;
  std::vector<Member> members;  ///< not empty: what is wanted instead, in this order and under any names
};

/// A relation spelled out. A to_one replaces its key by the object (null where the caller may not read it).
struct Include {
  const schema::Field* relation = nullptr;
  Selection selection;
  Filter filter;              ///< lists
  std::vector<SortKey> sort;  ///< lists; id is always the last key
  Operand limit = -1;         ///< lists: rows per parent; always set for them
};

/// A page by position: opaque to clients, see query/cursor.hpp. Values of the sort keys and the id of a row.
struct CursorPage {
  std::vector<Operand> after;   ///< of the row before the page; empty: from the start
  std::vector<Operand> before;  ///< of the row behind the page, whose last rows it has; empty: not backwards
};

/// From which end of what remains the rows of a page are taken. They come out in the order of the sort either way.
enum class PageEnd : std::uint8_t { first, last };

/// Which rows of a list, in which order.
struct Page {
  Filter filter;                 ///< all_of with no children: everything
  std::vector<SortKey> sort;     ///< without the id, which the planner adds as last key
  Operand search = -1;           ///< words for full-text search, -1 for none
  std::vector<Operand> after;    ///< only rows behind this one: values of the sort keys and the id, as in CursorPage
  std::vector<Operand> before;   ///< only rows before this one
  PageEnd end = PageEnd::first;  ///< which `limit` rows of those
  Operand limit = -1;            ///< always set, already capped
  Operand offset = -1;           ///< rows left out before the page; -1 for none; not with PageEnd::last
};

/// One member of an object of the answer: a tree of these spells an answer out, name by name.
struct Member {
  enum class Kind : std::uint8_t {
    constant,    ///< `text`, which is JSON
    field,       ///< `field`, stored and not write-only; a to_one gives its key
    to_one,      ///< object: `members` of the row that `field` leads to, or null
    connection,  ///< object: `members` around the `page` of the list relation `field`

    // Of a connection:
    edges,        ///< array: an object for each row, of constant, cursor and node
    nodes,        ///< array: `members` of each row
    page_info,    ///< object: of constant and the four below
    total_count,  ///< how many rows there are on all pages; counted only where it is asked for
    // Of edges:
    cursor,
    node,  ///< object: `members` of the row; a row can have it too: itself once more
    // Of page_info:
    has_next_page,
    has_previous_page,
    start_cursor,
    end_cursor,

    // Of an aggregate:
    group,  ///< object, of any of these
    count,  ///< rows
    sum,    ///< of `field`, as minimum, maximum and average: over the rows where the caller may see it; null for none
    minimum,
    maximum,
    average,
  };
  Kind kind = Kind::constant;
  std::string name;                      ///< key in the answer
  const schema::Field* field = nullptr;  ///< see Kind
  std::string text;                      ///< constant
  std::vector<Member> members;           ///< see Kind; never empty where they are needed
  Page page;                             ///< connection
};
/// A page by number: with totals.
struct OffsetPage {
  Operand offset = -1;
};

/// The row whose list relation is read or added to: /users/{id}/posts.
struct Parent {
  const schema::Field* relation = nullptr;  ///< to_many or many_to_many field of the parent's resource
  Operand id = -1;
};

/// Common to all: the values.
struct Operation {
  std::vector<base::Value> operands;
  Operand add(base::Value value) {
    operands.push_back(std::move(value));
    return static_cast<Operand>(operands.size()) - 1;
  }
};

struct Get : Operation {
  Operand id = -1;
  const schema::Field* key = nullptr;  ///< the unique field that `id` is a value of; null: the id. A key that the
                                       ///< caller may not see finds nothing
  Selection selection;
};

/// The row of an id that any of several resources may have: of the first that has one for the caller.
struct GetAny : Operation {
  Operand id = -1;
  std::vector<Selection> candidates;  ///< in members alone, of which none makes `{}`; their ids are of one type
};

struct List : Operation {
  Selection selection;
  std::optional<Parent> parent;
  Filter filter;                     ///< all_of with no children: everything
  std::vector<SortKey> sort;         ///< without the id, which the planner adds as last key
  std::optional<OffsetPage> offset;  ///< set: by number, and the total is counted
  CursorPage cursor;                 ///< else by position
  Operand limit = -1;                ///< rows per page, already capped
  Operand search = -1;               ///< words for full-text search, -1 for none
};

/// A page with what surrounds it, as one object.
struct Connect : Operation {
  const schema::Resource* resource = nullptr;
  Page page;
  std::vector<Member> members;  ///< of a connection
};

/// What sorts the groups of an aggregate.
struct GroupSort {
  Member::Kind kind = Member::Kind::field;  ///< field (one of those that group), count, sum, minimum, maximum, average
  const schema::Field* field = nullptr;     ///< not for count
  bool descending = false;
};

/// Groups of rows and what is counted in each; without fields to group by one group, also of no rows.
struct Aggregate : Operation {
  const schema::Resource* resource = nullptr;
  Filter filter;
  Operand search = -1;
  std::vector<const schema::Field*> group_by;  ///< stored, no list; a value the caller may not see counts as null
  std::vector<GroupSort> sort;                 ///< the fields that group are always the last keys
  Operand limit = -1;                          ///< groups; always set
  std::vector<Member> members;                 ///< constant, field (of group_by), group and what is counted
};

/// A field and its checked value; Null is an explicit null.
struct FieldValue {
  const schema::Field* field = nullptr;
  base::Value value;
};
/// The whole new content of a many-to-many list.
struct LinkValues {
  const schema::Field* field = nullptr;
  std::vector<base::Value> ids;
};

struct RowInput;
/// Rows of a relation that are created together with the row that has it, each by the rules of its own resource.
struct NestedRows {
  const schema::Field* field = nullptr;  ///< to_one (exactly one row), to_many or many_to_many
  std::vector<RowInput> rows;
  std::vector<std::size_t> at;  ///< many_to_many: where the id of each goes in the field's LinkValues, Null until then
};

/// A row as the client sent it: only fields it may name at all (no id, owner, read-only or system fields), checked by
/// schema::check_input.
struct RowInput {
  std::vector<FieldValue> values;
  std::vector<LinkValues> links;
  std::vector<NestedRows> nested;  ///< creates only
};

struct Create {
  const schema::Resource* resource = nullptr;
  std::vector<RowInput> rows;                           ///< one or more; all or nothing
  bool many = false;                                    ///< faults are reported as "0.title" and the answer is an array
  std::optional<schema::Field const*> parent_relation;  ///< nested form: list relation of the parent's resource
  base::Value parent_id;
  base::Value id;                            ///< of the one row; Null: the server makes it
  std::string place;                         ///< what its faults are filed under: "comments.1.", or nothing
  Selection selection;                       ///< of the answer; fields or members
  std::vector<base::Value> answer_operands;  ///< of the selection's members; number 0 is the row's id, kept free
};

enum class UpdateMode : std::uint8_t {
  merge,    ///< PATCH: fields that were sent
  replace,  ///< PUT: fields that were not sent take their default; those the caller may not update keep their value. A
            ///< row that is not there is created with that id
};

struct Update {
  const schema::Resource* resource = nullptr;
  base::Value id;
  RowInput row;
  UpdateMode mode = UpdateMode::merge;
  std::vector<std::string> if_match;  ///< ETags as sent, unquoted; empty: none; "*" means any
  Selection selection;
  std::vector<base::Value> answer_operands;  ///< as in Create
};

struct Remove {
  const schema::Resource* resource = nullptr;
  base::Value id;
  std::vector<std::string> if_match;
};

enum class LinkMode : std::uint8_t { link, unlink };

/// PUT and DELETE /posts/{id}/tags/{tagId}
struct Link {
  const schema::Field* relation = nullptr;  ///< many_to_many field
  base::Value id;                           ///< of the row that has the field
  base::Value other_id;
  LinkMode mode = LinkMode::link;
};

namespace limits {
inline constexpr std::size_t max_in_values = 100;    ///< values of one `in`
inline constexpr std::size_t max_filter_terms = 50;  ///< comparisons in one operation
inline constexpr std::size_t max_filter_hops = 4;    ///< relations in one path
inline constexpr std::size_t max_sort_keys = 5;
inline constexpr std::size_t max_include_depth = 4;  ///< nesting of includes
inline constexpr std::size_t max_group_fields = 5;   ///< fields that an aggregate groups by
inline constexpr std::int64_t default_groups = 100;  ///< groups of an aggregate, unless said
inline constexpr std::int64_t max_groups = 1000;
inline constexpr std::size_t max_members = 2000;   ///< of one answer, in all
inline constexpr std::size_t max_includes = 20;    ///< includes in all
inline constexpr std::size_t max_rows_in = 1000;   ///< rows of one array POST
inline constexpr std::size_t max_links_in = 1000;  ///< ids in one many-to-many list
inline constexpr std::size_t max_nested_in = 4;    ///< relations below each other in one row; rows: max_rows_in in all
inline constexpr std::int64_t default_page_size = 20;
inline constexpr std::int64_t max_offset = 1'000'000'000;
}  // namespace limits

}  // namespace tenon::query
