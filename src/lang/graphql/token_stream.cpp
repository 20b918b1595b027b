#include "lang/graphql/token_stream.hpp"

#include <utility>

namespace tenon::lang::graphql {

std::string too_many_tokens(std::size_t most) {
  return "Document contains more that " + std::to_string(most) + " tokens. Parsing aborted.";
}

TokenStream::TokenStream(SourcePtr source, const ParseOptions& options)
    : source_(std::move(source)),
      noted_(options.accept == Accept::executable ? SourcePtr(SourcePtr(), source_.get()) : source_),
      options_(options),
      lexer_(source_->text) {
  advance();
}

const Token& TokenStream::lookahead() {
  if (!ahead_) ahead_ = lexer_.next();
  return *ahead_;
}

Token TokenStream::take() {
  Token taken = std::move(current_);
  last_end_ = taken.end();
  advance();
  return taken;
}

bool TokenStream::take_if(TokenKind kind) {
  if (!at(kind)) return false;
  take();
  return true;
}

bool TokenStream::take_keyword_if(std::string_view word) {
  if (!at_keyword(word)) return false;
  take();
  return true;
}

void TokenStream::expect(TokenKind kind) {
  if (take_if(kind)) return;
  fail(current_, "Expected " + std::string(describe(kind)) + ", found " + describe(current_) + ".");
}

void TokenStream::expect_keyword(std::string_view word) {
  if (take_keyword_if(word)) return;
  fail(current_, "Expected \"" + std::string(word) + "\", found " + describe(current_) + ".");
}

void TokenStream::fail(const Token& where, std::string message) {
  // A token that could not be read explains itself better than the grammar that met it.
  if (where.kind == TokenKind::fault) message = where.decoded;
  stop(where, std::move(message));
}

void TokenStream::fail_unexpected(const Token& token) {
  fail(token, "Unexpected " + describe(token) + ".");
}

bool TokenStream::restart(std::uint32_t offset) {
  if (limit_reached_) return false;
  fault_.reset();
  lexer_ = Lexer(source_->text, offset);
  advance();
  return true;
}

void TokenStream::stop(const Token& where, std::string message) {
  if (fault_) return;
  Diagnostic fault;
  fault.code = "syntax";
  fault.message = "Syntax Error: " + std::move(message);
  fault.span = {source_, where.offset, where.length};
  fault_ = std::move(fault);
  current_ = Token{};
  current_.offset = static_cast<std::uint32_t>(source_->text.size());
  ahead_.reset();
}

void TokenStream::advance() {
  if (fault_) return;
  current_ = ahead_ ? std::move(*ahead_) : lexer_.next();
  ahead_.reset();
  if (current_.kind == TokenKind::end_of_file) return;
  if (++tokens_ > options_.max_tokens) {
    limit_reached_ = true;
    stop(current_, too_many_tokens(options_.max_tokens));
  } else if (current_.kind == TokenKind::fault) {
    stop(current_, std::string(current_.decoded));
  }
}

TokenStream::Nesting::Nesting(TokenStream& stream) : stream_(stream) {
  if (++stream_.depth_ <= stream_.options_.max_depth || stream_.failed()) return;
  stream_.limit_reached_ = true;
  stream_.stop(stream_.current_, "Document is nested deeper than " + std::to_string(stream_.options_.max_depth) +
                                     " levels. Parsing aborted.");
}

}  // namespace tenon::lang::graphql
