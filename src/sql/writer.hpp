#pragma once
#include "sql/definition.hpp"
#include "sql/expression.hpp"
#include "sql/render.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::sql {

enum class Parentheses : std::uint8_t {
  needed,  ///< statements: parsers limit how deep they nest
  all,     ///< for people
};

/// How tightly the outermost operator of an expression binds, loosest first.
enum class Binding : std::uint8_t { logical_or, logical_and, logical_not, comparison, concat, tightest };

/// Writes pieces as text. What all databases say alike is here; what each says in its own way is virtual, and one
/// dialect is one file with one subclass. Good for one statement.
class Writer {
 public:
  static std::unique_ptr<Writer> make(Dialect dialect, Parentheses parentheses = Parentheses::needed);
  virtual ~Writer() = default;

  void select(const Select& select);
  void union_all(std::span<const Select> parts);
  void insert(const Insert& insert);
  void update(const Update& update);
  void remove(const Delete& remove);
  /// In parentheses if it binds less tightly than `least`.
  void expression(const Expr& expr, Binding least = Binding::logical_or);
  void create_index(const CreateIndex& index);
  virtual std::vector<std::string> create_table(const CreateTable& table) = 0;
  virtual std::vector<std::string> create_full_text(const CreateFullText& full_text) = 0;
  /// To a table that is there. Where it must have a value, the definition has a default.
  virtual std::string add_column(std::string_view table, const ColumnDefinition& column) = 0;

  std::string take() { return std::move(text_); }
  /// Of the parameters met, by index.
  const std::vector<Type>& parameter_types() const { return parameter_types_; }

 protected:
  explicit Writer(Parentheses parentheses) : parentheses_(parentheses) {}

  virtual void parameter(const Expr& expr) = 0;
  virtual void literal(const base::Value& value, Type type) = 0;
  /// Kinds that have no common spelling: arithmetic, text, JSON, full text, aggregates.
  virtual void special(const Expr& expr) = 0;
  virtual Binding special_binding(const Expr& expr) const = 0;
  virtual void limit(const Select& select) = 0;
  /// After an operand of comparisons and orders, where its type alone does not say how it compares.
  virtual void collation(const Expr& expr) = 0;
  /// At the end of a SELECT whose rows are to be locked (Select::for_update).
  virtual void lock_rows() = 0;
  /// After ASC or DESC, so that nulls are where OrderKey has them.
  virtual void nulls(const OrderKey& key) = 0;

  void name(std::string_view text);
  void qualified(std::string_view table, std::string_view text);
  virtual void comparison(const Expr& expr, std::string_view op);
  virtual void in_list(const Expr& expr);
  virtual void case_when(const Expr& expr);
  void postfix(const Expr& expr, std::string_view op);
  void call(std::string_view function, const Expr& expr);
  void list(std::span<const ExprPtr> children);
  void operand(const Expr& expr);
  void subselect(std::string_view before, const Select& select);

  std::string text_;
  std::vector<Type> parameter_types_;
  const Parentheses parentheses_;

 private:
  Binding binding(const Expr& expr) const;
  void bare(const Expr& expr);
  void join(std::span<const ExprPtr> children, Binding binding);
  void rows(const Expr& expr, std::string_view op);
  std::vector<ExprPtr> ordered(const Expr& expr) const;
  void note_parameter(const Expr& expr);
  enum class Collated : std::uint8_t { no, yes };
  void outputs(const std::vector<Output>& outputs, Collated collated);
  void select(const Select& select, Collated collated);
  void returning(const std::vector<Output>& outputs);
};

}  // namespace tenon::sql
