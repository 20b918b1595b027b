#include "app/watched_schema.hpp"

#include "app/load_schema.hpp"
#include "schema/read_files.hpp"

#include <cstdio>
#include <stdexcept>

namespace tenon::app {
namespace {

/// Looks without an answer after which the files count as gone.
constexpr int patience = 5;

}  // namespace

bool WatchedSchema::changed() {
  try {
    auto files = schema::read_schema_files(path_);
    auto text = schema_text(files);
    unreadable_ = 0;
    const bool settled = !looked_ || text == seen_;
    seen_ = text;
    if (!settled || (readable_ && text == text_)) return false;
    looked_ = readable_ = true;
    files_ = std::move(files);
    text_ = std::move(text);
    return true;
  } catch (const std::runtime_error&) {
    if (++unreadable_ != patience) return false;
    readable_ = false;
    return true;
  }
}

schema::ModelPtr WatchedSchema::load() const {
  try {
    return readable_ ? load_schema(files_, path_, stdout) : load_schema(path_, stdout);
  } catch (const std::runtime_error& fault) {
    std::printf("%s\n", fault.what());
    return nullptr;
  }
}

}  // namespace tenon::app
