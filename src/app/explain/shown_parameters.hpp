#pragma once
#include "app/explain/explanation.hpp"
#include "db/explaining_database.hpp"
#include "query/ground.hpp"
#include "query/plan.hpp"

#include <set>

namespace tenon::app::explain {

/// Shows the parameters of statements, but no value that the caller could not know: those inside a cursor, and claims
/// of its account that it may not read.
class ShownParameters {
 public:
  explicit ShownParameters(const query::Ground& ground) : ground_(ground) {}

  /// Where the values of an operation's statements come from; `hidden` are the operands that a cursor brought.
  void know(const query::CompiledRead& compiled, const std::vector<query::Operand>& hidden);
  /// A value that the caller or the operator wrote.
  void know_written(const base::Value& value) { written_.insert(query::shown(value)); }
  /// Those of a JSON body, without what nobody may read.
  void know_body(const std::string& body, const schema::Resource& resource);

  std::vector<Parameter> of(const db::ExplainedStatement& statement) const;

 private:
  struct Known {
    std::string text;
    std::vector<query::ParameterSource> sources;
    std::vector<query::Operand> hidden;
  };
  Parameter shown(const query::ParameterSource& source, const Known& known, const base::Value& value) const;
  bool may_know(const schema::Expression& expression) const;

  query::Ground ground_;
  std::vector<Known> known_;
  std::set<std::string> written_;
};

}  // namespace tenon::app::explain
