#include "auth/common_passwords.hpp"
#include "auth/password_hasher.hpp"
#include "auth/password_rules.hpp"
#include "base/task_blocking.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <latch>

namespace tenon::auth {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::vector<std::string> codes(std::string_view password, std::string_view login = "ada@example.com") {
  std::vector<std::string> codes;
  for (const auto& fault : password_faults(password, login, {})) {
    EXPECT_EQ(fault.field, "password");
    codes.push_back(fault.code);
  }
  return codes;
}

TEST(PasswordRules, TakeALongUnusualPassword) {
  EXPECT_THAT(codes("correct horse battery staple"), IsEmpty());
  EXPECT_THAT(codes("Größe-8!"), IsEmpty());
  EXPECT_THAT(codes("пароль-мой"), IsEmpty());
}

TEST(PasswordRules, CountCodePointsNotBytes) {
  EXPECT_THAT(codes("éàüöäèß"), ElementsAre("length"));
  EXPECT_THAT(codes("éàüöäèßx"), IsEmpty());
  std::string longest;
  for (int i = 0; i < 128; ++i) longest += "éx";
  EXPECT_THAT(codes(longest), IsEmpty());
  EXPECT_THAT(codes(longest + "é"), ElementsAre("length"));
}

TEST(PasswordRules, RefuseWhatIsGuessedFirst) {
  for (const char* password : {"password", "PASSWORD", "Password123", "qwertyuiop", "aaaaaaaa", "12345678", "87654321",
                               "abcdefghijk", "iloveyou", "letmein123"})
    EXPECT_THAT(codes(password), ElementsAre("common")) << password;
  EXPECT_GE(common_password_count(), 500U);
}

TEST(PasswordRules, RefuseTheLogin) {
  EXPECT_THAT(codes("Ada.Lovelace@example.com", "ada.lovelace@example.com"), ElementsAre("password"));
  EXPECT_THAT(codes("Ada.Lovelace", "ada.lovelace@example.com"), ElementsAre("password"));
  EXPECT_THAT(codes("ada", "ada@example.com"), ElementsAre("length", "password"));
}

TEST(PasswordRules, RefuseWhatIsNoText) {
  EXPECT_THAT(codes("\xFF\xFE abcdefgh"), ElementsAre("format"));
  EXPECT_THAT(codes(std::string_view("abcd\0efgh", 9)), ElementsAre("format"));
  EXPECT_THAT(codes("abcd\nefgh"), ElementsAre("format"));
}

TEST(PasswordRules, ReportAllFaultsOfAnEmptyOne) {
  EXPECT_THAT(codes(""), ElementsAre("length"));
}

constexpr ArgonParameters cheap{.memory_bytes = 8 * 1024, .passes = 1};

TEST(PasswordHasher, FindsTheRightPasswordAndNoOther) {
  PasswordHasher hasher(cheap, {.threads = 1, .max_waiting = 4});
  auto stored = base::run_blocking(hasher.hash(base::Secret("correct horse")));
  ASSERT_TRUE(stored);
  EXPECT_THAT(*stored, StartsWith("$argon2id$v=19$m=8,t=1,p=1$"));
  EXPECT_TRUE(base::run_blocking(hasher.verify(base::Secret("correct horse"), *stored))->matches);
  EXPECT_FALSE(base::run_blocking(hasher.verify(base::Secret("correct horsf"), *stored))->matches);
  EXPECT_FALSE(base::run_blocking(hasher.verify(base::Secret(""), *stored))->matches);
}

TEST(PasswordHasher, SaltsEachHash) {
  PasswordHasher hasher(cheap, {.threads = 1, .max_waiting = 4});
  EXPECT_NE(*base::run_blocking(hasher.hash(base::Secret("same"))),
            *base::run_blocking(hasher.hash(base::Secret("same"))));
}

TEST(PasswordHasher, WorksAsMuchForAnUnknownAccount) {
  PasswordHasher hasher(cheap, {.threads = 1, .max_waiting = 4});
  EXPECT_FALSE(base::run_blocking(hasher.verify(base::Secret("anything"), std::nullopt))->matches);
  EXPECT_EQ(hasher.runs(), 1U);
}

TEST(PasswordHasher, AsksForANewHashOnlyWhenTheCostChanged) {
  PasswordHasher old(cheap, {.threads = 1, .max_waiting = 4});
  PasswordHasher now({.memory_bytes = 16 * 1024, .passes = 1}, {.threads = 1, .max_waiting = 4});
  const std::string stored = *base::run_blocking(old.hash(base::Secret("pw")));
  EXPECT_FALSE(base::run_blocking(old.verify(base::Secret("pw"), stored))->needs_rehash);
  EXPECT_TRUE(base::run_blocking(now.verify(base::Secret("pw"), stored))->needs_rehash);
  EXPECT_FALSE(base::run_blocking(now.verify(base::Secret("wrong"), stored))->needs_rehash);
}

TEST(PasswordHasher, RefusesTextThatIsNoHash) {
  PasswordHasher hasher(cheap, {.threads = 1, .max_waiting = 4});
  for (const char* stored : {"", "pw", "$argon2id$", "$2b$10$abcdefghijklmnopqrstuv"})
    EXPECT_FALSE(base::run_blocking(hasher.verify(base::Secret("pw"), stored))->matches) << stored;
}

TEST(PasswordHasher, RefusesABadCost) {
  EXPECT_THROW(PasswordHasher({.memory_bytes = 1, .passes = 1}, {}), std::runtime_error);
  EXPECT_THROW(PasswordHasher({.memory_bytes = 8192, .passes = 0}, {}), std::runtime_error);
}

TEST(PasswordHasher, AnswersUnavailableWhenTooManyWait) {
  PasswordHasher hasher({.memory_bytes = 8 << 20, .passes = 4}, {.threads = 1, .max_waiting = 1});
  std::vector<base::Task<base::Result<std::string>>> tasks;
  base::BlockingLoop loop;
  // Many: some are taken in where this thread has to wait for a core between two.
  constexpr unsigned asked = 40;
  for (unsigned i = 0; i < asked; ++i) {
    tasks.push_back(hasher.hash(base::Secret("pw")));
    tasks.back().start();
  }
  while (!std::ranges::all_of(tasks, [](auto& task) { return task.done(); })) loop.run_one();
  unsigned refused = 0;
  for (auto& task : tasks) {
    const auto result = task.take();
    if (result) continue;
    ++refused;
    EXPECT_EQ(result.error().code, base::ErrorCode::unavailable);
    EXPECT_GT(result.error().retry_after_seconds, 0);
  }
  EXPECT_GE(refused, 5U);
  EXPECT_EQ(hasher.runs(), asked - refused);
}

}  // namespace
}  // namespace tenon::auth
