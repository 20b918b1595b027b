#pragma once
#include <cstdint>

/// PostgreSQL's numbers of its own types (pg_type.oid): the same in every database, for ever.
namespace tenon::db::postgres::oid {

inline constexpr std::uint32_t unknown = 0;  ///< of a parameter: the server finds it out
inline constexpr std::uint32_t boolean = 16;
inline constexpr std::uint32_t bytes = 17;
inline constexpr std::uint32_t one_char = 18;
inline constexpr std::uint32_t name = 19;
inline constexpr std::uint32_t int8 = 20;
inline constexpr std::uint32_t int2 = 21;
inline constexpr std::uint32_t int4 = 23;
inline constexpr std::uint32_t text = 25;
inline constexpr std::uint32_t object = 26;
inline constexpr std::uint32_t json = 114;
inline constexpr std::uint32_t float4 = 700;
inline constexpr std::uint32_t float8 = 701;
inline constexpr std::uint32_t unknown_literal = 705;
inline constexpr std::uint32_t bpchar = 1042;
inline constexpr std::uint32_t varchar = 1043;
inline constexpr std::uint32_t date = 1082;
inline constexpr std::uint32_t time = 1083;
inline constexpr std::uint32_t timestamp = 1114;
inline constexpr std::uint32_t timestamptz = 1184;
inline constexpr std::uint32_t numeric = 1700;
inline constexpr std::uint32_t record = 2249;
inline constexpr std::uint32_t record_array = 2287;
inline constexpr std::uint32_t uuid = 2950;
inline constexpr std::uint32_t jsonb = 3802;

}  // namespace tenon::db::postgres::oid
