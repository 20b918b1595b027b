#include "app/command.hpp"

int main(int count, char** words) {
  return tenon::app::run_command_line(count, words);
}
