#include "http/trusted_proxies.hpp"

#include <gtest/gtest.h>

namespace tenon::http {
namespace {

TEST(TrustedProxies, AreAddressesAndNetworks) {
  const auto proxies = TrustedProxies::parse("10.0.0.0/8, 127.0.0.1,::1 ,fd00::/8");
  ASSERT_TRUE(proxies);
  for (const auto* ip : {"10.0.0.1", "10.255.1.2", "::ffff:10.1.1.1", "127.0.0.1", "::1", "fd12::1"})
    EXPECT_TRUE(proxies->trusts(ip)) << ip;
  for (const auto* ip : {"11.0.0.1", "127.0.0.2", "::2", "fe80::1", "", "10.0.0.1:80", "proxy"})
    EXPECT_FALSE(proxies->trusts(ip)) << ip;
  ASSERT_TRUE(TrustedProxies::parse(""));
  EXPECT_TRUE(TrustedProxies::parse("")->empty());
  for (const auto* text :
       {"10.0.0.0/33", "10.0.0", "localhost", "10.0.0.1/", "10.0.0.1/x", "::1/129", "1.2.3.4,,::1", "/8"})
    EXPECT_FALSE(TrustedProxies::parse(text)) << text;
}

TEST(TrustedProxies, TellTheLastAddressThatIsNoneOfThem) {
  const auto proxies = *TrustedProxies::parse("10.0.0.0/8");
  EXPECT_EQ(proxies.client("10.0.0.1", "192.0.2.7"), "192.0.2.7");
  // What the client itself wrote stands before, and is not believed.
  EXPECT_EQ(proxies.client("10.0.0.1", "1.1.1.1, 192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(proxies.client("10.0.0.1", "1.1.1.1,192.0.2.7 , 10.0.0.2"), "192.0.2.7");
  EXPECT_EQ(proxies.client("10.0.0.1", "10.0.0.9, 10.0.0.2"), "10.0.0.9");
  EXPECT_EQ(proxies.client("10.0.0.1", "2001:db8::1"), "2001:db8::1");
}

TEST(TrustedProxies, AStrangerSpeaksForItselfOnly) {
  const auto proxies = *TrustedProxies::parse("10.0.0.0/8");
  EXPECT_EQ(proxies.client("192.0.2.9", "10.0.0.1"), "192.0.2.9");
  EXPECT_EQ(TrustedProxies().client("10.0.0.1", "192.0.2.7"), "10.0.0.1");
}

TEST(TrustedProxies, WhatIsNoAddressIsNoClient) {
  const auto proxies = *TrustedProxies::parse("10.0.0.0/8");
  EXPECT_EQ(proxies.client("10.0.0.1", ""), "10.0.0.1");
  EXPECT_EQ(proxies.client("10.0.0.1", "unknown"), "10.0.0.1");
  EXPECT_EQ(proxies.client("10.0.0.1", "192.0.2.7, _hidden, 10.0.0.3"), "10.0.0.3");
  EXPECT_EQ(proxies.client("10.0.0.1", ",,,"), "10.0.0.1");
  EXPECT_EQ(proxies.client("10.0.0.1", std::string(10'000, 'a')), "10.0.0.1");
}

}  // namespace
}  // namespace tenon::http
