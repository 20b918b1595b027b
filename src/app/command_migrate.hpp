#pragma once
#include "app/command.hpp"

/// The subcommands of `tenon migrate`, one file each.
namespace tenon::app {

int run_migrate_new(Arguments& arguments);
int run_migrate_verify(Arguments& arguments);
int run_migrate_up(Arguments& arguments);
int run_migrate_down(Arguments& arguments);
int run_migrate_status(Arguments& arguments);

}  // namespace tenon::app
