// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/witness_server.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/error_test_util.h"
#include "cli/internal/http_client.h"
#include "crypto/hash.h"
#include "witness/witness_test_util.h"

namespace mandat {
namespace {

class WitnessServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(witness_.AddLog(log_.key()));
    auto server = WitnessServer::Start(
        {}, witness_, time_, [this](const std::string& line) { objections_.push_back(line); });
    ASSERT_OK(server);
    server_ = std::move(*server);
    thread_ = std::thread([this] { server_->Run(); });
  }
  void TearDown() override {
    server_->Stop();
    thread_.join();
  }

  HttpClient Client() const {
    HttpSettings settings;
    settings.server = "http://127.0.0.1:" + std::to_string(server_->port());
    return HttpClient(std::move(settings));
  }
  HttpAnswer Ask(const std::string& method, const std::string& path, std::string body = "") const {
    HttpClient client = Client();
    HttpRequest request{method, path, {}, std::move(body)};
    const Result<HttpAnswer> answer = client.Ask(request);
    EXPECT_OK(answer);
    return answer ? *answer : HttpAnswer();
  }

  FaultyMemory memory_;
  const Signer signer_{SecretBytes(Bytes(32, 'w'))};
  Witness witness_{"witness.example.org/w1", signer_, memory_};
  const NumberedLog log_{"mandat.example/journal/acme"};
  const ManualTime time_{WitnessTime(1'763'802'000)};
  std::vector<std::string> objections_;
  std::unique_ptr<WitnessServer> server_;
  std::thread thread_;
};

// Covers: C2SP tlog-witness.
TEST_F(WitnessServerTest, CosignsAndShowsWhatItCosigned) {
  const HttpAnswer cosigned = Ask("POST", "/add-checkpoint", log_.Ask(0, 7));
  ASSERT_EQ(cosigned.status, 200) << cosigned.body;
  EXPECT_TRUE(cosigned.body.starts_with("\xe2\x80\x94 witness.example.org/w1 "));
  const std::string hash = FormatHex(Sha256(log_.key().name).view());
  const HttpAnswer newest = Ask("GET", "/" + hash + "/checkpoint");
  ASSERT_EQ(newest.status, 200);
  EXPECT_EQ(newest.body, log_.NoteAt(7) + cosigned.body);
  EXPECT_EQ(newest.Header("content-type"), "text/plain; charset=utf-8");
}

TEST_F(WitnessServerTest, TellsTheSizeThatItHasByItsOwnMediaType) {
  ASSERT_EQ(Ask("POST", "/add-checkpoint", log_.Ask(0, 7)).status, 200);
  const HttpAnswer answer = Ask("POST", "/add-checkpoint", log_.Ask(0, 9));
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.Header("content-type"), "text/x.tlog.size");
  EXPECT_EQ(answer.body, "7\n");
}

TEST_F(WitnessServerTest, TellsWhoeverRunsItWhatALogTried) {
  const NumberedLog forked("mandat.example/journal/acme", 's', "other");
  ASSERT_EQ(Ask("POST", "/add-checkpoint", log_.Ask(0, 7)).status, 200);
  EXPECT_TRUE(objections_.empty());
  EXPECT_EQ(Ask("POST", "/add-checkpoint", forked.Ask(7, 7)).status, 422);
  ASSERT_EQ(objections_.size(), 1u);
  EXPECT_TRUE(objections_[0].starts_with("mandat.example/journal/acme: cosigned 7 entries"));
}

TEST_F(WitnessServerTest, RefusesLongBodiesAndGoesOn) {
  const std::string long_body(Witness::kBytesMax + 1, 'x');
  EXPECT_EQ(Ask("POST", "/add-checkpoint", long_body).status, 413);
  EXPECT_EQ(Ask("POST", "/add-checkpoint", std::string(Witness::kBytesMax, 'x')).status, 400);
  EXPECT_EQ(Ask("POST", "/add-checkpoint", log_.Ask(0, 7)).status, 200);
}

TEST_F(WitnessServerTest, KeepsAConnectionForTheNextRequest) {
  HttpClient client = Client();
  for (size_t size = 1; size <= 5; ++size) {
    const auto answer = client.Ask({"POST", "/add-checkpoint", {}, log_.Ask(size - 1, size)});
    ASSERT_OK(answer);
    EXPECT_EQ(answer->status, 200) << answer->body;
  }
}

TEST_F(WitnessServerTest, HasNothingElse) {
  EXPECT_EQ(Ask("GET", "/").status, 404);
  EXPECT_EQ(Ask("GET", "/checkpoint").status, 404);
  EXPECT_EQ(Ask("GET", "//checkpoint").status, 404);
  EXPECT_EQ(Ask("GET", "/../key/checkpoint").status, 404);
  EXPECT_EQ(Ask("GET", "/add-checkpoint").status, 405);
  EXPECT_EQ(Ask("DELETE", "/" + std::string(64, 'a') + "/checkpoint").status, 405);
}

TEST_F(WitnessServerTest, StartsNotWhereAnotherListens) {
  const auto second =
      WitnessServer::Start({.port = server_->port()}, witness_, time_, [](const std::string&) {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kUnavailable);
  const auto nowhere =
      WitnessServer::Start({.address = "nowhere"}, witness_, time_, [](const std::string&) {});
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().kind, ErrorKind::kInvalid);
}

}  // namespace
}  // namespace mandat
