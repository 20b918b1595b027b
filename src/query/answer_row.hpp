#pragma once
#include "base/secret.hpp"
#include "query/plan.hpp"
#include "query/write_steps.hpp"

#include <optional>
#include <span>
#include <string>

namespace tenon::query {

/// Appends the row as the caller may read it, or {"id": …} where it may not. Gives the row's ETag, empty if unreadable.
/// `operands` as Create::answer_operands, `cursor_key` as in EngineOptions.
base::Task<base::Result<std::string>> append_answer(Steps& steps, const CompiledRead& answer, const base::Value& id,
                                                    std::span<const base::Value> operands,
                                                    const base::Secret& cursor_key, std::string& out);

/// What a caller gets of a row it may create and not read.
void append_id_only(const base::Value& id, std::string& out);

}  // namespace tenon::query
