// SPDX-License-Identifier: Apache-2.0
// The webhook transport against nginx with TLS and a receiver that verifies with code of its own.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "base/error_test_util.h"
#include "outbound/webhook_transport.h"
#include "receiver.h"

namespace mandat {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Instant kAt{1'774'880'400'000'000};  // 2026-03-30T14:20:00Z

Signer& TestKey() {
  static Signer signer{SecretBytes(Bytes(32, '\x05'))};
  return signer;
}

class WebhookTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    receiver = std::make_unique<Receiver>(TestKey().public_key(), kAt.micros / 1'000'000);
  }
  static void TearDownTestSuite() { receiver.reset(); }

  static WebhookSettings Settings() {
    WebhookSettings settings;
    settings.ca_file = receiver->fact("ca");
    settings.private_addresses = true;
    settings.retry_after_max = seconds(3600);
    return settings;
  }
  static Parcel ParcelTo(std::string address) {
    Parcel parcel;
    parcel.notice = "shop/17";
    parcel.agreement = "shop";
    parcel.kind = "breach";
    parcel.language = "fr";
    parcel.address = std::move(address);
    parcel.at = kAt;
    parcel.subject = "Violation de données";
    parcel.body = "Première ligne\nseconde ligne\n";
    parcel.fields = {{"incident", "shop/9"}};
    return parcel;
  }
  static Delivery Send(const Parcel& parcel, WebhookSettings settings) {
    const auto transport = OpenWebhookTransport(TestKey(), std::move(settings));
    EXPECT_OK(transport);
    return (*transport)->Send(parcel);
  }
  static Delivery Send(std::string address) {
    return Send(ParcelTo(std::move(address)), Settings());
  }
  // What the receiver says of the only request that reached it.
  static std::string Seen() { return receiver->ReadLine(); }

  // Nothing has reached the receiver since the last look: the next line is of what is sent now.
  static void ExpectNothingSeen() {
    ASSERT_EQ(Send(receiver->Address("good", "/mark")).outcome, Dispatch::kAccepted);
    EXPECT_EQ(Seen(), "got /mark 202 shop/17 1");
  }

  static std::unique_ptr<Receiver> receiver;
};

std::unique_ptr<Receiver> WebhookTest::receiver;

TEST_F(WebhookTest, BringsASignedNoticeToAReceiverThatVerifiesIt) {
  const Delivery delivery = Send(receiver->Address("good", "/notices?tenant=a%20b"));
  EXPECT_EQ(delivery.outcome, Dispatch::kAccepted) << delivery.reply;
  EXPECT_EQ(delivery.reply, "HTTP 202");
  EXPECT_FALSE(delivery.retry_after);
  EXPECT_EQ(Seen(), "got /notices?tenant=a%20b 202 shop/17 1");
}

TEST_F(WebhookTest, SignsTheAddressThatTheReceiverSees) {
  const std::string port = receiver->fact("good");
  for (const std::string& address :
       {"HTTPS://LocalHost:" + port + "/A/../b//c", "https://127.0.0.1:" + port,
        "https://localhost:" + port + "?q=1/2"}) {
    EXPECT_EQ(Send(address).reply, "HTTP 202") << address;
    Seen();
  }
}

TEST_F(WebhookTest, NeedsNoTlsOnThisMachine) {
  EXPECT_EQ(Send(receiver->Address("plain", "/notices")).reply, "HTTP 202");
  EXPECT_EQ(Seen(), "got /notices 202 shop/17 1");
}

TEST_F(WebhookTest, CarriesOneIdempotencyKeyInEveryAttempt) {
  Parcel parcel = ParcelTo(receiver->Address("good", "/notices"));
  for (uint32_t attempt = 1; attempt <= 3; ++attempt) {
    parcel.attempt = attempt;
    parcel.possible_duplicate = attempt > 1;
    parcel.at = kAt + seconds(attempt);
    EXPECT_EQ(Send(parcel, Settings()).reply, "HTTP 202");
    EXPECT_EQ(Seen(), "got /notices 202 shop/17 " + std::to_string(attempt));
  }
}

// Twins: nothing flipped, and one bit of each part that is signed.
TEST_F(WebhookTest, AFlippedBitIsRefusedByTheReceiver) {
  EXPECT_EQ(Send(receiver->Address("good", "/flip/nothing")).reply, "HTTP 202");
  EXPECT_EQ(Seen(), "got /flip/nothing 202 shop/17 1");
  for (const std::string part : {"body", "digest", "key", "created", "tag", "signature", "notice",
                                 "type", "uri", "method"}) {
    const Delivery delivery = Send(receiver->Address("good", "/flip/" + part));
    EXPECT_EQ(delivery.outcome, Dispatch::kPermanent) << part;
    EXPECT_EQ(delivery.reply, "HTTP 401") << part;
    EXPECT_EQ(Seen(), "got /flip/" + part + " 401 None 1");
  }
}

TEST_F(WebhookTest, ASignatureThatIsTooOldOrOfAnotherKeyIsRefusedByTheReceiver) {
  Parcel parcel = ParcelTo(receiver->Address("good", "/notices"));
  parcel.at = kAt + seconds(301);
  EXPECT_EQ(Send(parcel, Settings()).reply, "HTTP 401");
  Seen();
  const Signer other{SecretBytes(Bytes(32, '\x06'))};
  const auto transport = OpenWebhookTransport(other, Settings());
  ASSERT_OK(transport);
  parcel.at = kAt;
  EXPECT_EQ((*transport)->Send(parcel).reply, "HTTP 401");
  Seen();
}

TEST_F(WebhookTest, ReadsFromTheStatusWhatCameOfIt) {
  const std::vector<std::pair<int, Dispatch>> answers = {
      {200, Dispatch::kAccepted},  {201, Dispatch::kAccepted},  {204, Dispatch::kAccepted},
      {302, Dispatch::kPermanent}, {400, Dispatch::kPermanent}, {403, Dispatch::kPermanent},
      {404, Dispatch::kPermanent}, {408, Dispatch::kTransient}, {409, Dispatch::kPermanent},
      {410, Dispatch::kPermanent}, {422, Dispatch::kPermanent}, {425, Dispatch::kTransient},
      {429, Dispatch::kTransient}, {500, Dispatch::kTransient}, {503, Dispatch::kTransient},
  };
  for (const auto& [status, outcome] : answers) {
    const Delivery delivery = Send(receiver->Address("good", "/status/" + std::to_string(status)));
    EXPECT_EQ(delivery.outcome, outcome) << status;
    EXPECT_TRUE(delivery.reply.starts_with("HTTP " + std::to_string(status))) << delivery.reply;
    Seen();
  }
}

TEST_F(WebhookTest, HonoursRetryAfterWithinReason) {
  EXPECT_EQ(Send(receiver->Address("good", "/status/503?Retry-After=120")).retry_after,
            seconds(120));
  EXPECT_EQ(Send(receiver->Address("good", "/status/429?Retry-After=864000")).retry_after,
            seconds(3600));
  EXPECT_EQ(Send(receiver->Address("good", "/status/503?Retry-After=Mon,_30_Mar_2026_14:21:00_GMT"))
                .retry_after,
            seconds(60));
  EXPECT_FALSE(Send(receiver->Address("good", "/status/503?Retry-After=soon")).retry_after);
  EXPECT_FALSE(Send(receiver->Address("good", "/status/202?Retry-After=120")).retry_after);
  for (int i = 0; i < 5; ++i) {
    Seen();
  }
}

TEST_F(WebhookTest, FollowsNoRedirect) {
  const Delivery delivery = Send(receiver->Address("good", "/status/307?Location=/notices"));
  EXPECT_EQ(delivery.outcome, Dispatch::kPermanent);
  EXPECT_EQ(delivery.reply, "HTTP 307, redirects are not followed");
  EXPECT_EQ(Seen(), "got /status/307?Location=/notices 307 shop/17 1");
  ExpectNothingSeen();
}

// Sent, and the answer was lost: the twin of what was never sent.
TEST_F(WebhookTest, SaysThatItMayHaveArrivedWhenTheAnswerIsLost) {
  WebhookSettings settings = Settings();
  settings.answer_max = milliseconds(500);
  const Delivery late = Send(ParcelTo(receiver->Address("good", "/hang")), settings);
  EXPECT_EQ(late.outcome, Dispatch::kUnknown) << late.reply;
  EXPECT_EQ(Seen(), "got /hang 202 shop/17 1");
  for (const auto& [server, path] : std::vector<std::pair<std::string, std::string>>{
           {"good", "/drop"}, {"plain", "/garbage"}, {"plain", "/interim"}}) {
    const Delivery lost = Send(receiver->Address(server, path));
    EXPECT_EQ(lost.outcome, Dispatch::kUnknown) << path << " " << lost.reply;
    if (server == "plain") {
      Seen();
    }
  }
}

TEST_F(WebhookTest, SaysThatItMayHaveArrivedBehindAGatewayWithoutAnswer) {
  EXPECT_EQ(Send(receiver->Address("good", "/gateway/502")).outcome, Dispatch::kUnknown);
  const Delivery late = Send(receiver->Address("good", "/gateway/504"));
  EXPECT_EQ(late.outcome, Dispatch::kUnknown);
  EXPECT_EQ(late.reply, "HTTP 504, a gateway had no answer");
  EXPECT_TRUE(Seen().starts_with("got /hang"));
}

TEST_F(WebhookTest, SaysThatItWasNotTakenWhenNothingWasSent) {
  WebhookSettings impatient = Settings();
  impatient.connect_max = milliseconds(500);
  WebhookSettings strangers = Settings();
  strangers.ca_file.clear();
  const std::vector<std::pair<std::string, WebhookSettings>> attempts = {
      {"closed", Settings()},  {"silent", impatient}, {"rude", Settings()},
      {"expired", Settings()}, {"other", Settings()}, {"good", strangers},
  };
  for (const auto& [server, settings] : attempts) {
    const Delivery delivery = Send(ParcelTo(receiver->Address(server, "/notices")), settings);
    EXPECT_EQ(delivery.outcome, Dispatch::kTransient) << server << " " << delivery.reply;
    EXPECT_FALSE(delivery.reply.empty());
  }
  ExpectNothingSeen();
}

// The status counts; what comes behind it is not read to an end that may never come.
TEST_F(WebhookTest, ReadsNoMoreOfAnAnswerThanItNeeds) {
  EXPECT_EQ(Send(receiver->Address("plain", "/endless")).reply, "HTTP 202");
  EXPECT_EQ(Seen(), "got /endless 202 shop/17 1");
  EXPECT_EQ(Seen(), "stopped");
  EXPECT_EQ(Send(receiver->Address("plain", "/cut")).reply, "HTTP 202");
  Seen();
}

TEST_F(WebhookTest, GoesToNoPrivateAddressUnlessTheSettingsSaySo) {
  WebhookSettings settings = Settings();
  settings.private_addresses = false;
  for (const std::string server : {"good", "plain"}) {
    const Delivery delivery = Send(ParcelTo(receiver->Address(server, "/notices")), settings);
    EXPECT_EQ(delivery.outcome, Dispatch::kPermanent);
    EXPECT_EQ(delivery.reply, "the address leads where a webhook may not go");
  }
  EXPECT_EQ(Send(ParcelTo("https://10.0.0.1/"), settings).outcome, Dispatch::kPermanent);
  EXPECT_EQ(Send(ParcelTo("https://[fd00::1]/"), settings).outcome, Dispatch::kPermanent);
  ExpectNothingSeen();
}

// Behind a proxy, nobody would look at the address of the connection.
TEST_F(WebhookTest, UsesNoProxyOfTheEnvironment) {
  const std::string proxy = "http://127.0.0.1:" + receiver->fact("closed");
  for (const char* name : {"https_proxy", "http_proxy", "all_proxy"}) {
    ASSERT_EQ(setenv(name, proxy.c_str(), 1), 0);
  }
  EXPECT_EQ(Send(receiver->Address("good", "/notices")).reply, "HTTP 202");
  EXPECT_EQ(Send(receiver->Address("plain", "/notices")).reply, "HTTP 202");
  for (const char* name : {"https_proxy", "http_proxy", "all_proxy"}) {
    ASSERT_EQ(unsetenv(name), 0);
  }
  Seen();
  Seen();
}

TEST_F(WebhookTest, NeverGoesWhereMachinesKeepTheirCredentials) {
  for (const std::string address :
       {"https://169.254.169.254/latest", "https://[::ffff:169.254.169.254]/", "https://[fe80::1]/",
        "https://2852039166/", "https://0xa9fea9fe/", "https://0251.0376.0251.0376/", "https://0/",
        "https://[fd00:ec2::254]/", "https://[64:ff9b::a9fe:a9fe]/"}) {
    const Delivery delivery = Send(address);
    EXPECT_EQ(delivery.outcome, Dispatch::kPermanent) << address;
    EXPECT_EQ(delivery.reply, "the address leads where a webhook may not go") << address;
  }
}

TEST_F(WebhookTest, SendsNothingThatCannotBeWritten) {
  Parcel parcel = ParcelTo(receiver->Address("good", "/notices"));
  parcel.subject = "\xff";
  EXPECT_EQ(Send(parcel, Settings()).outcome, Dispatch::kPermanent);
  parcel = ParcelTo("http://example.org/");
  EXPECT_EQ(Send(parcel, Settings()).reply, "a webhook needs https");
  parcel = ParcelTo(receiver->Address("good", "/notices"));
  parcel.notice = "a\r\nX-Other: b";
  EXPECT_EQ(Send(parcel, Settings()).outcome, Dispatch::kPermanent);
  ExpectNothingSeen();
}

TEST_F(WebhookTest, OpensOnlyWithSettingsThatCanWork) {
  WebhookSettings settings = Settings();
  settings.ca_file = "no/such/file.pem";
  EXPECT_EQ(OpenWebhookTransport(TestKey(), settings).error().kind, ErrorKind::kUnavailable);
  settings = Settings();
  settings.answer_max = milliseconds(0);
  EXPECT_EQ(OpenWebhookTransport(TestKey(), settings).error().kind, ErrorKind::kInvalid);
}

TEST_F(WebhookTest, SendsFromManyThreads) {
  const auto transport = OpenWebhookTransport(TestKey(), Settings());
  ASSERT_OK(transport);
  constexpr int kThreads = 8;
  constexpr int kNotices = 5;
  std::atomic<int> accepted = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kNotices; ++i) {
        Parcel parcel = ParcelTo(receiver->Address("good", "/notices"));
        parcel.notice = "shop/" + std::to_string(thread * kNotices + i);
        accepted += (*transport)->Send(parcel).outcome == Dispatch::kAccepted ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(accepted, kThreads * kNotices);
  std::set<std::string> seen;
  for (int i = 0; i < kThreads * kNotices; ++i) {
    seen.insert(Seen());
  }
  EXPECT_EQ(seen.size(), static_cast<size_t>(kThreads * kNotices));
}

}  // namespace
}  // namespace mandat
