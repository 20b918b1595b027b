#include "query/shape.hpp"

#include <charconv>

namespace tenon::query {
namespace {

/// Writes structure with separators that no name contains.
class ShapeWriter {
 public:
  ShapeWriter(char kind, access::CallerClass caller, const std::vector<base::Value>& operands) : operands_(operands) {
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
      if (!include.filter.children.empty() || include.filter.kind != Filter::Kind::all_of) filter(include.filter);
      this->selection(include.selection);
    }
    if (!selection.members.empty()) members(selection.members);
    mark('}');
  }

  /// Names of the answer and constants are any text: they come with their length.
  void text(const std::string& value) {
    number(static_cast<std::int64_t>(value.size()));
    text_ += value;
  }

  void members(const std::vector<Member>& members) {
    mark('[');
    for (const auto& member : members) {
      mark('*');
      number(static_cast<int>(member.kind));
      text(member.name);
      if (member.field) name(member.field->name);
      if (member.kind == Member::Kind::constant) text(member.text);
      if (member.kind == Member::Kind::connection) page(member.page);
      if (!member.members.empty()) this->members(member.members);
    }
    mark(']');
  }

  void page(const Page& page) {
    filter(page.filter);
    sort(page.sort);
    mark(page.end == PageEnd::first ? '@' : '$');
    cursor(page.after);
    mark('!');
    cursor(page.before);
    mark('!');
    number(page.limit);
    number(page.search);
    number(page.offset);
  }

  void cursor(const std::vector<Operand>& values) {
    for (auto operand : values) {
      // A null in the cursor changes the SQL: "after null" is another condition than "after 5".
      if (base::is_null(operands_[static_cast<std::size_t>(operand)])) mark('0');
      number(operand);
    }
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
      case Filter::Kind::related:
        mark('~');
        name(filter.path.field->name);
        break;
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
  const std::vector<base::Value>& operands_;
  std::string text_;
};

}  // namespace

std::string shape_of(const Selection& selection, access::CallerClass caller) {
  const std::vector<base::Value> none;
  ShapeWriter writer('S', caller, none);
  writer.name(selection.resource->name);
  writer.selection(selection);
  return writer.take();
}

std::string shape_of(const Get& operation, access::CallerClass caller) {
  ShapeWriter writer('G', caller, operation.operands);
  writer.name(operation.selection.resource->name);
  writer.number(operation.id);
  if (operation.key) writer.name(operation.key->name);
  writer.selection(operation.selection);
  return writer.take();
}

std::string shape_of(const GetAny& operation, access::CallerClass caller) {
  ShapeWriter writer('N', caller, operation.operands);
  writer.number(operation.id);
  for (const auto& candidate : operation.candidates) {
    writer.name(candidate.resource->name);
    writer.selection(candidate);
  }
  return writer.take();
}

std::string shape_of(const List& operation, access::CallerClass caller) {
  ShapeWriter writer('L', caller, operation.operands);
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
  writer.cursor(operation.cursor.after);
  if (!operation.cursor.before.empty()) {
    writer.mark('$');
    writer.cursor(operation.cursor.before);
  }
  writer.mark('!');
  writer.number(operation.limit);
  writer.number(operation.search);
  return writer.take();
}

std::string shape_of(const Connect& operation, access::CallerClass caller) {
  ShapeWriter writer('P', caller, operation.operands);
  writer.name(operation.resource->name);
  writer.page(operation.page);
  writer.members(operation.members);
  return writer.take();
}

std::string shape_of(const Aggregate& operation, access::CallerClass caller) {
  ShapeWriter writer('A', caller, operation.operands);
  writer.name(operation.resource->name);
  writer.filter(operation.filter);
  for (const auto* field : operation.group_by) writer.name(field->name);
  writer.mark('^');
  for (const auto& key : operation.sort) {
    if (key.descending) writer.mark('-');
    writer.number(static_cast<int>(key.kind));
    if (key.field) writer.name(key.field->name);
  }
  writer.mark('!');
  writer.number(operation.search);
  writer.number(operation.limit);
  writer.members(operation.members);
  return writer.take();
}

}  // namespace tenon::query
