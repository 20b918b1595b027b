#include "migrate/transfer/move.hpp"

#include "migrate/data_fingerprint.hpp"
#include "migrate/instance_lock.hpp"
#include "migrate/sample_rows.hpp"
#include "migrate/state.hpp"
#include "schema/test_schema.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tenon::migrate {
namespace {

constexpr std::string_view shop = R"graphql(
type Item @resource @search(fields: ["name"]) @public(ops: [READ]) {
  name: String!
  price: Decimal
  weight: Float
  sold: Boolean! @default(value: false)
  photo: Bytes
  notes: [String!]
  twin: Item
  shelf: Shelf!
  labels: [Label!]!
}
type Shelf @resource @public(ops: [READ]) { best: Item name: String! @unique }
type Label @resource @public(ops: [READ]) { id: BigInt! items: [Item!]! }
)graphql";

schema::ModelPtr model() {
  static const auto made = schema::must_load(shop, schema::Lints::skip);
  return made;
}

/// Does what a statement says unless `spoil` takes it over: the failures that the comparison is there for.
class SpoiledSession final : public db::Session {
 public:
  using Spoil = std::function<bool(const sql::Statement& statement, std::vector<base::Value>& parameters)>;
  SpoiledSession(db::Session& session, Spoil spoil) : session_(session), spoil_(std::move(spoil)) {}

  db::Outcome<void> execute(const std::string& text) override { return session_.execute(text); }
  db::Outcome<std::int64_t> run(const sql::Statement& statement, std::span<const base::Value> parameters,
                                const db::OnRow& on_row) override {
    std::vector<base::Value> values(parameters.begin(), parameters.end());
    if (spoil_(statement, values)) return 1;
    return session_.run(statement, values, on_row);
  }

 private:
  db::Session& session_;
  Spoil spoil_;
};

class MoveTest : public ::testing::Test {
 protected:
  MoveTest() : from(db::open("sqlite::memory:", {})), to(db::open("sqlite::memory:", {})) {
    create(*from, *model(), {});
    const auto session = open_session(*from);
    store_sample_rows(*session, from->dialect(), make_sample_rows(*model(), {}));
  }
  ~MoveTest() override {
    from->close();
    to->close();
  }

  /// What the move of a target that is spoiled says; then the target is empty.
  std::string spoiled(SpoiledSession::Spoil spoil) {
    const auto source = open_session(*from);
    std::string message;
    {
      const auto target = open_session(*to);
      SpoiledSession between(*target, std::move(spoil));
      try {
        move_database(Side{*source, from->dialect()}, Side{between, to->dialect()}, *model(), {});
      } catch (const std::runtime_error& fault) {
        message = fault.what();
      }
    }
    EXPECT_EQ(status(*to, *model(), {}).state, State::empty);
    return message;
  }

  std::unique_ptr<db::Database> from;
  std::unique_ptr<db::Database> to;
};

bool is_insert(const sql::Statement& statement, std::string_view table) {
  return statement.text.starts_with("INSERT INTO \"" + std::string(table) + "\"");
}

TEST_F(MoveTest, CarriesEveryRow) {
  const auto moved = move_database(*from, *to, *model(), {});
  EXPECT_EQ(status(*to, *model(), {}).state, State::current);
  const auto source = open_session(*from);
  const auto target = open_session(*to);
  const auto tables = stored_tables(*model());
  const auto before = data_fingerprint(*source, from->dialect(), tables);
  EXPECT_EQ(before, data_fingerprint(*target, to->dialect(), tables));
  ASSERT_EQ(moved.size(), 4U);
  for (const auto& table : moved) {
    EXPECT_GT(table.rows, 0U) << table.name;
    EXPECT_EQ(table.rows, before.at(table.name).rows);
  }
}

TEST_F(MoveTest, RefusesATargetWithTables) {
  create(*to, *model(), {});
  EXPECT_THROW(move_database(*from, *to, *model(), {}), std::runtime_error);
  EXPECT_THROW(move_database(*from, *from, *model(), {}), std::runtime_error);
}

TEST_F(MoveTest, FindsARowThatIsMissing) {
  bool once = false;
  const auto message = spoiled([&](const sql::Statement& statement, std::vector<base::Value>&) {
    return is_insert(statement, "labels") && !std::exchange(once, true);
  });
  EXPECT_NE(message.find("nothing was moved"), std::string::npos) << message;
}

TEST_F(MoveTest, FindsAValueThatIsAnother) {
  const auto message = spoiled([&](const sql::Statement& statement, std::vector<base::Value>& values) {
    if (is_insert(statement, "items"))
      for (auto& value : values)
        if (const auto* number = std::get_if<double>(&value)) value = *number + 1;
    return false;
  });
  EXPECT_NE(message.find("items.weight holds other values"), std::string::npos) << message;
}

TEST_F(MoveTest, SaysWhichRowsAreRefused) {
  const auto message = spoiled([&](const sql::Statement& statement, std::vector<base::Value>& values) {
    if (is_insert(statement, "shelves"))
      for (auto& value : values) value = base::Null{};
    return false;
  });
  EXPECT_NE(message.find("a row of shelves cannot be stored"), std::string::npos) << message;
}

}  // namespace
}  // namespace tenon::migrate
