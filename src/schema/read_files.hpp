#pragma once
#include "lang/source.hpp"

#include <filesystem>
#include <vector>

namespace tenon::schema {

/// Reads a schema: one file, or every *.graphql file of a folder and its folders, in the order of their names. Hidden
/// files and folders are left out. Sources are named as the path leads to them.
///
/// Throws std::runtime_error with a message for the operator: nothing there, unreadable, no schema file in the folder,
/// more than 1000 files, a file of more than 1 MiB.
std::vector<lang::SourcePtr> read_schema_files(const std::filesystem::path& path);

}  // namespace tenon::schema
