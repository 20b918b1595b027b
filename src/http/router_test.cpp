#include "http/router.hpp"

#include "base/task_blocking.hpp"
#include "http/dispatch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace tenon::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

base::Task<Response> say(std::string text) {
  Response response;
  response.body = std::move(text);
  co_return response;
}

/// Answers with its pattern and what the parameters were.
Handler named(std::string pattern) {
  return [pattern](Request& request) {
    std::string text = pattern;
    for (const auto& parameter : request.path_parameters) text += '|' + parameter;
    return say(text);
  };
}

class RouterTest : public ::testing::Test {
 protected:
  void add(Method method, const std::string& pattern) { router_.add(method, pattern, named(pattern)); }
  Response ask(Method method, std::string_view target) {
    request_.method = method;
    request_.set_target(target);
    return base::run_blocking(dispatch(router_, request_));
  }
  std::string body(std::string_view target) { return ask(Method::get, target).body; }
  int status(std::string_view target) { return ask(Method::get, target).status; }

  Router router_;
  Request request_;
};

TEST_F(RouterTest, PrefersLiteralsToParameters) {
  add(Method::get, "/users/{id}");
  add(Method::get, "/users/me");
  add(Method::get, "/users/{id}/posts/{post}");
  add(Method::get, "/{any}/{thing}/{at}/all");
  add(Method::get, "/");
  EXPECT_EQ(body("/users/7/posts/all"), "/users/{id}/posts/{post}|7|all");
  EXPECT_EQ(body("/users/7/x/all"), "/{any}/{thing}/{at}/all|users|7|x") << "forgets what a dead end has taken";
  EXPECT_EQ(body("/users/me"), "/users/me");
  EXPECT_EQ(body("/users/7"), "/users/{id}|7");
  EXPECT_EQ(body("/users/me/posts/3?x=1"), "/users/{id}/posts/{post}|me|3") << "steps back from the literal";
  EXPECT_EQ(body("/"), "/");
}

TEST_F(RouterTest, TakesAnotherPathForWhatItIs) {
  add(Method::get, "/users/{id}");
  for (const std::string target :
       {"/users", "/users/", "/users/7/", "//users/7", "/users//7", "/Users/7", "/users/7/x", "*"})
    EXPECT_EQ(status(target), 404) << target;
}

TEST_F(RouterTest, DecodesSegments) {
  add(Method::get, "/users/{id}");
  EXPECT_EQ(body("/users/a%2Fb%20c+d"), "/users/{id}|a/b c+d");
  EXPECT_EQ(body("/%75sers/7"), "/users/{id}|7");
  for (const std::string target : {"/users/%", "/users/%zz", "/users/%00", "/users/%FF", "/x/%"})
    EXPECT_EQ(status(target), 400) << target;
}

TEST_F(RouterTest, AnswersHeadByGet) {
  add(Method::get, "/a");
  EXPECT_EQ(ask(Method::head, "/a").body, "/a");
}

TEST_F(RouterTest, TellsWhichMethodsAPathHas) {
  add(Method::get, "/a");
  add(Method::remove, "/a");
  add(Method::post, "/b");
  const auto refused = ask(Method::post, "/a");
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.header("allow"), "GET, HEAD, DELETE, OPTIONS");
  EXPECT_EQ(ask(Method::other, "/a").status, 405);
  EXPECT_EQ(ask(Method::post, "/c").status, 404);
  const auto options = ask(Method::options, "/b");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.header("Allow"), "POST, OPTIONS");
  EXPECT_EQ(ask(Method::options, "*").status, 204);
  EXPECT_EQ(ask(Method::options, "/c").status, 404);
}

TEST_F(RouterTest, RefusesFaultyRoutes) {
  add(Method::get, "/a/{id}");
  for (const std::string pattern : {"/a/{id}", "/a/{other}", "a", "/{", "/{}", ""})
    EXPECT_THROW(add(Method::get, pattern), std::logic_error) << pattern;
  EXPECT_THROW(add(Method::other, "/b"), std::logic_error);
  EXPECT_THROW(router_.add(Method::get, "/b", {}), std::logic_error);
}

TEST_F(RouterTest, ListsItsRoutes) {
  add(Method::post, "/b");
  add(Method::get, "/b");
  add(Method::get, "/a/{id}");
  EXPECT_THAT(router_.routes(), ElementsAre(std::pair(Method::get, "/a/{id}"), std::pair(Method::get, "/b"),
                                            std::pair(Method::post, "/b")));
  EXPECT_THAT(Router().routes(), IsEmpty());
}

}  // namespace
}  // namespace tenon::http
