// The workload as a Drogon service: a controller of coroutines, a filter with libjwt, Drogon's own SQLite client.
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <drogon/HttpController.h>
#include <drogon/HttpFilter.h>
#include <drogon/drogon.h>
#include <jwt.h>
#include <memory>
#include <string>

using namespace drogon;

namespace {

const std::string columns = "p.id, p.title, p.body, p.published, p.views, p.author_id, p.created_at, p.updated_at";
const std::string visible = "(p.published = 1 OR p.author_id = ?)";
const std::string get_post = "SELECT " + columns + " FROM posts p WHERE p.id = ? AND " + visible;
const std::string list_posts =
    "SELECT " + columns + " FROM posts p WHERE " + visible + " ORDER BY p.created_at DESC, p.id DESC LIMIT ?";
const std::string get_author = "SELECT id, email, name, role, created_at, updated_at FROM users WHERE id = ?";
const std::string list_comments =
    "SELECT id, post_id, author_id, body, created_at, updated_at FROM comments WHERE post_id = ? ORDER BY id LIMIT 10";
const std::string insert_post =
    "INSERT INTO posts (id, title, body, published, views, author_id, created_at, updated_at) VALUES (?, ?, ?, ?, 0, "
    "?, ?, ?)";

std::string time_text(std::int64_t micros) {
  return trantor::Date(micros).toCustomFormattedString("%Y-%m-%dT%H:%M:%S", true) + "Z";
}

void add_stamps(Json::Value& json, const orm::Row& row) {
  json["createdAt"] = time_text(row["created_at"].as<std::int64_t>());
  json["updatedAt"] = time_text(row["updated_at"].as<std::int64_t>());
}

Json::Value to_post(const orm::Row& row) {
  Json::Value json;
  json["id"] = row["id"].as<std::string>();
  json["title"] = row["title"].as<std::string>();
  json["body"] = row["body"].as<std::string>();
  json["published"] = row["published"].as<int>() == 1;
  json["views"] = row["views"].as<Json::Int64>();
  json["author"] = row["author_id"].as<std::string>();
  add_stamps(json, row);
  return json;
}

Json::Value to_user(const orm::Row& row) {
  Json::Value json;
  for (const char* name : {"id", "email", "name", "role"}) json[name] = row[name].as<std::string>();
  add_stamps(json, row);
  return json;
}

Json::Value to_comment(const orm::Row& row) {
  Json::Value json;
  json["id"] = row["id"].as<std::string>();
  json["post"] = row["post_id"].as<std::string>();
  json["author"] = row["author_id"].as<std::string>();
  json["body"] = row["body"].as<std::string>();
  add_stamps(json, row);
  return json;
}

Json::Value meta() {
  Json::Value json;
  json["timestamp"] = trantor::Date::now().toCustomFormattedString("%Y-%m-%dT%H:%M:%S", true) + "Z";
  return json;
}

HttpResponsePtr answer(Json::Value data, HttpStatusCode status = k200OK) {
  Json::Value json;
  json["data"] = std::move(data);
  json["meta"] = meta();
  auto response = HttpResponse::newHttpJsonResponse(std::move(json));
  response->setStatusCode(status);
  return response;
}

HttpResponsePtr refusal(HttpStatusCode status, const std::string& code, const std::string& message) {
  Json::Value json;
  json["error"]["code"] = code;
  json["error"]["message"] = message;
  json["meta"] = meta();
  auto response = HttpResponse::newHttpJsonResponse(std::move(json));
  response->setStatusCode(status);
  return response;
}

HttpResponsePtr no_such_post() {
  return refusal(k404NotFound, "NOT_FOUND", "There is no such post");
}

const std::string& caller_of(const HttpRequestPtr& request) {
  return request->attributes()->get<std::string>("caller");
}

}  // namespace

class Authenticated : public HttpFilter<Authenticated> {
 public:
  void doFilter(const HttpRequestPtr& request, FilterCallback&& refuse, FilterChainCallback&& go_on) override;
};

// Outside of its class: Drogon knows only classes that the compiler has written out.
void Authenticated::doFilter(const HttpRequestPtr& request, FilterCallback&& refuse, FilterChainCallback&& go_on) {
  static const std::string secret = std::getenv("JWT_SECRET");
  const auto& header = request->getHeader("authorization");
  jwt_t* parsed = nullptr;
  const auto* key = reinterpret_cast<const unsigned char*>(secret.data());
  if (header.starts_with("Bearer ") &&
      jwt_decode(&parsed, header.c_str() + 7, key, static_cast<int>(secret.size())) == 0) {
    const std::unique_ptr<jwt_t, decltype(&jwt_free)> token(parsed, jwt_free);
    const char* subject = jwt_get_grant(token.get(), "sub");
    if (jwt_get_alg(token.get()) == JWT_ALG_HS256 && subject &&
        jwt_get_grant_int(token.get(), "exp") > std::time(nullptr)) {
      request->attributes()->insert("caller", std::string(subject));
      go_on();
      return;
    }
  }
  refuse(refusal(k401Unauthorized, "UNAUTHENTICATED", "Authentication is required"));
}

class Posts : public HttpController<Posts> {
 public:
  METHOD_LIST_BEGIN
  ADD_METHOD_TO(Posts::list, "/api/v1/posts", Get, "Authenticated");
  ADD_METHOD_TO(Posts::get, "/api/v1/posts/{id}", Get, "Authenticated");
  ADD_METHOD_TO(Posts::detail, "/api/v1/posts/{id}/detail", Get, "Authenticated");
  ADD_METHOD_TO(Posts::create, "/api/v1/posts", Post, "Authenticated");
  METHOD_LIST_END

  Task<HttpResponsePtr> get(HttpRequestPtr request, std::string id) {
    const auto rows = co_await database()->execSqlCoro(get_post, id, caller_of(request));
    if (rows.empty()) co_return no_such_post();
    co_return answer(to_post(rows[0]));
  }

  Task<HttpResponsePtr> list(HttpRequestPtr request) {
    int limit = 20;
    if (const auto& text = request->getParameter("limit"); !text.empty()) {
      char* end = nullptr;
      limit = static_cast<int>(std::strtol(text.c_str(), &end, 10));
      if (*end != '\0' || limit < 1 || limit > 100)
        co_return refusal(k400BadRequest, "VALIDATION_ERROR", "limit must be 1 to 100");
    }
    if (const auto& sort = request->getParameter("sort"); !sort.empty() && sort != "-createdAt")
      co_return refusal(k400BadRequest, "VALIDATION_ERROR", "sort must be -createdAt");
    const auto rows = co_await database()->execSqlCoro(list_posts, caller_of(request), limit);
    Json::Value posts(Json::arrayValue);
    for (const auto& row : rows) posts.append(to_post(row));
    co_return answer(std::move(posts));
  }

  Task<HttpResponsePtr> detail(HttpRequestPtr request, std::string id) {
    const auto db = database();
    const auto rows = co_await db->execSqlCoro(get_post, id, caller_of(request));
    if (rows.empty()) co_return no_such_post();
    auto post = to_post(rows[0]);
    const auto author_id = rows[0]["author_id"].as<std::string>();
    const auto authors = co_await db->execSqlCoro(get_author, author_id);
    post["author"] = to_user(authors[0]);
    const auto comments = co_await db->execSqlCoro(list_comments, id);
    auto& all = post["comments"] = Json::Value(Json::arrayValue);
    for (const auto& row : comments) all.append(to_comment(row));
    co_return answer(std::move(post));
  }

  Task<HttpResponsePtr> create(HttpRequestPtr request) {
    const auto& json = request->getJsonObject();
    if (!json || !(*json)["title"].isString() || !(*json)["body"].isString())
      co_return refusal(k400BadRequest, "VALIDATION_ERROR", "title and body are required");
    const auto title = (*json)["title"].asString();
    const auto body = (*json)["body"].asString();
    if (title.empty() || title.size() > 200 || body.size() > 10'000)
      co_return refusal(k400BadRequest, "VALIDATION_ERROR", "title must have 1 to 200 characters, body at most 10000");
    const int published = (*json)["published"].asBool() ? 1 : 0;
    const auto now = trantor::Date::now().microSecondsSinceEpoch();
    const auto id = utils::getUuid();
    co_await database()->execSqlCoro(insert_post, id, title, body, published, caller_of(request), now, now);
    Json::Value post;
    post["id"] = id;
    post["title"] = title;
    post["body"] = body;
    post["published"] = published == 1;
    post["views"] = 0;
    post["author"] = caller_of(request);
    post["createdAt"] = post["updatedAt"] = time_text(now);
    auto response = answer(std::move(post), k201Created);
    response->addHeader("Location", "/api/v1/posts/" + id);
    co_return response;
  }

 private:
  static orm::DbClientPtr database() { return app().getDbClient(); }
};

int main() {
  orm::Sqlite3Config sqlite{};
  sqlite.connectionNumber = 2;
  sqlite.filename = std::getenv("DATABASE");
  sqlite.name = "default";
  sqlite.timeout = -1;
  app()
      .setLogLevel(trantor::Logger::kWarn)
      .addListener("127.0.0.1", static_cast<std::uint16_t>(std::atoi(std::getenv("PORT"))))
      .setThreadNum(0)
      .addDbClient(sqlite)
      .run();
}
