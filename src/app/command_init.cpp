#include "app/command.hpp"
#include "schema/starter/starter.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace tenon::app {

int run_init(Arguments& arguments) {
  const std::filesystem::path folder = arguments.empty() ? "." : arguments.take_word("the folder");
  arguments.finish();
  std::filesystem::create_directories(folder);
  const auto files = schema::starter_files();
  // All or nothing: a half-written start is worse than none.
  for (const auto& file : files)
    if (std::filesystem::exists(folder / file.name))
      throw std::runtime_error((folder / file.name).string() + " is there already; nothing was written");
  for (const auto& file : files) {
    const auto path = folder / file.name;
    std::ofstream stream(path, std::ios::binary);
    stream << file.text;
    stream.close();
    if (!stream) throw std::runtime_error("cannot write " + path.string());
    std::printf("wrote %s\n", path.c_str());
  }
  std::printf("\nNext: edit schema.graphql, then\n  tenon check\n  tenon serve\n");
  return 0;
}

}  // namespace tenon::app
