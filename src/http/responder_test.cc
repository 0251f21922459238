// SPDX-License-Identifier: Apache-2.0
#include "http/internal/responder.h"

#include <gtest/gtest.h>

#include <thread>

namespace mandat {
namespace {

// A connection that keeps what it is told.
class KeptExchange final : public Exchange {
 public:
  using Exchange::Exchange;
  void Answer(MakeResponse make) override { responses.push_back(make(Request())); }
  std::vector<Response> responses;
};

class ResponderTest : public testing::Test {
 protected:
  int wakes_ = 0;
  Mailbox mailbox_{[this] { ++wakes_; }};
};

TEST_F(ResponderTest, AnswersAtOnceOnTheThreadOfTheConnection) {
  mailbox_.Adopt();
  const auto exchange = std::make_shared<KeptExchange>(mailbox_);
  Responder(exchange).Send(Error::NotFound("no such thing"));
  ASSERT_EQ(exchange->responses.size(), 1u);
  EXPECT_EQ(exchange->responses[0].status, 404);
  EXPECT_EQ(wakes_, 0);
}

TEST_F(ResponderTest, BringsABurstFromElsewhereWithOneWakeAndInOrder) {
  mailbox_.Adopt();
  std::vector<std::shared_ptr<KeptExchange>> exchanges;
  std::vector<Exchange*> order;
  for (int i = 0; i < 5; ++i) {
    exchanges.push_back(std::make_shared<KeptExchange>(mailbox_));
  }
  std::jthread([&exchanges, &order] {
    for (const auto& exchange : exchanges) {
      Responder(exchange).Send(MakeResponse([&order, to = exchange.get()](const Request&) {
        order.push_back(to);
        return Response();
      }));
    }
  }).join();
  EXPECT_EQ(wakes_, 1);
  EXPECT_TRUE(order.empty()) << "made on the wrong thread";
  mailbox_.DeliverAll();
  ASSERT_EQ(order.size(), 5u);
  for (size_t i = 0; i < order.size(); ++i) {
    EXPECT_EQ(order[i], exchanges[i].get());
    EXPECT_EQ(exchanges[i]->responses.size(), 1u);
    EXPECT_EQ(exchanges[i].use_count(), 1) << "the mailbox keeps a connection";
  }
  mailbox_.DeliverAll();
  EXPECT_EQ(order.size(), 5u);
}

TEST_F(ResponderTest, AnswersForWhoeverForgetsTo) {
  mailbox_.Adopt();
  const auto exchange = std::make_shared<KeptExchange>(mailbox_);
  {
    const Responder dropped(exchange);
  }
  ASSERT_EQ(exchange->responses.size(), 1u);
  EXPECT_EQ(exchange->responses[0].status, 503);
}

TEST_F(ResponderTest, FormatsTheAnswerOfAUseCaseOrItsError) {
  mailbox_.Adopt();
  const auto exchange = std::make_shared<KeptExchange>(mailbox_);
  Response (*format)(const Request&, int) = [](const Request&, int answer) {
    Response response;
    response.body = std::to_string(answer);
    return response;
  };
  Done<int> fine = SendAs(format, Responder(exchange));
  fine(42);
  Done<int> wrong = SendAs(format, Responder(exchange));
  wrong(Fail(Error::Conflict("someone was faster")));
  ASSERT_EQ(exchange->responses.size(), 2u);
  EXPECT_EQ(exchange->responses[0].body, "42");
  EXPECT_EQ(exchange->responses[1].status, 409);
}

}  // namespace
}  // namespace mandat
