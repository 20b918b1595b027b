#pragma once
#include "access/access.hpp"
#include "query/operation.hpp"

#include <string>

/// The structure of an operation without its values, as text: what plans are cached by.
namespace tenon::query {

std::string shape_of(const Selection& selection, access::CallerClass caller);
std::string shape_of(const Get& operation, access::CallerClass caller);
std::string shape_of(const GetAny& operation, access::CallerClass caller);
std::string shape_of(const List& operation, access::CallerClass caller);
std::string shape_of(const Connect& operation, access::CallerClass caller);
std::string shape_of(const Aggregate& operation, access::CallerClass caller);

}  // namespace tenon::query
