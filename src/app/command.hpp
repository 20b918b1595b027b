#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::app {

/// Arguments after the command's name. Options are `--name VALUE` or `--name=VALUE`.
class Arguments {
 public:
  explicit Arguments(std::vector<std::string> words) : words_(std::move(words)) {}
  /// The value of an option, taken out; `fallback` if it is not there. Throws UsageError if it has no value.
  std::string take_option(std::string_view name, std::string_view fallback);
  bool take_flag(std::string_view name);
  /// The next word that is no option, taken out; throws UsageError naming `meaning` if there is none.
  std::string take_word(std::string_view meaning);
  bool empty() const { return words_.empty(); }
  /// Throws UsageError if anything is left.
  void finish() const;

 private:
  std::vector<std::string> words_;
};

/// What the operator must say differently. Printed with the command's usage; exit status 2.
struct UsageError {
  std::string message;
};

/// One command of the command line.
struct Command {
  std::string_view name;
  std::string_view usage;            ///< arguments, as shown by help
  std::string_view summary;          ///< half a line
  int (*run)(Arguments& arguments);  ///< exit status; null: known, but not in this version
};
std::span<const Command> command_table();

/// Finds and runs a command; prints faults. The process's exit status.
int run_command_line(int count, char** words);

int run_check(Arguments& arguments);
int run_dev(Arguments& arguments);
int run_explain(Arguments& arguments);
int run_export(Arguments& arguments);
int run_graphql_schema(Arguments& arguments);
int run_import(Arguments& arguments);
int run_init(Arguments& arguments);
int run_migrate(Arguments& arguments);
int run_move(Arguments& arguments);
int run_serve(Arguments& arguments);
int run_user(Arguments& arguments);
int run_describe(Arguments& arguments);
int run_openapi(Arguments& arguments);

}  // namespace tenon::app
