// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "evidence/dossier_test_util.h"
#include "evidence/journal_test_util.h"
#include "format/loss.h"
#include "format/pruned.h"

namespace mandat {

// The files of tests/vectors/golden by name: what our code writes for the test journal of ten
// entries. Bytes that are not text are in hexadecimal, one line.
inline std::map<std::string, std::string> GoldenFiles() {
  constexpr uint64_t kSize = 10;
  constexpr uint64_t kRefusal = 3;
  constexpr uint64_t kErasure = 9;
  const TestJournal journal(kSize);
  const auto hex = [](ByteView bytes) { return FormatHex(bytes) + "\n"; };

  Entry least;
  least.act = "open";
  least.salt = Bytes(16, '\x5a');
  Entry full = TestEntry(0);
  full.units_count = 70'000;
  full.people_count = 300;
  full.instruction = "2026-014";
  full.sealed_hash = Bytes(32, '\x22');
  full.detail = "d\xc3\xa9tail";
  Entry observed = TestEntry(0);
  observed.outcome = Outcome::kObserved;
  observed.detail = "not-for-this-purpose";

  std::map<std::string, std::string> files = {
      {"entry_least.hex", hex(*least.Encode())},
      {"entry_full.hex", hex(*full.Encode())},
      {"entry_allowed.hex", hex(journal.entry(0))},
      {"entry_refused.hex", hex(journal.entry(kRefusal))},
      {"entry_observed.hex", hex(*observed.Encode())},
      {"entry_erasure.hex", hex(journal.entry(kErasure))},
      {"vkey.txt", journal.key().Format() + "\n"},
      {"checkpoint.txt", journal.SignedCheckpoint()},
      {"erasure.tlog-proof", journal.Prove(kErasure).Format()},
      {"certificate.txt", journal.Sign(journal.Certify(kErasure))},
  };
  const std::map<std::string, Bytes> published = journal.Files();
  files["tile_hashes.hex"] = hex(published.at("tile/0/000.p/10"));
  files["tile_entries.hex"] = hex(published.at("tile/entries/000.p/10"));
  const std::string text = files["checkpoint.txt"].substr(0, files["checkpoint.txt"].find("\n\n"));
  files["checkpoint_cosigned.txt"] =
      files["checkpoint.txt"] +
      CosignNote(text + "\n", "example.org/witness", {1'774'884'000'000'000}, TestSigner(32))
          .Format();
  const VerifierKey witness =
      VerifierKeyFor("example.org/witness", TestSigner(32), kNoteTypeCosignature);
  TestDossier dossier;
  files["dossier.json"] = dossier.Manifest();
  files["disclosure.txt"] = dossier.files.at(DossierDisclosureFile(3));
  files["witness_vkey.txt"] = witness.Format() + "\n";
  files["minimum.txt"] = FormatMinimum(2'560);
  Bytes kept;
  AppendToKept(kept, 3, journal.entry(kRefusal));
  AppendToKept(kept, 9, journal.entry(kErasure));
  files["kept_entries.hex"] = hex(kept);
  Entry house;
  house.at = TestEntry(kErasure).at;
  house.salt = Bytes(16, '\x5a');
  house.act = "prune";
  house.detail = "minimum 2560 days 3650";
  files["entry_prune.hex"] = hex(*house.Encode());
  const Checkpoint last = *Checkpoint::Parse(text + "\n");
  house.act = kNewOriginAct;
  house.detail =
      Loss{last.origin, last.size, last.root, Bytes(Sha256(text + "\n").view())}.Format();
  files["entry_new_origin.hex"] = hex(*house.Encode());
  files["policy.txt"] = "log " + journal.key().Format() + "\n\nwitness controller " +
                        witness.Format() + "\n\ngroup seen any controller\nquorum seen\n";
  return files;
}

}  // namespace mandat
