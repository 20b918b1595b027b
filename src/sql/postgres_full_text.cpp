#include "sql/postgres_full_text.hpp"

namespace tenon::sql {
namespace {

std::string without_accents(const std::string& text) {
  return R"(normalize(regexp_replace(normalize()" + text + R"(, NFD), E'[\\u0300-\\u036F]+', '', 'g'), NFC))";
}

/// PostgreSQL's parser would find hosts, numbers with signs and hyphenated words in them.
std::string without_punctuation(const std::string& text, std::string_view instead) {
  return "regexp_replace(" + text + R"(, E'[!-/:-@\\[-`{-~]+', ')" + std::string(instead) + "', 'g')";
}

}  // namespace

std::string postgres_search_vector(std::span<const std::string> columns) {
  std::string vector;
  for (const auto& column : columns) {
    // Between two columns stands what no word is.
    if (!vector.empty()) vector += R"( || '''$'':1'::tsvector || )";
    const auto text = without_accents("coalesce(" + column + ", ''::text)");
    vector += "to_tsvector('pg_catalog.simple'::regconfig, " + without_punctuation(text, " ") + ")";
  }
  return "(" + vector + ")";
}

std::string postgres_search_query(std::string_view words) {
  const auto text = without_punctuation(without_accents(std::string(words)), "|");
  // Each in quotes, which makes a phrase of it.
  return "websearch_to_tsquery('pg_catalog.simple'::regconfig, regexp_replace(" + text +
         R"(, E'[^ \\t\\r\\n]+', E'"\\&"', 'g')))";
}

}  // namespace tenon::sql
