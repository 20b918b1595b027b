#pragma once
#include "base/secret.hpp"
#include "lang/source.hpp"

#include <cstdio>
#include <string>

namespace tenon::app {

/// Colours only for people: on a terminal, and not when NO_COLOR is set.
lang::Colour colour_for(FILE* out);
bool is_terminal(FILE* stream);

/// Asks a question on the terminal; only "y" and "yes" mean yes.
bool confirm(const std::string& question);

/// A password from the terminal without showing it (asked twice), or the first line of standard input in a pipe.
/// Throws std::runtime_error when there is none or the two differ.
base::Secret read_password();

}  // namespace tenon::app
