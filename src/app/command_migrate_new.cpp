#include "app/command_migrate.hpp"

namespace tenon::app {

int run_migrate_new(Arguments&) {
  throw UsageError{"`migrate new` is not supported yet"};
}

}  // namespace tenon::app
