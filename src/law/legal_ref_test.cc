// SPDX-License-Identifier: Apache-2.0
#include "law/legal_ref.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "base/error_test_util.h"

namespace mandat {
namespace {

TEST(LegalRefTest, PrintsWhatItParsedByteForByte) {
  for (const std::string text :
       {"GDPR Art. 28(3)(a)", "GDPR Rec. 81", "Reg. 1182/71 Art. 3(4)", "Dec. 2021/915 Cl. 7.1",
        "Dec. 2021/915 Cl. 7.1(a)", "Dec. 2021/915 Annex II", "RFC 6962 2.1", "RFC 8949 4.2.1",
        "C2SP tlog-tiles", "FIPS 180-4", "NIST SP 800-38D 8.2.2", "TEU Art. 52(1)", "ISO 3166-1 5",
        "DPV 2.3", "RFC 3629"}) {
    const Result<LegalRef> parsed = LegalRef::Parse(text);
    ASSERT_OK(parsed) << text;
    EXPECT_EQ(parsed->Format(), text);
  }
}

TEST(LegalRefTest, SplitsTheInstrumentFromTheUnit) {
  const Result<LegalRef> law = LegalRef::Parse("Reg. 1182/71 Art. 3(4)");
  ASSERT_OK(law);
  EXPECT_EQ(law->instrument(), "Reg. 1182/71");
  EXPECT_EQ(law->unit(), "Art. 3(4)");
  const Result<LegalRef> standard = LegalRef::Parse("C2SP tlog-tiles");
  ASSERT_OK(standard);
  EXPECT_EQ(standard->instrument(), "C2SP tlog-tiles");
  EXPECT_EQ(standard->unit(), "");
}

TEST(LegalRefTest, RefusesWhateverIsNotInTheOneForm) {
  for (const std::string text : {"",
                                 "GDPR",
                                 "GDPR ",
                                 "GDPR 28",
                                 "GDPR art. 28",
                                 "GDPR Art. 28 (3)",
                                 "GDPR Art. 28(3",
                                 "GDPR Art. 028",
                                 "GDPR Art. 28()",
                                 "GDPR Art. 28(3)(a) bis",
                                 "GDPRArt. 28",
                                 "Reg.  Art. 3",
                                 "Reg. 1182/71",
                                 "RFC",
                                 "RFC ",
                                 "RFC 6962 ",
                                 "RFC 6962 section 2",
                                 "C2SP ",
                                 "Article 28",
                                 "GDPR Rec. 81(a)",
                                 "Dec. 2021/915 Annex ii",
                                 "GDPR Art. 28.",
                                 "the GDPR"}) {
    EXPECT_FALSE(LegalRef::Parse(text)) << text;
  }
  EXPECT_FALSE(LegalRef::Parse("RFC 6962 " + std::string(1000, '1')));
}

TEST(LegalRefTest, ReadsEveryInstrumentOfTheRegister) {
  std::ifstream file(MANDAT_SOURCE_DIR "/law/sources.txt");
  ASSERT_TRUE(file);
  std::set<std::string> seen;
  std::string line;
  while (std::getline(file, line)) {
    if (line.empty() || line[0] == '#') {
      continue;
    }
    const size_t bar = line.find(" | ");
    ASSERT_NE(bar, std::string::npos) << line;
    ASSERT_NE(line.find(" | http", bar + 3), std::string::npos) << line;
    const std::string prefix = line.substr(0, bar);
    EXPECT_TRUE(seen.insert(prefix).second) << "registered twice: " << prefix;
    const bool whole = LegalRef::Parse(prefix).has_value();
    const Result<LegalRef> unit = LegalRef::Parse(prefix + " Art. 1");
    ASSERT_TRUE(whole || unit) << prefix;
    EXPECT_EQ(whole ? LegalRef::Parse(prefix)->instrument() : unit->instrument(), prefix);
  }
  EXPECT_GE(seen.size(), 25U);
}

}  // namespace
}  // namespace mandat
