// SPDX-License-Identifier: Apache-2.0
#include "outbound/webhook_answer.h"

#include <gtest/gtest.h>

#include <string>

namespace mandat {
namespace {

using std::chrono::seconds;

constexpr Instant kAt{784'111'777'000'000};  // 1994-11-06T08:49:37Z, as in RFC 9110 5.6.7

TEST(WebhookAnswerTest, ReadsSecondsAndDatesOfRetryAfter) {
  EXPECT_EQ(ParseRetryAfter("120", kAt), seconds(120));
  EXPECT_EQ(ParseRetryAfter("0", kAt), seconds(0));
  EXPECT_EQ(ParseRetryAfter("Sun, 06 Nov 1994 08:49:38 GMT", kAt), seconds(1));
  EXPECT_EQ(ParseRetryAfter("Fri, 06 Jan 1995 08:49:37 GMT", kAt), seconds(61 * 86'400));
  EXPECT_EQ(ParseRetryAfter("Sun, 06 Nov 1994 08:49:38 GMT", Instant{kAt.micros + 1}), seconds(1));
}

TEST(WebhookAnswerTest, ReadsNothingFromWhatIsNoRetryAfter) {
  for (const std::string text :
       {"", " 1", "-1", "+1", "1.5", "soon", "99999999999", "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:36 GMT", "Sun, 06 Nov 1994 08:49:38 UTC",
        "Sun, 31 Feb 2026 08:49:38 GMT", "Sun, 06 Nvo 2026 08:49:38 GMT",
        "Sun, 06 Nov 2026 08:49:60 GMT", "Sun, xx Nov 2026 08:49:38 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
    EXPECT_FALSE(ParseRetryAfter(text, kAt)) << text;
  }
}

TEST(WebhookAnswerTest, EveryStatusHasOneOutcome) {
  for (long status = 100; status < 700; ++status) {
    const Delivery delivery = DeliveryOfStatus(status, "", kAt, seconds(60));
    const bool unknown = status < 200 || status == 502 || status == 504 || status >= 600;
    const bool transient =
        !unknown && (status == 408 || status == 425 || status == 429 || status >= 500);
    const bool accepted = status >= 200 && status <= 299;
    EXPECT_EQ(delivery.outcome == Dispatch::kUnknown, unknown) << status;
    EXPECT_EQ(delivery.outcome == Dispatch::kTransient, transient) << status;
    EXPECT_EQ(delivery.outcome == Dispatch::kAccepted, accepted) << status;
    EXPECT_TRUE(delivery.reply.starts_with("HTTP " + std::to_string(status))) << delivery.reply;
    EXPECT_EQ(PrintableReply(delivery.reply), delivery.reply);
  }
}

// Twins: what may be tried again says when, what may not be does not.
TEST(WebhookAnswerTest, CutsTheTimeToWaitAndKeepsItForWhatIsTriedAgain) {
  EXPECT_EQ(DeliveryOfStatus(503, "60", kAt, seconds(60)).retry_after, seconds(60));
  EXPECT_EQ(DeliveryOfStatus(503, "61", kAt, seconds(60)).retry_after, seconds(60));
  EXPECT_EQ(DeliveryOfStatus(504, "30", kAt, seconds(60)).retry_after, seconds(30));
  EXPECT_FALSE(DeliveryOfStatus(503, "never", kAt, seconds(60)).retry_after);
  EXPECT_FALSE(DeliveryOfStatus(404, "30", kAt, seconds(60)).retry_after);
  EXPECT_FALSE(DeliveryOfStatus(202, "30", kAt, seconds(60)).retry_after);
}

TEST(WebhookAnswerTest, SaysWhyAnAddressIsGivenUp) {
  EXPECT_EQ(DeliveryOfStatus(410, "", kAt, seconds(60)).reply,
            "HTTP 410, this address takes no more notices");
  EXPECT_EQ(DeliveryOfStatus(404, "", kAt, seconds(60)).reply, "HTTP 404");
}

}  // namespace
}  // namespace mandat
