#include "api/graphql/http/documents.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/json.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace tenon::api::graphql {
namespace {

constexpr std::size_t max_manifest_bytes = 64 * 1024 * 1024;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return std::move(text).str();
}

}  // namespace

std::string document_hash(std::string_view text) {
  return base::hex_encode(base::sha256(text));
}

std::optional<std::string> PersistedDocuments::find(std::string_view hash) {
  const std::lock_guard lock(mutex_);
  const auto* text = texts_.find(hash);
  return text ? std::optional(*text) : std::nullopt;
}

void PersistedDocuments::keep(const std::string& hash, std::string_view text) {
  if (text.size() > max_bytes) return;
  const std::lock_guard lock(mutex_);
  if (!texts_.find(hash)) texts_.put(hash, std::string(text));
}

TrustedDocuments::TrustedDocuments(const std::string& path) {
  if (std::filesystem::is_directory(path)) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
      if (entry.is_regular_file() && (entry.path().extension() == ".graphql" || entry.path().extension() == ".gql"))
        files.push_back(entry.path());
    std::ranges::sort(files);
    for (const auto& file : files) add(read_file(file));
  } else {
    base::JsonLimits limits;
    limits.max_bytes = max_manifest_bytes;
    const auto manifest = base::parse_json(read_file(path), limits);
    if (!manifest || !manifest->object())
      throw std::runtime_error(path + " is no JSON object of documents: {\"hash\": \"query …\"}");
    for (const auto& [name, document] : *manifest->object()) {
      if (!document.string()) throw std::runtime_error(path + ": the document \"" + name + "\" is no string");
      add(*document.string());
    }
  }
  if (texts_.empty()) throw std::runtime_error(path + " has no GraphQL documents: *.graphql files are looked for");
}

void TrustedDocuments::add(std::string text) {
  // Files end in a line break that clients' documents do not have.
  const auto trimmed = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
  texts_.emplace(document_hash(trimmed), trimmed);
  texts_.emplace(document_hash(text), std::move(text));
}

const std::string* TrustedDocuments::find(std::string_view hash) const {
  const auto found = texts_.find(std::string(hash));
  return found == texts_.end() ? nullptr : &found->second;
}

}  // namespace tenon::api::graphql
