#include "migrate/correspondence.hpp"

#include <set>
#include <stdexcept>

namespace tenon::migrate {
namespace {

using schema::Field;
using schema::FieldKind;
using schema::Resource;

[[noreturn]] void claimed_twice(const std::string& first, const std::string& second, const std::string& was) {
  throw std::runtime_error("\"" + first + "\" and \"" + second + "\" both say that they were \"" + was +
                           "\": @was of one of them has to go");
}

class Matcher {
 public:
  Matcher(const schema::Model& from, const schema::Model& to) : from_(from), to_(to) {}

  BothWays match() {
    match_resources();
    for (const auto& [now, before] : resources_) match_fields(*now, *before);
    for (const auto& [now, before] : resources_) {
      add_table(before->table, now->table);
      for (const auto& [field, old] : fields_.at(now)) connect(*now, *field, *before, *old);
    }
    return std::move(both_);
  }

 private:
  void match_resources() {
    std::set<const Resource*> taken;
    for (const auto& resource : to_.resources) {
      if (resource->was.empty() || from_.find_resource(resource->name)) continue;
      const auto* old = from_.find_resource(resource->was);
      if (!old) continue;
      if (!taken.insert(old).second) claimed_twice(new_of(*old)->name, resource->name, old->name);
      resources_[resource.get()] = old;
    }
    for (const auto& resource : to_.resources) {
      const auto* old = from_.find_resource(resource->name);
      if (old && taken.insert(old).second) resources_[resource.get()] = old;
    }
  }

  void match_fields(const Resource& now, const Resource& before) {
    auto& matched = fields_[&now];
    std::set<const Field*> taken;
    std::map<const Field*, const Field*> by_old;
    for (const auto& field : now.fields) {
      if (field->was.empty() || before.find_field(field->name)) continue;
      const auto* old = before.find_field(field->was);
      if (!old) continue;
      if (!taken.insert(old).second)
        claimed_twice(now.name + "." + by_old[old]->name, now.name + "." + field->name, before.name + "." + old->name);
      by_old[old] = field.get();
      matched[field.get()] = old;
    }
    for (const auto& field : now.fields) {
      const auto* old = before.find_field(field->name);
      if (old && taken.insert(old).second) matched[field.get()] = old;
    }
  }

  void connect(const Resource& now, const Field& field, const Resource& before, const Field& old) {
    const bool relation = field.target != nullptr && old.target != nullptr;
    if (relation && !same(*field.target, *old.target)) return;
    if (field.stored() && old.stored()) {
      // A key of a type that is no relation yet may become one, and the other way round: both are ids.
      add_column(before.table, old.column, now.table, field.column);
      return;
    }
    if (!relation) return;
    if (field.kind == FieldKind::many_to_many && old.kind == FieldKind::many_to_many) {
      if (both_.up.tables.contains(field.join.table)) return;
      add_table(old.join.table, field.join.table);
      add_column(old.join.table, old.join.this_column, field.join.table, field.join.this_column);
      add_column(old.join.table, old.join.other_column, field.join.table, field.join.other_column);
    } else if (field.kind == FieldKind::many_to_many && old.kind == FieldKind::to_one) {
      key_to_join(both_.up, before, old, field);
      join_to_key(both_.down, before, old, field);
    } else if (field.kind == FieldKind::to_one && old.kind == FieldKind::many_to_many) {
      join_to_key(both_.up, now, field, old);
      key_to_join(both_.down, now, field, old);
    }
  }

  static void key_to_join(Correspondence& side, const Resource& rows, const Field& key, const Field& list) {
    side.moves.push_back({LinkMove::Kind::key_to_join, rows.table, key.column, list.join.table, list.join.this_column,
                          list.join.other_column});
  }
  static void join_to_key(Correspondence& side, const Resource& rows, const Field& key, const Field& list) {
    side.moves.push_back({LinkMove::Kind::join_to_key, rows.table, key.column, list.join.table, list.join.this_column,
                          list.join.other_column});
  }

  void add_table(const std::string& before, const std::string& now) {
    both_.up.tables[now] = before;
    both_.down.tables[before] = now;
  }
  void add_column(const std::string& old_table, const std::string& old_column, const std::string& new_table,
                  const std::string& new_column) {
    both_.up.columns[new_table][new_column] = old_column;
    both_.down.columns[old_table][old_column] = new_column;
  }

  bool same(const Resource& now, const Resource& before) const {
    const auto found = resources_.find(&now);
    return found != resources_.end() && found->second == &before;
  }
  const Resource* new_of(const Resource& old) const {
    for (const auto& [now, before] : resources_)
      if (before == &old) return now;
    return nullptr;
  }

  const schema::Model& from_;
  const schema::Model& to_;
  std::map<const Resource*, const Resource*> resources_;                    ///< new -> old
  std::map<const Resource*, std::map<const Field*, const Field*>> fields_;  ///< new -> old
  BothWays both_;
};

}  // namespace

const std::string* Correspondence::table(std::string_view new_name) const {
  const auto found = tables.find(new_name);
  return found == tables.end() ? nullptr : &found->second;
}

const std::string* Correspondence::column(std::string_view new_table, std::string_view new_column) const {
  const auto names = columns.find(new_table);
  if (names == columns.end()) return nullptr;
  const auto found = names->second.find(new_column);
  return found == names->second.end() ? nullptr : &found->second;
}

BothWays correspond(const schema::Model& from, const schema::Model& to) {
  return Matcher(from, to).match();
}

}  // namespace tenon::migrate
