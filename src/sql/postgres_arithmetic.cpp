#include "sql/postgres_arithmetic.hpp"

namespace tenon::sql {

/// Whole numbers are judged as numeric, which has room for them.
std::string_view postgres_integers(ExprKind kind) {
  if (kind == ExprKind::add)
    return R"(CASE WHEN "a"::numeric + "b" BETWEEN -9223372036854775808 AND 9223372036854775807 THEN "a" + "b" END)";
  if (kind == ExprKind::subtract)
    return R"(CASE WHEN "a"::numeric - "b" BETWEEN -9223372036854775808 AND 9223372036854775807 THEN "a" - "b" END)";
  if (kind == ExprKind::multiply)
    return R"(CASE WHEN "a"::numeric * "b" BETWEEN -9223372036854775808 AND 9223372036854775807 THEN "a" * "b" END)";
  if (kind == ExprKind::divide)
    return R"(CASE WHEN "b" <> 0 AND ("b" <> -1 OR "a" <> '-9223372036854775808'::bigint) THEN "a" / "b" END)";
  if (kind == ExprKind::modulo) return R"(CASE WHEN "b" <> 0 THEN "a" % "b" END)";
  return R"(CASE WHEN "a" <> '-9223372036854775808'::bigint THEN -"a" END)";
}

/// PostgreSQL raises an error where a result is infinite, or is zero for being too small. So each asks about a scaled
/// result first, which is neither; powers of two scale without rounding.
std::string_view postgres_floats(ExprKind kind) {
  if (kind == ExprKind::add)
    return R"(CASE WHEN abs("a") < 1 OR abs("b") < 1 OR abs("a" * 0.5 + "b" * 0.5) < 2::double precision ^ 1023)"
           R"( THEN "a" + "b" END)";
  if (kind == ExprKind::subtract)
    return R"(CASE WHEN abs("a") < 1 OR abs("b") < 1 OR abs("a" * 0.5 - "b" * 0.5) < 2::double precision ^ 1023)"
           R"( THEN "a" - "b" END)";
  if (kind == ExprKind::multiply)
    return R"(CASE WHEN "a" = 0 OR "b" = 0 THEN "a" * "b")"
           R"( WHEN abs("a") >= 1 AND abs("b") >= 1 THEN)"
           R"( CASE WHEN abs(("a" * 2::double precision ^ -512) * ("b" * 2::double precision ^ -512)) < 1)"
           R"( THEN "a" * "b" END)"
           R"( WHEN abs("a") >= 1 OR abs("b") >= 1 THEN "a" * "b")"
           R"( WHEN abs("a") >= 1e-150 AND abs("b") >= 1e-150 THEN "a" * "b")"
           R"( WHEN abs(("a" * 2::double precision ^ 537) * ("b" * 2::double precision ^ 537)) > 0.5 THEN "a" * "b")"
           R"( WHEN "a" < 1 AND "b" < 1 THEN 0 END)";
  if (kind == ExprKind::divide)
    return R"(CASE WHEN "b" = 0 THEN NULL WHEN "a" = 0 THEN "a" / "b")"
           R"( WHEN abs("b") >= 1 THEN CASE WHEN abs("a") >= 2::double precision ^ -50 THEN "a" / "b")"
           R"( WHEN abs("a" * 2::double precision ^ 1000 * 2::double precision ^ 74 / "b") > 0.5 THEN "a" / "b")"
           R"( WHEN abs("a") < 1 THEN 0 END)"
           R"( WHEN abs("a") < 2::double precision ^ -50 THEN "a" / "b")"
           R"( WHEN abs("a") * 2::double precision ^ -512 < abs("b") * 2::double precision ^ 512 THEN "a" / "b" END)";
  if (kind == ExprKind::modulo) return "NULL::double precision";
  return R"(-"a")";
}

}  // namespace tenon::sql
