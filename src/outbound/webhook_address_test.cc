// SPDX-License-Identifier: Apache-2.0
#include "outbound/webhook_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

std::string Spelt(std::string_view text) {
  const Result<WebhookAddress> address = WebhookAddress::Parse(text);
  return address ? address->text : address.error().message;
}

Reach ReachOfText(const std::string& text) {
  Bytes bytes(text.find(':') == std::string::npos ? 4 : 16, '\0');
  EXPECT_EQ(inet_pton(bytes.size() == 4 ? AF_INET : AF_INET6, text.c_str(), bytes.data()), 1)
      << text;
  return ReachOf(bytes);
}

TEST(WebhookAddressTest, SpellsAnAddressInOneWay) {
  EXPECT_EQ(Spelt("https://example.org"), "https://example.org/");
  EXPECT_EQ(Spelt("HTTPS://Example.ORG:443/A/../b?c=D"), "https://example.org/A/../b?c=D");
  EXPECT_EQ(Spelt("https://example.org:8443/x%20y"), "https://example.org:8443/x%20y");
  EXPECT_EQ(Spelt("https://example.org?x=/@"), "https://example.org/?x=/@");
  EXPECT_EQ(Spelt("https://example.org?x=@/"), "https://example.org/?x=@/");
  EXPECT_EQ(Spelt("https://example.org/a@b"), "https://example.org/a@b");
  EXPECT_EQ(Spelt("https://[2001:DB8::1]:8443/"), "https://[2001:db8::1]:8443/");
}

// Twins: this machine without TLS, and another.
TEST(WebhookAddressTest, NeedsTlsUnlessItIsThisMachine) {
  EXPECT_EQ(Spelt("http://127.0.0.1:8080/a"), "http://127.0.0.1:8080/a");
  EXPECT_EQ(Spelt("http://localhost/"), "http://localhost/");
  EXPECT_EQ(Spelt("http://[::1]:80/"), "http://[::1]/");
  EXPECT_EQ(Spelt("http://example.org/"), "a webhook needs https");
  EXPECT_EQ(Spelt("http://localhost.example.org/"), "a webhook needs https");
  EXPECT_EQ(Spelt("http://127.0.0.2/"), "a webhook needs https");
}

TEST(WebhookAddressTest, RefusesWhatIsNoAddressOfAWebhook) {
  for (const std::string text : {"",
                                 "example",
                                 "https://",
                                 "https:///path",
                                 "https://?a",
                                 "ftp://example.org/",
                                 "file:///etc/hosts",
                                 "gopher://example.org/",
                                 "https://user@example.org/",
                                 "https://user:word@example.org/",
                                 "https://@example.org/",
                                 "https://example.org/#part",
                                 "https://example.org/#",
                                 "https://example.org/a b",
                                 "https://example.org/\r\nX: y",
                                 "https://éxample.org/",
                                 "https://example.org:99999/",
                                 "https://[::1",
                                 "//example.org/",
                                 "example.org/x"}) {
    const Result<WebhookAddress> address = WebhookAddress::Parse(text);
    ASSERT_FALSE(address.has_value()) << text << " gives " << address->text;
    EXPECT_EQ(address.error().kind, ErrorKind::kInvalid);
  }
  const std::string long_path(2048, 'x');
  EXPECT_FALSE(WebhookAddress::Parse("https://example.org/" + long_path).has_value());
}

TEST(WebhookAddressTest, ReachesThePublicAndKnowsThePrivate) {
  for (const std::string text :
       {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255",
        "172.32.0.0", "192.167.255.255", "192.169.0.0", "223.255.255.255", "169.253.255.255",
        "169.255.0.0", "2a00::1", "64:ff9b::101:101", "2002:101:101::1", "::ffff:1.1.1.1"}) {
    EXPECT_EQ(ReachOfText(text), Reach::kPublic) << text;
  }
  for (const std::string text : {"10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
                                 "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255",
                                 "198.18.0.1", "198.19.255.255", "fc00::1", "fd12:3456::1",
                                 "fec0::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1"}) {
    EXPECT_EQ(ReachOfText(text), Reach::kPrivate) << text;
  }
  for (const std::string text : {"127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_EQ(ReachOfText(text), Reach::kLoopback) << text;
  }
}

TEST(WebhookAddressTest, NeverReachesWhereMachinesKeepTheirCredentials) {
  for (const std::string text : {"169.254.169.254",
                                 "169.254.0.0",
                                 "169.254.255.255",
                                 "100.100.100.200",
                                 "168.63.129.16",
                                 "192.0.0.192",
                                 "fd00:ec2::254",
                                 "fe80::1",
                                 "febf::1",
                                 "::ffff:169.254.169.254",
                                 "64:ff9b::a9fe:a9fe",
                                 "2002:a9fe:a9fe::1",
                                 "0.0.0.0",
                                 "0.1.2.3",
                                 "::",
                                 "::7f00:1",
                                 "224.0.0.1",
                                 "255.255.255.255",
                                 "240.0.0.1",
                                 "ff02::1",
                                 "2001:db8::1",
                                 "2001:0:1::1",
                                 "100::1",
                                 "192.0.2.1",
                                 "198.51.100.1",
                                 "203.0.113.9"}) {
    EXPECT_EQ(ReachOfText(text), Reach::kNever) << text;
  }
  EXPECT_EQ(ReachOf(""), Reach::kNever);
  EXPECT_EQ(ReachOf("12345"), Reach::kNever);
}

}  // namespace
}  // namespace mandat
