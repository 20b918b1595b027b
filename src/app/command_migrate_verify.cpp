#include "app/command_migrate.hpp"

namespace tenon::app {

int run_migrate_verify(Arguments&) {
  throw UsageError{"`migrate verify` is not supported yet"};
}

}  // namespace tenon::app
