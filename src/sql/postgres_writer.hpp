#pragma once
#include "sql/writer.hpp"

namespace tenon::sql {

/// What PostgreSQL (15 and later) says in its own way: plain SQL without functions of ours, so that any program may
/// read and write the same tables. Types must be right: parameters are sent with those of Statement::types, literals
/// carry theirs.
///
/// Where PostgreSQL raises an error (overflow, division by zero) the text asks first and gives NULL. What is asked
/// about is named in a sub-select of its own: the planner would otherwise work out constants before CASE can keep it
/// from it.
///
/// Nested objects are records: `ROW('<specification>', ROW(values))`, and `ROW('<specification>', ARRAY(SELECT
/// ROW(values) …))` for lists of them (see row_specification.hpp). The driver writes them as JSON. Pages and cursors
/// have specifications of their own, see there too.
class PostgresWriter final : public Writer {
 public:
  explicit PostgresWriter(Parentheses parentheses = Parentheses::needed) : Writer(parentheses) {}
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
  void lock_rows() override;
  void nulls(const OrderKey& key) override;
  void comparison(const Expr& expr, std::string_view op) override;
  void in_list(const Expr& expr) override;
  void case_when(const Expr& expr) override;

  // postgres_calculation.cpp
  void calculation(const Expr& expr);
  void operand_as(const Expr& expr, std::string_view type);
  void named(const Expr& expr, std::string_view type, std::string_view asked);
  void micros(const Expr& expr);
  void compare_mixed(const Expr& expr, std::string_view op);
  void greatest(const Expr& expr);

  // postgres_aggregate.cpp
  void sum(const Expr& expr);
  void floating_sum(const Expr& expr);
  void average(const Expr& expr);
  void extreme(const Expr& expr, std::string_view function);
  void aggregate(std::string_view function, const Expr& expr);

  void binary(const Expr& expr, std::string_view before, std::string_view between, std::string_view after);
  void starts_with(const Expr& expr);
  void matches(const Expr& expr);
  void in_json(const Expr& expr);
  void json_object(const Expr& expr);
  void json_array(const Expr& expr);
  void page_rows(const Expr& expr);
  void page_row(const Expr& expr);
  void cursor_keys(const Expr& expr);
  void record(const std::vector<ExprPtr>& values);
  void full_text_match(const Expr& expr);

  // postgres_definition.cpp
  void column_definition(const ColumnDefinition& column, std::string_view primary_key_name);
  void constraint_name(std::string_view constraint);

  const Expr* element_ = nullptr;  ///< the object of a list whose specification stands before the list
};

}  // namespace tenon::sql
