#include "db/postgres/url.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tenon::db::postgres {
namespace {

std::string refusal(std::string_view url) {
  try {
    parse_url(url);
  } catch (const std::runtime_error& fault) {
    return fault.what();
  }
  return "taken";
}

std::string parameter(const Address& address, std::string_view name) {
  for (const auto& [keyword, value] : address.parameters)
    if (keyword == name) return value;
  return {};
}

TEST(PostgresUrl, GivesLibpqWhatItSays) {
  const auto address = parse_url(
      "postgresql://ann:s%40cret@db.example.org:6432/"
      "shop?sslmode=verify-full&sslrootcert=%2Fca.pem&application_name=x");
  EXPECT_EQ(parameter(address, "user"), "ann");
  EXPECT_EQ(parameter(address, "password"), "s@cret");
  EXPECT_EQ(parameter(address, "host"), "db.example.org");
  EXPECT_EQ(parameter(address, "port"), "6432");
  EXPECT_EQ(parameter(address, "dbname"), "shop");
  EXPECT_EQ(parameter(address, "sslmode"), "verify-full");
  EXPECT_EQ(parameter(address, "sslrootcert"), "/ca.pem");
  EXPECT_TRUE(address.prepared);
}

TEST(PostgresUrl, IsShownWithoutItsPassword) {
  EXPECT_EQ(parse_url("postgres://ann:secret@localhost:5432/shop?sslpassword=secret").shown,
            "postgres://ann@localhost:5432/shop");
  EXPECT_EQ(parse_url("postgres:///shop?host=/tmp&user=ann&password=secret").shown, "postgres://ann@/tmp/shop");
}

TEST(PostgresUrl, MayDoWithoutPreparedStatements) {
  EXPECT_FALSE(parse_url("postgres://h/d?tenon_prepared=off").prepared);
  const auto address = parse_url("postgres://h/d?sslmode=disable&tenon_prepared=off&application_name=x");
  EXPECT_FALSE(address.prepared);
  EXPECT_EQ(parameter(address, "sslmode"), "disable");
  EXPECT_EQ(parameter(address, "application_name"), "x");
  EXPECT_EQ(refusal("postgres://h/d?tenon_prepared=maybe"), "tenon_prepared in DATABASE_URL is on or off");
}

TEST(PostgresUrl, ThatIsWrongIsRefusedWithoutShowingIt) {
  EXPECT_EQ(refusal("postgres://ann:secret@h/d?sslmod=require"),
            "DATABASE_URL has the parameter \"sslmod\", which libpq does not know");
  for (const auto* url : {"postgres:ann:secret@h", "postgres://ann:secret@[::1/d", "postgres://ann:secret@h/d?sslmode",
                          "postgres://ann:sec%ret@h/d", "postgres://ann:secret@h/d?a%00b=c"}) {
    const auto said = refusal(url);
    EXPECT_TRUE(said.starts_with("DATABASE_URL ")) << said;
    EXPECT_EQ(said.find("secret"), std::string::npos) << said;
    EXPECT_EQ(said.find("sec%ret"), std::string::npos) << said;
  }
}

}  // namespace
}  // namespace tenon::db::postgres
