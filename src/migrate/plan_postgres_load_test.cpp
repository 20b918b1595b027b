#include "db/postgres/testing/test_server.hpp"
#include "db/session.hpp"
#include "migrate/apply.hpp"
#include "migrate/define.hpp"
#include "migrate/testing/two_schemas.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace tenon::migrate {
namespace {

constexpr const char* old_schema =
    "enum Kind { a b } type User @resource @public { name: String }\n"
    "type Post @resource @public { title: String! kind: Kind views: Int notes: String @index }\n";

/// Everything that an older version of the application can live with.
constexpr const char* new_schema =
    "enum Kind { a b c } type User @resource @public { name: String }\n"
    "type Tag @resource @public { posts: [Post!]! }\n"
    "type Post @resource @public @search(fields: [\"title\"]) @index(fields: [\"kind\", \"views\"]) {\n"
    "  title: String! @length(max: 500) kind: Kind views: Int! @default(value: 3) @range(min: 0) @index\n"
    "  notes: String summary: String live: Boolean! @default(value: true) author: User tags: [Tag!]!\n"
    "}\n";

/// What an application of the old schema does, over and over, until it is told to stop.
class OldApplication {
 public:
  explicit OldApplication(const std::string& url) : database_(db::open(url, {})), worker_([this] { run(); }) {}
  ~OldApplication() { stop(); }

  void stop() {
    stopped_ = true;
    if (worker_.joinable()) worker_.join();
  }

  std::atomic<int> writes = 0;
  std::vector<std::string> failures;  ///< looked at after stop()

 private:
  void run() {
    auto session = database_->session();
    if (!session) return failures.push_back(session.error().message);
    while (!stopped_) {
      for (const auto* text :
           {"INSERT INTO posts (id, title, kind, notes, created_at, updated_at) VALUES (gen_random_uuid(), 'new', 'a', "
            "'n', now(), now())",
            "UPDATE posts SET notes = 'seen' WHERE id = (SELECT id FROM posts ORDER BY id LIMIT 1)",
            "UPDATE posts SET title = title || '.' WHERE id = (SELECT id FROM posts ORDER BY created_at DESC LIMIT 1)",
            "SELECT id, title, kind, views, notes FROM posts ORDER BY id LIMIT 20",
            "DELETE FROM posts WHERE id = (SELECT id FROM posts ORDER BY created_at DESC LIMIT 1)"})
        if (const auto done = (*session)->execute(text); !done) failures.push_back(done.error().message);
      ++writes;
    }
  }

  std::unique_ptr<db::Database> database_;
  std::atomic<bool> stopped_ = false;
  std::thread worker_;
};

TEST(PlanPostgresLoadTest, AnOlderApplicationGoesOnThroughAdditionsAndBack) {
  const db::postgres::testing::NewDatabase place;
  const auto database = db::open(place.url(), {});
  auto session = database->session();
  ASSERT_TRUE(session) << session.error().message;
  const testing::TwoSchemas both(old_schema, new_schema);
  ASSERT_EQ(both.refused(), std::vector<std::string>());
  for (const auto& statement : create_statements(*both.from, sql::Dialect::postgres))
    ASSERT_TRUE((*session)->execute(statement)) << statement;
  ASSERT_TRUE((*session)->execute(
      "INSERT INTO posts (id, title, created_at, updated_at) SELECT gen_random_uuid(), 'old ' || n, now(), now() FROM "
      "generate_series(1, 5000) AS n"));

  OldApplication application(place.url());
  while (application.writes < 3) std::this_thread::yield();
  apply_script(**session, both.up(sql::Dialect::postgres), {});
  const int during = application.writes;
  while (application.writes < during + 3) std::this_thread::yield();
  apply_script(**session, both.down(sql::Dialect::postgres), {});
  application.stop();
  EXPECT_EQ(application.failures, std::vector<std::string>());
  EXPECT_GT(during, 3) << "it did not go on while tables were changed";
}

}  // namespace
}  // namespace tenon::migrate
