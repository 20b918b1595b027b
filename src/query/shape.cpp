#include "query/shape.hpp"

#include <charconv>

namespace tenon::query {
namespace {

/// Writes structure with separators that no name contains.
class ShapeWriter {
 public:
  explicit ShapeWriter(char kind, access::CallerClass caller) {
    text_.reserve(192);
    text_ += kind;
    if (caller.anonymous) text_ += '~';
    number(static_cast<std::int64_t>(caller.roles));
  }

  void number(std::int64_t value) {
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    text_.append(digits, end);
    text_ += ';';
  }
  void name(const std::string& value) {
    text_ += value;
    text_ += ';';
  }
  void mark(char value) { text_ += value; }

  void selection(const Selection& selection) {
    mark('{');
    for (const auto* field : selection.fields) name(field->name);
    for (const auto& include : selection.includes) {
      mark('>');
      name(include.relation->name);
      sort(include.sort);
      number(include.limit);
      this->selection(include.selection);
    }
    mark('}');
  }

  void sort(const std::vector<SortKey>& keys) {
    mark('^');
    for (const auto& key : keys) {
      if (key.descending) mark('-');
      name(key.field->name);
    }
  }

  void filter(const Filter& filter) {
    switch (filter.kind) {
      case Filter::Kind::all_of: mark('&'); break;
      case Filter::Kind::any_of: mark('|'); break;
      case Filter::Kind::compare:
        mark('?');
        for (const auto* hop : filter.path.hops) name(hop->name);
        mark('.');
        name(filter.path.field->name);
        number(static_cast<int>(filter.comparison));
        for (auto operand : filter.operands) number(operand);
        break;
    }
    mark('(');
    for (const auto& child : filter.children) this->filter(child);
    mark(')');
  }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

std::string shape_of(const Get& operation, access::CallerClass caller) {
  ShapeWriter writer('G', caller);
  writer.name(operation.selection.resource->name);
  writer.number(operation.id);
  writer.selection(operation.selection);
  return writer.take();
}

std::string shape_of(const List& operation, access::CallerClass caller) {
  ShapeWriter writer('L', caller);
  writer.name(operation.selection.resource->name);
  writer.selection(operation.selection);
  if (operation.parent) {
    writer.mark('<');
    writer.name(operation.parent->relation->owner_type->name);
    writer.name(operation.parent->relation->name);
    writer.number(operation.parent->id);
  }
  writer.filter(operation.filter);
  writer.sort(operation.sort);
  if (operation.offset) {
    writer.mark('#');
    writer.number(operation.offset->offset);
  }
  writer.mark('@');
  for (auto operand : operation.cursor.after) {
    // A null in the cursor changes the SQL: "after null" is another condition than "after 5".
    if (base::is_null(operation.operands[operand])) writer.mark('0');
    writer.number(operand);
  }
  writer.mark('!');
  writer.number(operation.limit);
  writer.number(operation.search);
  return writer.take();
}

}  // namespace tenon::query
