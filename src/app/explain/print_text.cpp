#include "app/explain/explanation.hpp"

#include <algorithm>

namespace tenon::app::explain {
namespace {

using access::Verdict;

std::string_view word(schema::Operation operation) {
  switch (operation) {
    case schema::Operation::create: return "CREATE";
    case schema::Operation::read: return "READ";
    case schema::Operation::update: return "UPDATE";
    case schema::Operation::remove: return "DELETE";
  }
  return {};
}

std::string verdict_words(Verdict verdict, const std::string& english) {
  switch (verdict) {
    case Verdict::always: return "always";
    case Verdict::never: return "never";
    case Verdict::sometimes: return "where " + english;
  }
  return {};
}

/// Columns as wide as what stands in them.
std::string table(const std::vector<std::vector<std::string>>& rows, std::string_view before) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i + 1 < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const auto& row : rows) {
    text += before;
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += row[i];
      if (i + 1 < row.size()) text.append(widths[i] - row[i].size() + 2, ' ');
    }
    text += '\n';
  }
  return text;
}

class Printer {
 public:
  Printer(const Explanation& explanation, bool coloured) : explained_(explanation), coloured_(coloured) {}

  std::string print() {
    text_ = bold(explained_.request) + "\nas " + explained_.caller + "\n\n";
    outcome();
    plan();
    rules();
    statements();
    indexes();
    if (explained_.who) who(*explained_.who);
    return std::move(text_);
  }

 private:
  std::string painted(std::string_view text, std::string_view code) const {
    if (!coloured_) return std::string(text);
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
  }
  std::string bold(std::string_view text) const { return painted(text, "1"); }
  std::string yes_no(bool yes) const { return yes ? painted("yes", "32") : painted("no", "31"); }
  void title(std::string_view text) { text_ += "\n" + bold(text) + "\n"; }

  void outcome() {
    const auto& outcome = explained_.outcome;
    const auto status = std::to_string(outcome.status);
    if (outcome.would_write) {
      text_ += painted("The server would answer " + status, "32") +
               " as far as can be told without writing. Nothing was written.\n";
    } else if (outcome.code.empty()) {
      text_ += painted("The server answers " + status, "32") + ".\n";
    } else {
      text_ += painted("The server answers " + status + " " + outcome.code, "31") + ": " + outcome.message + "\n";
      for (const auto& detail : outcome.details) text_ += "  " + detail + "\n";
    }
    if (outcome.cost) text_ += "It costs " + std::to_string(*outcome.cost) + " points.\n";
  }

  void plan() {
    if (explained_.words.empty()) return;
    title("Plan");
    std::vector<std::vector<std::string>> rows;
    for (const auto& line : explained_.words) rows.push_back({line.what, line.words});
    text_ += table(rows, "  ");
  }

  void rules() {
    if (explained_.rules.empty()) return;
    title("Rules");
    for (const auto& rules : explained_.rules) decision(rules);
  }

  void decision(const Rules& rules) {
    const auto& decision = rules.decision;
    text_ += "  " + std::string(word(decision.operation)) + " " + decision.resource->name + ": " +
             verdict_words(decision.verdict, decision.english) + "\n";
    if (!decision.residual.empty()) text_ += "    " + painted(decision.residual, "2") + "\n";
    if (decision.parts.empty()) text_ += "    no @allow speaks of it: it does not exist in the API\n";
    for (std::size_t i = 0; i < decision.parts.size(); ++i) {
      const auto& part = decision.parts[i];
      text_ += std::string("    ") + (part.effect == schema::Effect::allow ? "@allow" : "@deny ") + " " + part.text;
      if (part.line > 0) text_ += painted("  (" + part.file + ":" + std::to_string(part.line) + ")", "2");
      text_ += "\n           for this caller " + verdict_words(part.verdict, part.english) + "\n";
      if (i < rules.parts_on_row.size())
        text_ += std::string("           ") + (rules.parts_on_row[i] ? "holds" : "does not hold") + " on this row\n";
    }
    if (decision.tenant) text_ += "    rows of other tenants do not exist for the caller\n";
    if (rules.on_row) text_ += "    on this row: " + yes_no(*rules.on_row) + "\n";
  }

  void statements() {
    if (explained_.statements.empty()) return;
    title("SQL");
    std::size_t number = 0;
    for (const auto& statement : explained_.statements) {
      text_ += "  " + std::to_string(++number) + (statement.writes ? " (not run)  " : "  ") + statement.text + "\n";
      for (const auto& parameter : statement.parameters)
        text_ += "     " + parameter.name + " = " + parameter.value +
                 (parameter.origin.empty() ? "" : painted("  " + parameter.origin, "2")) + "\n";
      for (const auto& line : statement.plan) text_ += "     " + painted("| " + line, "36") + "\n";
    }
  }

  void indexes() {
    if (!explained_.reads || !explained_.outcome.code.empty()) return;
    title("Indexes");
    if (explained_.advice.empty()) text_ += "  none is missing\n";
    for (const auto& advice : explained_.advice)
      text_ += "  " + painted(advice.reason, "33") + ": " + advice.advice + "\n";
  }

  void who(const WhoMay& who) {
    title("Who may read the row");
    if (!who.row_found) text_ += "  there is no such row now\n";
    std::vector<std::vector<std::string>> rows;
    for (const auto& kind : who.kinds) {
      std::string answer;
      if (kind.on_row)
        answer = yes_no(*kind.on_row);
      else if (kind.permission.extent == access::Extent::sometimes)
        answer = "where " + kind.permission.condition;
      else
        answer = yes_no(kind.permission.extent == access::Extent::always);
      rows.push_back({kind.name, std::move(answer)});
    }
    text_ += table(rows, "  ");
    if (who.accounts_asked == 0) return;
    text_ += "\n  " + std::to_string(who.accounts.size()) + " of " + (who.more_accounts ? "the first " : "") +
             std::to_string(who.accounts_asked) + " accounts:\n";
    rows.clear();
    for (const auto& account : who.accounts) {
      std::string because;
      for (const auto& rule : account.because) because += (because.empty() ? "" : " | ") + rule;
      rows.push_back({account.login, account.id, std::move(because)});
    }
    text_ += table(rows, "    ");
  }

  const Explanation& explained_;
  const bool coloured_;
  std::string text_;
};

}  // namespace

std::string to_text(const Explanation& explanation, bool coloured) {
  return Printer(explanation, coloured).print();
}

}  // namespace tenon::app::explain
