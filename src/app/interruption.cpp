#include "app/interruption.hpp"

namespace tenon::app {
namespace {

volatile sig_atomic_t asked = 0;

void ask(int) {
  asked = 1;
}

}  // namespace

Interruption::Interruption() {
  asked = 0;
  struct sigaction action{};
  action.sa_handler = ask;
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, &interrupt_before_);
  sigaction(SIGTERM, &action, &terminate_before_);
}

Interruption::~Interruption() {
  sigaction(SIGINT, &interrupt_before_, nullptr);
  sigaction(SIGTERM, &terminate_before_, nullptr);
}

void Interruption::step(const migrate::Step&, std::size_t, std::size_t) {
  if (asked != 0) throw Interrupted{};
}

void Interruption::batch(const migrate::Step&, std::uint64_t) {
  if (asked != 0) throw Interrupted{};
}

}  // namespace tenon::app
