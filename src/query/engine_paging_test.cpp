#include "query/lower_selection.hpp"
#include "query/testing/dice.hpp"
#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <compare>
#include <set>

/// Paging by cursor gives the ordered list once, whatever the sort, and whatever comes and goes in between.
namespace tenon::query {
namespace {

using testing::number;
using testing::text;

constexpr std::string_view schema_text = R"graphql(
enum Role @roles { user }
type User @resource @account(login: "email", role: "role") @public(ops: [READ]) {
  email: Email! @unique
  role: Role! @default(value: user)
}
type Thing @resource @allow(ops: [READ], when: "auth.id != null") {
  whole: Int
  word: String
  flag: Boolean!
  real: Float
  price: Decimal
  due: DateTime
  name: String!
  masked: Int @allow(ops: [READ], when: "flag")
  hidden: Int! @allow(ops: [READ], when: "flag")
}
)graphql";

/// A row and how it is ordered by each field: null where it is null or masked.
struct Thing {
  std::string id;
  testing::Values values;
};

base::Value seen(const Thing& thing, std::string_view field) {
  const auto get = [&](std::string_view name) {
    const auto found = std::ranges::find(thing.values, name, &testing::Values::value_type::first);
    return found == thing.values.end() ? number(0) : found->second;  // times are 0 in all rows
  };
  if (field == "id") return text(thing.id);
  const bool guarded = field == "masked" || field == "hidden";
  if (guarded && get("flag") == base::Value{false}) return base::Null{};
  auto value = get(field);
  if (field == "price" && !base::is_null(value)) return std::stod(std::get<std::string>(value));
  return value;
}

/// Nulls are last; the caller turns it round for a descending key.
std::partial_ordering order(const base::Value& left, const base::Value& right) {
  if (base::is_null(left) || base::is_null(right)) return base::is_null(left) <=> base::is_null(right);
  return left <=> right;
}

struct EnginePagingTest : ::testing::Test {
  testing::EngineHouse house{schema_text};
  testing::Dice dice{20260115};
  access::Principal caller = house.as("somebody");
  std::vector<Thing> things;
  int made = 0;

  base::Value maybe(base::Value value) { return dice.chance(25) ? base::Value{} : std::move(value); }

  Thing add_thing() {
    static constexpr const char* words[] = {"", "a", "B", "b", "ü", "\"'\\", "a\1b"};
    static constexpr const char* prices[] = {"-3", "0", "0.5", "9", "10", "100000000000000000000.5"};
    static constexpr double reals[] = {-1.5, 0.0, 0.1, 3.0, 1e300};
    Thing thing;
    thing.id = std::to_string(dice.below(1000)) + "-" + std::to_string(made++);
    thing.values = {
        {"id", text(thing.id)},
        {"whole", maybe(number(static_cast<std::int64_t>(dice.below(3)) - 1))},
        {"word", maybe(text(words[dice.below(std::size(words))]))},
        {"flag", dice.chance(50)},
        {"real", maybe(reals[dice.below(std::size(reals))])},
        {"price", maybe(text(prices[dice.below(std::size(prices))]))},
        {"due", maybe(number(static_cast<std::int64_t>(dice.below(3)) * 1'000'000))},
        {"name", text(words[dice.below(std::size(words))])},
        {"masked", maybe(number(static_cast<std::int64_t>(dice.below(3))))},
        {"hidden", number(static_cast<std::int64_t>(dice.below(3)))},
    };
    house.put("Thing", thing.values);
    things.push_back(thing);
    return thing;
  }

  std::vector<std::string> expected(const std::vector<SortKey>& sort) const {
    auto sorted = things;
    const auto keys = with_id(house.type("Thing"), sort);
    std::ranges::sort(sorted, [&](const Thing& left, const Thing& right) {
      for (const auto& key : keys) {
        const auto ordered = order(seen(left, key.field->name), seen(right, key.field->name));
        if (ordered != 0) return key.descending ? ordered > 0 : ordered < 0;
      }
      return false;
    });
    std::vector<std::string> ids;
    for (const auto& thing : sorted) ids.push_back(thing.id);
    return ids;
  }

  /// The ids in [{"id":"1"},{"id":"2"}].
  static std::vector<std::string> ids_in(const std::string& json) {
    std::vector<std::string> ids;
    constexpr std::string_view before = R"({"id":")";
    for (auto at = json.find(before); at != std::string::npos; at = json.find(before, at + 1))
      ids.push_back(json.substr(at + before.size(), json.find('"', at + before.size()) - at - before.size()));
    return ids;
  }

  template <typename Between>
  std::vector<std::string> by_pages(const std::vector<SortKey>& sort, std::int64_t size, Between between) {
    std::vector<std::string> all;
    auto list = house.list_of("Thing", {"id"}, size);
    list.sort = sort;
    while (true) {
      const auto json = house.list(list, caller);
      const auto ids = ids_in(json);
      EXPECT_LE(static_cast<std::int64_t>(ids.size()), size) << json;
      all.insert(all.end(), ids.begin(), ids.end());
      if (!house.read.next_cursor || ::testing::Test::HasFailure()) return all;
      EXPECT_EQ(static_cast<std::int64_t>(ids.size()), size) << "a page that is not the last is full";
      auto after = house.engine->read_cursor(*house.read.next_cursor, house.type("Thing"), sort);
      if (!after) return all;
      list.cursor.after.clear();
      for (auto& value : *after) list.cursor.after.push_back(list.add(std::move(value)));
      between();
    }
  }
  std::vector<std::string> by_pages(const std::vector<SortKey>& sort, std::int64_t size) {
    return by_pages(sort, size, [] {});
  }

  std::vector<SortKey> every_key() const {
    std::vector<SortKey> keys;
    for (const auto& field : house.type("Thing").fields)
      for (const bool descending : {false, true}) keys.push_back({field.get(), descending});
    return keys;
  }
  std::vector<SortKey> random_sort() {
    std::vector<SortKey> sort;
    const auto keys = every_key();
    for (auto count = dice.below(4); count > 0; --count) sort.push_back(keys[dice.below(keys.size())]);
    return sort;
  }
  static std::string name(const std::vector<SortKey>& sort, std::int64_t size) {
    std::string text = "pages of " + std::to_string(size) + " by";
    for (const auto& key : sort) text += (key.descending ? " -" : " ") + key.field->name;
    return text;
  }
};

TEST_F(EnginePagingTest, EveryKeyInPagesOfEverySizeGivesTheOrderedListOnce) {
  for (int i = 0; i < 25; ++i) add_thing();
  for (const auto& key : every_key()) {
    const auto all = expected({key});
    for (std::int64_t size = 1; size <= 7; ++size) EXPECT_EQ(by_pages({key}, size), all) << name({key}, size);
    if (HasFailure()) return;
  }
}

TEST_F(EnginePagingTest, EveryPairOfKeysGivesTheOrderedListOnce) {
  for (int i = 0; i < 20; ++i) add_thing();
  for (const auto& first : every_key())
    for (const auto& second : every_key()) {
      if (first.field == second.field) continue;
      const std::vector<SortKey> sort{first, second};
      const auto size = static_cast<std::int64_t>(1 + dice.below(7));
      EXPECT_EQ(by_pages(sort, size), expected(sort)) << name(sort, size);
      if (HasFailure()) return;
    }
}

TEST_F(EnginePagingTest, APageThatEndsWithTheListIsTheLast) {
  for (int i = 0; i < 6; ++i) add_thing();
  for (std::int64_t size = 1; size <= 7; ++size) {
    int pages = 1;
    EXPECT_EQ(by_pages({}, size, [&] { ++pages; }), expected({}));
    EXPECT_EQ(pages, (6 + size - 1) / size) << size;
  }
  things.clear();
  EXPECT_EQ(house.list(house.list_of("User", {"id"}), caller), "[]");
  EXPECT_FALSE(house.read.next_cursor);
}

TEST_F(EnginePagingTest, RowsThatStayAreSeenOnceWhileOthersComeAndGo) {
  for (int round = 0; round < 60 && !HasFailure(); ++round) {
    while (things.size() < 15) add_thing();
    std::set<std::string> stay;
    for (const auto& thing : things)
      if (dice.chance(60)) stay.insert(thing.id);
    const auto change = [&] {
      if (dice.chance(50) && made < 5'000) add_thing();
      if (!dice.chance(60)) return;
      const auto gone = std::ranges::find_if(things, [&](const Thing& thing) { return !stay.contains(thing.id); });
      if (gone == things.end()) return;
      house.take("Thing", text(gone->id));
      things.erase(gone);
    };
    const auto sort = random_sort();
    const auto size = static_cast<std::int64_t>(1 + dice.below(7));
    const auto all = by_pages(sort, size, change);
    const std::set<std::string> once(all.begin(), all.end());
    EXPECT_EQ(once.size(), all.size()) << "a row came twice: " << name(sort, size);
    for (const auto& id : stay) EXPECT_TRUE(once.contains(id)) << id << " is missing: " << name(sort, size);
    while (things.size() > 25) {
      house.take("Thing", text(things.back().id));
      things.pop_back();
    }
  }
}

}  // namespace
}  // namespace tenon::query
