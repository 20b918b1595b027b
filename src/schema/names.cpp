#include "schema/names.hpp"

#include "schema/naming.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace tenon::schema {
namespace {

/// First segments of /api/v1 that are not resources.
constexpr std::array<std::string_view, 3> taken_paths{"auth", "batch", "realtime"};

/// Columns that SQLite or PostgreSQL have in every table.
constexpr std::array<std::string_view, 9> taken_columns{"rowid", "oid",  "_rowid_", "ctid",    "xmin",
                                                        "xmax",  "cmin", "cmax",    "tableoid"};

struct Owner {
  std::string what;  ///< "Post", "Post.tags"
  lang::Span span;
};

class NameCheck {
 public:
  explicit NameCheck(Draft& draft) : draft_(draft) {}

  void check() {
    for (const auto& resource : draft_.model.resources) {
      claim(tables_, "table", resource->table, {resource->name, resource->span}, "give one of the types another name");
      claim(paths_, "path", resource->path, {resource->name, resource->span},
            "give one of them another: @resource(path: \"…\")");
      if (resource->table.starts_with("sqlite_") || resource->table.starts_with("pg_")) {
        draft_.faults.error("reserved-name",
                            fmt::format("the database keeps the table name \"{}\" for itself", resource->table),
                            resource->span);
      }
      if (std::find(taken_paths.begin(), taken_paths.end(), resource->path) != taken_paths.end()) {
        draft_.faults.error("reserved-name", fmt::format("the path \"{}\" is taken", resource->path), resource->span,
                            "choose another: @resource(path: \"…\")");
      }
      check_columns(*resource);
      check_generated_types(*resource);
    }
    for (const auto& resource : draft_.model.resources) check_join_tables(*resource);
  }

 private:
  using Claims = std::map<std::string, Owner, std::less<>>;

  void claim(Claims& claims, std::string_view kind, const std::string& name, Owner owner, std::string hint) {
    check_length(kind, name, owner.span);
    auto [found, is_new] = claims.emplace(name, owner);
    if (is_new) return;
    draft_.faults.error(
        "duplicate-name",
        fmt::format("\"{}\" and \"{}\" would both have the {} \"{}\"", found->second.what, owner.what, kind, name),
        owner.span, std::move(hint));
  }

  void check_length(std::string_view kind, std::string_view name, const lang::Span& span) {
    if (name.size() <= max_sql_name) return;
    draft_.faults.error("name-too-long",
                        fmt::format("the {} name \"{}\" is longer than the {} characters that databases keep", kind,
                                    name, max_sql_name),
                        span);
  }

  void check_columns(const Resource& resource) {
    Claims columns;
    for (const auto& field : resource.fields) {
      if (!field->stored()) continue;
      claim(columns, "column", field->column, {resource.name + "." + field->name, field->span},
            "give one of the fields another name");
      if (std::find(taken_columns.begin(), taken_columns.end(), field->column) != taken_columns.end()) {
        draft_.faults.error("reserved-name",
                            fmt::format("databases keep the column name \"{}\" for themselves", field->column),
                            field->span);
      }
    }
  }

  /// The GraphQL API makes these from "Post".
  void check_generated_types(const Resource& resource) {
    const std::string& name = resource.name;
    std::vector<std::string> made{name + "Connection",
                                  name + "Edge",
                                  name + "Filter",
                                  name + "Sort",
                                  "Create" + name + "Input",
                                  "Update" + name + "Input",
                                  "Create" + name + "Payload",
                                  "Update" + name + "Payload",
                                  "Delete" + name + "Payload",
                                  name + "SortField",
                                  name + "Aggregate",
                                  name + "GroupField",
                                  name + "Group",
                                  name + "Sum",
                                  name + "Average",
                                  name + "Extremes",
                                  name + "Change"};
    for (const auto& field : resource.fields) {
      if (field->kind != FieldKind::to_many) continue;
      std::string list = field->name;
      if (list.front() >= 'a' && list.front() <= 'z') list.front() = static_cast<char>(list.front() - 'a' + 'A');
      made.push_back(name + list + "Input");
    }
    for (const std::string& each : made) {
      const TypeDeclaration* declared = draft_.declarations.find(each);
      if (!declared) continue;
      draft_.faults.error("reserved-name",
                          fmt::format("the GraphQL API makes a type \"{}\" for \"{}\"", each, resource.name),
                          declared->name.span, "give this one another name");
    }
  }

  void check_join_tables(const Resource& resource) {
    for (const auto& field : resource.fields) {
      if (field->kind != FieldKind::many_to_many || field->join.table.empty()) continue;
      // Both sides have it: the one that names it speaks.
      if (field->join.table != snake_case(resource.name) + "_" + snake_case(field->name)) continue;
      claim(tables_, "table", field->join.table, {resource.name + "." + field->name, field->span},
            "give the field or the type another name");
      check_length("column", field->join.this_column, field->span);
      check_length("column", field->join.other_column, field->span);
    }
  }

  Draft& draft_;
  Claims tables_;
  Claims paths_;
};

}  // namespace

void check_names(Draft& draft) {
  NameCheck(draft).check();
}

}  // namespace tenon::schema
