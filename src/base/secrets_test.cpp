#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/secret.hpp"
#include "base/uuid.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

namespace tenon::base {
namespace {

static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_constructible_v<decltype(LogField::value), Secret>);

TEST(Secret, CopiesAndMovesLikeText) {
  Secret first(std::string("short"));
  Secret copy = first;
  Secret moved = std::move(first);
  EXPECT_EQ(copy.reveal(), "short");
  EXPECT_EQ(moved.reveal(), "short");
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that nothing stays behind is the point
  copy = Secret(std::string(100, 'x'));
  EXPECT_EQ(copy.reveal(), std::string(100, 'x'));
  copy = moved;
  copy = *&copy;
  EXPECT_EQ(copy.reveal(), "short");
}

TEST(Secret, LeavesNothingBehindWhenMoved) {
  Secret first(std::string("hunter2"));
  const char* place = first.reveal().data();
  const Secret moved = std::move(first);
  EXPECT_NE(std::string_view(place, 7), "hunter2");
}

TEST(ConstantTimeEqual, ComparesAllOfIt) {
  EXPECT_TRUE(constant_time_equal("", ""));
  EXPECT_TRUE(constant_time_equal("abc", "abc"));
  EXPECT_FALSE(constant_time_equal("abc", "abd"));
  EXPECT_FALSE(constant_time_equal("abc", "ab"));
}

TEST(Random, GivesTheLengthAskedForAndNeverTheSame) {
  EXPECT_EQ(random_bytes(0), "");
  EXPECT_EQ(random_bytes(1000).size(), 1000U);
  EXPECT_NE(random_bytes(16), random_bytes(16));
}

// FIPS 180-2, RFC 4231 (cases 1, 2, 6) and RFC 5869 (case 3).
TEST(Digest, AgreesWithPublishedVectors) {
  EXPECT_EQ(hex_encode(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_encode(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex_encode(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex_encode(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex_encode(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(hex_encode(derive_key(std::string(22, '\x0b'), "", 42)),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Digest, DerivesAnotherKeyForAnotherPurpose) {
  EXPECT_NE(derive_key("secret", "tokens"), derive_key("secret", "cursors"));
  EXPECT_EQ(derive_key("secret", "tokens").size(), 32U);
}

TEST(FastHash, TellsTextsApartThatDifferAnywhere) {
  std::set<std::uint64_t> seen;
  for (std::size_t length = 0; length < 100; ++length) {
    std::string text(length, '\0');
    EXPECT_TRUE(seen.insert(fast_hash(text)).second) << length;
    for (std::size_t i = 0; i < length; ++i) {
      text[i] = 'x';
      EXPECT_TRUE(seen.insert(fast_hash(text)).second) << length << ' ' << i;
      text[i] = '\0';
    }
  }
}

TEST(Uuid, IsAVersionSevenInCanonicalForm) {
  const std::string id = new_uuid();
  EXPECT_EQ(parse_uuid(id), id);
  EXPECT_EQ(id[14], '7');
  EXPECT_TRUE(std::string_view("89ab").contains(id[19])) << id;
}

TEST(Uuid, CarriesTheTime) {
  const auto now =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  const std::string id = new_uuid();
  const auto stamp = std::stoll(id.substr(0, 8) + id.substr(9, 4), nullptr, 16);
  EXPECT_LT(std::abs(stamp - now), 10'000);
}

TEST(Uuid, AscendsWithinAThreadAndAcrossThreads) {
  constexpr int threads = 4;
  constexpr int per_thread = 20'000;
  std::vector<std::vector<std::string>> ids(threads);
  std::vector<std::thread> makers;
  for (int t = 0; t < threads; ++t)
    makers.emplace_back([&, t] {
      for (int i = 0; i < per_thread; ++i) ids[static_cast<std::size_t>(t)].push_back(new_uuid());
    });
  for (auto& maker : makers) maker.join();
  std::set<std::string> all;
  for (const auto& of_one : ids) {
    EXPECT_TRUE(std::ranges::is_sorted(of_one));
    all.insert(of_one.begin(), of_one.end());
  }
  EXPECT_EQ(all.size(), std::size_t{threads} * per_thread);

  // One after another, each on a thread of its own: what is made later is greater.
  std::string previous = *all.rbegin();
  for (int t = 0; t < 20; ++t) {
    std::string next;
    std::thread([&] { next = new_uuid(); }).join();
    EXPECT_LT(previous, next);
    previous = next;
  }
}

TEST(Uuid, ReadsEitherCaseAndNothingElse) {
  EXPECT_EQ(parse_uuid("0190F3B4-5C2D-7AAA-8BBB-0123456789AB"), "0190f3b4-5c2d-7aaa-8bbb-0123456789ab");
  for (const char* text : {"", "0190f3b45c2d7aaa8bbb0123456789ab", "{0190f3b4-5c2d-7aaa-8bbb-0123456789ab}",
                           "0190f3b4-5c2d-7aaa-8bbb-0123456789a", "0190f3b4-5c2d-7aaa-8bbb-0123456789abc",
                           "0190f3b4-5c2d-7aaa-8bbb-0123456789ag", "0190f3b4x5c2d-7aaa-8bbb-0123456789ab"})
    EXPECT_EQ(parse_uuid(text), std::nullopt) << text;
}

}  // namespace
}  // namespace tenon::base
