#pragma once
#include "api/openapi/context.hpp"
#include "base/error.hpp"

#include <string>

/// JSON Schemas of what stands around rows and errors: the envelope of the HTTP reference.
namespace tenon::api::openapi {

void refer_to_row_answer(base::JsonWriter& json, Context& context, const schema::Resource& resource);
void refer_to_list_answer(base::JsonWriter& json, Context& context, const schema::Resource& resource);
/// One group, or several.
void refer_to_aggregate_answer(base::JsonWriter& json, Context& context);
/// One row, or several.
void refer_to_create_answer(base::JsonWriter& json, Context& context, const schema::Resource& resource);
/// What came of each operation of a batch; `result` writes the schema of one.
void refer_to_batch_answer(base::JsonWriter& json, Context& context, void (*result)(base::JsonWriter&));
/// Tokens and the account they are for.
void refer_to_sign_in_answer(base::JsonWriter& json, Context& context);

/// The envelope of one error; `name` is the component's.
void refer_to_error(base::JsonWriter& json, Context& context, base::ErrorCode code, const std::string& name);
/// RFC 9457, of every error.
void refer_to_problem(base::JsonWriter& json, Context& context);

std::string error_example(base::ErrorCode code);
std::string problem_example(base::ErrorCode code);

}  // namespace tenon::api::openapi
