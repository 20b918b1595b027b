#pragma once
#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

/// Random schemas as texts, and random edits of them: what people do to a schema over years.
namespace tenon::migrate::testing {

class RandomSchema {
 public:
  explicit RandomSchema(std::uint32_t seed) : engine_(seed) {
    enums_["Colour"] = {"red", "green", "blue"};
    enums_["Size"] = {"small", "large"};
    for (int count = between(2, 3); count > 0; --count) add_type();
    for (int count = between(1, 4); count > 0; --count) add_relation();
  }

  /// The text with @was of the last edits.
  std::string text() const {
    std::string out;
    for (const auto& [name, values] : enums_) {
      out += "enum " + name + " {";
      for (const auto& value : values) out += " " + value;
      out += " }\n";
    }
    for (const auto& type : types_) out += text_of(type);
    return out;
  }

  /// One to three edits; those before them are history.
  void edit() {
    for (auto& type : types_) {
      type.was.clear();
      for (auto& field : type.fields) field.was.clear();
    }
    edits.clear();
    for (int count = between(1, 3); count > 0; --count) edit_once();
  }

  /// Takes the other's dice, so that the next edit is another one than what was made of a copy.
  void take_dice(const RandomSchema& other) { engine_ = other.engine_; }

  std::vector<std::string> edits;  ///< what the last edit() did, in words

 private:
  struct Field {
    std::string name;
    std::string was;
    std::string type;   ///< scalar, enum or type
    bool list = false;  ///< of a relation: many to many, with `other` the field of the other side
    bool required = false;
    bool unique = false;
    bool indexed = false;
    int most = 0;         ///< @length(max) or @range(max); 0: none
    std::string other;    ///< many to many
    std::string removal;  ///< onDelete of a key
  };
  struct Type {
    std::string name;
    std::string was;
    std::vector<Field> fields;
    bool searched = false;
    bool big_id = false;
    std::string pair_index;  ///< "", "false" or "true": unique
    bool checked = false;
  };

  int between(int least, int most) { return std::uniform_int_distribution<int>(least, most)(engine_); }
  bool chance(int percent) { return between(1, 100) <= percent; }
  template <typename Items>
  auto& pick(Items& items) {
    return items[static_cast<std::size_t>(between(0, static_cast<int>(items.size()) - 1))];
  }
  std::string fresh(const std::string& prefix) { return prefix + std::to_string(++names_); }

  static bool is_text(const Field& field) { return field.type == "String" && !field.list; }
  bool is_enum(const Field& field) const { return enums_.contains(field.type); }
  bool is_relation(const Field& field) const {
    return std::ranges::any_of(types_, [&](const Type& type) { return type.name == field.type; });
  }
  static bool has_range(const Field& field) {
    return !field.list && (field.type == "Int" || field.type == "BigInt" || field.type == "Decimal");
  }

  std::string default_of(const Field& field) const {
    if (field.list) return "[]";
    if (is_enum(field)) return enums_.at(field.type).front();
    static const std::map<std::string, std::string> values{
        {"String", "\"it's\""},
        {"Int", "1"},
        {"Float", "1.5"},
        {"Boolean", "true"},
        {"BigInt", "\"2\""},
        {"Decimal", "\"1.5\""},
        {"DateTime", "\"2026-01-15T10:30:00Z\""},
        {"Date", "\"2026-01-15\""},
        {"Time", "\"10:30:00\""},
        {"UUID", "\"01234567-89ab-cdef-0123-456789abcdef\""},
        {"Email", "\"a@example.com\""},
        {"URL", "\"https://example.com\""},
    };
    const auto found = values.find(field.type);
    return found == values.end() ? "" : found->second;
  }

  std::string text_of(const Type& type) const {
    std::string out = "type " + type.name + " @resource @public(ops: [READ])";
    if (!type.was.empty()) out += " @was(name: \"" + type.was + "\")";
    std::string searched;
    std::vector<std::string> plain;
    std::vector<std::string> numbers;
    for (const auto& field : type.fields) {
      if (is_text(field)) searched += (searched.empty() ? "\"" : ", \"") + field.name + "\"";
      if (!field.list && !is_relation(field) && field.type != "JSON" && field.type != "Bytes")
        plain.push_back(field.name);
      if (field.type == "Int" && !field.list) numbers.push_back(field.name);
    }
    if (type.searched && !searched.empty()) out += " @search(fields: [" + searched + "])";
    if (!type.pair_index.empty() && plain.size() >= 2)
      out += " @index(fields: [\"" + plain[0] + "\", \"" + plain[1] + "\"], unique: " + type.pair_index + ")";
    if (type.checked && !numbers.empty())
      out += " @check(rule: \"" + numbers[0] + " == null || " + numbers[0] + " >= -2147483648\")";
    out += " {\n";
    if (type.big_id) out += "  id: BigInt!\n";
    for (const auto& field : type.fields) out += text_of(field);
    return out + "}\n";
  }

  std::string text_of(const Field& field) const {
    const bool relation = is_relation(field);
    std::string out = "  " + field.name + ": " + (field.list ? "[" + field.type + "!]" : field.type);
    if (field.required || (relation && field.list)) out += "!";
    if (!field.was.empty()) out += " @was(name: \"" + field.was + "\")";
    if (relation && field.list) return out + " @relation(field: \"" + field.other + "\")\n";
    if (relation) return out + " @relation(onDelete: " + field.removal + ")\n";
    if (field.required && !field.unique && !default_of(field).empty())
      out += " @default(value: " + default_of(field) + ")";
    if (field.unique) out += " @unique";
    if (field.indexed && !field.unique) out += " @index";
    if (field.most > 0 && is_text(field)) out += " @length(max: " + std::to_string(field.most) + ")";
    if (field.most > 0 && has_range(field)) out += " @range(max: " + std::to_string(field.most) + ")";
    return out + "\n";
  }

  Field scalar_field() {
    static const std::vector<std::string> scalars{"String",  "String",   "Int",    "Float", "Boolean", "BigInt",
                                                  "Decimal", "DateTime", "Date",   "Time",  "UUID",    "Email",
                                                  "JSON",    "Bytes",    "Colour", "Size"};
    Field field;
    field.name = fresh("f");
    field.type = pick(scalars);
    field.list = field.type != "JSON" && field.type != "Bytes" && chance(15);
    const bool plain = !field.list && field.type != "JSON" && field.type != "Bytes";
    field.required = chance(40) && !default_of(field).empty();
    field.unique = plain && field.type != "Boolean" && !is_enum(field) && !field.required && chance(15);
    field.indexed = plain && chance(20);
    if (chance(30)) field.most = between(50, 90) * 100;
    return field;
  }

  void add_type() {
    Type type;
    type.name = fresh("Type");
    type.big_id = chance(30);
    for (int count = between(2, 5); count > 0; --count) type.fields.push_back(scalar_field());
    type.searched = chance(30);
    type.checked = chance(30);
    if (chance(30)) type.pair_index = "false";
    types_.push_back(std::move(type));
  }

  void add_relation() {
    auto& from = pick(types_);
    auto& to = pick(types_);
    if (chance(60) || &from == &to) {
      static const std::vector<std::string> removals{"RESTRICT", "CASCADE", "SET_NULL"};
      Field key;
      key.name = fresh("key");
      key.type = to.name;
      key.removal = pick(removals);
      from.fields.push_back(std::move(key));
      return;
    }
    Field left;
    left.name = fresh("many");
    left.type = to.name;
    left.list = true;
    Field right;
    right.name = fresh("many");
    right.type = from.name;
    right.list = true;
    left.other = right.name;
    right.other = left.name;
    from.fields.push_back(std::move(left));
    to.fields.push_back(std::move(right));
  }

  Type& owner_of(const std::string& name) {
    return *std::ranges::find_if(types_, [&](const Type& type) { return type.name == name; });
  }

  void drop_field(Type& type, const std::string& name) {
    const auto found = std::ranges::find(type.fields, name, &Field::name);
    if (found == type.fields.end()) return;
    if (is_relation(*found) && found->list) {
      auto& other = owner_of(found->type).fields;
      std::erase_if(other, [other_name = found->other](const Field& field) { return field.name == other_name; });
    }
    std::erase_if(type.fields, [&](const Field& field) { return field.name == name; });
  }

  void rename_type(Type& type) {
    const auto old = type.name;
    type.name = fresh("Type");
    if (type.was.empty()) type.was = old;
    for (auto& each : types_)
      for (auto& field : each.fields)
        if (field.type == old) field.type = type.name;
    edits.push_back("rename type " + old + " to " + type.name);
  }

  void rename_field(Field& field, const std::string& type) {
    const auto old = field.name;
    field.name = fresh("n");
    if (field.was.empty()) field.was = old;
    if (is_relation(field) && field.list)
      for (auto& other : owner_of(field.type).fields)
        if (other.list && other.other == old && other.type == type) other.other = field.name;
    edits.push_back("rename field " + type + "." + old + " to " + field.name);
  }

  void drop_type() {
    const auto name = pick(types_).name;
    for (auto& type : types_) std::erase_if(type.fields, [&](const Field& field) { return field.type == name; });
    std::erase_if(types_, [&](const Type& type) { return type.name == name; });
    edits.push_back("drop type " + name);
  }

  void edit_once() {
    auto& type = pick(types_);
    if (type.fields.empty()) type.fields.push_back(scalar_field());
    auto& field = pick(type.fields);
    const auto path = type.name + "." + field.name;
    switch (between(0, 17)) {
      case 0: add_type(); return edits.push_back("add type");
      case 1:
        if (types_.size() > 2) drop_type();
        return;
      case 2: return rename_type(type);
      case 3:
      case 4: {
        type.fields.insert(type.fields.begin() + between(0, static_cast<int>(type.fields.size())), scalar_field());
        return edits.push_back("add field to " + type.name);
      }
      case 5: edits.push_back("drop field " + path); return drop_field(type, std::string(field.name));
      case 6: return rename_field(field, type.name);
      case 7: return change_type(field, path);
      case 8:
        if (is_relation(field) || field.unique || default_of(field).empty()) return;
        field.required = !field.required;
        return edits.push_back("toggle required of " + path);
      case 9:
        if (is_relation(field) || field.list) return;
        if (field.type == "JSON" || field.type == "Bytes") return;
        field.indexed = !field.indexed;
        return edits.push_back("toggle index of " + path);
      case 10:
        field.most = field.most > 0 ? 0 : between(90, 99) * 100;
        return edits.push_back("toggle limit of " + path);
      case 11: {
        auto& values = enums_[chance(50) ? "Colour" : "Size"];
        if (values.size() > 2 && chance(40)) {
          values.pop_back();
          return edits.push_back("remove enum value");
        }
        values.push_back(fresh("v"));
        return edits.push_back("add enum value");
      }
      case 12: add_relation(); return edits.push_back("add relation");
      case 13: type.searched = !type.searched; return edits.push_back("toggle search of " + type.name);
      case 14:
        type.pair_index = type.pair_index.empty() ? "false" : "";
        return edits.push_back("toggle pair index of " + type.name);
      case 15: type.checked = !type.checked; return edits.push_back("toggle check of " + type.name);
      case 16:
      case 17: return turn_relation();
      default: return;
    }
  }

  /// One becomes many, or many become one.
  void turn_relation() {
    for (auto& type : types_)
      for (auto& field : type.fields) {
        if (!is_relation(field) || field.type == type.name) continue;
        edits.push_back("turn relation " + type.name + "." + field.name);
        auto& other = owner_of(field.type).fields;
        field.list = !field.list;
        if (!field.list) {
          std::erase_if(other, [&](const Field& each) { return each.name == field.other; });
          field.other.clear();
          field.removal = "SET_NULL";
          return;
        }
        field.required = false;
        field.other = fresh("many");
        Field back;
        back.name = field.other;
        back.type = type.name;
        back.list = true;
        back.other = field.name;
        other.push_back(std::move(back));
        return;
      }
  }

  void change_type(Field& field, const std::string& path) {
    if (is_relation(field)) {
      if (field.list) return;
      field.removal = field.removal == "CASCADE" ? "SET_NULL" : "CASCADE";
      return edits.push_back("change onDelete of " + path);
    }
    static const std::map<std::string, std::vector<std::string>> targets{
        {"Int", {"BigInt", "Decimal", "String", "Float"}},
        {"BigInt", {"Decimal", "String"}},
        {"Boolean", {"Int", "String"}},
        {"Decimal", {"String"}},
        {"Date", {"DateTime", "String"}},
        {"DateTime", {"String"}},
        {"Time", {"String"}},
        {"UUID", {"String"}},
        {"Float", {"String"}},
        {"Colour", {"String"}},
        {"String", {"Int", "Decimal", "DateTime", "Email"}},
        {"Email", {"String"}},
    };
    const auto found = targets.find(field.type);
    if (found == targets.end() || field.list || field.unique) return;
    const auto before = field.type;
    field.type = found->second[static_cast<std::size_t>(between(0, static_cast<int>(found->second.size()) - 1))];
    edits.push_back("change " + path + " from " + before + " to " + field.type);
  }

  std::mt19937 engine_;
  int names_ = 0;
  std::map<std::string, std::vector<std::string>> enums_;
  std::vector<Type> types_;
};

}  // namespace tenon::migrate::testing
