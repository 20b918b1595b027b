#pragma once
#include "lang/source.hpp"
#include "schema/model.hpp"

#include <string>
#include <vector>

namespace tenon::app {

/// The schema of `tenon dev`: looks whether its files have changed, and loads them when they have.
class WatchedSchema {
 public:
  /// Does not look yet.
  explicit WatchedSchema(std::string path) : path_(std::move(path)) {}

  /// Whether the files differ from what was last told. Call it a few times a second: what differs counts once two looks
  /// in a row find the same, so that nobody acts on half of what an editor is about to save. A file that cannot be read
  /// for a moment is no change; one that stays away is.
  bool changed();

  /// What the files said when `changed` told so: the Model, or null when they are faulty, which is then printed to
  /// standard output.
  schema::ModelPtr load() const;
  /// The same as one text.
  const std::string& text() const { return text_; }

 private:
  std::string path_;
  std::vector<lang::SourcePtr> files_;
  std::string text_;
  std::string seen_;       ///< at the last look, where it is another one than what was told
  bool looked_ = false;    ///< the first look is believed
  bool readable_ = false;  ///< when it was told
  int unreadable_ = 0;     ///< looks in a row
};

}  // namespace tenon::app
