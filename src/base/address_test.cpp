#include "base/address.hpp"

#include <gtest/gtest.h>

namespace tenon::base {
namespace {

TEST(ClientBlock, TakesAnIpv6NetworkForOneClient) {
  EXPECT_EQ(client_block("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(client_block("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(client_block("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
  EXPECT_EQ(client_block("2001:db8:1:2:ffff::1"), client_block("2001:db8:1:2::9"));
  EXPECT_NE(client_block("2001:db8:1:3::1"), client_block("2001:db8:1:2::1"));
  EXPECT_EQ(client_block(""), "");
  EXPECT_EQ(client_block("not an address"), "not an address");
}

}  // namespace
}  // namespace tenon::base
