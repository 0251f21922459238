// SPDX-License-Identifier: Apache-2.0
#include "http/internal/problem.h"

#include <gtest/gtest.h>

#include "http/internal/call.h"

namespace mandat {
namespace {

TEST(ProblemTest, MapsEachKindToItsStatus) {
  for (const auto& [kind, status] :
       std::vector<std::pair<ErrorKind, int>>{{ErrorKind::kInvalid, 400},
                                              {ErrorKind::kCorrupt, 500},
                                              {ErrorKind::kUnavailable, 503},
                                              {ErrorKind::kRefused, 403},
                                              {ErrorKind::kUndecided, 403},
                                              {ErrorKind::kShredded, 410},
                                              {ErrorKind::kNotFound, 404},
                                              {ErrorKind::kConflict, 409}}) {
    EXPECT_EQ(StatusOf(kind), status);
    EXPECT_NE(ReasonOf(status), "Unknown");
  }
}

TEST(ProblemTest, SaysClauseAndEntryOfARefusal) {
  Request request;
  request.agreement_id = *AgreementId::Parse("acme");
  Error error = Error::Refused("purpose is not listed", {"acme", 3, "7.2(b)"});
  error.entry = 1041;
  const Response response = ProblemFor(request, error);
  EXPECT_EQ(response.body,
            "{\"type\":\"about:blank\",\"title\":\"refused\",\"status\":403,"
            "\"detail\":\"purpose is not listed\",\"clause\":\"acme@3#7.2(b)\",\"entry\":1041}");
  EXPECT_EQ(response.headers,
            "Mandat-Clause: acme@3#7.2(b)\r\nMandat-Entry: 1041\r\n"
            "Link: </v1/agreements/acme/entries/1041/proof>; rel=\"receipt\"\r\n");
}

TEST(ProblemTest, TellsWhenToTryAgain) {
  const Response response = ProblemFor({}, Error::Unavailable("store is closed"));
  EXPECT_EQ(response.headers, "Retry-After: 1\r\n");
}

TEST(ResponseTest, LetsNoHeaderBreakOutOfItsLine) {
  Response response;
  response.AddHeader("Mandat-Clause", "a\r\nSet-Cookie: b\x7f");
  EXPECT_EQ(response.headers, "Mandat-Clause: a??Set-Cookie: b?\r\n");
}

TEST(ResponseTest, PutsHeadAndBodyIntoOneBuffer) {
  Response response;
  response.body = "{}";
  Bytes out;
  AppendResponse(out, response, "Mon, 30 Mar 2026 14:20:00 GMT", true);
  EXPECT_EQ(out,
            "HTTP/1.1 200 OK\r\nDate: Mon, 30 Mar 2026 14:20:00 GMT\r\n"
            "Content-Type: application/json\r\nContent-Length: 2\r\nCache-Control: no-store\r\n"
            "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{}");
}

TEST(CallTest, TakesReferencesOfInstructionsOnly) {
  EXPECT_TRUE(IsInstruction("2026/014_a.B-c"));
  EXPECT_TRUE(IsInstruction(std::string(64, 'a')));
  for (const std::string& text : {std::string(), std::string(65, 'a'), std::string("a b"),
                                  std::string("ada@example.org"), std::string("é")}) {
    EXPECT_FALSE(IsInstruction(text)) << text;
  }
}

}  // namespace
}  // namespace mandat
