#include "app/print_proof.hpp"

#include "app/terminal.hpp"

#include <string>

namespace tenon::app {
namespace {

constexpr int label_width = 12;

class Report {
 public:
  explicit Report(FILE* out) : out_(out), coloured_(colour_for(out) == lang::Colour::on) {}

  void title(const std::string& name, bool holds) {
    const char* colour = holds ? "\x1b[32m" : "\x1b[31m";
    const char* verdict = holds ? "up, down and up again hold" : "is not to be trusted";
    std::fprintf(out_, "%s%s %s%s\n", coloured_ ? colour : "", name.c_str(), verdict, coloured_ ? "\x1b[0m" : "");
  }
  void line(const char* label, const std::string& text) {
    std::fprintf(out_, "  %-*s%s\n", label_width, label, text.c_str());
  }
  void lines(const char* label, const std::vector<std::string>& texts) {
    for (const auto& text : texts) line(label, text);
  }

 private:
  FILE* out_;
  bool coloured_;
};

}  // namespace

void print_proof(const migrate::Proof& proof, FILE* out) {
  Report report(out);
  report.title(proof.migration, proof.holds());
  report.line("rows", std::to_string(proof.rows) + " generated");
  if (!proof.structure.empty()) report.line("structure", proof.structure.substr(0, 16));
  report.lines("lost", proof.losses);
  report.lines("note", proof.notes);
  report.lines("fault", proof.faults);
}

}  // namespace tenon::app
