// SPDX-License-Identifier: Apache-2.0
#include "http/server_test_util.h"

namespace mandat {
namespace {

constexpr const char* kBea = "0a000000-0000-4000-8000-0000000000be";

class PseudonymServerTest : public ServerTest {
 protected:
  Reply Read(const std::string& query = "", std::string purpose = "data-hub") const {
    return Call("GET", Under("/collections/sites/pseudonymised") + query, "controller",
                For(std::move(purpose)));
  }
  static std::string Member(const Reply& reply, std::string_view name, size_t from = 0) {
    const std::string head = "\"" + std::string(name) + "\":\"";
    const size_t at = reply.body.find(head, from);
    return at == std::string::npos
               ? ""
               : reply.body.substr(at + head.size(),
                                   reply.body.find('"', at + head.size()) - at - head.size());
  }
};

// Covers: GDPR Art. 4(5)
TEST_F(PseudonymServerTest, GivesTokensInsteadOfIdsAndTheSameOnesAgain) {
  StartActive();
  Register();
  Put();
  const Reply reply = Read();
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_FALSE(reply.Has(kAda) || reply.Has(kSite)) << reply.body;
  EXPECT_EQ(Member(reply, "token").size(), 32U);
  EXPECT_TRUE(reply.Has("\"city\":\"Mons\"")) << reply.body;
  EXPECT_EQ(Read().body, reply.body);
}

TEST_F(PseudonymServerTest, PagesByACursorThatTellsNoId) {
  StartActive();
  Register();
  Register(kBea);
  Put();
  Put("0b000000-0000-4000-8000-0000000000bb", "Tournai");
  const Reply first = Read("?limit=1");
  const std::string next = Member(first, "next");
  ASSERT_FALSE(next.empty()) << first.body;
  const Reply second = Read("?limit=1&after=" + next);
  EXPECT_EQ(second.status, 200) << second.body;
  EXPECT_TRUE(second.Has("Tournai")) << second.body;
  EXPECT_EQ(Read("?after=cAAAAA").status, 400);
}

TEST_F(PseudonymServerTest, PassesOverWhoIsErasedAndRefusesForeignPurposes) {
  StartActive();
  Register();
  Put();
  Headers headers = For("data-hub");
  headers.emplace_back("Mandat-Instruction", "2026-014");
  ASSERT_EQ(
      Call("POST", Under("/subjects/").append(kAda).append("/erase"), "controller", headers).status,
      200);
  EXPECT_TRUE(Read().Has("\"items\":[]"));
  EXPECT_EQ(Read("", "advertising").status, 403);
  EXPECT_EQ(Read("?limit=101").status, 400);
}

}  // namespace
}  // namespace mandat
