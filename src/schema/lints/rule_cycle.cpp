#include "schema/lints/lint.hpp"
#include "schema/lints/walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tenon::schema {
namespace {

/// The rule for one operation of one resource.
using Node = std::pair<const Resource*, Operation>;

struct Edge {
  Node to;
  lang::Span span;  ///< of the can()
};

std::vector<Edge> edges_of(const Node& node) {
  std::vector<Edge> edges;
  auto gather = [&](const ExpressionPtr& rule) {
    if (!rule) return;
    walk(*rule, [&](const Expression& each) {
      if (each.kind == ExpressionKind::can) edges.push_back({{each.field->target, each.operation}, each.span});
    });
  };
  for (const Rule& rule : node.first->rules) {
    if (!rule.operations.has(node.second)) continue;
    gather(rule.when);
    gather(rule.check);
  }
  return edges;
}

/// Depth-first, with the path so far: meeting a node of the path again closes a circle.
class CycleSearch {
 public:
  explicit CycleSearch(LintReport& report) : report_(report) {}

  void visit(const Node& node) {
    if (!done_.emplace(node, State::open).second) return;
    path_.push_back(node);
    for (const Edge& edge : edges_of(node)) {
      auto known = done_.find(edge.to);
      if (known != done_.end() && known->second == State::open) {
        tell(edge);
      } else {
        visit(edge.to);
      }
    }
    path_.pop_back();
    done_[node] = State::closed;
  }

 private:
  enum class State { open, closed };

  void tell(const Edge& edge) {
    auto start = std::find(path_.begin(), path_.end(), edge.to);
    std::string circle;
    for (auto each = start; each != path_.end(); ++each) {
      circle += fmt::format("{} {} -> ", operation_word(each->second), each->first->name);
    }
    circle += fmt::format("{} {}", operation_word(edge.to.second), edge.to.first->name);
    report_.on_resource(*path_.back().first, edge.span, fmt::format("can() goes in circles: {}", circle),
                        "say the last step without can()");
  }

  LintReport& report_;
  std::map<Node, State> done_;
  std::vector<Node> path_;
};

void run(const Draft& draft, LintReport& report) {
  CycleSearch search(report);
  for (const auto& resource : draft.model.resources) {
    for (Operation operation : {Operation::create, Operation::read, Operation::update, Operation::remove}) {
      search.visit({resource.get(), operation});
    }
  }
}

}  // namespace

const Lint rule_cycle_lint{{"rule-cycle", "can() going in circles", lang::Severity::error, Waivable::no}, run};

}  // namespace tenon::schema
