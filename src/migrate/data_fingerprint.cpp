#include "migrate/data_fingerprint.hpp"

#include "base/digest.hpp"

#include <algorithm>
#include <cstring>

namespace tenon::migrate {
namespace {

/// A value as bytes that no other value has: its kind, its length, itself. Booleans are stored as numbers by some.
void append(std::string& out, const base::Value& value) {
  struct Appender {
    std::string& out;
    void bytes(char kind, std::string_view data) const {
      out += kind;
      const auto size = static_cast<std::uint64_t>(data.size());
      out.append(reinterpret_cast<const char*>(&size), sizeof size);
      out += data;
    }
    void number(char kind, const void* data) const { bytes(kind, {static_cast<const char*>(data), 8}); }
    void operator()(base::Null) const { out += 'n'; }
    void operator()(bool flag) const { (*this)(std::int64_t{flag}); }
    void operator()(std::int64_t integer) const { number('i', &integer); }
    void operator()(double real) const {
      const double plain = real == 0 ? 0.0 : real;
      number('f', &plain);
    }
    void operator()(const std::string& text) const { bytes('t', text); }
    void operator()(const base::Bytes& blob) const { bytes('b', blob.data); }
  };
  std::visit(Appender{out}, value);
}

std::vector<std::size_t> key_places(const StoredTable& table) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (std::ranges::find(table.key, table.columns[i].name) != table.key.end()) places.push_back(i);
  return places;
}

std::string count(std::uint64_t rows) {
  return std::to_string(rows) + (rows == 1 ? " row" : " rows");
}

}  // namespace

DataFingerprint data_fingerprint(db::Session& session, sql::Dialect dialect, const std::vector<StoredTable>& tables) {
  DataFingerprint fingerprint;
  for (const auto& table : tables) {
    auto& made = fingerprint[table.name];
    std::vector<ColumnFingerprint*> columns;
    for (const auto& column : table.columns) columns.push_back(&made.columns[column.name]);
    const auto places = key_places(table);
    std::string bytes;
    read_rows(session, dialect, table, [&](const std::vector<base::Value>& values) {
      ++made.rows;
      bytes.clear();
      for (const auto place : places) append(bytes, values[place]);
      const auto key_size = bytes.size();
      for (std::size_t i = 0; i < values.size(); ++i) {
        bytes.resize(key_size);
        append(bytes, values[i]);
        columns[i]->hash += base::fast_hash(bytes);
        columns[i]->nulls += base::is_null(values[i]) ? 1 : 0;
      }
    });
  }
  return fingerprint;
}

std::vector<std::string> data_differences(const DataFingerprint& before, const DataFingerprint& after) {
  std::vector<std::string> lines;
  for (const auto& [name, had] : before) {
    const auto has = after.find(name);
    if (has == after.end()) continue;
    if (had.rows != has->second.rows) {
      lines.push_back(name + " has " + count(has->second.rows) + ", had " + count(had.rows));
      continue;
    }
    for (const auto& [column, fingerprint] : had.columns) {
      const auto found = has->second.columns.find(column);
      if (found != has->second.columns.end() && found->second != fingerprint)
        lines.push_back(name + "." + column + " holds other values");
    }
  }
  return lines;
}

}  // namespace tenon::migrate
