#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace tenon::schema {

/// A file that `tenon init` writes into an empty folder.
struct StarterFile {
  std::string_view name;
  std::string_view text;
};

/// schema.graphql, which works as it is; tenon.graphql and .graphqlrc.yml, for editors.
std::vector<StarterFile> starter_files();

}  // namespace tenon::schema
