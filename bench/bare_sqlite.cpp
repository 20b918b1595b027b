// The statements of the bench workload in a bare loop: the floor that the server is measured against.
//
//   bare_sqlite DATABASE IDS MODE SECONDS [CALLER]
//
// MODE: get | list | include | create-each | create-group. IDS: a file with one post id a line. Prints one JSON object
// with operations, seconds and CPU microseconds per operation.
#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(sqlite3* db, const char* what) {
  std::fprintf(stderr, "%s: %s\n", what, db ? sqlite3_errmsg(db) : "");
  std::exit(1);
}

class Statement {
 public:
  Statement(sqlite3* db, const char* text) : db_(db) {
    if (sqlite3_prepare_v3(db, text, -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr) != SQLITE_OK) fail(db, text);
  }
  ~Statement() { sqlite3_finalize(handle_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  void bind(int index, const std::string& text) {
    sqlite3_bind_text(handle_, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  void bind(int index, std::int64_t number) { sqlite3_bind_int64(handle_, index, number); }

  /// Steps to the end, touching every column; gives the rows and the bytes seen.
  std::size_t drain() {
    std::size_t bytes = 0;
    int code;
    while ((code = sqlite3_step(handle_)) == SQLITE_ROW) {
      for (int i = 0, count = sqlite3_column_count(handle_); i < count; ++i) {
        if (sqlite3_column_type(handle_, i) == SQLITE_TEXT) {
          sqlite3_column_text(handle_, i);
          bytes += static_cast<std::size_t>(sqlite3_column_bytes(handle_, i));
        } else {
          bytes += static_cast<std::size_t>(sqlite3_column_int64(handle_, i) != 0) + 1;
        }
      }
    }
    if (code != SQLITE_DONE) fail(db_, "step");
    sqlite3_reset(handle_);
    return bytes;
  }

 private:
  sqlite3* db_;
  sqlite3_stmt* handle_ = nullptr;
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](timeval t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void execute(sqlite3* db, const char* text) {
  if (sqlite3_exec(db, text, nullptr, nullptr, nullptr) != SQLITE_OK) fail(db, text);
}

constexpr const char* post_columns =
    "p.id, p.title, p.body, p.published, p.views, p.author_id, p.created_at, p.updated_at";

}  // namespace

int main(int count, char** words) {
  if (count < 5) {
    std::fprintf(stderr, "usage: bare_sqlite DATABASE IDS MODE SECONDS [CALLER]\n");
    return 2;
  }
  const std::string mode = words[3];
  const double seconds = std::strtod(words[4], nullptr);
  const std::string caller = count > 5 ? words[5] : "";
  std::vector<std::string> ids;
  std::ifstream file(words[2]);
  for (std::string line; std::getline(file, line);) ids.push_back(line);

  sqlite3* db = nullptr;
  if (sqlite3_open_v2(words[1], &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK)
    fail(db, "open");
  execute(db, "PRAGMA journal_mode=WAL");
  execute(db, "PRAGMA synchronous=FULL");
  execute(db, "PRAGMA foreign_keys=ON");
  execute(db, "PRAGMA busy_timeout=10000");

  const std::string visible = "(p.published = 1 OR p.author_id = ?2)";
  const std::string columns = post_columns;
  Statement get(db, ("SELECT " + columns + " FROM posts p WHERE p.id = ?1 AND " + visible).c_str());
  Statement list(
      db, ("SELECT " + columns + " FROM posts p WHERE " + visible + " ORDER BY p.created_at DESC, p.id DESC LIMIT ?1")
              .c_str());
  Statement author(db,
                   "SELECT u.id, u.email, u.name, u.role, u.created_at, u.updated_at FROM posts p JOIN users u ON u.id "
                   "= p.author_id WHERE p.id = ?1");
  Statement comments(db,
                     "SELECT c.id, c.post_id, c.author_id, c.body, c.created_at, c.updated_at FROM comments c WHERE "
                     "c.post_id = ?1 ORDER BY c.id LIMIT 10");
  Statement insert(db,
                   "INSERT INTO posts (id, title, body, published, views, author_id, created_at, updated_at) VALUES "
                   "(?1, ?2, ?3, 0, 0, ?4, ?5, ?5)");

  std::mt19937_64 random(std::random_device{}());
  const auto new_id = [&random] {
    char text[40];
    const auto high = random();
    const auto low = random();
    std::snprintf(text, sizeof text, "%08x-%04x-7%03x-8%03x-%012llx", static_cast<unsigned>(high >> 32),
                  static_cast<unsigned>(high >> 16) & 0xffffU, static_cast<unsigned>(high) & 0xfffU,
                  static_cast<unsigned>(low >> 48) & 0xfffU, static_cast<unsigned long long>(low & 0xffffffffffffULL));
    return std::string(text);
  };
  const std::string title = "A new post from the benchmark";
  const std::string body(200, 'x');
  const auto create = [&] {
    const auto id = new_id();
    insert.bind(1, id);
    insert.bind(2, title);
    insert.bind(3, body);
    insert.bind(4, caller);
    insert.bind(5, std::int64_t{1'760'000'000'000'000});
    insert.drain();
  };

  std::uint64_t operations = 0;
  std::size_t bytes = 0;
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::duration<double>(seconds);
  const double cpu_begin = cpu_seconds();
  while (Clock::now() < end) {
    if (mode == "create-group") {
      // 64 waiting writers, one fsync: what hand-made group commit gets.
      execute(db, "BEGIN IMMEDIATE");
      for (int i = 0; i < 64; ++i) create();
      execute(db, "COMMIT");
      operations += 64;
      continue;
    }
    if (mode == "create-each") {
      create();
      ++operations;
      continue;
    }
    for (int i = 0; i < 64; ++i, ++operations) {
      const auto& id = ids[random() % ids.size()];
      if (mode == "list") {
        list.bind(1, std::int64_t{20});
        list.bind(2, caller);
        bytes += list.drain();
        continue;
      }
      get.bind(1, id);
      get.bind(2, caller);
      bytes += get.drain();
      if (mode != "include") continue;
      author.bind(1, id);
      bytes += author.drain();
      comments.bind(1, id);
      bytes += comments.drain();
    }
  }
  const double elapsed = std::chrono::duration<double>(Clock::now() - begin).count();
  const double cpu = cpu_seconds() - cpu_begin;
  std::printf("{\"operations\": %llu, \"seconds\": %.3f, \"cpu_us\": %.3f, \"bytes\": %zu}\n",
              static_cast<unsigned long long>(operations), elapsed, cpu * 1e6 / static_cast<double>(operations), bytes);
  return 0;
}
