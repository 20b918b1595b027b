#include "query/bulk/import_writer.hpp"

#include "schema/input.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace tenon::query::bulk {
namespace {

const db::OnRow ignore_rows = [](const db::RowView&) { return true; };

/// Ids as they are kept in a table of ours, whatever their type.
std::string id_text(const base::Value& id) {
  if (const auto* number = std::get_if<std::int64_t>(&id)) return std::to_string(*number);
  const auto* text = std::get_if<std::string>(&id);
  return text ? *text : std::string();
}

base::Value id_value(const schema::Resource& resource, const std::string& text) {
  if (resource.id->scalar != schema::Scalar::big_int) return text;
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

base::Error another_import() {
  return base::internal_error("another import of the same file is running; what this one stored is kept");
}

base::ErrorDetail not_found(const schema::Field& field, const base::Value& key, const std::string& place = {}) {
  return {field.name + place, "not_found", "there is no " + field.target->name + " " + id_text(key)};
}

}  // namespace

base::Task<base::Result<std::int64_t>> ImportWriter::run(const sql::Statement& statement,
                                                         std::vector<base::Value> parameters) {
  auto outcome = co_await transaction_.run(statement, parameters, ignore_rows);
  if (!outcome) co_return std::unexpected(db::to_error(outcome.error()));
  co_return *outcome;
}

base::Task<base::Result<Stored>> ImportWriter::store(const ImportRow& row, std::vector<base::ErrorDetail>& faults) {
  const auto before = faults.size();
  Early early;
  early.values = row.values;
  base::Value id;
  auto stored = Stored::refused;
  auto outcome = co_await write_row(row, early.values, id, stored);
  if (!outcome && outcome.error().kind == db::FailureKind::foreign_key) {
    auto put = co_await put_off(early, faults);
    if (!put) co_return std::unexpected(put.error());
    if (*put) outcome = co_await write_row(row, early.values, id, stored);
  }
  if (!outcome) {
    if (faults.size() == before) {
      auto explained = co_await explain(outcome.error(), row.values, faults);
      if (!explained) co_return std::unexpected(explained.error());
    }
    co_return Stored::refused;
  }
  if (stored == Stored::skipped) co_return stored;
  if (stored == Stored::updated && target_.has_late_keys) {
    // An earlier line of the file may have left some that no longer hold.
    auto parameters = parameters_of(target_.name);
    parameters.push_back(id_text(id));
    auto dropped = co_await run(target_.tables.drop_row, std::move(parameters));
    if (!dropped) co_return std::unexpected(dropped.error());
  }
  for (const auto* field : early.relations) {
    auto added = co_await add_late(row, *field, id, row.values.get(*field));
    if (!added) co_return std::unexpected(added.error());
  }
  auto linked = co_await link(row, id, stored, faults);
  if (!linked) co_return std::unexpected(linked.error());
  co_return faults.size() == before ? stored : Stored::refused;
}

base::Task<db::Outcome<std::int64_t>> ImportWriter::write_row(const ImportRow& row, const RowValues& values,
                                                              base::Value& id, Stored& stored) {
  const auto& resource = target_.resource;
  id = values.get(*resource.id);
  std::vector<base::Value> parameters;
  Fields fields;
  const auto is_given = [&](const schema::Field* field) {
    return std::ranges::find(row.given, field) != row.given.end();
  };
  if (target_.on_conflict == OnConflict::update && is_given(resource.id)) {
    for (const auto& field : resource.fields) {
      if (!field->stored() || field.get() == resource.id) continue;
      if (field.get() == resource.created_at && !is_given(field.get())) continue;
      fields.push_back(field.get());
      parameters.push_back(values.get(*field));
    }
    parameters.push_back(id);
    auto updated = co_await transaction_.run(target_.statements.update(fields), parameters, ignore_rows);
    if (!updated || *updated > 0) {
      stored = Stored::updated;
      co_return updated;
    }
    fields.clear();
    parameters.clear();
  }
  for (const auto& field : resource.fields) {
    if (!field->stored() || (field.get() == resource.id && base::is_null(id))) continue;
    fields.push_back(field.get());
    parameters.push_back(values.get(*field));
  }
  using Conflict = ImportStatements::Conflict;
  const auto conflict = target_.on_conflict == OnConflict::skip ? Conflict::ignore : Conflict::error;
  stored = Stored::skipped;
  const db::OnRow on_row = [&](const db::RowView& returned) {
    id = returned.value(0);
    stored = Stored::inserted;
    return true;
  };
  auto inserted = co_await transaction_.run(target_.statements.insert(fields, conflict), parameters, on_row);
  co_return inserted;
}

base::Task<base::Result<bool>> ImportWriter::exists(const schema::Resource& target, const base::Value& id) {
  bool found = false;
  const db::OnRow on_row = [&found](const db::RowView&) {
    found = true;
    return false;
  };
  const std::vector<base::Value> parameters{id};
  auto outcome = co_await transaction_.run(target_.statements.exists(target), parameters, on_row);
  if (!outcome) co_return std::unexpected(db::to_error(outcome.error()));
  co_return found;
}

bool ImportWriter::may_come_later(const schema::Field& field) const {
  return field.target == &target_.resource || target_.later.contains(field.target);
}

base::Task<base::Result<bool>> ImportWriter::put_off(Early& early, std::vector<base::ErrorDetail>& faults) {
  const auto& resource = target_.resource;
  const auto before = faults.size();
  const auto id = early.values.get(*resource.id);
  for (const auto& field : resource.fields) {
    if (field->kind != schema::FieldKind::to_one) continue;
    const auto key = early.values.get(*field);
    if (base::is_null(key) || (field->target == &resource && key == id)) continue;
    auto found = co_await exists(*field->target, key);
    if (!found) co_return std::unexpected(found.error());
    if (*found) continue;
    // A required key to a row of the same kind points to its own row meanwhile.
    const bool has_place = !field->required || (field->target == &resource && !base::is_null(id));
    if (!may_come_later(*field) || !has_place) {
      faults.push_back(not_found(*field, key));
      continue;
    }
    early.values.set(*field, field->required ? id : base::Value{});
    early.relations.push_back(field.get());
  }
  co_return faults.size() == before && !early.relations.empty();
}

base::Task<base::Result<void>> ImportWriter::explain(const db::Failure& failure, const RowValues& values,
                                                     std::vector<base::ErrorDetail>& faults) {
  switch (failure.kind) {
    case db::FailureKind::unique: {
      const auto before = faults.size();
      for (const auto& key : target_.statements.unique_keys()) {
        std::vector<base::Value> parameters;
        for (const auto* field : key.fields) parameters.push_back(values.get(*field));
        if (key.fields.front() != target_.resource.id) parameters.push_back(values.get(*target_.resource.id));
        bool taken = false;
        const db::OnRow on_row = [&taken](const db::RowView&) {
          taken = true;
          return false;
        };
        auto probed = co_await transaction_.run(key.probe, parameters, on_row);
        if (!probed) co_return std::unexpected(db::to_error(probed.error()));
        // Whoever updates the row with this id does not mind that it is there.
        const bool own = key.fields.front() == target_.resource.id && target_.on_conflict == OnConflict::update;
        if (!taken || own) continue;
        for (const auto* field : key.fields)
          faults.push_back({field->name, "unique",
                            key.fields.size() == 1 ? "is already taken" : "is already taken in this combination"});
      }
      if (faults.size() == before) faults.push_back({"", "unique", "a row with the same unique value exists"});
      co_return base::Result<void>{};
    }
    case db::FailureKind::foreign_key:
      faults.push_back({"", "not_found", "a related row is missing"});
      co_return base::Result<void>{};
    case db::FailureKind::not_null:
    case db::FailureKind::check:
      faults.push_back({"", "check", "breaks a constraint of the database: " + failure.message});
      co_return base::Result<void>{};
    case db::FailureKind::busy:
    case db::FailureKind::deadline:
    case db::FailureKind::too_big:
    case db::FailureKind::full:
    case db::FailureKind::unavailable:
    case db::FailureKind::other: break;
  }
  co_return std::unexpected(db::to_error(failure));
}

base::Task<base::Result<void>> ImportWriter::link(const ImportRow& row, const base::Value& id, Stored stored,
                                                  std::vector<base::ErrorDetail>& faults) {
  for (const auto& links : row.links) {
    if (stored == Stored::updated) {
      const std::vector<base::Value> parameters{id};
      auto cleared = co_await run(target_.statements.clear_links(*links.field), parameters);
      if (!cleared) co_return std::unexpected(cleared.error());
    }
    for (std::size_t i = 0; i < links.ids.size(); ++i) {
      const std::vector<base::Value> pair{id, links.ids[i]};
      auto linked = co_await transaction_.run(target_.statements.link(*links.field), pair, ignore_rows);
      if (linked) continue;
      if (linked.error().kind != db::FailureKind::foreign_key) co_return std::unexpected(db::to_error(linked.error()));
      if (!may_come_later(*links.field)) {
        faults.push_back(not_found(*links.field, links.ids[i], "." + std::to_string(i)));
        continue;
      }
      auto added = co_await add_late(row, *links.field, id, links.ids[i]);
      if (!added) co_return std::unexpected(added.error());
    }
  }
  co_return base::Result<void>{};
}

base::Task<base::Result<void>> ImportWriter::add_late(const ImportRow& row, const schema::Field& field,
                                                      const base::Value& id, const base::Value& key) {
  LateKey late;
  late.line = row.line;
  late.field = field.name;
  late.row = id_text(id);
  late.key = id_text(key);
  auto parameters = parameters_of(target_.name, late);
  target_.has_late_keys = true;
  auto added = co_await run(target_.tables.add_key, std::move(parameters));
  if (!added) co_return std::unexpected(added.error());
  co_return base::Result<void>{};
}

base::Task<db::Outcome<std::int64_t>> ImportWriter::set_late(const schema::Field& field, const base::Value& id,
                                                             const base::Value& key) {
  if (field.kind == schema::FieldKind::many_to_many) {
    const std::vector<base::Value> pair{id, key};
    auto linked = co_await transaction_.run(target_.statements.link(field), pair, ignore_rows);
    co_return linked;
  }
  const Fields fields{&field};
  const std::vector<base::Value> parameters{key, id};
  auto updated = co_await transaction_.run(target_.statements.update(fields), parameters, ignore_rows);
  co_return updated;
}

base::Task<base::Result<ImportWriter::LateStep>> ImportWriter::set_late_keys(std::size_t skip, std::size_t limit) {
  std::vector<LateKey> keys;
  const db::OnRow on_row = [&keys](const db::RowView& row) {
    LateKey key;
    key.line = static_cast<std::uint64_t>(row.integer(0));
    key.field = row.text(1);
    key.row = row.text(2);
    key.key = row.text(3);
    keys.push_back(std::move(key));
    return true;
  };
  auto page = parameters_of(target_.name);
  page.push_back(static_cast<std::int64_t>(limit));
  page.push_back(static_cast<std::int64_t>(skip));
  auto listed = co_await transaction_.run(target_.tables.list_keys, page, on_row);
  if (!listed) co_return std::unexpected(db::to_error(listed.error()));
  LateStep step;
  for (const auto& late : keys) {
    const auto* field = target_.resource.find_field(late.field);
    if (!field || !field->target)
      co_return std::unexpected(base::internal_error(late.field + " of an earlier import is no relation any more"));
    const auto id = id_value(target_.resource, late.row);
    const auto key = id_value(*field->target, late.key);
    auto set = co_await set_late(*field, id, key);
    if (!set) {
      switch (set.error().kind) {
        case db::FailureKind::foreign_key: step.faults.push_back({late.line, not_found(*field, key)}); continue;
        case db::FailureKind::unique:
          step.faults.push_back({late.line, {field->name, "unique", "is already taken"}});
          continue;
        case db::FailureKind::check:
        case db::FailureKind::not_null:
          step.faults.push_back({late.line, {field->name, "check", "breaks a constraint of the database"}});
          continue;
        case db::FailureKind::busy:
        case db::FailureKind::deadline:
        case db::FailureKind::too_big:
        case db::FailureKind::full:
        case db::FailureKind::unavailable:
        case db::FailureKind::other: break;
      }
      co_return std::unexpected(db::to_error(set.error()));
    }
    auto dropped = co_await run(target_.tables.drop_key, parameters_of(target_.name, late));
    if (!dropped) co_return std::unexpected(dropped.error());
    ++step.set;
  }
  co_return step;
}

base::Task<base::Result<void>> ImportWriter::raise_numbers() {
  const std::vector<base::Value> none{std::int64_t{0}};
  for (const auto& statement : target_.statements.raise_numbers()) {
    auto raised = co_await run(statement, none);
    if (!raised) co_return std::unexpected(raised.error());
  }
  co_return base::Result<void>{};
}

base::Task<base::Result<void>> ImportWriter::remember(const ImportState& state, std::optional<std::uint64_t> before) {
  auto parameters = parameters_of(target_.name, state);
  if (before) {
    parameters.push_back(static_cast<std::int64_t>(*before));
    auto updated = co_await run(target_.tables.update, std::move(parameters));
    if (!updated) co_return std::unexpected(updated.error());
    if (*updated > 0) co_return base::Result<void>{};
    co_return std::unexpected(another_import());
  }
  auto old = parameters_of(target_.name);
  auto removed = co_await run(target_.tables.remove, std::move(old));
  if (!removed) co_return std::unexpected(removed.error());
  auto inserted = co_await transaction_.run(target_.tables.insert, parameters, ignore_rows);
  if (inserted) co_return base::Result<void>{};
  if (inserted.error().kind == db::FailureKind::unique) co_return std::unexpected(another_import());
  co_return std::unexpected(db::to_error(inserted.error()));
}

}  // namespace tenon::query::bulk
