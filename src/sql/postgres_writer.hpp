#pragma once
#include "sql/writer.hpp"

namespace tenon::sql {

/// What PostgreSQL (15 and later) says in its own way: plain SQL without functions of ours.
class PostgresWriter final : public Writer {
 public:
  explicit PostgresWriter(Parentheses parentheses = Parentheses::needed) : Writer(parentheses) {}
  std::vector<std::string> create_table(const CreateTable& table) override;
  std::vector<std::string> create_full_text(const CreateFullText& full_text) override;

 private:
  void parameter(const Expr& expr) override;
  void literal(const base::Value& value) override;
  void special(const Expr& expr) override;
  Binding special_binding(const Expr& expr) const override;
  void limit(const Select& select) override;
  void collation(const Expr& expr) override;
  void lock_rows() override;
  void nulls(const OrderKey& key) override;
};

}  // namespace tenon::sql
