// SPDX-License-Identifier: Apache-2.0
#include "outbound/address.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

std::string ErrorOf(std::string_view text) {
  const Result<MailAddress> address = ParseAddress(text);
  return address ? "taken" : address.error().message;
}

TEST(AddressTest, TakesWhatPeopleUse) {
  for (const std::string text :
       {"dpo@example.org", "Ada.Lovelace+privacy@sub.example.org", "a/b=c@example.org",
        "o'hara@example.org", "x@xn--bcher-kva.example", "1@1.example", "a-b_c@a-b.example"}) {
    const Result<MailAddress> address = ParseAddress(text);
    ASSERT_OK(address);
    EXPECT_EQ(address->text(), text);
  }
}

TEST(AddressTest, TellsTheDomain) {
  const Result<MailAddress> address = ParseAddress("dpo@mail.example.org");
  ASSERT_OK(address);
  EXPECT_EQ(address->domain(), "mail.example.org");
}

TEST(AddressTest, RefusesWhatCouldAddALineOrARecipient) {
  for (const std::string_view text :
       {"dpo@example.org\r\nBcc: all@example.org", "dpo@example.org\n", "a\r@example.org",
        "dpo@example.org>", "<dpo@example.org>", "a b@example.org", " dpo@example.org",
        "dpo@example.org ", "a@example.org,b@example.org", "a@example.org;b@example.org",
        "dpo@example.org SIZE=1", "a(comment)@example.org", "a@b@example.org"}) {
    EXPECT_NE(ErrorOf(text), "taken") << text;
  }
  EXPECT_NE(ErrorOf(std::string_view("dpo@example.org\0", 16)), "taken");
}

TEST(AddressTest, RefusesWhatIsNoDotString) {
  for (const std::string_view text :
       {"", "@", "dpo", "@example.org", ".a@example.org", "a.@example.org", "a..b@example.org"}) {
    EXPECT_NE(ErrorOf(text), "taken") << text;
  }
}

TEST(AddressTest, RefusesWhatIsNoDomain) {
  for (const std::string_view text :
       {"a@", "a@example", "a@localhost", "a@example.org.", "a@.example.org", "a@example..org",
        "a@-a.example", "a@a-.example", "a@a_b.example", "a@[192.0.2.1]", "a@192.0.2.1"}) {
    EXPECT_EQ(ErrorOf(text), "mail address has no domain as example.org behind the @") << text;
  }
}

TEST(AddressTest, SaysWhatIsNotSupportedAndHowToWriteIt) {
  EXPECT_EQ(ErrorOf("dpo@b\u00fccher.example"),
            "mail address has a domain that is not ascii; write its xn-- form");
  EXPECT_EQ(ErrorOf("d\u00e9l\u00e9gu\u00e9@example.org"),
            "mail address has a name that is not ascii, which is not supported");
  EXPECT_EQ(ErrorOf("\"ada lovelace\"@example.org"),
            "mail address has a quoted name, which is not supported");
}

TEST(AddressTest, EndsAtTheLimitsOfTheProtocol) {
  const std::string local(64, 'a');
  EXPECT_EQ(ErrorOf(local + "@example.org"), "taken");
  EXPECT_NE(ErrorOf("a" + local + "@example.org"), "taken");

  const std::string label(63, 'b');
  EXPECT_EQ(ErrorOf("a@" + label + ".example"), "taken");
  EXPECT_NE(ErrorOf("a@b" + label + ".example"), "taken");

  const std::string three = label + "." + label + "." + label + ".";  // 192 bytes
  const std::string most = "ab@" + three + std::string(51, 'c') + ".example";
  EXPECT_EQ(most.size(), kAddressBytesMax);
  EXPECT_EQ(ErrorOf(most), "taken");
  EXPECT_EQ(ErrorOf("a" + most), "mail address is longer than 254 bytes");
}

}  // namespace
}  // namespace mandat
