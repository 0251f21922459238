// SPDX-License-Identifier: Apache-2.0
// Contacts and notices over HTTP.
#include <boost/json.hpp>
#include <future>

#include "http/server_test_util.h"
#include "service/notices.h"

namespace mandat {
namespace {

namespace json = boost::json;

class NoticeServerTest : public ServerTest {
 protected:
  void SetUp() override { ASSERT_NO_FATAL_FAILURE(StartActive()); }

  Reply Post(std::string_view rest, std::string_view body = "{}",
             std::string_view role = "operator") const {
    return Call("POST", Under(rest), role, {}, body);
  }
  Reply Get(std::string_view rest, std::string_view role = "operator") const {
    return Call("GET", Under(rest), role);
  }
  static std::string Contact(std::string_view party = "controller",
                             std::string_view address = "privacy@energy.example.org",
                             std::string_view channel = "e-mail") {
    return R"({"party":")" + std::string(party) + R"(","subjects":["breach"],"channel":")" +
           std::string(channel) + R"(","language":"fr","name":"Ben Example","address":")" +
           std::string(address) + "\"}";
  }
  // A breach that the controller knows nothing of yet; the number of the duty to tell it.
  std::string OpenBreach() const {
    const Reply reply =
        Post("/happenings", R"({"matter":"breach","event":"awareness","reference":"case-7",)"
                            R"("at":"2026-03-30T12:20:00Z","how":"telephone"})");
    for (const json::value& duty : json::parse(reply.body).at("duties").as_array()) {
      if (duty.at("path").as_string() == "breach.notice") {
        return json::serialize(duty.at("id"));
      }
    }
    ADD_FAILURE() << reply.body;
    return "0";
  }
  static std::string Notice(const std::string& duty) {
    return R"({"kind":"breach","subject":"breach","meets":true,"reference":"case-7","duty":)" +
           duty + R"(,"fields":{"matter":"case-7","event_at":"2026-03-30T12:20:00Z"}})";
  }
  // Plays the runner: what is due leaves the house, and the next hop takes it.
  void Dispatch() {
    const auto agreement = agreements_->Find(*AgreementId::Parse("opinum-demo"));
    ASSERT_OK(agreement);
    std::promise<Result<NoticesAnswer>> taken;
    TakeNotices(*agreement, 10, [&](Result<NoticesAnswer> answer) { taken.set_value(answer); });
    const Result<NoticesAnswer> due = taken.get_future().get();
    ASSERT_OK(due);
    std::vector<AttemptResult> results;
    for (const auto& notice : due->notices) {
      AttemptResult& result = results.emplace_back();
      result.notice = notice.id;
      result.delivery.outcome = mandat::Dispatch::kAccepted;
    }
    std::promise<Result<NoticesAnswer>> ended;
    EndNoticeAttempts(*agreement, std::move(results),
                      [&](Result<NoticesAnswer> answer) { ended.set_value(answer); });
    ASSERT_OK(ended.get_future().get());
  }
};

// Covers: GDPR Art. 33(3)(b).
TEST_F(NoticeServerTest, KeepsContactsAndShowsThemToWhomTheyConcern) {
  const Reply added = Post("/contacts", Contact());
  ASSERT_EQ(added.status, 201) << added.body;
  EXPECT_TRUE(added.Has(R"({"id":1,"party":"controller","subjects":["breach"])")) << added.body;
  EXPECT_TRUE(added.Has(R"("confirmed":"2026-03-30T14:20:00Z","current":true)"));
  ASSERT_EQ(Post("/contacts", Contact("processor", "desk@mandat.example.org")).status, 201);
  EXPECT_TRUE(Get("/contacts").Has("desk@mandat.example.org"));
  const Reply own = Get("/contacts", "controller");
  EXPECT_TRUE(own.Has("privacy@energy.example.org")) << own.body;
  EXPECT_FALSE(own.Has("desk@mandat.example.org")) << own.body;
  EXPECT_EQ(Get("/contacts", "auditor").status, 403);
  EXPECT_EQ(Get("/contacts", "application").status, 403);
}

TEST_F(NoticeServerTest, ReplacesAndEndsAContact) {
  ASSERT_EQ(Post("/contacts", Contact()).status, 201);
  time_.Advance(std::chrono::hours(1));
  const Reply replaced = Call("PUT", Under("/contacts/1"), "controller", {},
                              Contact("controller", "dpo@energy.example.org"));
  ASSERT_EQ(replaced.status, 200) << replaced.body;
  EXPECT_TRUE(replaced.Has("dpo@energy.example.org")) << replaced.body;
  EXPECT_TRUE(replaced.Has(R"("from":"2026-03-30T14:20:00Z")")) << replaced.body;
  const Reply ended = Call("DELETE", Under("/contacts/1"), "operator");
  EXPECT_EQ(ended.status, 200) << ended.body;
  EXPECT_TRUE(ended.Has(R"("until":"2026-03-30T15:20:00Z")")) << ended.body;
  EXPECT_EQ(Call("DELETE", Under("/contacts/1"), "operator").status, 409);
  EXPECT_EQ(Call("DELETE", Under("/contacts/2"), "operator").status, 404);
  EXPECT_EQ(Call("PUT", Under("/contacts/2"), "operator", {}, Contact()).status, 404);
}

// Covers: GDPR Art. 29.
TEST_F(NoticeServerTest, LetsAControllerSpeakForItselfAlone) {
  EXPECT_EQ(Post("/contacts", Contact("processor"), "controller").status, 403);
  EXPECT_EQ(Post("/contacts", Contact("controller"), "controller").status, 201);
  ASSERT_EQ(Post("/contacts", Contact("processor", "desk@mandat.example.org")).status, 201);
  EXPECT_EQ(Call("PUT", Under("/contacts/2"), "controller", {}, Contact()).status, 404);
  EXPECT_EQ(Call("DELETE", Under("/contacts/2"), "controller").status, 404);
  EXPECT_EQ(Call("PUT", Under("/contacts/1"), "operator", {}, Contact("processor")).status, 409);
}

TEST_F(NoticeServerTest, NamesWhatIsWrongWithAContactAndRepeatsNothingOfIt) {
  for (const std::string& body :
       {Contact("customer"), Contact("controller", "Ben Example"),
        Contact("controller", "ftp://energy.example.org", "webhook"),
        Contact("controller", "Ben Example", "pigeon"), std::string("{}"), std::string("[]"),
        std::string(R"({"party":"controller","subjects":"breach"})"),
        std::string(R"({"party":"controller","subjects":[7]})"),
        std::string(R"({"party":"controller","telephone":"none"})")}) {
    const Reply reply = Post("/contacts", body);
    EXPECT_EQ(reply.status, 400) << body << " " << reply.body;
    EXPECT_FALSE(reply.Has("Ben Example")) << reply.body;
  }
  EXPECT_TRUE(Get("/contacts").Has(R"({"items":[]})"));
}

// Covers: GDPR Art. 33(2).
TEST_F(NoticeServerTest, SendsANoticeThatMeetsItsDutyWhenItIsDispatched) {
  ASSERT_EQ(Post("/contacts", Contact()).status, 201);
  ASSERT_EQ(Post("/contacts", Contact("controller", "+00 000 000001", "telephone")).status, 201);
  const std::string duty = OpenBreach();
  const Reply sent = Post("/notices", Notice(duty));
  ASSERT_EQ(sent.status, 201) << sent.body;
  EXPECT_TRUE(sent.Has(R"({"notices":[{"id":1,"kind":"breach","language":"fr")")) << sent.body;
  EXPECT_TRUE(sent.Has(R"("task":"telephone")")) << sent.body;
  EXPECT_TRUE(sent.Has(R"("state":"waiting")")) << sent.body;
  EXPECT_TRUE(Get("/duties/" + duty).Has(R"("state":"open")"));
  ASSERT_NO_FATAL_FAILURE(Dispatch());
  EXPECT_TRUE(Get("/duties/" + duty).Has(R"("state":"met")"));
  const Reply shown = Get("/notices/1", "auditor");
  EXPECT_TRUE(shown.Has(R"("state":"dispatched")")) << shown.body;
  EXPECT_FALSE(shown.Has("energy.example.org\",\"state")) << shown.body;
  EXPECT_FALSE(shown.Has("Ben Example")) << shown.body;
}

TEST_F(NoticeServerTest, TakesTheReceiptOfTheControllerItself) {
  ASSERT_EQ(Post("/contacts", Contact()).status, 201);
  ASSERT_EQ(Post("/notices", Notice(OpenBreach())).status, 201);
  EXPECT_EQ(Post("/notices/1/acknowledge", "{}", "controller").status, 409);
  ASSERT_NO_FATAL_FAILURE(Dispatch());
  EXPECT_EQ(Post("/notices/1/acknowledge", "{}", "auditor").status, 403);
  EXPECT_EQ(Post("/notices/1/acknowledge", R"({"at":"2026-05-01T00:00:00Z"})", "controller").status,
            400);
  const Reply received = Post("/notices/1/acknowledge", "{}", "controller");
  EXPECT_EQ(received.status, 200) << received.body;
  EXPECT_TRUE(received.Has(R"("received-by":"acknowledgement")")) << received.body;
  EXPECT_EQ(Post("/notices/1/acknowledge", "{}", "controller").status, 409);
  EXPECT_EQ(Post("/notices/9/acknowledge", "{}", "controller").status, 404);
}

TEST_F(NoticeServerTest, OwesACallForWhatCameBack) {
  ASSERT_EQ(Post("/contacts", Contact()).status, 201);
  ASSERT_EQ(
      Post("/contacts", Contact("controller", "https://energy.example.org/in", "webhook")).status,
      201);
  ASSERT_EQ(Post("/notices", Notice(OpenBreach())).status, 201);
  EXPECT_EQ(Post("/notices/1/bounce").status, 409);
  ASSERT_NO_FATAL_FAILURE(Dispatch());
  const Reply bounced =
      Post("/notices/1/bounce", R"({"reply":"550 no mailbox privacy@energy.example.org"})");
  EXPECT_EQ(bounced.status, 200) << bounced.body;
  EXPECT_TRUE(bounced.Has(R"("state":"bounced")")) << bounced.body;
  EXPECT_TRUE(bounced.Has(R"("reply":"550 no mailbox <address>")")) << bounced.body;
  EXPECT_TRUE(bounced.Has(R"("task":"telephone")")) << bounced.body;
  EXPECT_EQ(Post("/notices/2/bounce", "{}", "controller").status, 403);
}

TEST_F(NoticeServerTest, ListsNoticesInPagesAndToTheirReadersAlone) {
  ASSERT_EQ(Post("/contacts", Contact()).status, 201);
  ASSERT_EQ(Post("/contacts", Contact("processor", "desk@mandat.example.org")).status, 201);
  const auto send = [this](std::string_view party) {
    return Post("/notices", R"({"kind":"plain","subject":"breach","party":")" + std::string(party) +
                                R"(","fields":{"title":"A title","text":"A text"}})");
  };
  ASSERT_EQ(send("processor").status, 201);
  ASSERT_EQ(send("controller").status, 201);
  ASSERT_EQ(send("controller").status, 201);
  const Reply all = Get("/notices?limit=2");
  EXPECT_TRUE(all.Has(R"({"items":[{"id":1,)")) << all.body;
  EXPECT_TRUE(all.Has(R"("next":2)")) << all.body;
  const Reply rest = Get("/notices?limit=2&after=2");
  EXPECT_TRUE(rest.Has(R"({"items":[{"id":3,)")) << rest.body;
  EXPECT_FALSE(rest.Has(R"("next":3)")) << rest.body;
  const Reply own = Get("/notices", "controller");
  EXPECT_TRUE(own.Has(R"({"items":[{"id":2,)")) << own.body;
  EXPECT_EQ(Get("/notices/1", "controller").status, 404);
  EXPECT_EQ(Get("/notices/2", "controller").status, 200);
  EXPECT_EQ(Get("/notices", "application").status, 403);
  EXPECT_TRUE(Get("/notices?duty=99").Has(R"("items":[])"));
}

TEST_F(NoticeServerTest, NamesWhatIsWrongWithANotice) {
  EXPECT_EQ(Post("/notices", R"({"kind":"breach","subject":"breach"})").status, 409);
  ASSERT_EQ(Post("/contacts", Contact()).status, 201);
  for (const std::string_view body :
       {R"({})", R"([])", R"({"kind":"breach"})", R"({"subject":"breach"})",
        R"({"kind":"fire","subject":"breach"})",
        R"({"kind":"breach","subject":"breach","fields":{"colour":"red"}})",
        R"({"kind":"breach","subject":"breach","fields":{"nature":7}})",
        R"({"kind":"breach","subject":"breach","fields":[]})",
        R"({"kind":"breach","subject":"breach","meets":true})",
        R"({"kind":"breach","subject":"breach","meets":"yes","duty":1})",
        R"({"kind":"breach","subject":"breach","duty":0})",
        R"({"kind":"breach","subject":"breach","duty":"1"})",
        R"({"kind":"breach","subject":"breach","matter":"breach"})",
        R"({"kind":"breach","subject":"breach","matter":"fire","reference":"r"})",
        R"({"kind":"breach","subject":"breach","to":"ben@example.org"})"}) {
    const Reply reply = Post("/notices", body);
    EXPECT_EQ(reply.status, 400) << body << " " << reply.body;
  }
  EXPECT_EQ(Post("/notices", R"({"kind":"breach","subject":"breach","duty":9})").status, 404);
  EXPECT_EQ(Post("/notices", R"({"kind":"breach","subject":"breach","continues":9})").status, 404);
  EXPECT_EQ(Post("/notices", Notice("1"), "controller").status, 403);
  EXPECT_TRUE(Get("/notices").Has(R"({"items":[]})"));
  for (const std::string_view rest : {"/notices?after=x", "/notices?duty=x", "/notices?limit=0",
                                      "/notices?colour=red", "/notices/0"}) {
    EXPECT_EQ(Get(rest).status, 400) << rest;
  }
}

}  // namespace
}  // namespace mandat
