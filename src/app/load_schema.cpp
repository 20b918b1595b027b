#include "app/load_schema.hpp"

#include "app/terminal.hpp"
#include "schema/load.hpp"
#include "schema/read_files.hpp"

#include <stdexcept>

namespace tenon::app {

schema::ModelPtr load_schema(const std::string& path, FILE* out) {
  return load_schema(schema::read_schema_files(path), path, out);
}

schema::ModelPtr load_schema(std::vector<lang::SourcePtr> files, const std::string& path, FILE* out) {
  auto result = schema::load(std::move(files));
  int faults = 0;
  for (const auto& diagnostic : result.diagnostics) {
    if (diagnostic.severity == lang::Severity::note) continue;
    if (diagnostic.severity == lang::Severity::error) ++faults;
    std::fprintf(out, "%s\n", lang::print(diagnostic, colour_for(out)).c_str());
  }
  if (!result.model)
    throw std::runtime_error(path + " has " + std::to_string(faults) + (faults == 1 ? " fault" : " faults"));
  return std::move(result.model);
}

std::string schema_text(const std::string& path) {
  return schema_text(schema::read_schema_files(path));
}

std::string schema_text(std::span<const lang::SourcePtr> files) {
  std::string text;
  for (const auto& source : files) text += (text.empty() ? "" : "\n") + source->text;
  return text;
}

}  // namespace tenon::app
