#pragma once
#include "sql/writer.hpp"

namespace tenon::sql {

/// What SQLite says in its own way. Functions called `tenon_…` and the collation `decimal` are ours: every connection
/// registers them (db/sqlite/functions.hpp). Constraints use only functions that any SQLite program has.
class SqliteWriter final : public Writer {
 public:
  explicit SqliteWriter(Parentheses parentheses = Parentheses::needed) : Writer(parentheses) {}
  std::vector<std::string> create_table(const CreateTable& table) override;
  std::vector<std::string> create_full_text(const CreateFullText& full_text) override;
  std::string add_column(std::string_view table, const ColumnDefinition& column) override;

 private:
  void parameter(const Expr& expr) override;
  void literal(const base::Value& value, Type type) override;
  void special(const Expr& expr) override;
  Binding special_binding(const Expr& expr) const override;
  void limit(const Select& select) override;
  void collation(const Expr& expr) override;
  void lock_rows() override {}
  void nulls(const OrderKey& key) override;

  void starts_with(const Expr& expr);
  void in_json(const Expr& expr);
  void json_object(const Expr& expr);
  void members(std::string_view function, std::span<const JsonMember> members);
  void json_array(const Expr& expr);
  void cursor_keys(const Expr& expr);
  void full_text_match(const Expr& expr);
  void aggregate(std::string_view function, const Expr& expr);
  void column_definition(const ColumnDefinition& column, const CreateTable& table);
  void default_literal(const base::Value& value, Type type);
  std::string quoted(std::string_view text);

  bool in_constraint_ = false;  ///< writing a CHECK, where other programs must know every function
};

}  // namespace tenon::sql
