#pragma once
#include "lang/graphql/ast.hpp"
#include "lang/graphql/token_stream.hpp"

#include <optional>
#include <vector>

/// The productions of the grammar, one function each, in the order of the specification's appendix. Each takes its
/// tokens from the stream; after a fault (TokenStream::failed) what it returns is meaningless and must be dropped.
namespace tenon::lang::graphql {

/// Whether variables may stand in a value.
enum class Constness : std::uint8_t { variable, constant };

// grammar_common.cpp
Name parse_name(TokenStream& stream);
Value parse_value(TokenStream& stream, Constness constness);
Type parse_type(TokenStream& stream);
std::vector<Directive> parse_directives(TokenStream& stream, Constness constness);
std::vector<Argument> parse_arguments(TokenStream& stream, Constness constness);
OperationType parse_operation_type(TokenStream& stream);

// grammar_executable.cpp
OperationDefinition parse_operation(TokenStream& stream);
FragmentDefinition parse_fragment(TokenStream& stream);

// grammar_type_system.cpp
/// A definition whose keyword, after an optional description, is one of the type system's.
Definition parse_type_system_definition(TokenStream& stream);
/// `extend …`
Definition parse_type_system_extension(TokenStream& stream);
/// "type", "schema", "directive" and the like; not "extend".
bool is_type_system_keyword(std::string_view word);

}  // namespace tenon::lang::graphql
