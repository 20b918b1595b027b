#include "app/command_migrate.hpp"

namespace tenon::app {

int run_migrate_down(Arguments&) {
  throw UsageError{"`migrate down` is not supported yet"};
}

}  // namespace tenon::app
