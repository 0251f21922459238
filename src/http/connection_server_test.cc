// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <cstdio>
#include <thread>

#include "http/server_test_util.h"

namespace mandat {
namespace {

class ConnectionServerTest : public ServerTest {
 protected:
  static std::string Health(const Headers& headers = {}) {
    return Text("GET", "/health", "", headers);
  }
  Reply Raw(std::string_view bytes) const {
    Client client(server_->port());
    client.Send(bytes);
    return client.Read();
  }
};

TEST_F(ConnectionServerTest, KeepsAConnectionForMoreRequests) {
  ASSERT_NO_FATAL_FAILURE(Start());
  Client client(server_->port());
  for (int i = 0; i < 3; ++i) {
    client.Send(Health());
    EXPECT_EQ(client.Read().status, 200);
  }
  client.Send(Health({{"Connection", "close"}}));
  EXPECT_EQ(client.Read().Header("connection"), "close");
  EXPECT_TRUE(client.AtEnd());
}

TEST_F(ConnectionServerTest, AnswersPipelinedRequestsInTheirOrder) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  ASSERT_NO_FATAL_FAILURE(Register());
  Client client(server_->port());
  std::string all;
  for (int i = 0; i < 20; ++i) {
    all += Text("PUT", RecordPath(), "application", For("data-hub"), Site());
    all += Health();
    all += Text("GET", RecordPath(), "application", For("data-hub"));
  }
  client.Send(all);
  for (int i = 0; i < 20; ++i) {
    const Reply put = client.Read();
    EXPECT_TRUE(put.Has("\"version\":" + std::to_string(i + 1) + ",")) << put.body;
    EXPECT_EQ(client.Read().body, "{\"status\":\"ok\"}");
    EXPECT_TRUE(client.Read().Has("\"version\":" + std::to_string(i + 1) + ","));
  }
}

TEST_F(ConnectionServerTest, TakesARequestByteByByte) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  ASSERT_NO_FATAL_FAILURE(Register());
  Client client(server_->port());
  for (const char c : Text("PUT", RecordPath(), "application", For("data-hub"), Site())) {
    client.Send({&c, 1});
  }
  EXPECT_EQ(client.Read().status, 201);
}

TEST_F(ConnectionServerTest, TakesABodyInChunks) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  ASSERT_NO_FATAL_FAILURE(Register());
  const std::string site = Site();
  char size[16];
  std::snprintf(size, sizeof(size), "%zx", site.size() - 5);
  const Reply reply = Raw("PUT " + RecordPath() +
                          " HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer application-token\r\n"
                          "Mandat-Purpose: data-hub\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n" +
                          site.substr(0, 5) + "\r\n" + size + "\r\n" + site.substr(5) +
                          "\r\n0\r\nMandat-Purpose: marketing\r\n\r\n");
  EXPECT_EQ(reply.status, 201) << reply.body;
}

TEST_F(ConnectionServerTest, InvitesABodyThatWaitsToBeAskedFor) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  ASSERT_NO_FATAL_FAILURE(Register());
  Client client(server_->port());
  const std::string whole =
      Text("PUT", RecordPath(), "application",
           {{"Mandat-Purpose", "data-hub"}, {"Expect", "100-continue"}}, Site());
  const size_t body = whole.size() - Site().size();
  client.Send(whole.substr(0, body));
  EXPECT_EQ(client.Read().status, 100);
  client.Send(whole.substr(body));
  EXPECT_EQ(client.Read().status, 201);
}

TEST_F(ConnectionServerTest, RefusesWhatIsTooLarge) {
  settings_.body_bytes_max = 4096;
  ASSERT_NO_FATAL_FAILURE(Start());
  const std::string body(5000, ' ');
  Client client(server_->port());
  client.Send(Text("PUT", RecordPath(), "application", For("data-hub"), body));
  EXPECT_EQ(client.Read().status, 413);
  EXPECT_TRUE(client.AtEnd());
  EXPECT_EQ(Raw("PUT / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n1fff\r\n").status,
            413);
  EXPECT_EQ(Raw("GET /" + std::string(2100, 'a') + " HTTP/1.1\r\nHost: t\r\n\r\n").status, 414);
  EXPECT_EQ(Raw("GET /" + std::string(20000, 'a') + " HTTP/1.1\r\nHost: t\r\n\r\n").status, 414);
  EXPECT_EQ(Raw("GET / HTTP/1.1\r\nHost: t\r\nX: " + std::string(20000, 'a') + "\r\n\r\n").status,
            431);
}

TEST_F(ConnectionServerTest, RefusesWhatIsNotHttp) {
  ASSERT_NO_FATAL_FAILURE(Start());
  for (const std::string bytes :
       {"nonsense\r\n\r\n", "GET / HTTP/2.0\r\nHost: t\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: t\r\nHost: u\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: t\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: t\r\nMandat-Purpose: a\r\nmandat-purpose: b\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
    EXPECT_EQ(Raw(bytes).status, 400) << bytes;
  }
}

TEST_F(ConnectionServerTest, TellsASlowClientAndCloses) {
  settings_.timeouts.header = std::chrono::milliseconds(60);
  settings_.timeouts.body = std::chrono::milliseconds(60);
  ASSERT_NO_FATAL_FAILURE(Start());
  for (const std::string bytes :
       {"GET /health HTTP/1.1\r\nHo",
        "PUT /health HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\n1"}) {
    Client client(server_->port());
    client.Send(bytes);
    EXPECT_EQ(client.Read().status, 408) << bytes;
    EXPECT_TRUE(client.AtEnd());
  }
}

TEST_F(ConnectionServerTest, ClosesAnIdleConnectionWithoutAWord) {
  settings_.timeouts.idle = std::chrono::milliseconds(60);
  ASSERT_NO_FATAL_FAILURE(Start());
  Client never(server_->port());
  EXPECT_TRUE(never.AtEnd());
  Client once(server_->port());
  once.Send(Health());
  EXPECT_EQ(once.Read().status, 200);
  EXPECT_TRUE(once.AtEnd());
}

TEST_F(ConnectionServerTest, RefusesMoreConnectionsThanItMayHave) {
  settings_.connections_max = 2;
  ASSERT_NO_FATAL_FAILURE(Start());
  Client first(server_->port());
  first.Send(Health());
  EXPECT_EQ(first.Read().status, 200);
  Client second(server_->port());
  second.Send(Health());
  EXPECT_EQ(second.Read().status, 200);
  Client third(server_->port());
  EXPECT_TRUE(third.AtEnd());
  first.Send(Health());
  EXPECT_EQ(first.Read().status, 200);
}

TEST_F(ConnectionServerTest, FinishesWhatIsInFlightWhenItStops) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  ASSERT_NO_FATAL_FAILURE(Register());
  Client idle(server_->port());
  idle.Send(Health());
  EXPECT_EQ(idle.Read().status, 200);
  Client busy(server_->port());
  const std::string put =
      Text("PUT", RecordPath(), "application",
           {{"Mandat-Purpose", "data-hub"}, {"Expect", "100-continue"}}, Site());
  busy.Send(put.substr(0, put.size() - Site().size()));
  EXPECT_EQ(busy.Read().status, 100);
  const uint16_t port = server_->port();
  std::jthread stopping([this] { server_->Drain(); });
  EXPECT_TRUE(idle.AtEnd());
  busy.Send(Site());
  const Reply last = busy.Read();
  EXPECT_EQ(last.status, 201);
  EXPECT_EQ(last.Header("connection"), "close");
  stopping.join();
  EXPECT_FALSE(Client(port).connected());
}

TEST_F(ConnectionServerTest, SurvivesClientsThatLeaveBeforeTheirAnswer) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  ASSERT_NO_FATAL_FAILURE(Register());
  for (int i = 0; i < 50; ++i) {
    Client client(server_->port());
    client.Send(Text("PUT", RecordPath(), "application", For("data-hub"), Site()));
  }
  EXPECT_EQ(Call("GET", "/health", "").status, 200);
}

TEST_F(ConnectionServerTest, AnswersManyClientsAtOnce) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  ASSERT_NO_FATAL_FAILURE(Register());
  ASSERT_NO_FATAL_FAILURE(Put());
  std::atomic<int> fine = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([this, &fine] {
        Client client(server_->port());
        for (int i = 0; i < 100; ++i) {
          client.Send(Text("GET", RecordPath(), "application", For("data-hub")));
          fine += client.Read().status == 200 ? 1 : 0;
        }
      });
    }
  }
  EXPECT_EQ(fine, 800);
}

TEST_F(ConnectionServerTest, SaysWhenItCannotListen) {
  ASSERT_NO_FATAL_FAILURE(Start());
  Server::Settings again = settings_;
  again.port = server_->port();
  const auto taken = Server::Start(again, *agreements_, credentials_);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, ErrorKind::kUnavailable);
  again.address = "nowhere";
  const auto wrong = Server::Start(again, *agreements_, credentials_);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().kind, ErrorKind::kInvalid);
}

}  // namespace
}  // namespace mandat
