#pragma once
#include <string>
#include <string_view>

/// From the names of a schema to the names of tables, columns and URLs. Pure; ASCII, as GraphQL names are.
namespace tenon::schema {

/// "OrderLine" -> "order_line", "HTTPServer" -> "http_server", "createdAt" -> "created_at", "isHTML5" -> "is_html5".
std::string snake_case(std::string_view name);

/// The plural of the last word of a snake_case name: post -> posts, category -> categories, box -> boxes, and the
/// irregular words of the table in naming.cpp: person -> people. A word that looks plural already stays: settings.
std::string pluralise(std::string_view snake_name);

/// "order_lines" -> "order-lines".
std::string kebab_case(std::string_view snake_name);

/// A path segment: lower-case letters, digits and single inner hyphens or underscores, a letter first, at most 63.
bool is_path_segment(std::string_view text);

/// Whether `text` is a GraphQL name.
bool is_name(std::string_view text);

/// Longest table, column or index name: PostgreSQL cuts longer ones.
inline constexpr std::size_t max_sql_name = 63;

/// `name` if it fits, else its beginning and a hash: for names nobody types.
std::string fit_sql_name(std::string name);

}  // namespace tenon::schema
