#include "migrate/sample_values.hpp"

#include "base/decimal.hpp"
#include "base/json_writer.hpp"
#include "base/time.hpp"
#include "schema/scalar_input.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <limits>
#include <optional>

namespace tenon::migrate {
namespace {

using schema::Scalar;

/// One code point each: one to four bytes, signs that SQL, JSON and patterns have a use for.
constexpr std::array<std::string_view, 24> letters{"a", "Z", "0", " ",  "'",  "\"",     "\\", "%",
                                                   "_", ";", "-", "\n", "\t", "<",      "&",  "ä",
                                                   "ß", "é", "Ж", "中", "ا",  "\u00A0", "😀", "𝔘"};

constexpr std::size_t long_text = 600;  // also where the next schema has an index: PostgreSQL takes 2704 bytes
constexpr std::size_t long_indexed_text = 200;
constexpr std::size_t long_list = 6;

std::vector<base::Value> edges_of(Scalar scalar) {
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t one = 1;
  using Values = std::vector<base::Value>;
  switch (scalar) {
    case Scalar::int32: return Values{0 * one, one, -one, one * 2'147'483'647, one * -2'147'483'648, 42 * one};
    case Scalar::big_int: return Values{0 * one, one, -one, largest, smallest, one * 9'007'199'254'740'993};
    case Scalar::floating: return Values{0.0, 1.0, -1.5, 1e300, -1e300, 5e-324, 0.1, 1.0 / 3};
    case Scalar::boolean: return Values{true, false};
    case Scalar::decimal:
      return Values{"0",
                    "1",
                    "-1",
                    "0.5",
                    "-10.25",
                    "99999999999999999999999999999999999999",
                    "0.000000000000000001",
                    "-12345678901234567890.123456789012345678"};
    case Scalar::date_time:
      return Values{0 * one, one * 1'767'225'600'123'456, -one, *base::parse_date_time("0001-01-01T00:00:00Z"),
                    *base::parse_date_time("9999-12-31T23:59:59.999999Z")};
    case Scalar::date: return Values{"1970-01-01", "0001-01-01", "9999-12-31", "2024-02-29"};
    case Scalar::time: return Values{"00:00:00.000000", "23:59:59.999999", "12:30:00.500000"};
    case Scalar::json:
      return Values{
          R"({"a":[1,null,"é"],"b":{"c":false}})", "[]", "{}", "0", "true", R"("text \" \\ 😀")", "[[[[1.5]]]]"};
    case Scalar::id:
    case Scalar::uuid:
    case Scalar::string:
    case Scalar::email:
    case Scalar::url:
    case Scalar::bytes: break;
  }
  return {};
}

template <typename Number>
std::optional<Number> number_of(const std::string& text) {
  Number number{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

/// A bound of @range in the field's stored form; nothing where the database does not keep it either.
std::optional<base::Value> bound_of(const schema::Field& field, const std::optional<std::string>& bound) {
  if (!bound || field.list) return std::nullopt;
  switch (field.scalar) {
    case Scalar::int32:
    case Scalar::big_int:
      if (auto number = number_of<std::int64_t>(*bound)) return *number;
      break;
    case Scalar::floating:
      if (auto number = number_of<double>(*bound)) return *number;
      break;
    case Scalar::decimal:
      if (auto number = base::parse_decimal(*bound)) return *number;
      break;
    case Scalar::id:
    case Scalar::string:
    case Scalar::boolean:
    case Scalar::date_time:
    case Scalar::date:
    case Scalar::time:
    case Scalar::uuid:
    case Scalar::email:
    case Scalar::url:
    case Scalar::json:
    case Scalar::bytes: break;
  }
  return std::nullopt;
}

bool below(const schema::Field& field, const base::Value& left, const base::Value& right) {
  if (field.scalar == Scalar::decimal)
    return base::compare_decimal(std::get<std::string>(left), std::get<std::string>(right)) < 0;
  return left < right;
}

std::size_t count_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char byte) { return (byte & 0xC0) != 0x80; }));
}

}  // namespace

std::string sample_uuid(std::uint64_t table, std::uint64_t number) {
  std::array<char, 37> text{};
  // A version 7 of some day in 2026, ascending by number.
  std::snprintf(text.data(), text.size(), "019b%04x-%04x-7%03x-8%03x-%012llx",
                static_cast<unsigned>(number >> 16U) & 0xffffU, static_cast<unsigned>(number) & 0xffffU,
                static_cast<unsigned>(table >> 12U) & 0xfffU, static_cast<unsigned>(table) & 0xfffU,
                static_cast<unsigned long long>(number) & 0xffffffffffffULL);
  return text.data();
}

SampleValues::SampleValues(const schema::Field& field, std::vector<base::Value> hints, bool indexed) : field_(field) {
  const auto least = bound_of(field, field.min_value);
  const auto most = bound_of(field, field.max_value);
  if (field.kind == schema::FieldKind::enumeration) {
    for (const auto& value : field.enumeration->values) edges_.emplace_back(value);
  } else {
    edges_ = edges_of(field.scalar);
    if (least) edges_.push_back(*least);
    if (most) edges_.push_back(*most);
    std::ranges::move(hints, std::back_inserter(edges_));
  }
  shortest_ = field.min_length.value_or(0);
  const auto usual = field.list ? long_list : indexed ? long_indexed_text : long_text;
  longest_ = std::max<std::size_t>(shortest_, std::min<std::size_t>(field.max_length.value_or(usual), usual));
  std::erase_if(edges_, [&](const base::Value& edge) {
    if (least && below(field, edge, *least)) return true;
    if (most && below(field, *most, edge)) return true;
    const auto* text = std::get_if<std::string>(&edge);
    const bool measured = text && !field.list && (field.min_length || field.max_length);
    return measured && (count_of(*text) < shortest_ || count_of(*text) > field.max_length.value_or(longest_));
  });
}

base::Value SampleValues::make(std::size_t row, Chance& chance) const {
  if (field_.kind == schema::FieldKind::enumeration && !field_.list) {
    // Each in turn, null among them.
    const auto which = row % (edges_.size() + (field_.required ? 0 : 1));
    return which < edges_.size() ? edges_[which] : base::Value{};
  }
  auto turn = row;
  if (!field_.required) {
    // Every seventh, so that no edge is left out; later by chance too.
    if (row % 7 == 6 || (row > 14 && chance.percent(10))) return {};
    turn -= row / 7;
  }
  return field_.list ? list(turn, chance) : scalar(turn, chance);
}

base::Value SampleValues::scalar(std::size_t row, Chance& chance) const {
  if (!edges_.empty() && (row < edges_.size() || field_.kind == schema::FieldKind::enumeration || chance.percent(30)))
    return edges_[row < edges_.size() ? row : chance.below(edges_.size())];
  switch (field_.scalar) {
    case Scalar::int32:
    case Scalar::big_int: {
      auto value = static_cast<std::int64_t>(chance.below(20'000)) - 10'000;
      if (const auto lowest = bound_of(field_, field_.min_value))
        value = std::max(value, std::get<std::int64_t>(*lowest));
      if (const auto highest = bound_of(field_, field_.max_value))
        value = std::min(value, std::get<std::int64_t>(*highest));
      return value;
    }
    case Scalar::floating: {
      auto value = static_cast<double>(chance.below(2'000'000)) / 1024.0 - 500.0;
      if (const auto lowest = bound_of(field_, field_.min_value)) value = std::max(value, std::get<double>(*lowest));
      if (const auto highest = bound_of(field_, field_.max_value)) value = std::min(value, std::get<double>(*highest));
      return value;
    }
    case Scalar::decimal: {
      base::Value value =
          *base::parse_decimal(std::to_string(chance.below(100'000)) + "." + std::to_string(chance.below(100)));
      const auto lowest = bound_of(field_, field_.min_value);
      const auto highest = bound_of(field_, field_.max_value);
      if (lowest && below(field_, value, *lowest)) return *lowest;
      if (highest && below(field_, *highest, value)) return *highest;
      return value;
    }
    case Scalar::date_time: return static_cast<std::int64_t>(1'700'000'000'000'000 + chance.below(100'000'000'000'000));
    case Scalar::date:
      return base::format_date_time(static_cast<std::int64_t>(chance.below(4'000'000'000)) * 1'000'000).substr(0, 10);
    case Scalar::time:
      return base::format_date_time(static_cast<std::int64_t>(chance.below(86'400'000'000))).substr(11, 15);
    case Scalar::id:
    case Scalar::uuid: return sample_uuid(0xfff000 + row, chance.below(1U << 30U));
    case Scalar::email:
      return "person" + std::to_string(row) + "." + std::to_string(chance.below(1'000'000)) + "@example.org";
    case Scalar::url:
      return "https://example.org/" + std::to_string(row) + "/" + std::to_string(chance.below(1'000'000));
    case Scalar::json:
      return R"({"row":)" + std::to_string(row) + R"(,"number":)" + std::to_string(chance.below(1'000'000)) + "}";
    case Scalar::bytes: return bytes(row, chance);
    case Scalar::boolean: return chance.percent(50);
    case Scalar::string: break;
  }
  return text(row, chance);
}

base::Value SampleValues::text(std::size_t row, Chance& chance) const {
  auto length = shortest_;
  if (row % 5 == 1)
    length = longest_;
  else if (row % 5 != 0)
    length = std::min(longest_, shortest_ + 1 + chance.below(24));
  std::string made;
  for (std::size_t i = 0; i < length; ++i) made += letters[chance.below(letters.size())];
  return made;
}

base::Value SampleValues::bytes(std::size_t row, Chance& chance) const {
  base::Bytes made;
  const auto length = row % 5 == 1 ? longest_ : std::min(longest_, shortest_ + chance.below(40));
  for (std::size_t i = 0; i < length; ++i)
    made.data += static_cast<char>(i < 256 && row % 5 == 1 ? i : chance.below(256));
  return made;
}

base::Value SampleValues::list(std::size_t row, Chance& chance) const {
  auto length = row % 5 == 0 ? shortest_ : row % 5 == 1 ? longest_ : shortest_ + chance.below(longest_ - shortest_ + 1);
  std::string made;
  base::JsonWriter json(made);
  json.begin_array();
  for (; length > 0; --length) {
    if (!field_.element_required && chance.percent(15)) {
      json.null();
      continue;
    }
    const auto element = scalar(edges_.empty() ? row : chance.below(edges_.size() + 4), chance);
    if (field_.kind == schema::FieldKind::enumeration)
      json.string(std::get<std::string>(element));
    else
      json.raw(base::to_text(schema::scalar_to_json(field_.scalar, element)));
  }
  json.end_array();
  return made;
}

}  // namespace tenon::migrate
