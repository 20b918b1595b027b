#pragma once
#include "lang/source.hpp"
#include "schema/model.hpp"

#include <cstdio>
#include <span>
#include <string>
#include <vector>

namespace tenon::app {

/// The Model of a schema file or folder. Prints every fault and lint with its place to `out` (coloured on a terminal);
/// throws std::runtime_error with one sentence if the schema cannot be used.
schema::ModelPtr load_schema(const std::string& path, FILE* out);
/// The same of files that were read from there.
schema::ModelPtr load_schema(std::vector<lang::SourcePtr> files, const std::string& path, FILE* out);

/// All files of a schema as one text. Throws as load_schema does where they cannot be read.
std::string schema_text(const std::string& path);
std::string schema_text(std::span<const lang::SourcePtr> files);

}  // namespace tenon::app
