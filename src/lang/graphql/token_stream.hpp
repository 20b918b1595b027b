#pragma once
#include "lang/graphql/lexer.hpp"
#include "lang/graphql/parser.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tenon::lang::graphql {

/// The wording is graphql-js's, "that" and all.
std::string too_many_tokens(std::size_t most);

/// The tokens of a document as the grammar asks for them: look, take, expect.
///
/// The first fault sticks: from then on the stream is at its end and every question is answered no, so that grammar
/// functions need no error paths; what they return is thrown away. `restart` sets it going again further down.
class TokenStream {
 public:
  TokenStream(SourcePtr source, const ParseOptions& options);

  const Token& current() const { return current_; }
  /// The token after the current one.
  const Token& lookahead();
  /// Takes the current token.
  Token take();

  bool at(TokenKind kind) const { return current_.kind == kind; }
  bool at_keyword(std::string_view word) const { return at(TokenKind::name) && current_.text == word; }
  bool take_if(TokenKind kind);
  bool take_keyword_if(std::string_view word);
  void expect(TokenKind kind);
  void expect_keyword(std::string_view word);

  void fail(const Token& where, std::string message);
  void fail_unexpected() { fail_unexpected(current_); }
  void fail_unexpected(const Token& token);
  bool failed() const { return fault_.has_value(); }
  std::optional<Diagnostic> take_fault() { return std::exchange(fault_, std::nullopt); }

  /// Goes on from `offset` after a fault. False if a limit was the fault: then there is nothing to go on with.
  bool restart(std::uint32_t offset);

  /// From the start of `first` to the end of the token taken last.
  Span span_from(std::uint32_t first) const { return {noted_, first, last_end_ > first ? last_end_ - first : 0}; }
  Span span_of(const Token& token) const { return {noted_, token.offset, token.length}; }
  const SourcePtr& source() const { return source_; }
  const ParseOptions& options() const { return options_; }

  /// open item+ close
  template <typename Item>
  void many(TokenKind open, Item item, TokenKind close) {
    expect(open);
    do item();
    while (!failed() && !take_if(close));
  }
  /// Nothing, or as `many`.
  template <typename Item>
  void optional_many(TokenKind open, Item item, TokenKind close) {
    if (at(open)) many(open, item, close);
  }
  /// open item* close
  template <typename Item>
  void any(TokenKind open, Item item, TokenKind close) {
    expect(open);
    while (!failed() && !take_if(close)) item();
  }
  /// delimiter? item (delimiter item)*
  template <typename Item>
  void delimited(TokenKind delimiter, Item item) {
    take_if(delimiter);
    do item();
    while (!failed() && take_if(delimiter));
  }

  /// Alive while a nested construct is parsed; counts against ParseOptions::max_depth.
  class Nesting {
   public:
    explicit Nesting(TokenStream& stream);
    ~Nesting() { --stream_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    TokenStream& stream_;
  };

 private:
  void advance();
  void stop(const Token& where, std::string message);

  SourcePtr source_;
  SourcePtr noted_;  ///< in spans: of executable documents a borrowed one, which is not counted with each copy
  ParseOptions options_;
  Lexer lexer_;
  Token current_;
  std::optional<Token> ahead_;
  std::optional<Diagnostic> fault_;
  bool limit_reached_ = false;
  std::uint32_t last_end_ = 0;
  std::size_t tokens_ = 0;
  unsigned depth_ = 0;
};

}  // namespace tenon::lang::graphql
