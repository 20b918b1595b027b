#include "api/accounts/operator_account.hpp"
#include "api/accounts/routes.hpp"
#include "auth/tables.hpp"
#include "base/task_blocking.hpp"
#include "db/testing/test_fresh_database.hpp"
#include "http/dispatch.hpp"
#include "migrate/define.hpp"
#include "query/engine.hpp"
#include "schema/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace tenon::api::accounts {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* open_schema = R"sdl(
enum Role @roles { user  moderator @inherits(role: user)  admin @inherits(role: moderator) }
type User @resource @account(login: "email", role: "role", registration: OPEN)
  @allow(ops: [READ], when: "id == auth.id || auth.is('moderator')")
  @allow(ops: [UPDATE], when: "id == auth.id") {
  email: Email! @unique
  name: String! @length(min: 1, max: 10)
  role: Role! @default(value: user) @allow(ops: [CREATE, UPDATE], when: "auth.is('admin')")
  note: String @allow(ops: [READ], when: "auth.is('moderator')")
}
)sdl";

constexpr const char* closed_schema = R"sdl(
enum Role @roles { user  admin @inherits(role: user) }
type User @resource @account(login: "email", role: "role", registration: CLOSED)
  @allow(ops: [CREATE], when: "auth.is('admin')")
  @allow(ops: [READ], when: "auth.is('admin')") {
  email: Email! @unique
  role: Role! @default(value: user) @allow(ops: [CREATE], when: "auth.is('admin')")
}
)sdl";

/// The routes over a real engine and database.
class House {
 public:
  explicit House(const char* schema = open_schema) {
    auto loaded = schema::load_text(schema, schema::Lints::skip);
    if (!loaded.model) throw std::runtime_error(loaded.diagnostics.front().message);
    model = loaded.model;
    define(migrate::create_statements(*model, database.dialect()));
    define(auth::table_statements(*model->account, database.dialect()));
    query::EngineOptions engine_options;
    engine_options.cursor_key = base::Secret("a key for tests, not for production");
    engine = std::make_unique<query::Engine>(model, *database, std::move(engine_options));
    auth::AuthOptions options;
    options.secrets.emplace_back("a secret for tests, not for production");
    options.argon = {.memory_bytes = 8 * 1024, .passes = 1};
    options.hashing = {.threads = 1, .max_waiting = 10};
    accounts = std::make_unique<auth::Accounts>(model, *database, std::move(options), database.dialect(), 1);
    add_routes(router, {engine.get(), accounts.get(), {}, "/api/v1"});
  }

  http::Response send(http::Request request) {
    const std::size_t mark = request.target.find('?');
    const std::string_view target = request.target;
    request.path = target.substr(0, mark);
    if (mark != std::string::npos) request.query = target.substr(mark + 1);
    request.remote_ip = "192.0.2.1";
    request.request_id = "test";
    return base::run_blocking(http::dispatch(router, request));
  }
  http::Response post(const std::string& name, std::string body, const std::string& token = {}) {
    http::Request request;
    request.method = http::Method::post;
    request.target = "/api/v1/auth/" + name;
    request.body = std::move(body);
    request.headers.emplace_back("content-type", "application/json");
    if (!token.empty()) request.headers.emplace_back("authorization", "Bearer " + token);
    return send(std::move(request));
  }
  http::Response get(const std::string& target, const std::string& token = {}) {
    http::Request request;
    request.target = target;
    if (!token.empty()) request.headers.emplace_back("authorization", "Bearer " + token);
    return send(std::move(request));
  }
  base::Result<base::Value> create(const char* body) {
    return base::run_blocking(create_account(*engine, *accounts, *base::parse_json(body)));
  }

  schema::ModelPtr model;
  db::testing::FreshDatabase database;
  std::unique_ptr<query::Engine> engine;
  std::unique_ptr<auth::Accounts> accounts;
  http::Router router;

 private:
  void define(const std::vector<std::string>& statements) {
    if (auto done = database->define(statements); !done) throw std::runtime_error(done.error().message);
  }
};

base::Json data_of(const http::Response& response) {
  const auto json = base::parse_json(response.body);
  EXPECT_TRUE(json) << response.body;
  const base::Json* data = json ? json->find("data") : nullptr;
  EXPECT_TRUE(data) << response.body;
  return data ? *data : base::Json();
}

std::string text(const base::Json& json, std::string_view name) {
  const base::Json* member = json.find(name);
  return member && member->string() ? *member->string() : "no text " + std::string(name);
}

/// "field code" of each fault, sorted.
std::vector<std::string> faults_of(const http::Response& response) {
  std::vector<std::string> faults;
  const auto json = base::parse_json(response.body);
  if (!json || !json->find("error") || !json->find("error")->find("details")) return {"no details: " + response.body};
  for (const base::Json& detail : *json->find("error")->find("details")->array())
    faults.push_back(text(detail, "field") + ' ' + text(detail, "code"));
  std::ranges::sort(faults);
  return faults;
}

constexpr const char* ada = R"({"email":"Ada@Example.com","name":"Ada","password":"correct horse battery"})";

TEST(AccountsApi, RegisterAnswersWithTokensAndTheAccount) {
  House house;
  const auto response = house.post("register", ada);
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(response.header("cache-control"), "no-store");
  EXPECT_EQ(response.header("content-type"), "application/json");
  const base::Json data = data_of(response);
  EXPECT_EQ(text(data, "tokenType"), "Bearer");
  EXPECT_EQ(data.find("expiresIn")->number()->text, "900");
  const base::Json& user = *data.find("user");
  EXPECT_EQ(text(user, "email"), "ada@example.com");
  EXPECT_EQ(text(user, "role"), "user");
  EXPECT_FALSE(user.find("password"));
  EXPECT_EQ(response.header("location"), "/api/v1/users/" + text(user, "id"));
  EXPECT_TRUE(user.find("note")->is_null());
  EXPECT_THAT(response.body, HasSubstr(R"("masked":["user.note"])"));

  const auto me = house.get("/api/v1/auth/me", text(data, "accessToken"));
  ASSERT_EQ(me.status, 200) << me.body;
  EXPECT_EQ(data_of(me), user);
}

TEST(AccountsApi, RegisterListsEveryFaultAtOnce) {
  House house;
  const auto response = house.post("register", R"({"email":"no mail","nam":"x","pasword":"12345678","id":"x"})");
  EXPECT_EQ(response.status, 422);
  EXPECT_THAT(faults_of(response), ::testing::ElementsAre("email format", "id read_only", "nam unknown",
                                                          "name required", "password required", "pasword unknown"));
  EXPECT_THAT(response.body, HasSubstr(R"(Did you mean \"password\"?)"));
  EXPECT_THAT(response.body, HasSubstr(R"(Did you mean \"name\"?)"));
}

TEST(AccountsApi, RegisterJudgesThePassword) {
  House house;
  const auto with = [&](const std::string& password) {
    return faults_of(
        house.post("register", R"({"email":"ada.lovelace@example.com","name":"Ada","password":)" + password + "}"));
  };
  EXPECT_THAT(with(R"("short")"), ::testing::ElementsAre("password length"));
  EXPECT_THAT(with(R"("password123")"), ::testing::ElementsAre("password common"));
  EXPECT_THAT(with(R"("Ada.Lovelace")"), ::testing::ElementsAre("password password"));
  EXPECT_THAT(with("12345678"), ::testing::ElementsAre("password type"));
  EXPECT_THAT(with("null"), ::testing::ElementsAre("password type"));
  EXPECT_EQ(house.accounts->hasher().runs(), 0U) << "nothing is hashed for a faulty request";
}

TEST(AccountsApi, RegisterKeepsTheFieldRules) {
  House house;
  const std::string wanted =
      R"({"email":"eve@example.com","name":"Eve","password":"correct horse battery","role":"admin"})";
  const auto response = house.post("register", wanted);
  EXPECT_EQ(response.status, 403) << response.body;
  EXPECT_THAT(response.body, HasSubstr("role"));
  ASSERT_TRUE(
      house.create(R"({"email":"root@example.com","name":"Root","password":"correct horse battery","role":"admin"})"));
  const auto login = house.post("login", R"({"email":"root@example.com","password":"correct horse battery"})");
  const auto by_admin = house.post("register", wanted, text(data_of(login), "accessToken"));
  EXPECT_EQ(by_admin.status, 201) << by_admin.body;
  EXPECT_EQ(text(*data_of(by_admin).find("user"), "role"), "admin");
}

TEST(AccountsApi, RegisterOfATakenLoginIsAConflict) {
  House house;
  EXPECT_EQ(house.post("register", ada).status, 201);
  const auto again = house.post("register", ada);
  EXPECT_EQ(again.status, 409) << again.body;
}

TEST(AccountsApi, ClosedRegistrationIsDecidedByTheCreateRules) {
  House house(closed_schema);
  const std::string wanted = R"({"email":"ada@example.com","password":"correct horse battery"})";
  EXPECT_EQ(house.post("register", wanted).status, 401);
  EXPECT_EQ(house.accounts->hasher().runs(), 0U);
  ASSERT_TRUE(house.create(R"({"email":"user@example.com","password":"correct horse battery"})"));
  ASSERT_TRUE(house.create(R"({"email":"root@example.com","password":"correct horse battery","role":"admin"})"));
  const auto token_of = [&](const std::string& email) {
    const auto login = house.post("login", R"({"email":")" + email + R"(","password":"correct horse battery"})");
    return text(data_of(login), "accessToken");
  };
  EXPECT_EQ(house.post("register", wanted, token_of("user@example.com")).status, 403);
  const auto made = house.post("register", wanted, token_of("root@example.com"));
  EXPECT_EQ(made.status, 201) << made.body;
}

TEST(AccountsApi, AnAccountThatMayNotReadItselfIsShownByItsId) {
  House house(closed_schema);
  ASSERT_TRUE(house.create(R"({"email":"user@example.com","password":"correct horse battery"})"));
  const auto login = house.post("login", R"({"email":"user@example.com","password":"correct horse battery"})");
  ASSERT_EQ(login.status, 200);
  const base::Json user = *data_of(login).find("user");
  EXPECT_EQ(user.object()->size(), 1U);
  const auto me = house.get("/api/v1/auth/me", text(data_of(login), "accessToken"));
  EXPECT_EQ(me.status, 200);
  EXPECT_EQ(text(data_of(me), "id"), text(user, "id"));
}

TEST(AccountsApi, LoginTellsNobodyWhatWasWrong) {
  House house;
  house.post("register", ada);
  const auto good = house.post("login", R"({"email":"ADA@example.com","password":"correct horse battery"})");
  EXPECT_EQ(good.status, 200) << good.body;
  const auto strip = [](const http::Response& response) {
    const auto json = base::parse_json(response.body);
    return to_text(*json->find("error"));
  };
  const auto runs = house.accounts->hasher().runs();
  const auto wrong = house.post("login", R"({"email":"ada@example.com","password":"wrong"})");
  const auto unknown = house.post("login", R"({"email":"bob@example.com","password":"wrong"})");
  const auto no_mail = house.post("login", R"({"email":"' OR 1=1 --","password":"wrong"})");
  EXPECT_EQ(house.accounts->hasher().runs(), runs + 3);
  for (const auto* response : {&wrong, &unknown, &no_mail}) {
    EXPECT_EQ(response->status, 401);
    EXPECT_FALSE(response->header("www-authenticate").empty());
    EXPECT_EQ(strip(*response), strip(wrong));
  }
}

TEST(AccountsApi, LoginListsFaultsOfTheBody) {
  House house;
  const auto response = house.post("login", R"({"emial":"a","password":1})");
  EXPECT_EQ(response.status, 422);
  EXPECT_THAT(faults_of(response), ::testing::ElementsAre("email required", "emial unknown", "password type"));
  EXPECT_THAT(response.body, HasSubstr(R"(Did you mean \"email\"?)"));
}

TEST(AccountsApi, RefreshAndLogoutGoTheirWay) {
  House house;
  const base::Json first = data_of(house.post("register", ada));
  const auto body = [](const base::Json& data) {
    return R"({"refreshToken":")" + text(data, "refreshToken") + R"("})";
  };
  // A client may send its expired access token along.
  const auto refreshed = house.post("refresh", body(first), "expired");
  ASSERT_EQ(refreshed.status, 200) << refreshed.body;
  const base::Json second = data_of(refreshed);
  EXPECT_NE(text(second, "refreshToken"), text(first, "refreshToken"));
  EXPECT_EQ(*second.find("user"), *first.find("user"));
  const auto out = house.post("logout", body(second));
  EXPECT_EQ(out.status, 204);
  EXPECT_TRUE(out.body.empty());
  EXPECT_EQ(house.get("/api/v1/auth/me", text(second, "accessToken")).status, 401);
  EXPECT_EQ(house.post("refresh", body(second)).status, 401);
  EXPECT_EQ(house.post("refresh", R"({"refreshToken":7})").status, 422);
  EXPECT_EQ(house.post("refresh", "{}").status, 422);
  EXPECT_EQ(house.post("logout", R"({"refreshToken":"unknown"})").status, 401);
}

TEST(AccountsApi, MeNeedsCredentialsAndTakesFields) {
  House house;
  const auto stranger = house.get("/api/v1/auth/me");
  EXPECT_EQ(stranger.status, 401);
  EXPECT_THAT(std::string(stranger.header("www-authenticate")), StartsWith("Bearer"));
  const std::string token = text(data_of(house.post("register", ada)), "accessToken");
  const auto me = house.get("/api/v1/auth/me?fields=name", token);
  ASSERT_EQ(me.status, 200) << me.body;
  EXPECT_EQ(to_text(data_of(me)), R"({"name":"Ada"})");
  EXPECT_EQ(house.get("/api/v1/auth/me?feilds=name", token).status, 400);
  EXPECT_EQ(house.get("/api/v1/auth/me", token + "x").status, 401);
}

TEST(AccountsApi, RefusesWhatIsNoJsonRequest) {
  House house;
  EXPECT_EQ(house.post("login", "{").status, 400);
  EXPECT_EQ(house.post("login", "").status, 400);
  EXPECT_EQ(house.post("login", "[]").status, 422);
  EXPECT_EQ(house.post("register", "null").status, 422);
  EXPECT_EQ(house.post("login?x=1", ada).status, 400);
  http::Request form;
  form.method = http::Method::post;
  form.target = "/api/v1/auth/login";
  form.headers = {{"content-type", "application/x-www-form-urlencoded"}};
  form.body = "email=a&password=b";
  EXPECT_EQ(house.send(form).status, 415);
  form.headers = {{"content-type", "application/json"}, {"accept", "text/html"}};
  form.body = ada;
  EXPECT_EQ(house.send(form).status, 406);
  EXPECT_EQ(house.get("/api/v1/auth/login").status, 405);
}

TEST(AccountsApi, PublishesItsKeys) {
  House house;
  const auto response = house.get("/.well-known/jwks.json");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header("content-type"), "application/jwk-set+json");
  EXPECT_EQ(response.body, house.accounts->tokens().jwks());
}

TEST(OperatorAccount, IsCheckedLikeAnyOther) {
  House house;
  const auto faulty = house.create(R"({"email":"x","password":"short","role":"king"})");
  ASSERT_FALSE(faulty);
  EXPECT_EQ(faulty.error().code, base::ErrorCode::validation);
  EXPECT_EQ(faulty.error().details.size(), 4U);
  const auto too_long =
      house.create(R"({"email":"a@example.com","name":"much too long","password":"correct horse battery"})");
  EXPECT_FALSE(too_long);
  const char* good = R"({"email":"a@example.com","name":"A","password":"correct horse battery","role":"moderator"})";
  EXPECT_TRUE(house.create(good));
  EXPECT_EQ(house.create(good).error().code, base::ErrorCode::conflict);
}

}  // namespace
}  // namespace tenon::api::accounts
