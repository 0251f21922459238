// SPDX-License-Identifier: Apache-2.0
// The docket over HTTP: what happened, what is owed, and what is done with it.
#include <boost/json.hpp>
#include <set>

#include "http/server_test_util.h"

namespace mandat {
namespace {

namespace json = boost::json;

class DocketServerTest : public ServerTest {
 protected:
  // Awareness two hours ago.
  static constexpr const char* kBreach =
      R"({"matter":"breach","event":"awareness","reference":"case-7",)"
      R"("at":"2026-03-30T14:20:00+02:00","how":"telephone"})";
  static constexpr const char* kRequest =
      R"({"matter":"request","event":"receipt-of-request","reference":"case-8",)"
      R"("at":"2026-03-30T08:00:00Z","how":"letter"})";

  void SetUp() override { ASSERT_NO_FATAL_FAILURE(StartActive()); }

  Reply Post(std::string_view rest, std::string_view body = "{}",
             std::string_view role = "operator") const {
    return Call("POST", Under(rest), role, {}, body);
  }
  Reply Get(std::string_view rest, std::string_view role = "operator") const {
    return Call("GET", Under(rest), role);
  }
  static json::object Parsed(const Reply& reply) { return json::parse(reply.body).as_object(); }

  // The duty of a term, as an answer lists it; fails the test when there is none.
  static json::object DutyOf(const Reply& reply, std::string_view path) {
    for (const json::value& duty : Parsed(reply).at("duties").as_array()) {
      if (duty.at("path").as_string() == path) {
        return duty.as_object();
      }
    }
    ADD_FAILURE() << path << " not in " << reply.body;
    return {};
  }
  static std::string NumberOf(const json::object& duty) {
    return duty.empty() ? "0" : json::serialize(duty.at("id"));
  }
  // The number of a duty that a happening opens.
  std::string Open(std::string_view happening, std::string_view path) const {
    return NumberOf(DutyOf(Post("/happenings", happening), path));
  }
  Reply Act(const std::string& number, std::string_view act, std::string_view body = "{}") const {
    return Post("/duties/" + number + "/" + std::string(act), body);
  }
  static Headers Password(std::string_view token) {
    return {{"Authorization", "Basic " + FormatBase64("calendar:" + std::string(token))}};
  }
};

// Covers: GDPR Art. 33(2).
TEST_F(DocketServerTest, OpensTheClocksOfABreachByTheFormThatIsInForce) {
  const Reply reply = Post("/happenings", kBreach);
  ASSERT_EQ(reply.status, 201) << reply.body;
  const json::object duty = DutyOf(reply, "breach.notice");
  EXPECT_EQ(duty.at("due").as_string(), "2026-03-31T12:20:00Z");
  EXPECT_EQ(duty.at("period").as_string(), "24 hours");
  EXPECT_EQ(duty.at("clause").as_string(), "[6]");
  EXPECT_EQ(duty.at("law").as_string(), "GDPR Art. 33(2)");
  EXPECT_EQ(duty.at("owes").as_string(), "processor");
  EXPECT_EQ(duty.at("number-by").as_string(), "contract");
  EXPECT_EQ(duty.at("state").as_string(), "open");
  EXPECT_EQ(duty.at("overdue"), false);
  EXPECT_EQ(duty.at("reminders").at(0).at("reminder").as_string(), "half-time");
  EXPECT_EQ(duty.at("happening").at("by").as_string(), "operator");
  EXPECT_EQ(reply.Header("mandat-clause").substr(0, 14), "opinum-demo@1#");
  EXPECT_FALSE(reply.Header("mandat-entry").empty());
}

TEST_F(DocketServerTest, AnswersWhatWasEnteredAlreadyByItsOwnEntry) {
  const Reply first = Post("/happenings", kBreach);
  time_.Advance(std::chrono::hours(1));
  const Reply again = Post("/happenings", kBreach);
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(again.Header("mandat-replayed"), "true");
  EXPECT_EQ(again.Header("mandat-entry"), first.Header("mandat-entry"));
  EXPECT_EQ(Parsed(again).at("duties"), Parsed(first).at("duties"));
  std::string other = kBreach;
  other.replace(other.find("14:20"), 5, "14:21");
  EXPECT_EQ(Post("/happenings", other).status, 409);
}

TEST_F(DocketServerTest, EntersSeveralAtOnceOrNone) {
  const std::string both = std::string(R"({"happenings":[)") + kBreach + "," + kRequest + "]}";
  std::string broken = both;
  broken.replace(broken.find("case-8"), 6, "a case");
  EXPECT_EQ(Post("/happenings", broken).status, 400);
  EXPECT_TRUE(Get("/happenings?matter=breach&reference=case-7").Has(R"("items":[])"));
  const Reply reply = Post("/happenings", both);
  ASSERT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(Parsed(reply).at("happenings").as_array().size(), 2U);
  EXPECT_EQ(DutyOf(reply, "requests.forward").at("period").as_string(), "5 working-days");
  const Reply kept = Get("/happenings?matter=breach&reference=case%2D7", "auditor");
  EXPECT_TRUE(kept.Has(R"("event":"awareness","reference":"case-7","at":"2026-03-30T12:20:00Z")"))
      << kept.body;
}

TEST_F(DocketServerTest, TellsWhatMayHappenAndWhichPromisesHaveTime) {
  EXPECT_TRUE(Call("GET", "/v1/matters", "application")
                  .Has(R"({"matter":"breach","about":"A personal data breach, judged to be one.",)"
                       R"("events":["awareness",)"));
  const Reply clocks = Get("/clocks", "application");
  EXPECT_TRUE(clocks.Has(R"({"path":"breach.notice","kind":"act","matter":"breach",)"
                         R"("event":"awareness","owes":"processor","number-by":"contract",)"
                         R"("period":"24 hours")"))
      << clocks.body;
}

TEST_F(DocketServerTest, ListsWhatIsOpenByDueInPagesThatJoin) {
  ASSERT_EQ(Post("/happenings", kBreach).status, 201);
  ASSERT_EQ(Post("/happenings", kRequest).status, 201);
  const json::object all = Parsed(Get("/duties?limit=100", "controller"));
  std::vector<std::string> paged;
  std::string cursor;
  do {
    const json::object page =
        Parsed(Get("/duties?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor)));
    for (const json::value& duty : page.at("items").as_array()) {
      paged.push_back(json::serialize(duty));
    }
    const json::value* next = page.if_contains("next");
    cursor = next == nullptr ? "" : std::string(next->as_string());
  } while (!cursor.empty());
  std::vector<std::string> whole;
  std::string before;
  for (const json::value& duty : all.at("items").as_array()) {
    whole.push_back(json::serialize(duty));
    const json::value* due = duty.as_object().if_contains("due");
    const std::string at = due == nullptr ? "never" : std::string(due->as_string());
    EXPECT_LE(before, at);
    before = at;
  }
  EXPECT_GT(whole.size(), 3U);
  EXPECT_EQ(paged, whole);
}

TEST_F(DocketServerTest, ListsWhatIsOverdueAndWhatIsOverAndNothingElse) {
  const std::string notice = Open(kBreach, "breach.notice");
  const auto has = [&](std::string_view query) {
    const Reply reply = Get("/duties?limit=100&" + std::string(query));
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.Has("{\"id\":" + notice + ",");
  };
  EXPECT_FALSE(has("overdue=true"));
  EXPECT_FALSE(has("before=2026-03-31T12:20:00Z"));
  EXPECT_TRUE(has("before=2026-03-31T14:20:01%2B02:00"));
  time_.Set(*Instant::Parse("2026-03-31T12:20:00Z"));
  EXPECT_TRUE(has("overdue=true"));
  EXPECT_TRUE(has("state=open"));
  EXPECT_FALSE(has("state=met"));
  ASSERT_EQ(Act(notice, "meet").status, 200);
  EXPECT_FALSE(has("overdue=true"));
  EXPECT_FALSE(has("state=open"));
  EXPECT_TRUE(has("state=met"));
  EXPECT_TRUE(has("state=any"));
  EXPECT_FALSE(has("state=withdrawn"));
}

TEST_F(DocketServerTest, ExplainsADutyInTwoLanguagesAndTellsItsHistory) {
  const std::string notice = Open(kBreach, "breach.notice");
  ASSERT_EQ(Act(notice, "pause", R"({"reason":"asked which systems"})").status, 200);
  time_.Advance(std::chrono::hours(3));
  ASSERT_EQ(Act(notice, "resume").status, 200);
  const Reply shown = Get("/duties/" + notice, "controller");
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_TRUE(shown.Has(R"("due":"2026-03-31T15:20:00Z")")) << shown.body;
  EXPECT_TRUE(shown.Has("the clock was stopped (asked which systems)")) << shown.body;
  EXPECT_TRUE(shown.Has(R"("act":"open-duty")"));
  EXPECT_TRUE(shown.Has(R"("act":"pause-duty","at":"2026-03-30T14:20:00Z")"));
  const Reply french = Get("/duties/" + notice + "?language=fr");
  EXPECT_TRUE(french.Has("le délai a été suspendu")) << french.body;
  EXPECT_EQ(Get("/duties/" + notice + "?language=de").status, 400);
  EXPECT_EQ(Get("/duties/99").status, 404);
}

TEST_F(DocketServerTest, RefusesToLengthenWhatHoldsInAnyEventByItsClause) {
  const std::string notice = Open(kBreach, "breach.notice");
  const std::string_view body =
      R"({"more":"2 hours","reason":"many systems","basis":"GDPR Art. 33"})";
  const Reply refused = Act(notice, "extend", body);
  EXPECT_EQ(refused.status, 403) << refused.body;
  EXPECT_EQ(refused.Header("mandat-clause"), "opinum-demo@1#[6]");
  const std::string forward = Open(kRequest, "requests.forward");
  const Reply longer =
      Act(forward, "extend", R"({"more":"2 working-days","reason":"many","basis":"[9]"})");
  EXPECT_EQ(longer.status, 200) << longer.body;
  EXPECT_TRUE(longer.Has(R"("period":"7 working-days")")) << longer.body;
  EXPECT_EQ(Act(forward, "extend", R"({"more":"2 days","reason":"many","basis":"[9]"})").status,
            400);
}

TEST_F(DocketServerTest, RefusesWhatADutyCannotBeAnyMore) {
  const std::string notice = Open(kBreach, "breach.notice");
  EXPECT_EQ(Act(notice, "resume").status, 409);
  EXPECT_EQ(Act(notice, "withdraw").status, 400);
  EXPECT_EQ(Act(notice, "assign", R"({"responsible":"Ada Example"})").status, 400);
  EXPECT_TRUE(
      Act(notice, "assign", R"({"responsible":"desk-2"})").Has(R"("responsible":"desk-2")"));
  time_.Set(*Instant::Parse("2026-03-31T12:20:00Z"));
  EXPECT_EQ(Act(notice, "pause", R"({"reason":"too late"})").status, 409);
  const Reply met = Act(notice, "meet", R"({"at":"2026-03-31T09:00:00Z","by":"desk-2"})");
  EXPECT_EQ(met.status, 200) << met.body;
  EXPECT_TRUE(met.Has(R"("closed":"2026-03-31T09:00:00Z")")) << met.body;
  EXPECT_EQ(Act(notice, "meet").status, 409);
  EXPECT_EQ(Act(notice, "withdraw", R"({"reason":"no breach"})").status, 409);
  EXPECT_EQ(Act("99", "meet").status, 404);
}

// Invariant (agreements do not meet).
TEST_F(DocketServerTest, ListsAllAgreementsToThoseWhoMaySeeThem) {
  ASSERT_EQ(Post("/happenings", kBreach).status, 201);
  const Reply all = Call("GET", "/v1/duties", "auditor");
  EXPECT_TRUE(all.Has(R"({"agreement":"opinum-demo","id":)")) << all.body;
  EXPECT_TRUE(all.Has(R"("more":false)"));
  EXPECT_TRUE(Call("GET", "/v1/duties?limit=1", "operator").Has(R"("more":true)"));
  EXPECT_TRUE(Call("GET", "/v1/duties", "controller").Has(R"({"agreement":"opinum-demo")"));
  EXPECT_TRUE(Call("GET", "/v1/duties?responsible=desk-9", "operator").Has(R"("items":[])"));
  EXPECT_FALSE(Call("GET", "/v1/duties?overdue=true", "operator").Has("breach.notice"));
  EXPECT_EQ(Call("GET", "/v1/duties?overdue=no", "operator").status, 400);
  EXPECT_TRUE(
      Call("GET", "/v1/duties?before=2026-03-30T12:00:00Z", "operator").Has(R"("items":[])"));
  EXPECT_EQ(Call("GET", "/v1/duties", "application").status, 403);
  time_.Set(*Instant::Parse("2026-03-31T12:20:00Z"));
  const Reply late = Call("GET", "/v1/duties?overdue=true", "operator");
  EXPECT_TRUE(late.Has("breach.notice")) << late.body;
  EXPECT_FALSE(late.Has(R"("overdue":false)")) << late.body;
}

TEST_F(DocketServerTest, KeepsRolesApart) {
  EXPECT_EQ(Post("/happenings", kBreach, "controller").status, 403);
  EXPECT_EQ(Post("/happenings", kBreach, "auditor").status, 403);
  EXPECT_EQ(Post("/happenings", kBreach, "other").status, 403);
  EXPECT_EQ(Post("/happenings", kBreach, "application").status, 201);
  EXPECT_EQ(Get("/duties", "application").status, 403);
  EXPECT_EQ(Post("/duties/1/pause", "{}", "application").status, 403);
  EXPECT_EQ(Post("/duties/1/meet", "{}", "controller").status, 403);
  EXPECT_EQ(Post("/duties/1/meet", "{}", "application").status, 200);
}

TEST_F(DocketServerTest, ServesACalendarToWhoCanSendOnlyAPassword) {
  const std::string notice = Open(kBreach, "breach.notice");
  const std::string uid = "UID:duty-" + notice + "@opinum-demo.mandat.example/journal";
  ASSERT_EQ(Act(notice, "assign", R"({"responsible":"desk-2"})").status, 200);
  const std::string own = Under("/docket.ics");
  for (const std::string& path : {own, std::string("/v1/docket.ics")}) {
    const Reply feed = Call("GET", path, "", Password("controller-token"));
    ASSERT_EQ(feed.status, 200) << feed.body;
    EXPECT_EQ(feed.Header("content-type"), "text/calendar; charset=utf-8");
    EXPECT_TRUE(feed.Has(uid + "\r\n")) << feed.body;
    EXPECT_TRUE(feed.Has("20260331T122000Z")) << feed.body;
    EXPECT_TRUE(feed.Has("BEGIN:VALARM")) << feed.body;
    EXPECT_TRUE(Call("GET", path + "?responsible=desk-2", "operator").Has(uid));
    EXPECT_FALSE(Call("GET", path + "?responsible=desk-3", "operator").Has("UID:"));
    EXPECT_TRUE(Call("GET", path + "?language=fr", "operator").Has("échéance"));
    const Reply refused = Call("GET", path, "", Password("no-token"));
    EXPECT_EQ(refused.status, 401);
    EXPECT_NE(refused.Header("www-authenticate").find("Basic"), std::string::npos);
    EXPECT_EQ(Call("GET", path, "", Password("application-token")).status, 403);
    EXPECT_EQ(Call("GET", path + "?colour=red", "operator").status, 400);
  }
  EXPECT_EQ(Call("GET", Under("/duties"), "", Password("operator-token")).status, 401);
  ASSERT_EQ(Act(notice, "meet").status, 200);
  EXPECT_FALSE(Call("GET", own, "operator").Has(uid));
}

// Periods in days end with the day, wherever the reader of the calendar is.
TEST_F(DocketServerTest, ShowsAPeriodInDaysAsItsLastDay) {
  const std::string number = Open(kRequest, "requests.forward");
  const Reply feed = Call("GET", Under("/docket.ics"), "operator");
  EXPECT_TRUE(feed.Has("DTSTART;VALUE=DATE:202604")) << feed.body;
  const Reply paused = Act(number, "pause", R"({"reason":"asked who is meant"})");
  ASSERT_EQ(paused.status, 200) << paused.body;
  EXPECT_FALSE(Call("GET", Under("/docket.ics"), "operator").Has("UID:duty-" + number + "@"));
}

TEST_F(DocketServerTest, NamesWhatIsWrongWithABodyAndRecordsNothing) {
  const std::string before = Get("/duties?limit=100").body;
  for (const std::string_view body :
       {R"([])", R"({)", R"({})", R"({"happenings":[]})", R"({"happenings":{}})",
        R"({"happenings":[7]})", R"({"happenings":[{}],"matter":"breach"})",
        R"({"matter":7,"event":"awareness","reference":"r","how":"letter"})",
        R"({"matter":"fire","event":"awareness","reference":"r","how":"letter"})",
        R"({"matter":"breach","event":"renewal","reference":"r","how":"letter"})",
        R"({"matter":"breach","event":"awareness","reference":"Ada Example","how":"letter"})",
        R"({"matter":"breach","event":"awareness","reference":"r","how":"rumour"})",
        R"({"matter":"breach","event":"awareness","reference":"r"})",
        R"({"matter":"breach","event":"awareness","reference":"r","how":"letter","at":"soon"})",
        R"({"matter":"breach","event":"awareness","reference":"r","how":"letter",)"
        R"("at":"2026-03-30T16:40"})",
        R"({"matter":"breach","event":"awareness","reference":"r","how":"letter",)"
        R"("at":"2026-04-30T16:40:00Z"})",
        R"({"matter":"breach","event":"awareness","reference":"r","how":"letter",)"
        R"("evidence":"abcd"})",
        R"({"matter":"breach","event":"awareness","reference":"r","how":"letter",)"
        R"("colour":"red"})"}) {
    const Reply reply = Post("/happenings", body);
    EXPECT_EQ(reply.status, 400) << body << " " << reply.body;
    EXPECT_FALSE(reply.Has("Ada")) << reply.body;
  }
  EXPECT_EQ(Get("/duties?limit=100").body, before);
}

TEST_F(DocketServerTest, NamesWhatIsWrongWithAnAddress) {
  for (const std::string_view rest : {"/duties?before=soon",
                                      "/duties?overdue=false",
                                      "/duties?state=late",
                                      "/duties?cursor=x",
                                      "/duties?cursor=1",
                                      "/duties?cursor=-1",
                                      "/duties?state=any&cursor=1-1",
                                      "/duties?limit=0",
                                      "/duties?limit=101",
                                      "/duties?colour=red",
                                      "/duties/0",
                                      "/duties/01",
                                      "/duties/x",
                                      "/happenings",
                                      "/happenings?matter=breach",
                                      "/happenings?matter=fire&reference=r",
                                      "/happenings?matter=breach&reference=a%00b",
                                      "/happenings?matter=breach&reference=%zz",
                                      "/happenings?matter=breach&reference=%4",
                                      "/docket.ics?language=de"}) {
    EXPECT_EQ(Get(rest).status, 400) << rest;
  }
  EXPECT_EQ(Post("/duties/1/forget").status, 404);
  EXPECT_EQ(Call("PUT", Under("/duties/1/meet"), "operator").status, 405);
  EXPECT_EQ(Call("GET", "/v1/duties?before=soon", "operator").status, 400);
}

TEST_F(DocketServerTest, TakesNoMemberThatAnActDoesNotHave) {
  const std::string notice = Open(kBreach, "breach.notice");
  for (const auto& [act, body] : std::vector<std::pair<std::string, std::string>>{
           {"meet", R"({"more":"2 hours"})"},
           {"meet", R"({"responsible":"desk-2"})"},
           {"meet", R"({"at":"2026-05-01T00:00:00Z"})"},
           {"meet", R"({"at":"2026-03-01T00:00:00Z"})"},
           {"pause", "{}"},
           {"pause", R"({"reason":7})"},
           {"extend", R"({"more":"two hours","reason":"x","basis":"y"})"},
           {"extend", R"({"reason":"x","basis":"y"})"},
           {"assign", "{}"},
           {"withdraw", R"({"reason":"x","evidence":"zz"})"}}) {
    EXPECT_EQ(Act(notice, act, body).status, 400) << act << " " << body;
  }
  EXPECT_TRUE(Get("/duties/" + notice).Has(R"("state":"open")"));
}

}  // namespace
}  // namespace mandat
