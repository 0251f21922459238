// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/context.h"

#include <gtest/gtest.h>

#include "cli/internal/status_kind.h"

namespace mandat {
namespace {

HttpAnswer Problem(long status, std::string body) {
  return {status, {{"content-type", "application/problem+json"}}, std::move(body)};
}

TEST(ErrorOfTest, NamesTheClauseAndTheEntryOfARefusal) {
  HttpAnswer answer = Problem(403, R"({"title":"refused","detail":"purpose is not listed"})");
  answer.headers["mandat-clause"] = "acme-dpa@3#Annexe B 7.2";
  answer.headers["mandat-entry"] = "41";
  const Error error = ErrorOf(answer);
  EXPECT_EQ(error.kind, ErrorKind::kRefused);
  EXPECT_EQ(error.message, "purpose is not listed");
  ASSERT_TRUE(error.clause);
  EXPECT_EQ(error.clause->Format(), "acme-dpa@3#Annexe B 7.2");
  EXPECT_EQ(error.entry, 41U);
  EXPECT_EQ(ExitCode(error.kind), 3);
}

TEST(ErrorOfTest, TellsARefusalOfTheRoleFromARefusalOfTheAgreement) {
  const Error error = ErrorOf(Problem(403, R"({"detail":"not for this role"})"));
  EXPECT_FALSE(error.clause);
  EXPECT_NE(error.message.find("use a token of another role"), std::string::npos);
}

TEST(ErrorOfTest, SaysWhichFileToNameWhenTheTokenIsMissing) {
  const Error error = ErrorOf(Problem(401, "not JSON at all"));
  EXPECT_EQ(error.kind, ErrorKind::kInvalid);
  EXPECT_NE(error.message.find("--token-file"), std::string::npos);
}

TEST(KindOfStatusTest, GivesEachStatusTheExitCodeOfItsKind) {
  EXPECT_FALSE(KindOfStatus(200));
  EXPECT_FALSE(KindOfStatus(201));
  const std::pair<long, int> codes[] = {{400, 2}, {401, 2}, {403, 3}, {404, 4}, {409, 8}, {410, 5},
                                        {412, 8}, {413, 9}, {500, 7}, {502, 6}, {503, 6}};
  for (const auto& [status, code] : codes) {
    ASSERT_TRUE(KindOfStatus(status));
    EXPECT_EQ(ExitCode(*KindOfStatus(status)), code) << status;
  }
}

TEST(ParseClauseRefTest, TakesWhatFormatWritesAndNothingElse) {
  const ClauseRef clause{"acme-dpa", 3, "7.2(b)#x"};
  EXPECT_EQ(ParseClauseRef(clause.Format()), clause);
  for (const char* text : {"", "acme", "acme@3", "acme#7", "acme@x#7", "acme@99999999999#7"}) {
    EXPECT_FALSE(ParseClauseRef(text)) << text;
  }
}

TEST(ValidateSettingsTest, SendsNoTokenInClearToAnotherMachine) {
  EXPECT_TRUE(ValidateSettings({.server = "http://127.0.0.1:7480", .token = "t"}));
  EXPECT_TRUE(ValidateSettings({.server = "http://localhost:7480", .token = "t"}));
  EXPECT_TRUE(ValidateSettings({.server = "https://mandat.example", .token = "t"}));
  EXPECT_TRUE(ValidateSettings({.server = "http://mandat.example"}));
  EXPECT_FALSE(ValidateSettings({.server = "http://mandat.example", .token = "t"}));
  EXPECT_FALSE(ValidateSettings({.server = "ftp://127.0.0.1"}));
  EXPECT_FALSE(ValidateSettings({.server = "no address"}));
}

}  // namespace
}  // namespace mandat
