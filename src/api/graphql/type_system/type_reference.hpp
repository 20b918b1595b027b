#pragma once
#include <cstdint>
#include <string>

namespace tenon::api::graphql {

struct NamedType;

/// The type of a field, an argument or a variable: a named type inside lists and `!`. A small value; compares by
/// identity of the named type.
class TypeReference {
 public:
  /// More lists and `!` around a name than this are no type of ours.
  static constexpr unsigned max_wrappers = 30;

  TypeReference() = default;
  /// The bare, nullable type.
  explicit TypeReference(const NamedType& named) : named_(&named) {}

  /// False only for the default value, which stands for "no such type".
  explicit operator bool() const { return named_ != nullptr; }
  const NamedType& named() const { return *named_; }

  bool is_non_null() const { return (wrappers_ & 3U) == non_null_bits; }
  bool is_list() const { return (wrappers_ & 3U) == list_bits; }
  /// Neither a list nor `!`: the named type itself.
  bool is_named() const { return wrappers_ == 0; }

  /// Without its outermost `!`, if it has one.
  TypeReference nullable() const { return is_non_null() ? unwrapped() : *this; }
  /// Without its outermost list or `!`; must have one.
  TypeReference unwrapped() const { return {named_, wrappers_ >> 2U, wrapper_count_ - 1}; }

  /// `[this]`; at most max_wrappers deep.
  TypeReference list() const { return wrapped(list_bits); }
  /// `this!`; itself if it is non-null already.
  TypeReference non_null() const { return is_non_null() ? *this : wrapped(non_null_bits); }
  unsigned wrapper_count() const { return wrapper_count_; }

  bool operator==(const TypeReference&) const = default;

 private:
  static constexpr std::uint64_t list_bits = 1;
  static constexpr std::uint64_t non_null_bits = 2;
  TypeReference(const NamedType* named, std::uint64_t wrappers, unsigned count)
      : named_(named), wrappers_(wrappers), wrapper_count_(count) {}
  TypeReference wrapped(std::uint64_t bits) const { return {named_, wrappers_ << 2U | bits, wrapper_count_ + 1}; }

  const NamedType* named_ = nullptr;
  std::uint64_t wrappers_ = 0;  ///< two bits each, the outermost lowest
  unsigned wrapper_count_ = 0;
};

/// "[Post!]!"
std::string to_text(const TypeReference& type);

}  // namespace tenon::api::graphql
