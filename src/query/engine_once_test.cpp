#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <barrier>
#include <thread>

namespace tenon::query {
namespace {

using testing::number;
using testing::text;

constexpr base::Micros day = 24LL * 60 * 60 * 1'000'000;

struct EngineOnceTest : ::testing::Test {
  testing::EngineHouse house;
  access::Principal ann = house.as("ann");
  access::Principal bob = house.as("bob");
  int written = 0;  ///< times that the work was begun

  EngineOnceTest() {
    for (const std::string id : {"ann", "bob"})
      house.put("User", {{"id", text(id)}, {"email", text(id + "@x.org")}, {"name", text(id)}});
  }

  /// What came of creating a post under a key: the answer, "replayed …", or the status and the detail's code.
  std::string once(std::string key, std::string title, const access::Principal& who, std::string fingerprint = {}) {
    const auto create = house.create_of("Post", {{"title", text(title)}}, {"title"});
    OnceWork work = [&](Writes& writes) -> base::Task<base::Result<std::string>> {
      ++written;
      std::string out;
      auto made = co_await writes.create(create, out);
      if (!made) co_return std::unexpected(made.error());
      co_return out;
    };
    Attempt attempt{std::move(key), fingerprint.empty() ? title : std::move(fingerprint)};
    const auto answer = base::run_blocking(house.engine->once(std::move(attempt), std::move(work), who));
    if (!answer) return say(answer.error());
    return (answer->replayed ? "replayed " : "") + answer->bytes;
  }
  std::string kept(std::string key, std::string fingerprint, const access::Principal& who) {
    const Attempt attempt{std::move(key), std::move(fingerprint)};
    const auto answer = base::run_blocking(house.engine->kept(attempt, who, base::Deadline::never()));
    if (!answer) return say(answer.error());
    return answer->value_or("nothing");
  }
  static std::string say(const base::Error& error) {
    auto said = std::to_string(base::error_info(error.code).http_status);
    for (const auto& detail : error.details) said += " " + detail.code;
    return said + error.cause;
  }
  std::size_t kept_rows() {
    sql::Select select;
    select.table = kept_answers_table;
    select.outputs.push_back({.expr = sql::column({}, "id"), .alias = {}});
    const auto statement = sql::render(select, house.dialect);
    std::size_t rows = 0;
    const db::OnRow on_row = [&rows](const db::RowView&) { return ++rows > 0; };
    const auto read =
        base::run_blocking(house.database->read(statement, {}, on_row, [&rows] { rows = 0; }, base::Deadline::never()));
    EXPECT_TRUE(read);
    return rows;
  }
  std::size_t posts() { return house.stored("Post.id").size(); }
};

TEST_F(EngineOnceTest, ASecondAttemptGetsTheFirstAnswerAndWritesNothing) {
  EXPECT_EQ(once("k", "One", ann), R"({"title":"One"})");
  EXPECT_EQ(once("k", "One", ann), R"(replayed {"title":"One"})");
  EXPECT_EQ(kept("k", "One", ann), R"({"title":"One"})");
  EXPECT_EQ(posts(), 1U);
  EXPECT_EQ(written, 1);
}

TEST_F(EngineOnceTest, AKeyOfAnotherRequestIsAConflict) {
  once("k", "One", ann);
  EXPECT_EQ(once("k", "Two", ann), "409 reused");
  EXPECT_EQ(kept("k", "Two", ann), "409 reused");
  EXPECT_EQ(posts(), 1U);
}

TEST_F(EngineOnceTest, AKeyIsItsCallersAlone) {
  once("k", "One", ann);
  EXPECT_EQ(kept("k", "One", bob), "nothing");
  EXPECT_EQ(once("k", "One", bob), R"({"title":"One"})");
  EXPECT_EQ(posts(), 2U);
}

TEST_F(EngineOnceTest, AnAnswerIsNotShownUnderOtherRights) {
  once("k", "One", ann);
  const auto promoted = house.as("ann", "moderator");
  EXPECT_EQ(kept("k", "One", promoted), "409 rights_changed");
  EXPECT_EQ(once("k", "One", promoted), "409 rights_changed");
  auto scoped = ann;
  scoped.scopes = {"posts:read"};
  EXPECT_EQ(kept("k", "One", scoped), "409 rights_changed");
  EXPECT_EQ(posts(), 1U);
}

TEST_F(EngineOnceTest, NobodyHasNoKeys) {
  EXPECT_EQ(once("k", "One", house.anonymous()), "400");
  EXPECT_EQ(kept("k", "One", house.anonymous()), "400");
  EXPECT_EQ(written, 0);
}

TEST_F(EngineOnceTest, WhatFailsIsNotKept) {
  house.put("Post", {{"id", text("a1")}, {"author", text("ann")}, {"title", text("a1")}, {"number", number(7)}});
  const auto create = house.create_of("Post", {{"title", text("New")}, {"number", number(7)}}, {"title"});
  OnceWork work = [&](Writes& writes) -> base::Task<base::Result<std::string>> {
    std::string out;
    auto made = co_await writes.create(create, out);
    // Forgetting about the failure does not help.
    co_return made ? out : std::string("never mind");
  };
  const auto answer = base::run_blocking(house.engine->once({"k", "f"}, std::move(work), ann));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, base::ErrorCode::conflict);
  EXPECT_EQ(kept("k", "f", ann), "nothing");
  EXPECT_EQ(once("k", "Now", ann, "f"), R"({"title":"Now"})");
}

TEST_F(EngineOnceTest, AnAnswerExpires) {
  once("k", "One", ann);
  auto later = ann;
  later.now = ann.now + day - 1;
  EXPECT_EQ(once("k", "One", later), R"(replayed {"title":"One"})");
  later.now = ann.now + day;
  EXPECT_EQ(kept("k", "One", later), "nothing");
  EXPECT_EQ(once("k", "One", later), R"({"title":"One"})");
  EXPECT_EQ(once("k", "One", later), R"(replayed {"title":"One"})");
  EXPECT_EQ(posts(), 2U);
}

TEST_F(EngineOnceTest, OldAnswersAreRemovedByThoseThatComeLater) {
  for (int i = 0; i < 3; ++i) once("k" + std::to_string(i), "One", ann);
  EXPECT_EQ(kept_rows(), 3U);
  auto later = ann;
  later.now = ann.now + 2 * day;
  once("new", "One", later);
  EXPECT_EQ(kept_rows(), 1U);
}

TEST_F(EngineOnceTest, TwentyAttemptsAtOnceWriteOneRow) {
  constexpr int attempts = 20;
  std::atomic<int> answered{0};
  std::atomic<int> refused{0};
  std::atomic<int> others{0};
  std::barrier start(attempts);
  const auto create = house.create_of("Post", {{"title", text("One")}}, {"title"});
  std::vector<std::thread> threads;
  for (int i = 0; i < attempts; ++i)
    threads.emplace_back([&] {
      OnceWork work = [&](Writes& writes) -> base::Task<base::Result<std::string>> {
        std::string out;
        auto made = co_await writes.create(create, out);
        if (!made) co_return std::unexpected(made.error());
        co_return out;
      };
      start.arrive_and_wait();
      const auto answer = base::run_blocking(house.engine->once({"k", "f"}, std::move(work), ann));
      if (answer && answer->bytes == R"({"title":"One"})")
        ++answered;
      else if (!answer && say(answer.error()) == "409 in_progress")
        ++refused;
      else
        ++others;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(posts(), 1U);
  EXPECT_GE(answered, 1);
  EXPECT_EQ(others, 0);
}

/// Two processes know nothing of each other but what is in the database.
TEST_F(EngineOnceTest, AttemptsOfTwoServersWriteOneRow) {
  EngineOptions options;
  options.cursor_key = base::Secret("a key for tests");
  Engine second(house.model, *house.database, std::move(options));
  const auto create = house.create_of("Post", {{"title", text("One")}}, {"title"});
  std::barrier start(2);
  std::array<std::string, 2> answers;
  const auto attempt = [&](Engine& engine, std::string& said) {
    OnceWork work = [&](Writes& writes) -> base::Task<base::Result<std::string>> {
      std::string out;
      auto made = co_await writes.create(create, out);
      if (!made) co_return std::unexpected(made.error());
      co_return out;
    };
    start.arrive_and_wait();
    const auto answer = base::run_blocking(engine.once({"k", "f"}, std::move(work), ann));
    said = answer ? answer->bytes : say(answer.error());
  };
  std::thread other([&] { attempt(second, answers[1]); });
  attempt(*house.engine, answers[0]);
  other.join();
  EXPECT_EQ(posts(), 1U);
  EXPECT_EQ(answers[0], R"({"title":"One"})");
  EXPECT_EQ(answers[1], R"({"title":"One"})");
}

}  // namespace
}  // namespace tenon::query
