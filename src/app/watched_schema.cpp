#include "app/watched_schema.hpp"

#include "app/load_schema.hpp"

#include <cstdio>
#include <stdexcept>

namespace tenon::app {
namespace {

/// Looks without an answer after which the files count as gone.
constexpr int patience = 5;

}  // namespace

bool WatchedSchema::changed() {
  try {
    auto text = schema_text(path_);
    unreadable_ = 0;
    if (text == text_) return false;
    text_ = std::move(text);
    return true;
  } catch (const std::runtime_error&) {
    return ++unreadable_ == patience;
  }
}

schema::ModelPtr WatchedSchema::load() const {
  try {
    return load_schema(path_, stdout);
  } catch (const std::runtime_error& fault) {
    std::printf("%s\n", fault.what());
    return nullptr;
  }
}

}  // namespace tenon::app
