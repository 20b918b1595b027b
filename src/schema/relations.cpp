#include "schema/relations.hpp"

#include "schema/naming.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace tenon::schema {
namespace {

bool is_relation(const FieldDraft& field) {
  return field.field->target != nullptr;
}
bool is_single(const FieldDraft& field) {
  return field.field->kind == FieldKind::to_one;
}
bool is_list(const FieldDraft& field) {
  return is_relation(field) && !is_single(field);
}

class Linker {
 public:
  explicit Linker(Draft& draft) : draft_(draft) {}

  void link() {
    each([this](FieldDraft& field) {
      if (is_relation(field) && !field.inverse_name.empty()) link_as_told(field);
    });
    std::vector<FieldDraft*> open;
    each([&](FieldDraft& field) {
      if (is_list(field) && !field.linked) open.push_back(&field);
    });
    std::vector<std::vector<FieldDraft*>> candidates;
    for (FieldDraft* field : open) candidates.push_back(candidates_of(*field));
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (!open[i]->linked) link_found(i, open, candidates);
    }
    each([this](FieldDraft& field) { refuse_one_to_one(field); });
  }

 private:
  template <typename Visit>
  void each(Visit visit) {
    for (const auto& resource : draft_.resources) {
      for (FieldDraft& field : resource->fields) visit(field);
    }
  }

  void link_as_told(FieldDraft& field) {
    if (field.linked) return;
    field.linked = true;
    ResourceDraft& target = *draft_.find(field.field->target);
    FieldDraft* other = target.find_field(field.inverse_name);
    if (!other || !is_relation(*other) || other->field->target != field.resource->resource) {
      std::vector<std::string_view> known;
      for (FieldDraft& each : target.fields) {
        if (each.field->target == field.resource->resource) known.push_back(each.field->name);
      }
      std::string hint = did_you_mean_hint(field.inverse_name, known);
      if (hint.empty() && !known.empty()) hint = fmt::format("it could be: {}", fmt::join(known, ", "));
      draft_.faults.error("unknown-field",
                          fmt::format("\"{}.{}\" is no field of type \"{}\"", target.resource->name, field.inverse_name,
                                      field.resource->resource->name),
                          field.inverse_span, hint);
      return;
    }
    bool contradicts = !other->inverse_name.empty() && other->inverse_name != field.field->name;
    if (other != &field && (other->linked || contradicts)) {
      draft_.faults.error("ambiguous-relation", fmt::format("\"{}\" is the other side of another field", other->path()),
                          field.inverse_span);
      return;
    }
    if (is_single(field) && is_single(*other)) return one_to_one(field, *other, field.inverse_span);
    connect(field, *other);
  }

  std::vector<FieldDraft*> candidates_of(const FieldDraft& field) {
    std::vector<FieldDraft*> found;
    for (FieldDraft& other : draft_.find(field.field->target)->fields) {
      if (&other != &field && is_relation(other) && other.field->target == field.resource->resource && !other.linked) {
        found.push_back(&other);
      }
    }
    return found;
  }

  void link_found(std::size_t index, const std::vector<FieldDraft*>& open,
                  const std::vector<std::vector<FieldDraft*>>& candidates) {
    FieldDraft& field = *open[index];
    const std::vector<FieldDraft*>& found = candidates[index];
    if (found.empty()) return link_alone(field);
    if (found.size() > 1) return ambiguous(field, found, fmt::format("the other side of \"{}\"", field.path()));
    FieldDraft& other = *found.front();
    std::vector<FieldDraft*> rivals;
    for (std::size_t i = 0; i < open.size(); ++i) {
      const auto& theirs = candidates[i];
      if (open[i] != &other && std::find(theirs.begin(), theirs.end(), &other) != theirs.end())
        rivals.push_back(open[i]);
    }
    if (is_single(other)) {
      if (rivals.size() == 1) return connect(field, other);
      return ambiguous(field, rivals, fmt::format("the other side of \"{}\"", other.path()));
    }
    auto position = std::find(open.begin(), open.end(), &other) - open.begin();
    // Where the other list has a choice, the fault is reported there.
    if (candidates[static_cast<std::size_t>(position)].size() == 1) connect(field, other);
  }

  void ambiguous(FieldDraft& field, const std::vector<FieldDraft*>& choices, const std::string& role) {
    field.linked = true;
    std::vector<std::string> names;
    for (const FieldDraft* each : choices) names.push_back("\"" + each->path() + "\"");
    bool lists_compete = std::find(choices.begin(), choices.end(), &field) != choices.end();
    std::string hint = lists_compete
                           ? "say which one with @relation(field: \"…\") on it"
                           : fmt::format("say which one: @relation(field: \"{}\")", choices.front()->field->name);
    draft_.faults.error("ambiguous-relation", fmt::format("{} could each be {}", fmt::join(names, " and "), role),
                        field.field->span, hint);
  }

  /// A list without another side. To rows of its own type it is a relation in one direction: User.follows.
  void link_alone(FieldDraft& field) {
    if (field.field->target == field.resource->resource) return connect(field, field);
    field.linked = true;
    const std::string& here = field.resource->resource->name;
    const std::string& there = field.field->target->name;
    draft_.faults.error("no-inverse", fmt::format("\"{}\" has no other side in \"{}\"", field.path(), there),
                        field.field->span,
                        fmt::format("add a field of type {}! to \"{}\" (one to many) or of type [{}!]! (many to many)",
                                    here, there, here));
  }

  void connect(FieldDraft& field, FieldDraft& other) {
    field.linked = other.linked = true;
    if (is_list(field) && is_list(other)) return join(field, other);
    Field& list = is_list(field) ? *field.field : *other.field;
    Field& key = is_list(field) ? *other.field : *field.field;
    list.kind = FieldKind::to_many;
    list.inverse = &key;
    key.inverse = &list;
  }

  /// The table is named after the side that comes first in the alphabet, so that the order of the file does not matter.
  void join(FieldDraft& field, FieldDraft& other) {
    auto key = [](const FieldDraft& each) { return std::tie(each.resource->resource->name, each.field->name); };
    FieldDraft& first = key(other) < key(field) ? other : field;
    FieldDraft& second = &first == &field ? other : field;
    Field& left = *first.field;
    Field& right = *second.field;
    std::string left_type = snake_case(first.resource->resource->name);
    std::string right_type = snake_case(second.resource->resource->name);
    // Between rows of one type the fields tell the columns apart: each column holds the rows that its field lists.
    bool same = first.resource == second.resource;
    std::string left_column = same ? snake_case(right.name) + "_id" : left_type + "_id";
    std::string right_column = same ? snake_case(left.name) + "_id" : right_type + "_id";
    if (&left == &right) left_column = left_type + "_id";
    if (left_column == right_column) left_column = "from_" + left_column;
    left.kind = right.kind = FieldKind::many_to_many;
    left.join = JoinTable{left_type + "_" + snake_case(left.name), left_column, right_column};
    if (&left == &right) return;
    right.join = JoinTable{left.join.table, right_column, left_column};
    left.inverse = &right;
    right.inverse = &left;
  }

  /// `User.profile: Profile` beside `Profile.user: User! @unique` would silently be a second key.
  void refuse_one_to_one(FieldDraft& field) {
    if (!is_relation(field) || !is_single(field) || field.field->required || field.field->inverse) return;
    if (field.find("relation") || field.find("unique") || field.find("owner")) return;
    for (FieldDraft& other : draft_.find(field.field->target)->fields) {
      bool back = &other != &field && is_relation(other) && other.field->target == field.resource->resource;
      if (!back || !is_single(other) || !other.find("unique") || other.field->inverse) continue;
      return one_to_one(field, other, field.field->span);
    }
  }

  void one_to_one(FieldDraft& field, const FieldDraft& other, const lang::Span& span) {
    draft_.faults.not_supported_yet(
        fmt::format("one to one from both sides (\"{}\" and \"{}\")", field.path(), other.path()), span,
        fmt::format("leave \"{}\" out and filter by \"{}\"; a key of its own says so with @relation(onDelete: …)",
                    field.path(), other.path()));
  }

  Draft& draft_;
};

}  // namespace

void link_relations(Draft& draft) {
  Linker(draft).link();
}

}  // namespace tenon::schema
