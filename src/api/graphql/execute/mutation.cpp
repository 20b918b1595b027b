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

template <typename Variant>
auto* answer_operands(Variant& operation) {
  if (auto* create = std::get_if<query::Create>(&operation)) return &create->answer_operands;
  if (auto* update = std::get_if<query::Update>(&operation)) return &update->answer_operands;
  auto* rows = std::get_if<LinkRows>(&operation);
  return rows ? &rows->answer_operands : nullptr;
}

template <typename Variant>
const query::Selection* selection_of(const Variant& operation) {
  if (const auto* create = std::get_if<query::Create>(&operation)) return &create->selection;
  if (const auto* update = std::get_if<query::Update>(&operation)) return &update->selection;
  const auto* rows = std::get_if<LinkRows>(&operation);
  return rows ? &rows->selection : nullptr;
}

}  // namespace

Built<MutationField> MutationField::read(const ExecuteContext& context, ReadField& field) {
  MutationField made(field);
  TENON_TRY(operation, made.empty_operation(context));
  made.operation_ = std::move(operation);
  made.read_input();
  return made;
}

bool MutationField::bind(const ExecuteContext& context) {
  if (!read_arguments(context, *field_)) return false;
  if (auto* operands = answer_operands(operation_);
      operands && !put_in(bindings_, context, context.principal, *operands))
    return false;
  read_input();
  return true;
}

void MutationField::forget() {
  field_->arguments = {};
  if (auto* operands = answer_operands(operation_)) take_out(bindings_, *operands);
  if (auto* create = std::get_if<query::Create>(&operation_)) {
    create->rows = {};
  } else if (auto* update = std::get_if<query::Update>(&operation_)) {
    update->id = {};
    update->row = {};
  } else if (auto* remove = std::get_if<query::Remove>(&operation_)) {
    remove->id = {};
  } else {
    auto& rows = std::get<LinkRows>(operation_);
    rows.link.id = {};
    rows.link.other_id = {};
    rows.others = {};
  }
  faults_ = {};
  error_.reset();
  undone_ = false;
  answer_ = {};
  written_ = {};
}

std::size_t MutationField::members() const {
  const auto* selection = selection_of(operation_);
  return selection ? count_members(selection->members) : 0;
}

std::int64_t MutationField::price() const {
  if (const auto* create = std::get_if<query::Create>(&operation_))
    return query::price_of(*create, answer_price(create->selection, create->answer_operands));
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
  Builder builder(context, operation, &bindings_);
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

/// The rows of the payload: what is around their array is written by hand.
Built<query::Selection> MutationField::rows_payload(const ExecuteContext& context, std::vector<base::Value>& operands) {
  query::Selection selection;
  selection.resource = field_->meaning.resource;
  query::Operation operation;
  operation.add(base::Null{});
  Builder builder(context, operation, &bindings_);
  std::vector<CollectedField> collected;
  TENON_TRY(fields, payload_fields(context, *field_, collected));
  std::size_t row_fields = 0;
  for (const auto& field : fields) {
    if (field.meaning.role != FieldRole::payload_rows) continue;
    if (++row_fields > 1)
      return std::unexpected(error_at(field.node(), base::ErrorCode::bad_request,
                                      fmt::format("\"{}\" can be selected once", field.definition->name)));
    TENON_TRY(members, builder.row(*selection.resource, *field.nodes));
    selection.members = std::move(members);
  }
  operands = std::move(operation.operands);
  return selection;
}

/// What is to be done and answered, without the values of the arguments.
Built<MutationField::Operation> MutationField::empty_operation(const ExecuteContext& context) {
  const auto role = field_->meaning.role;
  const auto* resource = field_->meaning.resource;
  if (role == FieldRole::create || role == FieldRole::create_many) {
    query::Create create;
    create.resource = resource;
    create.many = role == FieldRole::create_many;
    TENON_TRY(selection,
              create.many ? rows_payload(context, create.answer_operands) : payload(context, create.answer_operands));
    create.selection = std::move(selection);
    return create;
  }
  if (role == FieldRole::update) {
    query::Update update;
    update.resource = resource;
    TENON_TRY(selection, payload(context, update.answer_operands));
    update.selection = std::move(selection);
    return update;
  }
  if (role == FieldRole::remove) {
    query::Remove remove;
    remove.resource = resource;
    return remove;
  }
  LinkRows rows;
  rows.link.relation = field_->meaning.field;
  rows.link.mode = role == FieldRole::link ? query::LinkMode::link : query::LinkMode::unlink;
  TENON_TRY(selection, payload(context, rows.answer_operands));
  rows.selection = std::move(selection);
  return rows;
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

void MutationField::read_input() {
  std::visit([this](auto& operation) { read_values(operation); }, operation_);
}

void MutationField::read_values(query::Create& create) {
  auto rows = rest::parse_rows(*create.resource, nullptr, input_of(*field_));
  if (rows)
    create.rows = std::move(rows->rows);
  else
    keep_faults(std::move(rows).error());
}

void MutationField::read_values(query::Update& update) {
  auto id = read_id(*update.resource);
  if (!id) return;
  update.id = std::move(*id);
  auto row = rest::parse_row(*update.resource, rest::BodyUse::merge, input_of(*field_));
  if (row)
    update.row = std::move(*row);
  else
    keep_faults(std::move(row).error());
}

void MutationField::read_values(query::Remove& remove) {
  if (auto id = read_id(*remove.resource)) remove.id = std::move(*id);
}

void MutationField::read_values(LinkRows& rows) {
  const auto& relation = *rows.link.relation;
  auto id = read_id(*relation.owner_type);
  if (!id) return;
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

namespace {

/// The engine's writes, each in a transaction of its own, called as those of one together.
struct EachAlone {
  query::Engine& engine;
  const access::Principal& caller;
  auto create(const query::Create& operation, std::string& out) { return engine.create(operation, caller, out); }
  auto update(const query::Update& operation, std::string& out) { return engine.update(operation, caller, out); }
  auto remove(const query::Remove& operation) { return engine.remove(operation, caller); }
};

}  // namespace

template <typename Writer>
base::Task<base::Result<void>> MutationField::write_row(Writer& writer) {
  if (auto* create = std::get_if<query::Create>(&operation_)) {
    auto task = writer.create(*create, written_);
    auto answer = co_await std::move(task);
    if (!answer) co_return std::unexpected(answer.error());
    answer_ = std::move(*answer);
  } else if (auto* update = std::get_if<query::Update>(&operation_)) {
    auto task = writer.update(*update, written_);
    auto answer = co_await std::move(task);
    if (!answer) co_return std::unexpected(answer.error());
    answer_ = std::move(*answer);
  } else {
    const auto& remove = std::get<query::Remove>(operation_);
    auto task = writer.remove(remove);
    auto done = co_await std::move(task);
    if (!done) co_return std::unexpected(done.error());
    answer_.ids.push_back(remove.id);
  }
  co_return base::Result<void>{};
}

base::Task<base::Result<void>> MutationField::run(query::Writes& writes) {
  // A transaction that lost against another one is run again.
  written_.clear();
  answer_ = {};
  if (auto* rows = std::get_if<LinkRows>(&operation_)) {
    auto task = run_links(writes, *rows, written_);
    auto answer = co_await std::move(task);
    if (!answer) co_return std::unexpected(answer.error());
    answer_ = std::move(*answer);
    co_return base::Result<void>{};
  }
  auto task = write_row(writes);
  auto done = co_await std::move(task);
  co_return done;
}

base::Task<base::Result<void>> MutationField::run_alone(query::Engine& engine, const access::Principal& caller) {
  if (std::holds_alternative<LinkRows>(operation_)) {
    query::Together work = [this](query::Writes& writes) { return run(writes); };
    auto task = engine.together(std::move(work), caller);
    auto done = co_await std::move(task);
    co_return done;
  }
  EachAlone alone{engine, caller};
  auto task = write_row(alone);
  auto done = co_await std::move(task);
  co_return done;
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
