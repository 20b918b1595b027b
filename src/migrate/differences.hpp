#pragma once
#include <span>
#include <string>
#include <vector>

namespace tenon::migrate {

/// What differs between two definitions as rendered by sql::render, table by table and column by column, in words.
/// Empty if they are the same but for order.
std::vector<std::string> describe_differences(std::span<const std::string> present,
                                              std::span<const std::string> wanted);

/// Many statements as one text, and back.
std::string join_statements(std::span<const std::string> statements);
std::vector<std::string> split_statements(std::string_view text);

}  // namespace tenon::migrate
