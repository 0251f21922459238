// SPDX-License-Identifier: Apache-2.0
#include "format/entry_line.h"

#include <gtest/gtest.h>

namespace mandat {
namespace {

Entry Example() {
  Entry entry;
  entry.at = *Instant::Parse("2026-03-30T14:20:00.000125Z");
  entry.actor = Bytes(8, '\xa0');
  entry.act = "consult";
  entry.clause = "7.2(b)";
  entry.agreement_version = 3;
  entry.purpose = "support";
  entry.collection = "guests";
  entry.units_count = 1;
  entry.people_count = 2;
  entry.instruction = "2026-014";
  entry.salt = Bytes(16, '\x01');
  entry.people_root = Bytes(32, '\x02');
  return entry;
}

constexpr LineSource kSource{"mandat.example/journal/shop", {41}, "host.example.org"};

// Covers: RFC 5424 6.
TEST(EntryLineTest, SyslogHasHeaderStructuredDataAndWords) {
  EXPECT_EQ(FormatLine(LineFormat::kSyslog, kSource, Example()),
            "<110>1 2026-03-30T14:20:00.000125Z host.example.org mandat - consult "
            "[entry@32473 origin=\"mandat.example/journal/shop\" index=\"41\" act=\"consult\" "
            "outcome=\"done\" clause=\"7.2(b)\" version=\"3\" purpose=\"support\" "
            "collection=\"guests\" units=\"1\" people=\"2\" instruction=\"2026-014\" "
            "actor=\"a0a0a0a0a0a0a0a0\"] consult done in guests for support by clause 7.2(b), "
            "instruction 2026-014, 1 units, 2 people");
}

TEST(EntryLineTest, SyslogWarnsOfRefusalsAndNotesWhatIsNotThere) {
  for (const auto& [outcome, priority] : {std::pair{Outcome::kDone, "<110>"},
                                          {Outcome::kRefused, "<108>"},
                                          {Outcome::kUndecided, "<108>"},
                                          {Outcome::kAbsent, "<109>"},
                                          {Outcome::kGone, "<109>"},
                                          {Outcome::kObserved, "<109>"}}) {
    Entry entry = Example();
    entry.outcome = outcome;
    EXPECT_TRUE(FormatLine(LineFormat::kSyslog, kSource, entry).starts_with(priority));
  }
}

// Covers: RFC 5424 6.3.3.
TEST(EntryLineTest, SyslogEscapesWhatWouldEndAParameterAndHasNoLineFeed) {
  Entry entry = Example();
  entry.instruction = "a\"b\\c]d\ne\x7f";
  entry.act = "x y\n";
  const std::string line = FormatLine(LineFormat::kSyslog, {"o", {1}, "bad name\n"}, entry);
  EXPECT_NE(line.find("instruction=\"a\\\"b\\\\c\\]d e \""), std::string::npos) << line;
  EXPECT_NE(line.find(" bad_name_ mandat - x_y_ ["), std::string::npos) << line;
  EXPECT_EQ(line.find('\n'), std::string::npos);
}

TEST(EntryLineTest, SyslogKeepsHeaderFieldsWithinTheirLengths) {
  Entry entry = Example();
  entry.act = std::string(40, 'a');
  const std::string line =
      FormatLine(LineFormat::kSyslog, {"o", {1}, std::string(300, 'h')}, entry);
  EXPECT_NE(line.find(" " + std::string(255, 'h') + " mandat - " + std::string(32, 'a') + " ["),
            std::string::npos);
  EXPECT_NE(FormatLine(LineFormat::kSyslog, {"o", {1}, ""}, entry).find("Z - mandat"),
            std::string::npos);
}

TEST(EntryLineTest, SyslogSaysTextBeyondAsciiInItsStructuredDataAlone) {
  Entry entry = Example();
  entry.purpose = "m\xc3\xa9nage";
  const std::string line = FormatLine(LineFormat::kSyslog, kSource, entry);
  EXPECT_NE(line.find("purpose=\"m\xc3\xa9nage\""), std::string::npos);
  EXPECT_TRUE(line.find("for m??nage") != std::string::npos) << line;
}

TEST(EntryLineTest, NdjsonHasEveryFieldThatIsNotEmpty) {
  EXPECT_EQ(FormatLine(LineFormat::kNdjson, kSource, Example()),
            "{\"journal\":\"mandat.example/journal/shop\",\"index\":41,"
            "\"at\":\"2026-03-30T14:20:00.000125Z\",\"act\":\"consult\",\"outcome\":\"done\","
            "\"clause\":\"7.2(b)\",\"agreement_version\":3,\"purpose\":\"support\","
            "\"collection\":\"guests\",\"units\":1,\"people\":2,\"instruction\":\"2026-014\","
            "\"actor\":\"a0a0a0a0a0a0a0a0\",\"people_root\":\"" +
                FormatHex(Bytes(32, '\x02')) + "\"}");
}

TEST(EntryLineTest, NdjsonOfAHouseActLeavesOutWhatItHasNot) {
  Entry entry;
  entry.at = *Instant::Parse("2026-03-30T14:20:00Z");
  entry.act = "rewrap";
  entry.detail = "tab\there \"and\" back\\slash";
  EXPECT_EQ(FormatLine(LineFormat::kNdjson, {"j", {0}, ""}, entry),
            "{\"journal\":\"j\",\"index\":0,\"at\":\"2026-03-30T14:20:00Z\",\"act\":\"rewrap\","
            "\"outcome\":\"done\",\"agreement_version\":0,\"units\":0,\"people\":0,"
            "\"detail\":\"tab\\u0009here \\\"and\\\" back\\\\slash\"}");
}

TEST(EntryLineTest, TextIsForPeople) {
  Entry entry = Example();
  entry.outcome = Outcome::kRefused;
  entry.instruction.clear();
  EXPECT_EQ(FormatLine(LineFormat::kText, kSource, entry),
            "41  2026-03-30T14:20:00.000125Z  a0a0a0a0a0a0a0a0  consult refused in guests for "
            "support by clause 7.2(b), 1 units, 2 people");
  entry.actor.clear();
  EXPECT_NE(FormatLine(LineFormat::kText, kSource, entry).find("  the house  "), std::string::npos);
}

TEST(EntryLineTest, KnowsItsFormatsAndNoOther) {
  EXPECT_EQ(FindLineFormat("ndjson"), LineFormat::kNdjson);
  EXPECT_EQ(FindLineFormat("syslog"), LineFormat::kSyslog);
  EXPECT_EQ(FindLineFormat("text"), LineFormat::kText);
  EXPECT_FALSE(FindLineFormat("json"));
  EXPECT_FALSE(FindLineFormat(""));
}

}  // namespace
}  // namespace mandat
