#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

namespace tenon::query {
namespace {

using testing::number;
using testing::text;

/// Ann and Bob, hidden Hal; a1 public and a2 draft of Ann, b1 public of Bob; tag 1 for all, tag 2 for staff, 3 freezes.
struct EngineWriteTest : ::testing::Test {
  testing::EngineHouse house;
  access::Principal ann = house.as("ann");
  access::Principal bob = house.as("bob");
  access::Principal moderator = house.as("mod", "moderator");
  access::Principal admin = house.as("root", "admin");

  EngineWriteTest() {
    for (const std::string id : {"ann", "bob", "hal", "mod", "root"})
      house.put("User",
                {{"id", text(id)}, {"email", text(id + "@x.org")}, {"name", text(id)}, {"hidden", id == "hal"}});
    post("a1", "ann", true);
    post("a2", "ann", false);
    post("b1", "bob", true);
    house.put("Tag", {{"id", number(1)}, {"name", text("go")}});
    house.put("Tag", {{"id", number(2)}, {"name", text("internal")}, {"staff", true}});
    house.put("Tag", {{"id", number(3)}, {"name", text("frozen")}});
    house.put("Comment", {{"id", text("c1")}, {"post", text("a1")}, {"author", text("bob")}, {"body", text("hi")}});
  }
  void post(const char* id, const char* author, bool published) {
    house.put("Post", {{"id", text(id)}, {"author", text(author)}, {"published", published}, {"title", text(id)}});
  }
  std::string patch(const char* id, const testing::Values& values, const access::Principal& who) {
    return house.update(house.update_of("Post", text(id), values), who);
  }
  Create with_tags(const char* title, std::vector<base::Value> ids) {
    auto create = house.create_of("Post", {{"title", text(title)}}, {"title"});
    create.rows[0].links.push_back({&house.field("Post.tags"), std::move(ids)});
    return create;
  }
  std::size_t count(std::string_view type) { return house.stored(std::string(type) + ".id").size(); }
};

// --- create

TEST_F(EngineWriteTest, CreateSetsOwnerTimesAndDefaults) {
  EXPECT_EQ(house.create(house.create_of("Post", {{"title", text("New")}},
                                         {"title", "author", "published", "views", "number", "createdAt"}),
                         ann),
            R"({"title":"New","author":"ann","published":false,"views":0,"number":null,)"
            R"("createdAt":"1970-01-01T00:00:01.000000Z"})");
  EXPECT_TRUE(house.written.created);
  ASSERT_EQ(house.written.ids.size(), 1U);
  EXPECT_EQ(std::get<std::string>(house.written.ids[0]).size(), 36U);
  EXPECT_FALSE(house.written.etag.empty());
}

TEST_F(EngineWriteTest, AnIntegerKeyIsTheDatabases) {
  EXPECT_EQ(house.create(house.create_of("Tag", {{"name", text("new")}}, {"id", "name"}), moderator),
            R"({"id":"4","name":"new"})");
  EXPECT_EQ(house.written.ids[0], number(4));
}

TEST_F(EngineWriteTest, CreateAsksTheRule) {
  EXPECT_EQ(house.create(house.create_of("Tag", {{"name", text("x")}}), ann), "403");
  EXPECT_EQ(house.create(house.create_of("Tag", {{"name", text("x")}}), house.anonymous()), "403");
  EXPECT_EQ(house.create(house.create_of("Post", {{"title", text("x")}}), house.anonymous()), "401");
  EXPECT_EQ(house.create(house.create_of("User", {{"email", text("x@x")}, {"name", text("x")}}), ann), "403");
  EXPECT_EQ(count("Tag"), 3U);
  EXPECT_EQ(count("Post"), 3U);
}

TEST_F(EngineWriteTest, AFieldTheCallerMayNotSetIsNamed) {
  auto create = house.create_of("Post", {{"title", text("x")}, {"locked", true}}, {"locked"});
  EXPECT_EQ(house.create(create, ann), "403 locked:forbidden");
  EXPECT_EQ(house.create(create, moderator), R"({"locked":true})");
  EXPECT_EQ(house.create(house.create_of("Post", {{"title", text("x")}}, {"locked"}), ann), R"({"locked":false})");
}

TEST_F(EngineWriteTest, EveryFaultIsNamedAtOnce) {
  EXPECT_EQ(house.create(house.create_of("Post", {{"views", number(2000)}, {"reviewer", text("zz")}}), ann),
            "422 title:required :check reviewer:not_found");
}

TEST_F(EngineWriteTest, AKeyToARowTheCallerCannotReadIsAKeyToNothing) {
  const auto review = [&](const char* reviewer, const access::Principal& who) {
    return house.create(house.create_of("Post", {{"title", text("x")}, {"reviewer", text(reviewer)}}, {"reviewer"}),
                        who);
  };
  EXPECT_EQ(review("hal", ann), "422 reviewer:not_found");
  EXPECT_EQ(review("zz", ann), "422 reviewer:not_found");
  EXPECT_EQ(review("bob", ann), R"({"reviewer":"bob"})");
  EXPECT_EQ(review("hal", moderator), R"({"reviewer":"hal"})");
  EXPECT_EQ(house.create(house.create_of("Comment", {{"post", text("a2")}, {"body", text("x")}}), bob),
            "422 post:not_found");
  EXPECT_EQ(patch("a1", {{"reviewer", text("hal")}}, ann), "422 reviewer:not_found");
}

TEST_F(EngineWriteTest, AnArrayIsStoredWholeOrNotAtAll) {
  auto create = house.create_of("Tag", {{"name", text("one")}}, {"name"});
  create.many = true;
  create.rows.push_back(house.row("Tag", {{"name", base::Null{}}}));
  create.rows.push_back(house.row("Tag", {{"name", base::Null{}}}));
  EXPECT_EQ(house.create(create, moderator), "422 1.name:required 2.name:required");
  create.rows = {house.row("Tag", {{"name", text("one")}}), house.row("Tag", {{"name", text("one")}})};
  EXPECT_EQ(house.create(create, moderator), "409 1.name:unique");
  EXPECT_EQ(count("Tag"), 3U);
  create.rows[1] = house.row("Tag", {{"name", text("two")}});
  EXPECT_EQ(house.create(create, moderator), R"([{"name":"one"},{"name":"two"}])");
  EXPECT_EQ(house.written.ids.size(), 2U);
  EXPECT_EQ(count("Tag"), 5U);
}

TEST_F(EngineWriteTest, AConflictNamesTheKey) {
  EXPECT_EQ(house.create(house.create_of("Tag", {{"name", text("go")}}), moderator), "409 name:unique");
  const auto numbered = house.create_of("Post", {{"title", text("x")}, {"number", number(1)}}, {"number"});
  EXPECT_EQ(house.create(numbered, ann), R"({"number":1})");
  EXPECT_EQ(house.create(numbered, ann), "409 author:unique number:unique");
  EXPECT_EQ(house.create(numbered, bob), R"({"number":1})");
  EXPECT_EQ(patch("a1", {{"number", number(1)}}, ann), "409 author:unique number:unique");
}

TEST_F(EngineWriteTest, AConflictDoesNotNameWhatTheCallerMayNotRead) {
  const auto take = [&](const access::Principal& who, std::string_view id) {
    return house.update(house.update_of("User", text(id), {{"email", text("bob@x.org")}}), who);
  };
  EXPECT_EQ(take(ann, "ann"), "409");
  EXPECT_EQ(take(admin, "ann"), "409 email:unique");
  EXPECT_EQ(take(bob, "bob"), R"({"id":"bob"})");
}

TEST_F(EngineWriteTest, NewRowsAreLinkedToReadableRowsOnly) {
  EXPECT_EQ(house.create(with_tags("x", {number(1), number(1)}), ann), R"({"title":"x"})");
  EXPECT_EQ(house.stored("Post.tags"), (std::vector<base::Value>{number(1)}));
  EXPECT_EQ(house.create(with_tags("y", {number(1), number(2), number(9)}), ann),
            "422 tags.1:not_found tags.2:not_found");
  EXPECT_EQ(count("Post"), 4U);
}

TEST_F(EngineWriteTest, ANestedCreateNeedsAReadableParentAndItsRule) {
  const auto under = [&](const char* path, base::Value parent, const testing::Values& values,
                         const access::Principal& who) {
    const auto& relation = house.field(path);
    auto create = house.create_of(relation.target->name, values);
    create.parent_relation = &relation;
    create.parent_id = std::move(parent);
    auto answer = house.create(create, who);
    return answer.starts_with("{") ? "created" : answer;
  };
  EXPECT_EQ(under("User.posts", text("ann"), {{"title", text("x")}}, ann), "created");
  EXPECT_EQ(under("User.posts", text("bob"), {{"title", text("x")}}, ann), "403");
  EXPECT_EQ(under("User.posts", text("hal"), {{"title", text("x")}}, ann), "404");
  EXPECT_EQ(under("Post.comments", text("a1"), {{"body", text("x")}}, bob), "created");
  EXPECT_EQ(under("Post.comments", text("a2"), {{"body", text("x")}}, bob), "404");
  EXPECT_EQ(under("Post.comments", text("zz"), {{"body", text("x")}}, bob), "404");
  EXPECT_EQ(under("Tag.posts", number(1), {{"title", text("x")}}, ann), "403");
  EXPECT_EQ(under("Tag.posts", number(2), {{"title", text("x")}}, ann), "404");
  EXPECT_EQ(under("Tag.posts", number(2), {{"title", text("x")}}, moderator), "created");
  EXPECT_EQ(count("Post"), 5U);
  EXPECT_EQ(count("Comment"), 2U);
  EXPECT_EQ(house.stored("Post.tags"), (std::vector<base::Value>{number(2)}));
}

// --- update

TEST_F(EngineWriteTest, UpdateDecidesInOrder) {
  auto update = house.update_of("Post", text("a2"), {{"title", text("new")}});
  update.if_match = {"wrong"};
  EXPECT_EQ(house.update(update, bob), "404");
  update.id = text("zz");
  EXPECT_EQ(house.update(update, ann), "404");
  update.id = text("a1");
  EXPECT_EQ(house.update(update, bob), "403");
  EXPECT_EQ(house.update(update, house.anonymous()), "404");
  EXPECT_EQ(house.update(update, ann), "412");
  update.if_match = {"other", "*"};
  EXPECT_EQ(house.update(update, ann), R"({"id":"a1"})");
  update.if_match = {"other", house.written.etag};
  EXPECT_EQ(house.update(update, ann), R"({"id":"a1"})");
  EXPECT_EQ(house.update(update, ann), "412") << "the version moved";
  EXPECT_EQ(patch("a1", {{"title", base::Null{}}}, ann), "422 title:required");
  EXPECT_EQ(patch("a1", {{"views", number(1001)}}, ann), "422 :check");
}

TEST_F(EngineWriteTest, TheVersionMovesEvenWhenTheClockDoesNot) {
  std::vector<std::string> etags;
  for (int i = 0; i < 3; ++i) {
    patch("a1", {{"views", number(1)}}, ann);
    etags.push_back(house.written.etag);
    house.get(house.get_of("Post", {"id"}, text("a1")), ann);
    EXPECT_EQ(house.read.etag, etags.back());
  }
  EXPECT_NE(etags[0], etags[1]);
  EXPECT_NE(etags[1], etags[2]);
  house.now = 5;  // backwards
  patch("a1", {{"views", number(1)}}, house.as("ann"));
  EXPECT_NE(house.written.etag, etags[2]);
  EXPECT_GT(std::get<std::int64_t>(house.stored("Post.updatedAt")[0]), 1'000'002);
}

TEST_F(EngineWriteTest, DenyWinsOverEveryAllow) {
  house.put("Post", {{"id", text("l1")}, {"author", text("ann")}, {"title", text("x")}, {"locked", true}});
  EXPECT_EQ(patch("l1", {{"title", text("y")}}, ann), "403");
  EXPECT_EQ(house.remove(house.remove_of("Post", text("l1")), ann), "403");
  EXPECT_EQ(patch("l1", {{"title", text("y")}}, admin), R"({"id":"l1"})");
}

TEST_F(EngineWriteTest, ACheckMayLookAtTheStoredRow) {
  EXPECT_EQ(patch("a1", {{"views", number(5)}}, moderator), R"({"id":"a1"})");
  EXPECT_EQ(patch("a1", {{"views", number(4)}}, moderator), "403");
  EXPECT_EQ(patch("a1", {{"views", number(4)}}, ann), R"({"id":"a1"})");
}

TEST_F(EngineWriteTest, FieldRulesHoldForUpdatesToo) {
  EXPECT_EQ(patch("a1", {{"title", text("x")}, {"locked", true}}, ann), "403 locked:forbidden");
  EXPECT_EQ(house.update(house.update_of("User", text("ann"), {{"role", text("admin")}}), ann), "403 role:forbidden");
  EXPECT_EQ(
      house.update(house.update_of("User", text("ann"), {{"role", text("admin")}}, UpdateMode::merge, {"role"}), admin),
      R"({"role":"admin"})");
}

TEST_F(EngineWriteTest, ReplacingGivesDefaultsButKeepsWhatTheCallerMayNotChange) {
  house.put("Post", {{"id", text("p")},
                     {"author", text("ann")},
                     {"title", text("old")},
                     {"published", true},
                     {"views", number(7)},
                     {"mood", text("angry")},
                     {"slug", text("fixed")},
                     {"score", 2.5},
                     {"reviewer", text("bob")}});
  const std::vector<std::string_view> all{"title", "published", "views", "mood", "slug", "score", "author", "reviewer"};
  EXPECT_EQ(house.update(house.update_of("Post", text("p"), {}, UpdateMode::replace), ann), "422 title:required");
  EXPECT_EQ(
      house.update(house.update_of("Post", text("p"), {{"title", text("new")}}, UpdateMode::replace, all), ann),
      R"({"title":"new","published":false,"views":0,"mood":null,"slug":"fixed","score":2.5,"author":"ann","reviewer":null})");

  house.put("Post", {{"id", text("l")}, {"author", text("mod")}, {"title", text("t")}, {"locked", true}});
  house.put("User", {{"id", text("u")}, {"email", text("u@x")}, {"name", text("u")}, {"role", text("moderator")}});
  EXPECT_EQ(house.update(house.update_of("User", text("u"), {{"email", text("u@x")}, {"name", text("v")}},
                                         UpdateMode::replace, {"role", "name"}),
                         house.as("u")),
            R"({"role":"moderator","name":"v"})");
}

TEST_F(EngineWriteTest, AnEmptyPatchChangesNothing) {
  const auto before = house.stored("Post.updatedAt");
  EXPECT_EQ(patch("a1", {}, ann), R"({"id":"a1"})");
  EXPECT_EQ(house.stored("Post.updatedAt"), before);
  EXPECT_EQ(patch("a1", {}, bob), "403");
}

TEST_F(EngineWriteTest, AnUpdateThatIsRefusedLateLeavesNothing) {
  auto update = house.update_of("Post", text("a1"), {{"title", text("changed")}});
  update.row.links.push_back({&house.field("Post.tags"), {number(3)}});
  EXPECT_EQ(house.update(update, ann), "403") << "the new row has the tag that forbids updates";
  EXPECT_EQ(house.stored("Post.title")[0], text("a1"));
  EXPECT_TRUE(house.stored("Post.tags").empty());
}

TEST_F(EngineWriteTest, ReplacingAListLeavesLinksTheCallerCannotSee) {
  house.put_link("Post.tags", text("a1"), number(1));
  house.put_link("Post.tags", text("a1"), number(2));
  auto update = house.update_of("Post", text("a1"), {});
  update.row.links.push_back({&house.field("Post.tags"), {}});
  EXPECT_EQ(house.update(update, ann), R"({"id":"a1"})");
  EXPECT_EQ(house.stored("Post.tags"), (std::vector<base::Value>{number(2)}));
  EXPECT_EQ(house.update(update, moderator), R"({"id":"a1"})");
  EXPECT_TRUE(house.stored("Post.tags").empty());
  update.row.links[0].ids = {number(2)};
  EXPECT_EQ(house.update(update, ann), "422 tags.0:not_found");
}

// --- remove and link

TEST_F(EngineWriteTest, RemoveDecidesLikeUpdate) {
  EXPECT_EQ(house.remove(house.remove_of("Post", text("a2")), bob), "404");
  EXPECT_EQ(house.remove(house.remove_of("Post", text("a1")), bob), "403");
  auto remove = house.remove_of("Post", text("a1"));
  remove.if_match = {"wrong"};
  EXPECT_EQ(house.remove(remove, ann), "412");
  EXPECT_EQ(house.remove(house.remove_of("Post", text("a1")), ann), "removed");
  EXPECT_EQ(house.remove(house.remove_of("Post", text("a1")), ann), "404");
  EXPECT_EQ(count("Comment"), 0U) << "cascades";
  EXPECT_EQ(house.remove(house.remove_of("User", text("bob")), admin), "409") << "still has a post";
  EXPECT_EQ(house.remove(house.remove_of("User", text("hal")), admin), "removed");
}

TEST_F(EngineWriteTest, LinkingIsAnUpdateOfTheRowAndReadsTheOther) {
  const auto link = [&](base::Value id, std::int64_t tag, const access::Principal& who,
                        LinkMode mode = LinkMode::link) {
    return house.link(house.link_of("Post.tags", std::move(id), number(tag), mode), who);
  };
  EXPECT_EQ(link(text("a1"), 1, bob), "403");
  EXPECT_EQ(link(text("a2"), 1, bob), "404");
  EXPECT_EQ(link(text("a1"), 2, ann), "404");
  EXPECT_EQ(link(text("a1"), 9, ann), "404");
  EXPECT_EQ(link(text("a1"), 1, ann), "done");
  EXPECT_EQ(link(text("a1"), 1, ann), "done") << "twice is once";
  EXPECT_EQ(link(text("a1"), 2, moderator), "done");
  EXPECT_EQ(house.stored("Post.tags"), (std::vector<base::Value>{number(1), number(2)}));
  EXPECT_EQ(link(text("a1"), 2, ann, LinkMode::unlink), "404");
  EXPECT_EQ(link(text("a1"), 1, ann, LinkMode::unlink), "done");
  EXPECT_EQ(link(text("a1"), 1, ann, LinkMode::unlink), "done");
  EXPECT_EQ(house.stored("Post.tags"), (std::vector<base::Value>{number(2)}));
}

TEST_F(EngineWriteTest, ALinkMustLeaveARowThatTheRuleAllows) {
  EXPECT_EQ(house.link(house.link_of("Post.tags", text("a1"), number(3)), ann), "403");
  EXPECT_TRUE(house.stored("Post.tags").empty());
  EXPECT_EQ(house.link(house.link_of("Post.tags", text("a1"), number(3)), moderator), "done");
  EXPECT_EQ(house.link(house.link_of("Post.tags", text("a1"), number(3), LinkMode::unlink), ann), "403");
}

// --- accounts

TEST_F(EngineWriteTest, RegistrationSkipsTheRowRuleButNotTheFieldRules) {
  const auto enter = [&](const testing::Values& values, const access::Principal& who,
                         Engine::Registration registration) {
    const auto create = house.create_of("User", values, {"id", "role"});
    std::string out;
    db::Script script = [&](db::Transaction& transaction) -> base::Task<base::Result<void>> {
      auto done = co_await house.engine->create_in(transaction, create, who, registration, out);
      if (!done) co_return std::unexpected(done.error());
      co_return base::Result<void>{};
    };
    auto done = base::run_blocking(house.database->write(std::move(script)));
    return done ? std::string("created") : std::to_string(base::error_info(done.error().code).http_status);
  };
  const auto person = [](const char* email) { return testing::Values{{"email", text(email)}, {"name", text("n")}}; };
  auto chief = person("c@x");
  chief.emplace_back("role", text("admin"));
  EXPECT_EQ(enter(person("a@x"), house.anonymous(), Engine::Registration::yes), "created");
  EXPECT_EQ(enter(person("b@x"), house.anonymous(), Engine::Registration::no), "403");
  EXPECT_EQ(enter(chief, house.anonymous(), Engine::Registration::yes), "403");
  auto console = house.anonymous();
  console.credential = access::Credential::operator_console;
  EXPECT_EQ(enter(chief, console, Engine::Registration::no), "created");
}

// --- rules over relations

constexpr std::string_view doors = R"graphql(
enum Role @roles { user admin @inherits(role: user) }
enum State { a b c d }
type User @resource @account(login: "email", role: "role") @public(ops: [READ]) {
  email: Email! @unique
  role: Role! @default(value: user)
}
type Door @resource @public(ops: [READ]) { name: String! open: Boolean! }
type Passage @resource @public(ops: [READ])
  @allow(ops: [CREATE, UPDATE], when: "auth.id != null && door.open") {
  door: Door!
  note: String @allow(ops: [CREATE], when: "door.name == 'front'")
}
type Machine @resource @public(ops: [READ])
  @allow(ops: [UPDATE], when: "auth.id != null && state == 'a'", check: "state == 'b'")
  @allow(ops: [UPDATE], when: "auth.id != null && state == 'c'", check: "state == 'd'") {
  state: State!
}
type Complaint @resource
  @allow(ops: [CREATE], when: "auth.id != null")
  @allow(ops: [READ], when: "auth.is('admin')") {
  body: String!
}
)graphql";

struct EngineRelationTest : ::testing::Test {
  testing::EngineHouse house{doors};
  access::Principal user = house.as("u");

  EngineRelationTest() {
    house.put("Door", {{"id", text("front")}, {"name", text("front")}, {"open", true}});
    house.put("Door", {{"id", text("back")}, {"name", text("back")}, {"open", true}});
    house.put("Door", {{"id", text("shut")}, {"name", text("shut")}, {"open", false}});
  }
  std::string pass(const char* door, const testing::Values& more = {}) {
    testing::Values values{{"door", text(door)}};
    values.insert(values.end(), more.begin(), more.end());
    return house.create(house.create_of("Passage", values, {"door"}), user);
  }
};

TEST_F(EngineRelationTest, ARowThatItsRuleRefusesOnceStoredIsUndone) {
  EXPECT_EQ(pass("front"), R"({"door":"front"})");
  EXPECT_EQ(pass("shut"), "403");
  EXPECT_EQ(pass("front", {{"note", text("x")}}), R"({"door":"front"})");
  EXPECT_EQ(pass("back", {{"note", text("x")}}), "403 note:forbidden");
  EXPECT_EQ(house.stored("Passage.id").size(), 2U);

  auto many = house.create_of("Passage", {{"door", text("front")}});
  many.many = true;
  many.rows.push_back(house.row("Passage", {{"door", text("shut")}}));
  EXPECT_EQ(house.create(many, user), "403");
  EXPECT_EQ(house.stored("Passage.id").size(), 2U);
}

TEST_F(EngineRelationTest, AnUpdateIsJudgedOnTheNewRowsRelationsToo) {
  pass("front");
  const auto id = house.written.ids[0];
  EXPECT_EQ(house.update(house.update_of("Passage", id, {{"door", text("shut")}}), user), "403");
  EXPECT_EQ(house.stored("Passage.door"), (std::vector<base::Value>{text("front")}));
  EXPECT_EQ(house.update(house.update_of("Passage", id, {{"door", text("back")}}, UpdateMode::merge, {"door"}), user),
            R"({"door":"back"})");
}

TEST_F(EngineRelationTest, TheAllowThatLetTheOldRowInMustHoldOnTheNewOne) {
  const auto move = [&](const char* from, const char* to) {
    const std::string id = std::string(from) + to;
    house.put("Machine", {{"id", text(id)}, {"state", text(from)}});
    return house.update(house.update_of("Machine", text(id), {{"state", text(to)}}, UpdateMode::merge, {"state"}),
                        user);
  };
  EXPECT_EQ(move("a", "b"), R"({"state":"b"})");
  EXPECT_EQ(move("a", "d"), "403") << "the other rule's check does not count";
  EXPECT_EQ(move("c", "d"), R"({"state":"d"})");
  EXPECT_EQ(move("c", "b"), "403");
  EXPECT_EQ(move("b", "d"), "403");
}

TEST_F(EngineRelationTest, WhoeverMayCreateButNotReadLearnsTheIdAlone) {
  const auto create = house.create_of("Complaint", {{"body", text("loud")}}, {"id", "body"});
  const auto answer = house.create(create, user);
  EXPECT_EQ(answer, R"({"id":")" + std::get<std::string>(house.written.ids[0]) + R"("})");
  EXPECT_TRUE(house.written.etag.empty());
  EXPECT_NE(house.create(create, house.as("a", "admin")).find(R"("body":"loud")"), std::string::npos);
}

}  // namespace
}  // namespace tenon::query
