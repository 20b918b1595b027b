#include "api/graphql/limits.hpp"

#include "lang/graphql/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tenon::api::graphql {
namespace {

/// Deeper nesting is a fault of syntax: recursion over the tree needs a bound of its own.
constexpr unsigned parser_depth = 64;

/// Of a selection set with all fragments spread out. Sums stop growing at `most`.
struct Size {
  std::size_t depth = 0;
  std::size_t fields = 0;
  std::size_t own_fields = 0;  ///< of the outermost level
};
constexpr std::size_t most = 1'000'000'000;

std::size_t add(std::size_t left, std::size_t right) {
  return std::min(left + right, most);
}

class Counter {
 public:
  explicit Counter(const ast::Document& document) {
    for (const ast::Definition& definition : document.definitions)
      if (const auto* fragment = std::get_if<ast::FragmentDefinition>(&definition))
        fragments_.insert_or_assign(fragment->name.text, Entry{fragment, {}, State::unseen});  // as Context does
  }

  Size measure(const ast::SelectionSet& set) {
    Size size;
    for (const ast::Selection& selection : set.selections) {
      if (const auto* field = std::get_if<ast::Field>(&selection)) {
        const Size inner = field->selection_set ? measure(*field->selection_set) : Size{};
        // How deep introspection goes is the business of a rule of its own.
        const bool introspection = field->name.text == "__schema" || field->name.text == "__type";
        size.depth = std::max(size.depth, introspection ? 1 : inner.depth + 1);
        size.fields = add(size.fields, inner.fields + 1);
        size.own_fields = add(size.own_fields, 1);
      } else if (const auto* inline_fragment = std::get_if<ast::InlineFragment>(&selection)) {
        include(size, measure(inline_fragment->selection_set));
      } else if (const auto* spread = std::get_if<ast::FragmentSpread>(&selection)) {
        include(size, measure(spread->name.text));
      }
    }
    return size;
  }
  /// Of what was measured.
  bool circular() const { return circular_; }

 private:
  enum class State : std::uint8_t { unseen, open, done };
  struct Entry {
    const ast::FragmentDefinition* fragment = nullptr;
    Size size;
    State state = State::unseen;
  };

  static void include(Size& size, const Size& part) {
    size.depth = std::max(size.depth, part.depth);
    size.fields = add(size.fields, part.fields);
    size.own_fields = add(size.own_fields, part.own_fields);
  }

  /// A fragment that spreads itself counts as nothing there: the rules refuse it.
  Size measure(std::string_view name) {
    const auto found = fragments_.find(name);
    if (found == fragments_.end()) return {};
    Entry& entry = found->second;
    if (entry.state == State::open) circular_ = true;
    if (entry.state == State::open) return {};
    if (entry.state == State::done) return entry.size;
    entry.state = State::open;
    entry.size = measure(entry.fragment->selection_set);
    entry.state = State::done;
    return entry.size;
  }

  std::unordered_map<std::string_view, Entry> fragments_;
  bool circular_ = false;
};

/// What can be counted without looking into fragments that are spread.
struct Written {
  std::size_t aliases = 0;
  std::size_t directives = 0;
  std::size_t fragments = 0;
  std::size_t operations = 0;

  void count(const ast::SelectionSet& set) {
    for (const ast::Selection& selection : set.selections) {
      if (const auto* field = std::get_if<ast::Field>(&selection)) {
        if (field->alias) ++aliases;
        directives += field->directives.size();
        if (field->selection_set) count(*field->selection_set);
      } else if (const auto* inline_fragment = std::get_if<ast::InlineFragment>(&selection)) {
        directives += inline_fragment->directives.size();
        count(inline_fragment->selection_set);
      } else if (const auto* spread = std::get_if<ast::FragmentSpread>(&selection)) {
        directives += spread->directives.size();
      }
    }
  }
};

class Check {
 public:
  Check(const ast::Document& document, const Limits& limits) : document_(document), limits_(limits) {}

  Measured run() {
    count_written();
    // Long chains of fragments end here, before anything walks along them.
    check("fragments", written_.fragments, limits_.fragments);
    check("operations", written_.operations, limits_.operations);
    check("aliases", written_.aliases, limits_.aliases);
    check("directives", written_.directives, limits_.directives);
    if (!errors_.empty()) return {std::move(errors_), false};

    Counter counter(document_);
    Size largest;
    for (const ast::Definition& definition : document_.definitions) {
      const auto* operation = std::get_if<ast::OperationDefinition>(&definition);
      const auto* fragment = std::get_if<ast::FragmentDefinition>(&definition);
      if (operation) {
        const Size size = counter.measure(operation->selection_set);
        largest.depth = std::max(largest.depth, size.depth);
        largest.fields = std::max(largest.fields, size.fields);
        largest.own_fields = std::max(largest.own_fields, size.own_fields);
      } else if (fragment) {
        // Unused ones are a fault, but one that rules find only after walking through them.
        largest.depth = std::max(largest.depth, counter.measure(fragment->selection_set).depth);
      }
    }
    check("levels of fields", largest.depth, limits_.depth);
    check("fields, counting those of fragments wherever they are spread", largest.fields, limits_.fields);
    check("root fields", largest.own_fields, limits_.root_fields);
    return {std::move(errors_), counter.circular()};
  }

 private:
  void count_written() {
    for (const ast::Definition& definition : document_.definitions) {
      if (const auto* operation = std::get_if<ast::OperationDefinition>(&definition)) {
        ++written_.operations;
        written_.directives += operation->directives.size();
        for (const ast::VariableDefinition& variable : operation->variables)
          written_.directives += variable.directives.size();
        written_.count(operation->selection_set);
      } else if (const auto* fragment = std::get_if<ast::FragmentDefinition>(&definition)) {
        ++written_.fragments;
        written_.directives += fragment->directives.size();
        written_.count(fragment->selection_set);
      }
    }
  }

  void check(std::string_view what, std::size_t count, std::size_t limit) {
    if (count <= limit) return;
    Error error;
    error.message = fmt::format("The document has {} {}; at most {} are allowed.",
                                count >= most ? "far too many" : fmt::format("{}", count), what, limit);
    error.code = limit_code;
    errors_.push_back(std::move(error));
  }

  const ast::Document& document_;
  const Limits& limits_;
  Written written_;
  Errors errors_;
};

}  // namespace

std::expected<ast::Document, Errors> parse_executable(std::string text, const Limits& limits) {
  ast::ParseOptions options;
  options.max_bytes = limits.bytes;
  options.max_tokens = limits.tokens;
  options.max_depth = parser_depth;
  options.accept = ast::Accept::executable;
  auto document = ast::parse(std::make_shared<lang::Source>(lang::Source{"GraphQL request", std::move(text)}), options);
  if (document) return std::move(*document);
  const lang::Diagnostic& fault = document.error().front();
  Error error;
  error.message = fault.message;
  if (fault.span.source) error.locations.push_back(lang::line_column(*fault.span.source, fault.span.offset));
  return std::unexpected(Errors{std::move(error)});
}

Measured measure(const ast::Document& document, const Limits& limits) {
  return Check(document, limits).run();
}

}  // namespace tenon::api::graphql
