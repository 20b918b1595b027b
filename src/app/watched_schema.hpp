#pragma once
#include "schema/model.hpp"

#include <optional>
#include <string>

namespace tenon::app {

/// The schema of `tenon dev`: looks whether its files have changed, and loads them when they have.
class WatchedSchema {
 public:
  /// Does not look yet.
  explicit WatchedSchema(std::string path) : path_(std::move(path)) {}

  /// Whether the files differ from what was last looked at. A file that cannot be read for a moment, as while an editor
  /// saves it, is no change; one that stays away is.
  bool changed();

  /// What the files say: the Model, or null when they are faulty, which is then printed to standard output.
  schema::ModelPtr load() const;
  /// The files as one text, as last looked at.
  const std::string& text() const { return text_; }

 private:
  std::string path_;
  std::string text_;
  int unreadable_ = 0;  ///< looks in a row
};

}  // namespace tenon::app
