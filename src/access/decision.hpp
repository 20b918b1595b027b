#pragma once
#include "access/access.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What each @allow and @deny of a resource says to one class of callers: for people who ask why. Decisions about
/// requests are made elsewhere, from the rules themselves.
namespace tenon::access {

/// What is left of a rule when it is known who calls.
enum class Verdict : std::uint8_t {
  always,     ///< on every row
  never,      ///< on no row
  sometimes,  ///< where the residual holds
};

/// One rule of the schema.
struct RulePart {
  schema::Effect effect = schema::Effect::allow;
  std::string text;  ///< `when` as written; "true" where it was left out
  std::string file;  ///< where it is written
  std::uint32_t line = 0;
  Verdict verdict = Verdict::never;
  std::string english;         ///< sometimes: what must hold, without a full stop
  std::string residual;        ///< sometimes: the same as an expression
  schema::ExpressionPtr rule;  ///< specialised
};

struct Decision {
  const schema::Resource* resource = nullptr;
  schema::Operation operation = schema::Operation::read;
  std::vector<RulePart> parts;  ///< those that speak of the operation, in the order of the schema
  bool tenant = false;          ///< rows of other tenants do not exist either
  Verdict verdict = Verdict::never;
  std::string english;  ///< sometimes: of all parts together
  std::string residual;
  schema::ExpressionPtr rule;  ///< as row_rule
};

Decision decide(const schema::Resource& resource, schema::Operation operation, const schema::Model& model,
                CallerClass caller);

}  // namespace tenon::access
