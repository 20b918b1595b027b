#include "api/graphql/execute/mutation.hpp"

#include "api/rest/parse/body.hpp"
#include "base/json_writer.hpp"
#include "query/cost.hpp"
#include "schema/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tenon::api::graphql {
namespace {

using Kind = query::Member::Kind;

base::Json empty_object() {
  return base::Json(base::Json::Storage(base::Json::Object{}));
}

const base::Json& input_of(const ReadField& field) {
  static const base::Json none = empty_object();
  const auto* input = field.argument("input");
  return input ? *input : none;
}

/// What an error says of the input; nothing for errors that the input is not the reason of.
std::optional<std::vector<base::ErrorDetail>> faults_in(const base::Error& error) {
  const auto one = [&](std::string field, std::string code) {
    return std::vector<base::ErrorDetail>{{std::move(field), std::move(code), std::string(error.text())}};
  };
  if (error.code == base::ErrorCode::validation) return error.details.empty() ? one("", "check") : error.details;
  if (error.code == base::ErrorCode::conflict) return error.details.empty() ? one("", "conflict") : error.details;
  if (error.code == base::ErrorCode::not_found) return one("id", "not_found");
  if (error.code == base::ErrorCode::forbidden && !error.details.empty()) return error.details;
  return std::nullopt;
}

Built<std::vector<ReadField>> payload_fields(const ExecuteContext& context, const ReadField& field,
                                             std::vector<CollectedField>& collected) {
  const auto& type = field.definition->type.named();
  collected = collect_subfields(context.schema.types(), context.fragments, context.variables, type, *field.nodes);
  return read_fields(context, type, collected);
}

}  // namespace

Built<MutationField> MutationField::read(const ExecuteContext& context, const ReadField& field) {
  MutationField made(field);
  const auto role = field.meaning.role;
  Built<void> read;
  if (role == FieldRole::create || role == FieldRole::create_many)
    read = made.read_create(context);
  else if (role == FieldRole::update)
    read = made.read_update(context);
  else if (role == FieldRole::remove)
    read = made.read_remove(context);
  else
    read = made.read_links(context);
  if (!read) return std::unexpected(std::move(read).error());
  return made;
}

std::int64_t MutationField::price() const {
  if (const auto* create = std::get_if<query::Create>(&operation_))
    return create->resource ? query::price_of(*create, answer_price(create->selection, create->answer_operands)) : 0;
  if (const auto* update = std::get_if<query::Update>(&operation_))
    return query::price_of(*update, answer_price(update->selection, update->answer_operands));
  if (std::holds_alternative<query::Remove>(operation_)) return query::costs::write;
  const auto& rows = std::get<LinkRows>(operation_);
  return query::costs::link * static_cast<std::int64_t>(rows.others.size()) +
         answer_price(rows.selection, rows.answer_operands);
}

std::int64_t MutationField::answer_price(const query::Selection& selection,
                                         const std::vector<base::Value>& operands) const {
  return query::answer_price(*field_->meaning.resource, selection, operands);
}

void MutationField::keep_faults(base::Error error) {
  if (auto faults = faults_in(error))
    faults_ = std::move(*faults);
  else
    error_ = std::move(error);
}

void MutationField::keep(const base::Error& error) {
  if (!faulty()) keep_faults(error);
}

void MutationField::undo() {
  if (!faulty()) undone_ = true;
}

/// The payload as members of the row: it is written by the engine in one go where all goes well.
Built<query::Selection> MutationField::payload(const ExecuteContext& context, std::vector<base::Value>& operands) {
  query::Selection selection;
  selection.resource = field_->meaning.resource;
  query::Operation operation;
  operation.add(base::Null{});
  Builder builder(context, operation);
  std::vector<CollectedField> collected;
  TENON_TRY(fields, payload_fields(context, *field_, collected));
  for (const auto& field : fields) {
    if (is_typename(field)) {
      selection.members.push_back(typename_member(field.key, field_->definition->type.named()));
      continue;
    }
    query::Member made;
    made.name = field.key;
    if (field.meaning.role == FieldRole::payload_row) {
      made.kind = Kind::node;
      TENON_TRY(members, builder.row(*field.meaning.resource, *field.nodes));
      made.members = std::move(members);
    } else {
      made.text = "[]";
    }
    selection.members.push_back(std::move(made));
  }
  operands = std::move(operation.operands);
  return selection;
}

Built<void> MutationField::read_create(const ExecuteContext& context) {
  query::Create create;
  const auto& resource = *field_->meaning.resource;
  create.resource = &resource;
  create.many = field_->meaning.role == FieldRole::create_many;
  if (create.many) {
    // The array is one of rows: what is around it is written by hand.
    create.selection.resource = &resource;
    query::Operation operation;
    operation.add(base::Null{});
    Builder builder(context, operation);
    std::vector<CollectedField> collected;
    TENON_TRY(fields, payload_fields(context, *field_, collected));
    std::size_t row_fields = 0;
    for (const auto& field : fields) {
      if (field.meaning.role != FieldRole::payload_rows) continue;
      if (++row_fields > 1)
        return std::unexpected(error_at(field.node(), base::ErrorCode::bad_request,
                                        fmt::format("\"{}\" can be selected once", field.definition->name)));
      TENON_TRY(members, builder.row(resource, *field.nodes));
      create.selection.members = std::move(members);
    }
    create.answer_operands = std::move(operation.operands);
  } else {
    TENON_TRY(selection, payload(context, create.answer_operands));
    create.selection = std::move(selection);
  }
  auto rows = rest::parse_rows(resource, nullptr, input_of(*field_));
  if (!rows) {
    keep_faults(std::move(rows).error());
    return {};
  }
  create.rows = std::move(rows->rows);
  operation_ = std::move(create);
  return {};
}

std::optional<base::Value> MutationField::read_id(const schema::Resource& resource) {
  const auto* given = field_->argument("id");
  const auto* text = given ? given->string() : nullptr;
  auto id =
      text ? schema::check_text(*resource.id, *text) : schema::check_input(*resource.id, given ? *given : base::Json());
  if (id) return std::move(*id);
  keep_faults(base::Error(base::ErrorCode::not_found));
  return std::nullopt;
}

Built<void> MutationField::read_update(const ExecuteContext& context) {
  query::Update update;
  update.resource = field_->meaning.resource;
  TENON_TRY(selection, payload(context, update.answer_operands));
  update.selection = std::move(selection);
  auto id = read_id(*update.resource);
  if (!id) return {};
  update.id = std::move(*id);
  auto row = rest::parse_row(*update.resource, rest::BodyUse::merge, input_of(*field_));
  if (!row) {
    keep_faults(std::move(row).error());
    return {};
  }
  update.row = std::move(*row);
  operation_ = std::move(update);
  return {};
}

Built<void> MutationField::read_remove(const ExecuteContext&) {
  query::Remove remove;
  remove.resource = field_->meaning.resource;
  auto id = read_id(*remove.resource);
  if (!id) return {};
  remove.id = std::move(*id);
  operation_ = std::move(remove);
  return {};
}

Built<void> MutationField::read_links(const ExecuteContext& context) {
  LinkRows rows;
  const auto& relation = *field_->meaning.field;
  rows.link.relation = &relation;
  rows.link.mode = field_->meaning.role == FieldRole::link ? query::LinkMode::link : query::LinkMode::unlink;
  TENON_TRY(selection, payload(context, rows.answer_operands));
  rows.selection = std::move(selection);
  auto id = read_id(*relation.owner_type);
  if (!id) return {};
  rows.link.id = std::move(*id);
  const auto* others = field_->argument(relation.name);
  const auto* items = others ? others->array() : nullptr;
  if (items && items->size() > query::limits::max_links_in)
    faults_.push_back({relation.name, "limit", fmt::format("At most {} ids", query::limits::max_links_in)});
  for (std::size_t i = 0; items && i < items->size() && faults_.empty(); ++i) {
    auto other = schema::check_input(*relation.target->id, (*items)[i]);
    if (other)
      rows.others.push_back(std::move(*other));
    else
      faults_.push_back({fmt::format("{}.{}", relation.name, i), other.error().code, other.error().message});
  }
  operation_ = std::move(rows);
  return {};
}

namespace {

/// One link after the other: the first that cannot be made undoes those before it.
base::Task<base::Result<query::WriteAnswer>> run_links(query::Writes& writes, LinkRows& rows, std::string& out) {
  for (std::size_t i = 0; i < rows.others.size(); ++i) {
    rows.link.other_id = rows.others[i];
    auto task = writes.link(rows.link);
    auto linked = co_await std::move(task);
    if (!linked) co_return std::unexpected(linked.error());
  }
  auto task = writes.row(rows.selection, rows.link.id, rows.answer_operands, out);
  auto answer = co_await std::move(task);
  co_return answer;
}

}  // namespace

base::Task<base::Result<void>> MutationField::run(query::Writes& writes) {
  if (auto* create = std::get_if<query::Create>(&operation_)) {
    auto task = writes.create(*create, written_);
    auto answer = co_await std::move(task);
    if (!answer) co_return std::unexpected(answer.error());
    answer_ = std::move(*answer);
  } else if (auto* update = std::get_if<query::Update>(&operation_)) {
    auto task = writes.update(*update, written_);
    auto answer = co_await std::move(task);
    if (!answer) co_return std::unexpected(answer.error());
    answer_ = std::move(*answer);
  } else if (auto* remove = std::get_if<query::Remove>(&operation_)) {
    auto task = writes.remove(*remove);
    auto done = co_await std::move(task);
    if (!done) co_return std::unexpected(done.error());
    answer_.ids.push_back(remove->id);
  } else {
    auto task = run_links(writes, std::get<LinkRows>(operation_), written_);
    auto answer = co_await std::move(task);
    if (!answer) co_return std::unexpected(answer.error());
    answer_ = std::move(*answer);
  }
  co_return base::Result<void>{};
}

Built<void> MutationField::write(const ExecuteContext& context, std::string& out, std::vector<std::string>& masked) {
  if (undone_)
    return std::unexpected(
        error_at(field_->node(), base::ErrorCode::conflict, "Undone: another field of this transaction failed"));
  if (error_) {
    // To a stranger "not allowed" means "say who you are".
    if (error_->code == base::ErrorCode::forbidden && context.principal.anonymous())
      error_ = base::Error(base::ErrorCode::unauthenticated);
    return std::unexpected(engine_error(context, field_->node(), *error_));
  }
  const auto* create = std::get_if<query::Create>(&operation_);
  const bool whole = std::holds_alternative<query::Remove>(operation_) || (create && create->many);
  if (faults_.empty() && !whole && !answer_.withheld) {
    out += written_;
    masked = std::move(answer_.masked);
    return {};
  }
  std::vector<CollectedField> collected;
  TENON_TRY(fields, payload_fields(context, *field_, collected));
  for (const auto& field : fields) {
    if (field.meaning.role != FieldRole::payload_rows || answer_.withheld) continue;
    for (const auto& path : answer_.masked) masked.push_back(std::string(field.key) + '.' + path);
  }
  write_by_hand(context, out, fields);
  return {};
}

namespace {

void write_faults(const ExecuteContext& context, base::JsonWriter& json, const ReadField& errors,
                  const std::vector<base::ErrorDetail>& faults) {
  const auto& type = errors.definition->type.named();
  const auto collected =
      collect_subfields(context.schema.types(), context.fragments, context.variables, type, *errors.nodes);
  const auto fields = read_fields(context, type, collected);
  json.begin_array();
  for (const auto& fault : faults) {
    json.begin_object();
    for (const auto& field : *fields) {
      json.key(field.key);
      if (is_typename(field))
        json.string(type.name);
      else if (field.meaning.role == FieldRole::error_code)
        json.string(fault.code);
      else if (field.meaning.role == FieldRole::error_message)
        json.string(fault.message);
      else if (fault.field.empty())
        json.null();
      else
        json.string(fault.field);
    }
    json.end_object();
  }
  json.end_array();
}

std::string id_text(const base::Value& id) {
  const auto* number = std::get_if<std::int64_t>(&id);
  return number ? std::to_string(*number) : std::get<std::string>(id);
}

}  // namespace

void MutationField::write_by_hand(const ExecuteContext& context, std::string& out,
                                  const std::vector<ReadField>& fields) const {
  base::JsonWriter json(out);
  json.begin_object();
  for (const auto& field : fields) {
    json.key(field.key);
    if (is_typename(field))
      json.string(field_->definition->type.named().name);
    else if (field.meaning.role == FieldRole::payload_errors)
      write_faults(context, json, field, faults_);
    else if (field.meaning.role == FieldRole::payload_id && faults_.empty())
      json.string(id_text(answer_.ids.front()));
    else if (field.meaning.role == FieldRole::payload_rows && faults_.empty() && !answer_.withheld)
      json.raw(written_);
    else
      json.null();
  }
  json.end_object();
}

}  // namespace tenon::api::graphql
