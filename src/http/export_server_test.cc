// SPDX-License-Identifier: Apache-2.0
#include "http/server_test_util.h"

namespace mandat {
namespace {

constexpr const char* kBea = "0a000000-0000-4000-8000-0000000000be";
constexpr const char* kOther = "0b000000-0000-4000-8000-0000000000cc";

class ExportServerTest : public ServerTest {
 protected:
  static std::string ExportPath(std::string_view subject = kAda) {
    return Under("/subjects/").append(subject).append("/export");
  }
  Reply Export(const std::string& query, std::string_view subject = kAda) const {
    return Call("GET", ExportPath(subject) + query, "controller", For("data-hub"));
  }
  void Restrict() const {
    Headers headers = For("data-hub");
    headers.emplace_back("Mandat-Instruction", "2026-021");
    const Reply reply = Call("POST", Under("/subjects/").append(kAda).append("/restriction"),
                             "controller", headers, "{\"basis\":\"GDPR Art. 18(1)(a)\"}");
    ASSERT_EQ(reply.status, 200) << reply.body;
  }
};

// Covers: GDPR Art. 15(1)
TEST_F(ExportServerTest, TellsWhatIsKnownAboutAPersonAndWhatFieldsMean) {
  StartActive();
  Register();
  const Reply head = Export("");
  ASSERT_EQ(head.status, 200) << head.body;
  EXPECT_TRUE(head.Has("\"people\":\"customers\"")) << head.body;
  EXPECT_TRUE(head.Has("\"id\":\"heated-area\",\"type\":\"decimal\",\"category\":")) << head.body;
  EXPECT_TRUE(head.Has("\"holds\":[]")) << head.body;
  EXPECT_FALSE(head.Header("mandat-entry").empty());
}

// Covers: GDPR Art. 15(3); GDPR Art. 20(1)
TEST_F(ExportServerTest, GivesThePersonsRecordsInPagesAndNobodyElses) {
  StartActive();
  Register();
  Register(kBea);
  Put();
  Put("0b000000-0000-4000-8000-0000000000bb", "Liège");
  const Reply first = Export("?collection=sites&limit=1");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_TRUE(first.Has("\"heated-area\":120.50")) << first.body;
  EXPECT_FALSE(first.Has(kAda)) << first.body;
  const size_t next = first.body.find("\"next\":\"");
  ASSERT_NE(next, std::string::npos) << first.body;
  const std::string cursor = first.body.substr(next + 8, first.body.find('"', next + 8) - next - 8);
  const Reply second = Export("?collection=sites&limit=1&after=" + cursor);
  EXPECT_TRUE(second.Has("Li")) << second.body;
  EXPECT_FALSE(second.Has("\"next\"")) << second.body;
  const Reply none = Export("?collection=sites", kBea);
  EXPECT_TRUE(none.Has("\"items\":[]")) << none.body;
}

TEST_F(ExportServerTest, GivesNoVersionsOfARecordThatIsAboutSomebodyElse) {
  StartActive();
  Register();
  Register(kBea);
  Put();
  const std::string query = std::string("?collection=sites&record=") + kSite;
  EXPECT_TRUE(Export(query).Has("Mons"));
  const Reply other = Export(query, kBea);
  EXPECT_EQ(other.status, 200);
  EXPECT_TRUE(other.Has("\"items\":[]")) << other.body;
}

// Access goes on under restriction, while reading for the purpose does not.
TEST_F(ExportServerTest, GoesOnWhileThePersonIsRestricted) {
  StartActive();
  Register();
  Put();
  Restrict();
  EXPECT_EQ(Call("GET", RecordPath(), "application", For("data-hub")).status, 403);
  EXPECT_TRUE(Export("").Has("\"basis\":\"GDPR Art. 18(1)(a)\""));
  const Reply page = Export("?collection=sites");
  EXPECT_EQ(page.status, 200) << page.body;
  EXPECT_TRUE(page.Has("Mons")) << page.body;
}

TEST_F(ExportServerTest, RefusesAForeignPurposeAndWhatCannotBeMeant) {
  StartActive();
  Register();
  EXPECT_EQ(Call("GET", ExportPath(), "controller", For("advertising")).status, 403);
  EXPECT_EQ(Call("GET", ExportPath(), "auditor", For("data-hub")).status, 403);
  EXPECT_EQ(Call("GET", ExportPath(), "controller").status, 400);
  EXPECT_EQ(Export("", kOther).status, 404);
  EXPECT_EQ(Export("?collection=none").status, 404);
  EXPECT_EQ(Export("?collection=measurements").status, 400);
  EXPECT_EQ(Export("?collection=sites&record=x").status, 400);
  EXPECT_EQ(Export("?collection=sites&after=x").status, 400);
  EXPECT_EQ(Export("?collection=sites&limit=0").status, 400);
}

}  // namespace
}  // namespace mandat
