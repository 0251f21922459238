// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "cli/internal/dossier_journal.h"
#include "cli/internal/dossier_page.h"
#include "evidence/evidence.h"
#include "evidence/http_test_util.h"
#include "evidence/journal_test_util.h"

namespace mandat {
namespace {

constexpr uint64_t kSize = 600;  // full tiles, partial ones and a level above

class DossierJournalTest : public ::testing::Test {
 protected:
  DossierJournalTest() {
    for (const auto& [path, bytes] : published_.Files()) {
      server_.SetFile("/acme/journal/" + path, bytes);
    }
    HttpSettings settings;
    settings.server = server_.Address();
    client_.emplace(std::move(settings));
  }
  Result<DossierJournal> Open(uint64_t size) {
    return DossierJournal::Create(*client_, "/acme", published_.SignedCheckpoint(size));
  }

  TestJournal published_{kSize};
  HttpTestServer server_;
  std::optional<HttpClient> client_;
};

// Covers: RFC 9162 2.1.3.1. Covers: C2SP tlog-proof.
TEST_F(DossierJournalTest, ProvesEntriesFromTheTilesAlone) {
  Result<DossierJournal> journal = Open(kSize);
  ASSERT_OK(journal);
  EXPECT_EQ(journal->size(), kSize);
  EXPECT_EQ(journal->origin(), kTestOrigin);
  for (const uint64_t index : {0, 1, 255, 256, 511, 512, 598, 599}) {
    const Result<Bytes> entry = journal->Get(index);
    const Result<TlogProof> proof = journal->Prove(index);
    ASSERT_OK(entry);
    ASSERT_OK(proof);
    EXPECT_EQ(*proof, published_.Prove(index)) << index;
    EXPECT_TRUE(VerifyProof(proof->Format(), *entry, published_.key()).ok()) << index;
  }
  EXPECT_EQ(journal->Get(kSize).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(journal->Prove(kSize).error().kind, ErrorKind::kNotFound);
}

// The journal has grown since: a tile that the checkpoint knows in part is full by now.
TEST_F(DossierJournalTest, ProvesAgainstAnOlderCheckpoint) {
  constexpr std::string_view kAbove = "tile/1/000.p/1";
  server_.SetFile("/acme/journal/" + std::string(kAbove),
                  TestJournal(300).Files().at(std::string(kAbove)));
  Result<DossierJournal> journal = Open(300);
  ASSERT_OK(journal);
  for (const uint64_t index : {0, 256, 299}) {
    const Result<TlogProof> proof = journal->Prove(index);
    ASSERT_OK(proof);
    EXPECT_EQ(proof->checkpoint, published_.SignedCheckpoint(300));
    EXPECT_TRUE(VerifyProof(proof->Format(), published_.entry(index), published_.key()).ok());
  }
}

TEST_F(DossierJournalTest, FindsTheFirstEntryAtAnInstant) {
  Result<DossierJournal> journal = Open(kSize);
  ASSERT_OK(journal);
  const auto first_at = [&](Instant at) { return journal->FirstAt(at).value_or(kSize + 1); };
  EXPECT_EQ(first_at(Instant{0}), 0U);
  EXPECT_EQ(first_at(TestEntry(0).at), 0U);
  EXPECT_EQ(first_at(TestEntry(300).at), 300U);
  EXPECT_EQ(first_at({TestEntry(300).at.micros + 1}), 303U);
  EXPECT_EQ(first_at({TestEntry(kSize - 1).at.micros + 1}), kSize);
}

// What was pruned is older than anything that is there; single entries below are still to be had.
TEST_F(DossierJournalTest, FindsItsWayAroundWhatWasPruned) {
  server_.SetAnswer("/acme/journal/tile/entries/000", "410 Gone",
                    "Content-Type: application/problem+json\r\n", R"({"kind":"shredded"})");
  server_.SetFile("/acme/entries/7", published_.entry(7));
  Result<DossierJournal> journal = Open(kSize);
  ASSERT_OK(journal);
  EXPECT_EQ(*journal->Get(7), published_.entry(7));
  EXPECT_FALSE(journal->Get(8));
  const Result<uint64_t> first = journal->FirstAt(TestEntry(3).at);
  ASSERT_OK(first);
  EXPECT_EQ(*first, 256U);
}

TEST_F(DossierJournalTest, RejectsWhatIsNoTileAndNoCheckpoint) {
  server_.SetFile("/acme/journal/tile/0/000", "short");
  Result<DossierJournal> journal = Open(kSize);
  ASSERT_OK(journal);
  EXPECT_EQ(journal->Prove(0).error().kind, ErrorKind::kCorrupt);
  EXPECT_FALSE(DossierJournal::Create(*client_, "/acme", "no checkpoint\n"));
}

DossierPage PageWith(const Entry& entry) {
  DossierPage page;
  page.dossier.kind = "incident";
  page.dossier.agreement = "acme";
  page.dossier.journal = std::string(kTestOrigin);
  page.dossier.actor = "a0a0a0a0a0a0a0a0";
  page.dossier.entries = {12};
  page.dossier.asked_by = {13, 14, 15, 20};
  page.title = "Guests <script>alert(1)</script>";
  page.controller = "Ada & \"Ben\" Example";
  page.entries.emplace_back(12, entry);
  page.scope = {{"", "2"}, {"guests", "41"}};
  return page;
}

// Covers: GDPR Art. 28(3)(h).
TEST(DossierPageTest, SaysWhatWasDoneInBothLanguages) {
  Entry entry = TestEntry(3);
  const std::string page = FormatDossierPage(PageWith(entry));
  for (const char* said :
       {"lang=\"en\"", "lang=\"fr\"", ">read</td>", "consult\xc3\xa9</td>", "refused</td>",
        "refus\xc3\xa9</td>", "7.2(b) (v3)", "13-15, 20", "a0a0a0a0a0a0a0a0", "Records: 41",
        "an incident", "un incident", "mandat-verify dossier"}) {
    EXPECT_NE(page.find(said), std::string::npos) << said;
  }
}

// Whatever an entry or an agreement says: it is shown, and nothing comes from elsewhere.
TEST(DossierPageTest, ShowsWordsOfOthersAsTheyAreAndAsksNobody) {
  Entry entry = TestEntry(3);
  entry.purpose = "<img src=x onerror=alert(1)>";
  entry.instruction = "'\"><b>";
  entry.act = "an act & more";
  const std::string page = FormatDossierPage(PageWith(entry));
  for (const char* raw : {"<script", "<img", "<b>", "url(", "http://", "https://", "@import",
                          "act & more", "\"Ben\""}) {
    EXPECT_EQ(page.find(raw), std::string::npos) << raw;
  }
  EXPECT_NE(page.find("&lt;img src=x onerror=alert(1)&gt;"), std::string::npos);
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
}

}  // namespace
}  // namespace mandat
