// SPDX-License-Identifier: Apache-2.0
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "agreement/agreement_test_util.h"
#include "http/server_test_util.h"

namespace mandat {
namespace {

namespace json = boost::json;

// Answers about agreement texts: nothing is stored, whatever they say.
class DocumentServerTest : public ServerTest {
 protected:
  static json::object Pair(const std::string& form, const std::string& instance) {
    return {{"form", ReadSource("agreements/" + form + ".yaml")},
            {"agreement", ReadSource(instance)}};
  }

  Reply Post(const std::string& what, const json::object& body,
             const std::string& role = "auditor") {
    return Call("POST", "/v1/documents/" + what, role, {}, json::serialize(body));
  }
};

TEST_F(DocumentServerTest, TellsWhatIsWrongInTextsAndStoresNothing) {
  ASSERT_NO_FATAL_FAILURE(Start());
  json::object texts = Pair("opinum", "agreements/opinum-demo.yaml");
  EXPECT_TRUE(Post("check", texts).Has("{\"valid\":true,\"findings\":[]"));
  texts["form"] = "nonsense: true\n";
  const Reply wrong = Post("check", texts);
  EXPECT_EQ(wrong.status, 200);
  EXPECT_TRUE(wrong.Has("\"valid\":false")) << wrong.body;
  EXPECT_TRUE(wrong.Has("A101")) << wrong.body;
  EXPECT_EQ(Call("GET", "/v1/agreements", "operator").body, "{\"items\":[]}");
  EXPECT_EQ(Post("check", texts, "application").status, 403);
  EXPECT_EQ(Post("check", {{"form", 1}}).status, 400);
}

// Covers: GDPR Art. 28(3); Dec. 2010/87.
TEST_F(DocumentServerTest, LintsByTheLawOfTheDayThatIsNamed) {
  ASSERT_NO_FATAL_FAILURE(Start());
  json::object texts = Pair("mailgun", "agreements/mailgun-demo.yaml");
  texts["at"] = "2026-11-22";
  EXPECT_TRUE(Post("lint", texts).Has("2010/87"));
  texts["at"] = "2026-13-01";
  EXPECT_EQ(Post("lint", texts).status, 400);
  texts["at"] = "2026-11-22";
  texts["form"] = "nonsense: true\n";
  EXPECT_EQ(Post("lint", texts).status, 422);
}

TEST_F(DocumentServerTest, SaysWhatChangedBetweenTwoAgreements) {
  ASSERT_NO_FATAL_FAILURE(Start());
  const json::object before = Pair("opinum", "agreements/opinum-demo.yaml");
  json::object after = before;
  std::string form(after["form"].as_string());
  const size_t at = form.find("within: 24 hours");
  ASSERT_NE(at, std::string::npos);
  after["form"] = form.replace(at, 16, "within: 48 hours");
  const Reply changed = Post("diff", {{"before", before}, {"after", after}});
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_TRUE(changed.Has("breach.notice")) << changed.body;
  EXPECT_TRUE(changed.Has("48 hours")) << changed.body;
  EXPECT_FALSE(Post("diff", {{"before", before}, {"after", before}}).Has("breach.notice"));
}

// Covers: GDPR Art. 28(4).
TEST_F(DocumentServerTest, SearchesAChainAndDrawsIt) {
  ASSERT_NO_FATAL_FAILURE(Start());
  json::object chain = {
      {"upstream", Pair("customer-alliance", "agreements/customer-alliance-demo.yaml")},
      {"downstream", Pair("mailgun", "tests/chain/customer-alliance-at-mailgun.yaml")},
      {"sub-processor", "mailgun"}};
  const Reply searched = Post("chain", chain);
  EXPECT_EQ(searched.status, 200) << searched.body;
  EXPECT_TRUE(searched.Has("\"objection\"")) << searched.body.substr(0, 400);
  chain["as"] = "picture";
  const Reply drawn = Post("chain", chain);
  EXPECT_EQ(drawn.Header("content-type"), "image/svg+xml");
  EXPECT_TRUE(drawn.Has("<svg"));
  chain["sub-processor"] = "nobody";
  EXPECT_EQ(Post("chain", chain).status, 404);
}

TEST_F(DocumentServerTest, ExportsTextsAndWhatIsInForceAlike) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply text = Post("export", Pair("opinum", "agreements/opinum-demo.yaml"));
  const Reply in_force = Call("GET", Under("/export"), "controller");
  EXPECT_EQ(text.Header("content-type"), "application/ld+json");
  EXPECT_EQ(text.body, in_force.body);
  EXPECT_TRUE(text.Has("dpv:ControllerProcessorAgreement"));
}

}  // namespace
}  // namespace mandat
