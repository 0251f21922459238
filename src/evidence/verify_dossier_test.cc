// SPDX-License-Identifier: Apache-2.0
#include "evidence/verify_dossier.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/error_test_util.h"
#include "evidence/dossier_test_util.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

class VerifyDossierTest : public ::testing::Test {
 protected:
  VerifyDossierTest()
      : directory_(fs::path(testing::TempDir()) /
                   (std::string("mandat_dossier_") +
                    testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(directory_);
  }
  ~VerifyDossierTest() override { fs::remove_all(directory_); }

  Report Verify(const DossierQuestion& question = {}) const {
    return VerifyDossier(directory_, question, [](uint64_t, uint64_t) {});
  }
  Report VerifyWithKey() const { return Verify({dossier_.key(), std::nullopt}); }
  // The dossier with one change, its manifest made anew: by somebody who hands over something else.
  Report VerifyChanged(const std::function<void(TestDossier&)>& change) {
    fs::remove_all(directory_);
    TestDossier changed;
    change(changed);
    changed.Save(directory_);
    return VerifyWithKey();
  }
  // The period between two entries, whole.
  static void MakePeriod(TestDossier& dossier) {
    dossier.dossier.kind = "period";
    dossier.dossier.subject = "";
    dossier.dossier.asked_by = {};
    dossier.dossier.from = "2026-03-30T14:20:05Z";
    dossier.dossier.until = "2026-03-30T14:20:08Z";
    dossier.dossier.entries = {5, 6, 7};
    for (const uint64_t index : {2, 3, 5}) {
      dossier.files.erase(DossierDisclosureFile(index));
    }
    Restore(dossier, 4);
  }
  static void Restore(TestDossier& dossier, uint64_t index) {
    dossier.files[DossierEntryFile(index)] = dossier.journal().entry(index);
    dossier.files[DossierProofFile(index)] = dossier.journal().Prove(index).Format();
  }
  static void Drop(TestDossier& dossier, uint64_t index) {
    dossier.files.erase(DossierEntryFile(index));
    dossier.files.erase(DossierProofFile(index));
  }

  const fs::path directory_;
  TestDossier dossier_;
};

// Covers: GDPR Art. 28(3)(h). Covers: C2SP tlog-proof.
TEST_F(VerifyDossierTest, AcceptsADossierInWhichEverythingHolds) {
  dossier_.Save(directory_);
  const Report report = VerifyWithKey();
  ASSERT_TRUE(report.ok()) << report.FormatText();
  const std::string text = report.FormatText();
  for (const char* said : {"all 9 entries are well-formed", "version 3: the texts",
                           "certificates, 1 of them, are signed", "each of 3 entries is disclosed",
                           "4 entries record what was asked"}) {
    EXPECT_NE(text.find(said), std::string::npos) << said << "\n" << text;
  }
  EXPECT_EQ(text.find("whose journal it is"), std::string::npos);
  EXPECT_NE(Verify().FormatText().find("whose journal it is"), std::string::npos);
}

// A bit of any file is told by the manifest, and one of the manifest by itself or by the files.
TEST_F(VerifyDossierTest, RejectsAFlippedBitOfAnyFile) {
  dossier_.Save(directory_);
  dossier_.files[std::string(kDossierManifest)] = dossier_.dossier.Format();
  for (const auto& [name, bytes] : dossier_.files) {
    Bytes flipped = bytes;
    flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 1);
    TestDossier::Put(directory_ / name, flipped);
    const Report report = VerifyWithKey();
    EXPECT_FALSE(report.ok()) << name;
    EXPECT_TRUE(report.ok() || report.failure->kind == ErrorKind::kCorrupt) << name;
    TestDossier::Put(directory_ / name, bytes);
  }
  EXPECT_TRUE(VerifyWithKey().ok());
}

TEST_F(VerifyDossierTest, RejectsFilesThatAreMissingOrTooMany) {
  dossier_.Save(directory_);
  TestDossier::Put(directory_ / "more.txt", "more");
  EXPECT_FALSE(VerifyWithKey().ok());
  fs::remove(directory_ / "more.txt");
  fs::create_symlink("index.html", directory_ / "link.html");
  EXPECT_FALSE(VerifyWithKey().ok());
  fs::remove(directory_ / "link.html");
  fs::remove(directory_ / "index.html");
  EXPECT_FALSE(VerifyWithKey().ok());
  fs::remove_all(directory_);
  EXPECT_EQ(VerifyWithKey().failure->kind, ErrorKind::kNotFound);
}

// Somebody makes the manifest anew around what was changed: the signatures and the tree tell.
TEST_F(VerifyDossierTest, RejectsWhatItsMakerChanged) {
  const auto resign = [](TestDossier& dossier, const std::function<void(Disclosure&)>& change) {
    Disclosure disclosure = dossier.DisclosureOf(3, 8);
    change(disclosure);
    dossier.files[DossierDisclosureFile(3)] = dossier.Sign(disclosure);
  };
  const std::pair<const char*, std::function<void(TestDossier&)>> changes[] = {
      {"entry", [](TestDossier& d) { d.files[DossierEntryFile(2)] = d.journal().entry(4); }},
      {"proof",
       [](TestDossier& d) { d.files[DossierProofFile(2)] = d.journal().Prove(3).Format(); }},
      {"entry without proof", [](TestDossier& d) { d.files.erase(DossierProofFile(2)); }},
      {"entry left out", [](TestDossier& d) { Drop(d, 3); }},
      {"stray file", [](TestDossier& d) { d.files["entries/02.cbor"] = "x"; }},
      {"checkpoint",
       [](TestDossier& d) { d.files["checkpoint"] = d.journal().SignedCheckpoint(9); }},
      {"other journal", [](TestDossier& d) { d.dossier.journal = "example.org/journal/other"; }},
      {"text of a version",
       [](TestDossier& d) { d.files[DossierVersionFile(3, "agreement.yaml")] = "agreement: x\n"; }},
      {"proposal", [](TestDossier& d) { d.files[DossierVersionFile(3, "proposal")] += "x"; }},
      {"version left out", [](TestDossier& d) { d.dossier.versions.clear(); }},
      {"version of another entry", [](TestDossier& d) { d.dossier.versions[0].entry = 2; }},
      {"activation", [](TestDossier& d) { d.dossier.versions[0].activation = 2; }},
      {"certificate of another entry",
       [](TestDossier& d) {
         d.files[DossierCertificateFile(2)] = d.files[DossierCertificateFile(5)];
       }},
      {"certificate", [](TestDossier& d) { d.files[DossierCertificateFile(5)] += "x"; }},
      {"question", [](TestDossier& d) { d.dossier.asked_by = {2}; }},
      {"disclosure left out", [](TestDossier& d) { d.files.erase(DossierDisclosureFile(2)); }},
      {"other person",
       [](TestDossier& d) { d.dossier.subject = "0b000000-0000-4000-8000-00000000000b"; }},
      {"disclosure of another entry",
       [](TestDossier& d) {
         d.files[DossierDisclosureFile(2)] = d.files[DossierDisclosureFile(3)];
       }},
      {"tag", [&](TestDossier& d) { resign(d, [](Disclosure& told) { told.tag[0] ^= 1; }); }},
      {"path", [&](TestDossier& d) { resign(d, [](Disclosure& told) { told.path.clear(); }); }},
      {"leaf", [&](TestDossier& d) { resign(d, [](Disclosure& told) { told.leaf = 1; }); }},
      {"leaves",
       [&](TestDossier& d) { resign(d, [](Disclosure& told) { told.leaves_count = 3; }); }},
      {"recorded", [&](TestDossier& d) { resign(d, [](Disclosure& told) { told.recorded = 7; }); }},
      {"unsigned disclosure", [](TestDossier& d) {
         d.files[DossierDisclosureFile(2)] =
             *SignNote(d.DisclosureOf(2, 7).Format(), TestDossier::kOrigin, TestSigner('z'));
       }}};
  for (const auto& [what, change] : changes) {
    const Report report = VerifyChanged(change);
    EXPECT_FALSE(report.ok()) << what;
    EXPECT_TRUE(report.ok() || report.failure->kind == ErrorKind::kCorrupt) << what;
  }
  EXPECT_TRUE(VerifyChanged([](TestDossier&) {}).ok());
}

// Another key than the journal's, and witnesses who have not seen it.
// Covers: C2SP tlog-policy.
TEST_F(VerifyDossierTest, BelievesOnlyTheKeyAndTheWitnessesThatItIsGiven) {
  dossier_.Save(directory_);
  const VerifierKey other = VerifierKeyFor(TestDossier::kOrigin, TestSigner('z'));
  EXPECT_FALSE(Verify({other, std::nullopt}).ok());
  const VerifierKey witness =
      VerifierKeyFor("example.org/witness", TestSigner('w'), kNoteTypeCosignature);
  const std::string text = "log " + dossier_.key().Format() + "\nwitness controller " +
                           witness.Format() + "\nquorum controller\n";
  const Result<TlogPolicy> policy = TlogPolicy::Parse(text);
  ASSERT_OK(policy);
  EXPECT_FALSE(Verify({std::nullopt, *policy}).ok());
  std::vector<std::pair<std::string, Signer>> seen_by;
  seen_by.emplace_back("example.org/witness", TestSigner('w'));
  TestDossier seen(seen_by);
  fs::remove_all(directory_);
  seen.Save(directory_);
  const Report report = Verify({std::nullopt, *policy});
  EXPECT_TRUE(report.ok()) << report.FormatText();
}

// Where somebody else behind an entry was erased, the leaf cannot be shown: said, not hidden.
TEST_F(VerifyDossierTest, TellsOfEntriesWhoseLeafCanNoLongerBeShown) {
  const Report report = VerifyChanged([](TestDossier& d) {
    d.files.erase(DossierDisclosureFile(3));
    d.dossier.undisclosed = {3};
  });
  EXPECT_TRUE(report.ok()) << report.FormatText();
  EXPECT_NE(report.FormatText().find("somebody else behind them was erased"), std::string::npos);
}

// A period is there without a gap, and the neighbours show it.
TEST_F(VerifyDossierTest, AcceptsAPeriodOnlyWithoutAGap) {
  EXPECT_TRUE(VerifyChanged(&MakePeriod).ok());
  const std::pair<const char*, std::function<void(TestDossier&)>> changes[] = {
      {"one left out in the middle", [](TestDossier& d) { d.dossier.entries = {5, 7}; }},
      {"first left out", [](TestDossier& d) { d.dossier.entries = {6, 7}; }},
      {"last left out",
       [](TestDossier& d) {
         d.dossier.entries = {5, 6};
         Drop(d, 7);
       }},
      {"one too many", [](TestDossier& d) { d.dossier.entries = {4, 5, 6, 7}; }},
      {"neighbour before left out", [](TestDossier& d) { Drop(d, 4); }},
      {"neighbour behind left out", [](TestDossier& d) { Drop(d, 8); }},
      {"no period", [](TestDossier& d) { d.dossier.from = "yesterday"; }}};
  for (const auto& [what, change] : changes) {
    const Report report = VerifyChanged([&change](TestDossier& d) {
      MakePeriod(d);
      change(d);
    });
    EXPECT_FALSE(report.ok()) << what;
  }
}

TEST_F(VerifyDossierTest, AcceptsAnIncidentOfItsActorAlone) {
  const auto make = [](TestDossier& d) {
    MakePeriod(d);
    d.dossier.kind = "incident";
    d.dossier.actor = "a0a0a0a0a0a0a0a0";
    d.dossier.entries = {5};
  };
  EXPECT_TRUE(VerifyChanged(make).ok());
  EXPECT_FALSE(VerifyChanged([&make](TestDossier& d) {
                 make(d);
                 d.dossier.actor = "a1a0a0a0a0a0a0a0";
               }).ok());
  EXPECT_FALSE(VerifyChanged([&make](TestDossier& d) {
                 make(d);
                 d.dossier.entries = {2};
               }).ok())
      << "before the period";
  EXPECT_FALSE(VerifyChanged([&make](TestDossier& d) {
                 make(d);
                 d.dossier.kind = "closing";
                 d.dossier.actor = "";
               }).ok())
      << "the agreement has not ended";
}

}  // namespace
}  // namespace mandat
