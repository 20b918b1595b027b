#include "query/rate_limits.hpp"

#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tenon::query {
namespace {

using testing::EngineHouse;
using testing::text;

constexpr std::string_view limited = R"graphql(
enum Role @roles { user }
type User @resource @account(login: "email", role: "role") @allow(ops: [READ], when: "auth.id != null") {
  email: Email! @unique
  role: Role! @default(value: user)
}
type Note @resource @public(ops: [CREATE, READ, UPDATE, DELETE])
  @rateLimit(limit: 3, window: "1m", ops: [CREATE])
  @rateLimit(limit: 5, window: "1m", ops: [READ], per: ADDRESS)
  @rateLimit(limit: 2, window: "10s", ops: [UPDATE, DELETE]) {
  text: String!
  label: Label
}
type Label @resource @public(ops: [READ]) { name: String! notes: [Note!]! }
)graphql";

struct RateLimitTest : ::testing::Test {
  EngineHouse house{limited};
  base::Micros now = 0;
  std::unique_ptr<Engine> engine = [this] {
    EngineOptions options;
    options.cursor_key = base::Secret("a key for tests");
    options.clock = [this] { return now; };
    return std::make_unique<Engine>(house.model, *house.database, std::move(options));
  }();
  access::Principal ann = from(house.as("ann"), "192.0.2.1");
  access::Principal bob = from(house.as("bob"), "192.0.2.1");

  static access::Principal from(access::Principal principal, std::string ip) {
    principal.remote_ip = std::move(ip);
    return principal;
  }
  template <typename T>
  static std::string said(const base::Result<T>& result) {
    if (result) return "ok";
    const auto& error = result.error();
    auto text = std::to_string(base::error_info(error.code).http_status);
    if (error.limit) text += ' ' + error.limit->name + " in " + std::to_string(error.retry_after_seconds);
    return text;
  }
  std::string create(const access::Principal& caller, std::size_t rows = 1) {
    auto operation = house.create_of("Note", {{"text", text("x")}});
    operation.rows.resize(rows, operation.rows.front());
    operation.many = rows > 1;
    std::string out;
    return said(base::run_blocking(engine->create(operation, caller, out)));
  }
  std::string list(const access::Principal& caller, std::string_view type = "Note", bool with_notes = false) {
    auto operation = house.list_of(type, {"id"});
    if (with_notes) {
      auto include = house.include("Label.notes", house.select("Note", {"id"}));
      include.limit = operation.add(std::int64_t{10});
      operation.selection.includes.push_back(std::move(include));
    }
    std::string out;
    return said(base::run_blocking(engine->list(operation, caller, out, base::Deadline::never())));
  }
};

TEST_F(RateLimitTest, EachCallerHasItsOwnTokens) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(create(ann), "ok");
  EXPECT_EQ(create(ann), "429 Note.create in 20");
  EXPECT_EQ(create(bob), "ok");
  now += 20'000'000;
  EXPECT_EQ(create(ann), "ok");
  EXPECT_EQ(create(ann), "429 Note.create in 20");
}

TEST_F(RateLimitTest, RowsOfAnArrayCountOneByOneAndAreAllOrNone) {
  EXPECT_EQ(create(ann, 2), "ok");
  EXPECT_EQ(create(ann, 2), "429 Note.create in 20");
  EXPECT_EQ(create(ann), "ok");
  EXPECT_EQ(create(bob, 4).substr(0, 15), "429 Note.create");
  EXPECT_EQ(house.stored("Note.text").size(), 3U);
}

TEST_F(RateLimitTest, AnAddressIsCountedWhoeverSendsFromIt) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(list(i % 2 ? ann : bob), "ok");
  EXPECT_EQ(list(ann), "429 Note.read in 12");
  EXPECT_EQ(list(from(house.anonymous(), "192.0.2.1")), "429 Note.read in 12");
  EXPECT_EQ(list(from(ann, "192.0.2.2")), "ok");
}

TEST_F(RateLimitTest, StrangersAreTheirAddress) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(create(from(house.anonymous(), "2001:db8::" + std::to_string(i))), "ok");
  EXPECT_EQ(create(from(house.anonymous(), "2001:db8::9")), "429 Note.create in 20");
  EXPECT_EQ(create(from(house.anonymous(), "2001:db8:0:1::9")), "ok");
  EXPECT_EQ(create(ann), "ok");
}

TEST_F(RateLimitTest, WhatIsIncludedIsReadToo) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(list(ann, "Label", true), "ok");
  EXPECT_EQ(list(ann, "Label", true), "429 Note.read in 12");
  EXPECT_EQ(list(ann), "429 Note.read in 12");
  EXPECT_EQ(list(ann, "Label"), "ok");
}

TEST_F(RateLimitTest, OperationsOfOneLimitShareIt) {
  const auto id = text("00000000-0000-7000-8000-000000000001");
  house.put("Note", {{"id", id}, {"text", text("x")}});
  std::string out;
  const auto update = [&] {
    auto operation = house.update_of("Note", id, {{"text", text("y")}});
    return said(base::run_blocking(engine->update(operation, ann, out)));
  };
  const auto remove = [&] { return said(base::run_blocking(engine->remove(house.remove_of("Note", id), ann))); };
  EXPECT_EQ(update(), "ok");
  EXPECT_EQ(update(), "ok");
  EXPECT_EQ(remove(), "429 Note.update+delete in 5");
  now += 5'000'000;
  EXPECT_EQ(remove(), "ok");
}

TEST_F(RateLimitTest, WritesOfATransactionCountAndAreUndoneTogether) {
  const auto operation = house.create_of("Note", {{"text", text("x")}});
  std::string out;
  Together work = [&](Writes& writes) -> base::Task<base::Result<void>> {
    for (int i = 0; i < 4; ++i) {
      auto task = writes.create(operation, out);
      const auto answer = co_await std::move(task);
      if (!answer) co_return std::unexpected(answer.error());
    }
    co_return base::Result<void>{};
  };
  EXPECT_EQ(said(base::run_blocking(engine->together(std::move(work), ann))), "429 Note.create in 20");
  EXPECT_TRUE(house.stored("Note.text").empty());
}

TEST_F(RateLimitTest, TheOperatorIsNotLimited) {
  auto operator_ = house.anonymous();
  operator_.credential = access::Credential::operator_console;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(list(operator_), "ok");
}

}  // namespace
}  // namespace tenon::query
