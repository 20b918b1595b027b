#pragma once
#include "sql/definition.hpp"
#include "sql/expression.hpp"

#include <string>
#include <string_view>

namespace tenon::sql {

/// Writes pieces as SQLite's text. Another dialect is another writer.
class SqliteWriter {
 public:
  void select(const Select& select);
  void insert(const Insert& insert);
  void update(const Update& update);
  void remove(const Delete& remove);
  void expression(const Expr& expr);
  void create_table(const CreateTable& table);
  void create_index(const CreateIndex& index);

  void quote_name(std::string_view name);
  void literal(const base::Value& value);

  std::string take() { return std::move(text_); }
  int parameters() const { return parameters_; }

 private:
  void infix(const Expr& expr, std::string_view op);
  void comparison(const Expr& expr, std::string_view op);
  void call(std::string_view name, const Expr& expr);
  void join(const Expr& expr, std::string_view op, std::string_view none);
  void postfix(const Expr& expr, std::string_view op);
  void list(const std::vector<ExprPtr>& children, std::size_t from);
  void case_when(const Expr& expr);
  void ends_with(const Expr& expr);
  void full_text(const Expr& expr);
  void json_object(const Expr& expr);
  void outputs(const std::vector<Output>& outputs);
  void returning(const std::vector<Output>& outputs);
  void column_definition(const ColumnDefinition& column);

  std::string text_;
  int parameters_ = 0;
};

}  // namespace tenon::sql
