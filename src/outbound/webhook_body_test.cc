// SPDX-License-Identifier: Apache-2.0
#include "outbound/webhook_body.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/error_test_util.h"
#include "outbound/http_signature.h"

namespace mandat {
namespace {

const Signer& TestKey() {
  static const Signer signer{SecretBytes(Bytes(32, '\x05'))};
  return signer;
}

// The example of docs/reference/webhooks.md.
Parcel Example() {
  Parcel parcel;
  parcel.notice = "shop/17";
  parcel.agreement = "shop";
  parcel.kind = "breach";
  parcel.language = "fr";
  parcel.address = "https://receiver.example.org/notices?tenant=4";
  parcel.attempt = 2;
  parcel.possible_duplicate = true;
  parcel.at = Instant{1'774'880'400'000'000};
  parcel.subject = "Violation de données : shop/9";
  parcel.body = "Bonjour,\n\nvoir la pièce jointe.\n";
  parcel.fields = {{"incident", "shop/9"}, {"reply_by", "2026-04-01T14:20:00Z"}};
  parcel.continues = "shop/16";
  parcel.attachments = {{"report.txt", "text/plain", "report\n"}};
  return parcel;
}

std::string HeaderOf(const WebhookRequest& request, std::string_view name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) {
      return value;
    }
  }
  return {};
}

TEST(WebhookBodyTest, WritesTheExampleOfTheDocumentation) {
  const Result<WebhookRequest> request = WebhookRequestFor(Example(), TestKey());
  ASSERT_OK(request);
  std::string text = "```http\nPOST /notices?tenant=4 HTTP/1.1\nHost: receiver.example.org\n";
  for (const auto& [name, value] : request->headers) {
    text += name + ": " + value + "\n";
  }
  text += "\n" + request->body + "```\n";
  std::ifstream in(MANDAT_SOURCE_DIR "/docs/reference/webhooks.md", std::ios::binary);
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  EXPECT_NE(page.find(text), std::string::npos) << text;
  EXPECT_NE(page.find(KeyThumbprint(TestKey().public_key())), std::string::npos);
}

TEST(WebhookBodyTest, LeavesOutWhatANoticeDoesNotHave) {
  Parcel parcel = Example();
  parcel.continues.clear();
  parcel.attachments.clear();
  parcel.fields.clear();
  parcel.body = "\"\\\n";
  EXPECT_EQ(WebhookBody(parcel).value_or(""),
            "{\n  \"notice\": \"shop/17\",\n  \"kind\": \"breach\",\n  \"agreement\": \"shop\",\n"
            "  \"attempt\": 2,\n  \"possible_duplicate\": true,\n"
            "  \"sent_at\": \"2026-03-30T14:20:00Z\",\n  \"language\": \"fr\",\n"
            "  \"subject\": \"Violation de données : shop/9\",\n  \"body\": \"\\\"\\\\\\n\",\n"
            "  \"fields\": {}\n}\n");
}

// Twins: what says which notice it is stays, what says which attempt it is does not.
TEST(WebhookBodyTest, NamesTheNoticeAlikeInEveryAttempt) {
  Parcel again = Example();
  again.attempt = 3;
  again.at = again.at + std::chrono::hours(1);
  const Result<WebhookRequest> first = WebhookRequestFor(Example(), TestKey());
  const Result<WebhookRequest> second = WebhookRequestFor(again, TestKey());
  ASSERT_OK(first);
  ASSERT_OK(second);
  EXPECT_EQ(HeaderOf(*first, "Idempotency-Key"), "\"shop/17\"");
  EXPECT_EQ(HeaderOf(*first, "Idempotency-Key"), HeaderOf(*second, "Idempotency-Key"));
  EXPECT_EQ(HeaderOf(*first, "Mandat-Attempt"), "2");
  EXPECT_EQ(HeaderOf(*second, "Mandat-Attempt"), "3");
  EXPECT_NE(HeaderOf(*first, "Signature"), HeaderOf(*second, "Signature"));
  EXPECT_NE(HeaderOf(*first, "Content-Digest"), HeaderOf(*second, "Content-Digest"));
}

TEST(WebhookBodyTest, SignsWhatItSends) {
  const Result<WebhookRequest> request = WebhookRequestFor(Example(), TestKey());
  ASSERT_OK(request);
  EXPECT_EQ(HeaderOf(*request, "Content-Digest"), ContentDigest(request->body));
  const Result<SignatureTerms> terms =
      VerifyHttpMessage(TestKey().public_key(), kWebhookLabel,
                        {{"@method", "POST"},
                         {"@target-uri", request->address},
                         {"content-digest", HeaderOf(*request, "Content-Digest")},
                         {"content-type", HeaderOf(*request, "Content-Type")},
                         {"idempotency-key", HeaderOf(*request, "Idempotency-Key")}},
                        {HeaderOf(*request, "Signature-Input"), HeaderOf(*request, "Signature")});
  ASSERT_OK(terms);
  EXPECT_EQ(terms->tag, kWebhookTag);
  EXPECT_EQ(terms->created, Example().at);
}

TEST(WebhookBodyTest, RefusesWhatCannotBeWritten) {
  const auto refuses = [](auto change) {
    Parcel parcel = Example();
    change(parcel);
    const Result<WebhookRequest> request = WebhookRequestFor(parcel, TestKey());
    return !request && request.error().kind == ErrorKind::kInvalid;
  };
  EXPECT_FALSE(refuses([](Parcel&) {}));
  EXPECT_TRUE(refuses([](Parcel& parcel) { parcel.body = "\xff"; }));
  EXPECT_TRUE(refuses([](Parcel& parcel) { parcel.subject = "\xc3"; }));
  EXPECT_TRUE(refuses([](Parcel& parcel) { parcel.fields.emplace_back("a", "\xff"); }));
  EXPECT_TRUE(refuses([](Parcel& parcel) { parcel.fields.emplace_back("incident", "b"); }));
  EXPECT_TRUE(refuses([](Parcel& parcel) { parcel.attachments[0].name = "\xff"; }));
  EXPECT_FALSE(refuses([](Parcel& parcel) { parcel.attachments[0].bytes = "\xff"; }));
  EXPECT_TRUE(refuses([](Parcel& parcel) { parcel.notice = "é"; }));
  EXPECT_TRUE(refuses([](Parcel& parcel) { parcel.notice = "a\nb"; }));
  EXPECT_TRUE(refuses([](Parcel& parcel) { parcel.address = "http://example.org/"; }));
  EXPECT_TRUE(refuses([](Parcel& parcel) { parcel.at = Instant{-1}; }));
}

}  // namespace
}  // namespace mandat
