#include "query/bulk/import_statements.hpp"

#include "query/sql_type.hpp"
#include "sql/sequence.hpp"

namespace tenon::query::bulk {
namespace {

/// Lines of NDJSON may each name other fields; there is no end of such sets.
constexpr std::size_t most_kept = 200;

sql::ExprPtr equals(sql::ExprPtr left, sql::ExprPtr right) {
  return sql::make(sql::ExprKind::equal, {std::move(left), std::move(right)});
}

std::vector<sql::Assignment> assignments(const ImportStatements::Fields& fields) {
  std::vector<sql::Assignment> all;
  for (const auto* field : fields)
    all.push_back({field->column, sql::parameter(static_cast<int>(all.size()), sql_type(*field))});
  return all;
}

sql::Output one() {
  return {.expr = sql::literal(std::int64_t{1}, sql::Type::int64), .alias = {}};
}

}  // namespace

ImportStatements::ImportStatements(const schema::Resource& resource, sql::Dialect dialect)
    : resource_(resource), dialect_(dialect) {
  add_unique_key({resource.id});
  for (const auto& field : resource.fields)
    if (field->unique && field.get() != resource.id) add_unique_key({field.get()});
  for (const auto& index : resource.indexes)
    if (index.unique) add_unique_key(index.fields);
  // SQLite sees to it by itself.
  if (resource.id->scalar == schema::Scalar::big_int && dialect == sql::Dialect::postgres)
    raise_numbers_ = sql::raise_numbers(resource.table, resource.id->column, dialect);
}

void ImportStatements::add_unique_key(Fields fields) {
  sql::Select select;
  select.table = resource_.table;
  select.outputs = {one()};
  std::vector<sql::ExprPtr> conditions;
  for (const auto* field : fields)
    conditions.push_back(
        equals(column_of({}, *field), sql::parameter(static_cast<int>(conditions.size()), sql_type(*field))));
  if (fields.front() != resource_.id)
    conditions.push_back(sql::make(
        sql::ExprKind::not_equal,
        {column_of({}, *resource_.id), sql::parameter(static_cast<int>(conditions.size()), sql_type(*resource_.id))}));
  select.where = sql::all_of(std::move(conditions));
  select.limit = one().expr;
  unique_keys_.push_back({std::move(fields), sql::render(select, dialect_)});
}

const sql::Statement& ImportStatements::insert(const Fields& fields, Conflict conflict) {
  const std::pair key(fields, conflict);
  if (const auto found = inserts_.find(key); found != inserts_.end()) return found->second;
  sql::Insert insert;
  insert.table = resource_.table;
  insert.values = assignments(fields);
  insert.ignore_conflict = conflict == Conflict::ignore;
  insert.returning = {{.expr = column_of({}, *resource_.id), .alias = {}}};
  return inserts_.emplace(key, sql::render(insert, dialect_)).first->second;
}

const sql::Statement& ImportStatements::update(const Fields& fields) {
  if (const auto found = updates_.find(fields); found != updates_.end()) return found->second;
  if (updates_.size() >= most_kept) updates_.clear();
  sql::Update update;
  update.table = resource_.table;
  update.assignments = assignments(fields);
  update.where =
      equals(column_of({}, *resource_.id), sql::parameter(static_cast<int>(fields.size()), sql_type(*resource_.id)));
  return updates_.emplace(fields, sql::render(update, dialect_)).first->second;
}

const sql::Statement& ImportStatements::exists(const schema::Resource& target) {
  if (const auto found = exists_.find(&target); found != exists_.end()) return found->second;
  sql::Select select;
  select.table = target.table;
  select.outputs = {one()};
  select.where = equals(column_of({}, *target.id), sql::parameter(0, sql_type(*target.id)));
  return exists_.emplace(&target, sql::render(select, dialect_)).first->second;
}

const sql::Statement& ImportStatements::link(const schema::Field& list) {
  if (const auto found = links_.find(&list); found != links_.end()) return found->second;
  sql::Insert insert;
  insert.table = list.join.table;
  insert.values = {{list.join.this_column, sql::parameter(0, sql_type(*list.owner_type->id))},
                   {list.join.other_column, sql::parameter(1, sql_type(*list.target->id))}};
  insert.ignore_conflict = true;
  return links_.emplace(&list, sql::render(insert, dialect_)).first->second;
}

const sql::Statement& ImportStatements::clear_links(const schema::Field& list) {
  if (const auto found = clears_.find(&list); found != clears_.end()) return found->second;
  sql::Delete remove;
  remove.table = list.join.table;
  const auto type = sql_type(*list.owner_type->id);
  remove.where = equals(sql::column({}, list.join.this_column, type), sql::parameter(0, type));
  return clears_.emplace(&list, sql::render(remove, dialect_)).first->second;
}

}  // namespace tenon::query::bulk
