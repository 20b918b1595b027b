#pragma once
#include "lang/graphql/ast.hpp"

/// In the GraphQL front end `ast::Field` is what a client wrote and `Field` what the type system declares.
namespace tenon::api::graphql {
namespace ast = lang::graphql;
}
