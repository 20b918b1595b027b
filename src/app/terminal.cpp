#include "app/terminal.hpp"

#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <termios.h>
#include <unistd.h>

namespace tenon::app {
namespace {

/// Turns echo off for as long as it lives.
class Silence {
 public:
  Silence() {
    tcgetattr(STDIN_FILENO, &before_);
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~Silence() { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  termios before_{};
};

std::string read_line() {
  std::string line;
  if (!std::getline(std::cin, line) || line.empty()) throw std::runtime_error("no password was given");
  return line;
}

std::string ask(const char* prompt) {
  std::fputs(prompt, stderr);
  const Silence silence;
  auto line = read_line();
  std::fputc('\n', stderr);
  return line;
}

}  // namespace

bool is_terminal(FILE* stream) {
  return isatty(fileno(stream)) == 1;
}

bool confirm(const std::string& question) {
  std::printf("%s [y/N] ", question.c_str());
  std::fflush(stdout);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

lang::Colour colour_for(FILE* out) {
  const bool coloured = is_terminal(out) && !std::getenv("NO_COLOR");
  return coloured ? lang::Colour::on : lang::Colour::off;
}

base::Secret read_password() {
  if (!is_terminal(stdin)) return base::Secret(read_line());
  auto password = ask("Password: ");
  if (password != ask("Again:    ")) throw std::runtime_error("the two passwords differ");
  return base::Secret(std::move(password));
}

}  // namespace tenon::app
