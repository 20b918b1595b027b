#pragma once
#include "query/operation.hpp"

#include <string>
#include <vector>

/// An operation in words, for people. Values are shown as the client sent them, but those that a cursor holds: they are
/// of a row that the reader may not be allowed to see.
namespace tenon::query {

/// One line: "filter", "published is true".
struct Wording {
  std::string what;  ///< "reads", "filter", "search", "sort", "page", "include", "groups"
  std::string words;
};

std::vector<Wording> in_words(const Get& operation);
std::vector<Wording> in_words(const List& operation);
std::vector<Wording> in_words(const Aggregate& operation);

/// Resources that the operation looks at, each once: its own first, then those of includes and filters. Their READ
/// rules are woven in.
std::vector<const schema::Resource*> resources_of(const Get& operation);
std::vector<const schema::Resource*> resources_of(const List& operation);
std::vector<const schema::Resource*> resources_of(const Aggregate& operation);

/// A value as a person would write it; long texts are cut.
std::string shown(const base::Value& value);

}  // namespace tenon::query
