#include "query/nested_create.hpp"

#include "query/answer_row.hpp"
#include "query/masked.hpp"
#include "query/write_steps.hpp"

#include <algorithm>
#include <utility>

namespace tenon::query {
namespace {

/// A code for a fault that is about a whole row; empty where the error is not the row's.
std::string_view word_of(base::ErrorCode code) {
  if (code == base::ErrorCode::forbidden) return "forbidden";
  if (code == base::ErrorCode::conflict) return "conflict";
  if (code == base::ErrorCode::not_found) return "not_found";
  return {};
}

/// The row that is to blame, if the error does not name a field.
base::Error located(base::Error error, const std::string& place) {
  const auto word = word_of(error.code);
  if (!error.details.empty() || place.empty() || word.empty()) return error;
  error.details.push_back({place.substr(0, place.size() - 1), std::string(word), std::string(error.text())});
  return error;
}

base::Error too_many() {
  return base::validation_error("", "limit",
                                "At most " + std::to_string(limits::max_rows_in) + " rows can be created at once");
}

/// Where a row goes, besides its values.
struct Position {
  const schema::Field* list = nullptr;  ///< of the row that has it in a list, as in Create::parent_relation
  base::Value parent;                   ///< that row
  base::Value id;                       ///< of the row itself; Null: the server makes it
  std::string place;                    ///< as Create::place
  std::size_t depth = 0;                ///< relations above it
};

/// Rows with rows in them, one after the other.
class NestedCreation {
 public:
  NestedCreation(db::Transaction& transaction, const access::Principal& principal, PlanCreate planner)
      : transaction_(transaction), principal_(principal), planner_(std::move(planner)) {}

  base::Task<base::Result<base::Value>> create(const schema::Resource& resource, RowInput row, Position position) {
    if (++rows_ > limits::max_rows_in) co_return std::unexpected(too_many());
    if (position.depth > limits::max_nested_in)
      co_return std::unexpected(base::validation_error(position.place, "limit", "Rows are nested too deep"));
    auto nested = std::move(row.nested);
    row.nested.clear();
    for (auto& rows : nested) {
      auto made = co_await create_before(rows, row, position);
      if (!made) co_return std::unexpected(made.error());
    }
    auto alone = create_alone(resource, std::move(row), position);
    auto id = co_await std::move(alone);
    if (!id) co_return std::unexpected(id.error());
    for (auto& rows : nested) {
      auto made = co_await create_after(rows, *id, position);
      if (!made) co_return std::unexpected(made.error());
    }
    co_return std::move(*id);
  }

 private:
  static Position below(const Position& position, const schema::Field& field) {
    Position next;
    next.place = position.place + field.name + ".";
    next.depth = position.depth + 1;
    return next;
  }

  /// Rows that the row points to. What stays in `row.nested` is of its lists.
  base::Task<base::Result<void>> create_before(NestedRows& nested, RowInput& row, const Position& position) {
    const auto& field = *nested.field;
    switch (field.kind) {
      case schema::FieldKind::to_one: {
        auto next = below(position, field);
        auto task = create(*field.target, std::move(nested.rows.front()), std::move(next));
        auto id = co_await std::move(task);
        if (!id) co_return std::unexpected(id.error());
        row.values.push_back({&field, std::move(*id)});
        break;
      }
      case schema::FieldKind::many_to_many: {
        const auto links = std::ranges::find(row.links, &field, &LinkValues::field);
        for (std::size_t i = 0; i < nested.rows.size(); ++i) {
          auto next = below(position, field);
          next.place += std::to_string(nested.at[i]) + ".";
          auto task = create(*field.target, std::move(nested.rows[i]), std::move(next));
          auto id = co_await std::move(task);
          if (!id) co_return std::unexpected(id.error());
          links->ids[nested.at[i]] = std::move(*id);
        }
        break;
      }
      case schema::FieldKind::to_many: {
        // Named, so that the rule of the list itself is asked.
        NestedRows named;
        named.field = &field;
        row.nested.push_back(std::move(named));
        break;
      }
      case schema::FieldKind::scalar:
      case schema::FieldKind::enumeration: break;
    }
    co_return base::Result<void>{};
  }

  base::Task<base::Result<void>> create_after(NestedRows& nested, const base::Value& parent, const Position& position) {
    const auto& field = *nested.field;
    if (field.kind != schema::FieldKind::to_many) co_return base::Result<void>{};
    for (std::size_t i = 0; i < nested.rows.size(); ++i) {
      auto next = below(position, field);
      next.place += std::to_string(i) + ".";
      next.list = &field;
      next.parent = parent;
      auto task = create(*field.target, std::move(nested.rows[i]), std::move(next));
      auto id = co_await std::move(task);
      if (!id) co_return std::unexpected(id.error());
    }
    co_return base::Result<void>{};
  }

  base::Task<base::Result<base::Value>> create_alone(const schema::Resource& resource, RowInput row,
                                                     const Position& position) {
    Create one;
    one.resource = &resource;
    one.rows.push_back(std::move(row));
    if (position.list) one.parent_relation = position.list;
    one.parent_id = position.parent;
    one.id = position.id;
    one.place = position.place;
    const auto plan = planner_(one);
    std::string nothing;
    auto task = create_rows(transaction_, plan, one, principal_, Rights::full, nothing);
    auto made = co_await std::move(task);
    if (made) co_return std::move(made->ids.front());
    auto error = std::move(made).error();
    // A parent of this very request is there: the caller may not see it, and so not add to it.
    if (position.depth > 0 && error.code == base::ErrorCode::not_found) error = base::Error(base::ErrorCode::forbidden);
    co_return std::unexpected(located(std::move(error), position.place));
  }

  db::Transaction& transaction_;
  const access::Principal& principal_;
  PlanCreate planner_;
  std::size_t rows_ = 0;
};

}  // namespace

bool has_nested(const Create& operation) {
  return std::ranges::any_of(operation.rows, [](const RowInput& row) { return !row.nested.empty(); });
}

base::Task<base::Result<WriteAnswer>> create_with_nested(db::Transaction& transaction, const WritePlan& plan,
                                                         const Create& operation, const access::Principal& principal,
                                                         PlanCreate planner, std::string& out) {
  if (!has_nested(operation)) {
    auto task = create_rows(transaction, plan, operation, principal, Rights::full, out);
    auto answer = co_await std::move(task);
    co_return answer;
  }
  NestedCreation creation(transaction, principal, std::move(planner));
  WriteAnswer answer;
  answer.created = true;
  for (std::size_t i = 0; i < operation.rows.size(); ++i) {
    Position position;
    position.list = operation.parent_relation.value_or(nullptr);
    position.parent = operation.parent_id;
    position.id = operation.id;
    position.place = operation.place + (operation.many ? std::to_string(i) + "." : std::string());
    auto row = operation.rows[i];
    auto task = creation.create(*operation.resource, std::move(row), std::move(position));
    auto id = co_await std::move(task);
    if (!id) co_return std::unexpected(id.error());
    answer.ids.push_back(std::move(*id));
  }
  // Read once all of it is there.
  Steps steps(transaction, principal);
  const auto start = out.size();
  if (operation.many) out += '[';
  for (std::size_t i = 0; i < answer.ids.size(); ++i) {
    if (i > 0) out += ',';
    auto etag =
        co_await append_answer(steps, *plan.answer, answer.ids[i], operation.answer_operands, *plan.cursor_key, out);
    if (!etag) co_return std::unexpected(etag.error());
    answer.withheld = answer.withheld || etag->empty();
    if (!operation.many) answer.etag = std::move(*etag);
  }
  if (operation.many) out += ']';
  answer.masked = resolve_masked(out, start);
  co_return answer;
}

}  // namespace tenon::query
