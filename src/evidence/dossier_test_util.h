// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "crypto/hash.h"
#include "evidence/journal_test_util.h"
#include "format/disclosure.h"
#include "format/dossier.h"

namespace mandat {

// A dossier of one person, with everything that a dossier can have, of a journal of its own:
//   0, 1   version 3 is proposed and comes into force
//   2      the person is read about; 3 the same with somebody else; 5 a record of the person goes
//   4      somebody else is read about: not in the dossier
//   6 on   what was asked for the dossier
class TestDossier {
 public:
  static constexpr std::string_view kSubject = "0a000000-0000-4000-8000-00000000000a";
  static constexpr std::string_view kOrigin = "example.org/journal/guests";
  static constexpr uint64_t kErasure = 5;
  static constexpr uint64_t kSize = 10;

  // `seen_by`: witnesses that have seen the checkpoint, by name.
  explicit TestDossier(const std::vector<std::pair<std::string, Signer>>& seen_by = {})
      : journal_(0, std::string(kOrigin)) {
    AppendAll();
    checkpoint_ = journal_.SignedCheckpoint();
    const Result<Note> note = Note::Parse(checkpoint_);
    MANDAT_ASSERT(note.has_value());
    for (const auto& [name, signer] : seen_by) {
      checkpoint_ += CosignNote(note->text, name, At(60), signer).Format();
    }
    WriteAll();
  }

  const TestJournal& journal() const { return journal_; }
  VerifierKey key() const { return journal_.key(); }
  const std::string& checkpoint() const { return checkpoint_; }
  // May be changed before Save; the manifest of it is made then.
  std::map<std::string, Bytes> files;
  Dossier dossier;

  static Bytes Tag(char person, ByteView salt) {
    return Bytes(HmacSha256(Bytes(32, person), {"mandat person tag v1", salt}).view());
  }

  std::string Sign(const Disclosure& disclosure) const {
    return *SignNote(disclosure.Format(), kOrigin, journal_.signer());
  }
  Disclosure DisclosureOf(uint64_t index, uint64_t recorded) const {
    const Entry entry = *Entry::Decode(journal_.entry(index));
    Disclosure disclosure{
        std::string(kOrigin), index, *SubjectId::Parse(kSubject), 0, entry.people_count, {}, {}, 0};
    disclosure.tag = Tag('a', entry.salt);
    disclosure.recorded = recorded;
    if (entry.people_count == 2) {
      disclosure.path = {Bytes(LeafHash(Tag('b', entry.salt)).view())};
    }
    return disclosure;
  }

  // It lists what is there.
  std::string Manifest() {
    dossier.files.clear();
    for (const auto& [name, bytes] : files) {
      dossier.files.push_back({name, bytes.size(), FormatHex(Sha256(bytes).view())});
    }
    return dossier.Format();
  }

  void Save(const std::filesystem::path& directory) {
    for (const auto& [name, bytes] : files) {
      Put(directory / name, bytes);
    }
    Put(directory / kDossierManifest, Manifest());
  }

  static void Put(const std::filesystem::path& file, ByteView bytes) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
  }

 private:
  static Instant At(int64_t seconds) { return {1'774'880'400'000'000 + seconds * 1'000'000}; }

  void Append(std::string act, uint64_t people_count, std::string detail = "") {
    const uint64_t index = journal_.size();
    Entry entry;
    entry.at = At(static_cast<int64_t>(index));
    entry.actor = Bytes(8, '\xa0');
    entry.agreement_version = 3;
    AppendBigEndian64(entry.salt, 0x5a17);
    AppendBigEndian64(entry.salt, index);
    entry.people_count = people_count;
    if (act == "consult" || act == "erase") {
      entry.clause = act == "erase" ? "9.1" : "7.2(b)";
      entry.purpose = act == "erase" ? "" : "support";
      entry.instruction = act == "erase" ? "2026-014" : "";
      entry.collection = "guests";
      entry.units_count = people_count;
      const Hash own = LeafHash(Tag(index == 4 ? 'b' : 'a', entry.salt));
      entry.people_root =
          Bytes((people_count == 1 ? own : NodeHash(own, LeafHash(Tag('b', entry.salt)))).view());
    }
    entry.act = std::move(act);
    entry.detail = std::move(detail);
    journal_.Append(*entry.Encode());
  }

  void AppendAll() {
    const std::pair<std::string, Bytes> texts[] = {{"form.yaml", "form: guests\n"},
                                                   {"agreement.yaml", "agreement: acme\n"},
                                                   {"schema.yaml", "schema: guests\n"},
                                                   {"canonical", "canonical form"}};
    Bytes proposal = "proposal";
    for (const auto& [name, text] : texts) {
      files[DossierVersionFile(3, name)] = text;
      proposal += Sha256(text).view();
    }
    files[DossierVersionFile(3, "proposal")] = proposal;
    Append("propose-version", 0, FormatHex(Sha256(proposal).view()));
    Append("activate-agreement", 0, FormatHex(Sha256("activation").view()));
    Append("consult", 1);
    Append("consult", 2);
    Append("consult", 1);  // of somebody else
    Append("erase", 1);
    Append("query-journal", 1, "entries subject");
    Append("disclose", 1, "entry 2, leaf 0 of 1");
    Append("disclose", 1, "entry 3, leaf 0 of 2");
    Append("disclose", 1, "entry 5, leaf 0 of 1");
  }

  void WriteAll() {
    dossier.kind = "person";
    dossier.agreement = "acme";
    dossier.journal = std::string(kOrigin);
    dossier.subject = std::string(kSubject);
    dossier.entries = {2, 3, kErasure};
    dossier.asked_by = {6, 7, 8, 9};
    dossier.versions = {{3, 0, 1}};
    files["checkpoint"] = checkpoint_;
    files["vkey"] = key().Format() + "\n";
    files["index.html"] = "<!DOCTYPE html>\n";
    for (uint64_t index = 0; index < kSize; ++index) {
      if (index != 4) {
        TlogProof proof = journal_.Prove(index);
        proof.checkpoint = checkpoint_;
        files[DossierEntryFile(index)] = journal_.entry(index);
        files[DossierProofFile(index)] = proof.Format();
      }
    }
    uint64_t recorded = 7;
    for (const uint64_t index : dossier.entries) {
      files[DossierDisclosureFile(index)] = Sign(DisclosureOf(index, recorded++));
    }
    files[DossierCertificateFile(kErasure)] = journal_.Sign(journal_.Certify(kErasure));
  }

  TestJournal journal_;
  std::string checkpoint_;
};

}  // namespace mandat
