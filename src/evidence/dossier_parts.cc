// SPDX-License-Identifier: Apache-2.0
// What stands beside the entries of a dossier: versions, certificates, disclosures.
#include <algorithm>

#include "crypto/hash.h"
#include "crypto/note.h"
#include "crypto/tlog.h"
#include "evidence/evidence.h"
#include "evidence/internal/dossier_reading.h"
#include "format/disclosure.h"

namespace mandat::internal {
namespace {

constexpr std::string_view kActActivate = "activate-agreement";
constexpr std::string_view kActDisclose = "disclose";
constexpr std::string_view kTexts[] = {"form.yaml", "agreement.yaml", "schema.yaml"};

// The hash that the detail of an entry of the house begins with.
std::string_view HashIn(const Entry& entry) {
  return std::string_view(entry.detail).substr(0, entry.detail.find(' '));
}

std::string_view FactIn(const Report& report, std::string_view name) {
  const auto fact = std::ranges::find(report.facts, name, &Report::Fact::name);
  return fact == report.facts.end() ? std::string_view() : fact->value;
}

}  // namespace

// The journal has the hash of a version's canonical form where it was activated at once, and that
// of its proposal, which has the hash of each text, where it was proposed first.
Status DossierReading::VerifyVersion(const Dossier::Version& version) {
  const std::string where = "version " + std::to_string(version.number);
  const Entry* entry = Find(version.entry);
  if (entry == nullptr || entry->outcome != Outcome::kDone ||
      entry->agreement_version != version.number) {
    return Failed(where, "the dossier lacks the entry that records it");
  }
  const auto get = [&](std::string_view what) {
    return files_.Get(DossierVersionFile(version.number, what));
  };
  MANDAT_TRY(const Bytes proposal, get("proposal"));
  MANDAT_TRY(const Bytes canonical, get("canonical"));
  bool has_texts = true;
  for (const std::string_view what : kTexts) {
    MANDAT_TRY(const Bytes text, get(what));
    has_texts = has_texts && proposal.contains(Sha256(text).view());
  }
  if (!has_texts) {
    return Failed(where, "a text is not what the proposal says");
  }
  if (HashIn(*entry) == FormatHex(Sha256(proposal).view())) {
    report_.AddVerified(where + ": the texts are those that entry " +
                        std::to_string(version.entry) + " records");
  } else if (HashIn(*entry) == FormatHex(Sha256(canonical).view())) {
    report_.AddVerified(where + ": the canonical form is the one that entry " +
                        std::to_string(version.entry) + " records");
    report_.AddNotChecked(where + ": that its texts have this canonical form");
  } else {
    return Failed(where, "the journal records another text under this number");
  }
  const Entry* activation = version.activation ? Find(*version.activation) : nullptr;
  if (version.activation &&
      (activation == nullptr || activation->act != kActActivate ||
       activation->outcome != Outcome::kDone || activation->agreement_version != version.number)) {
    return Failed(where, "no entry of the dossier says that it came into force");
  }
  return {};
}

Status DossierReading::VerifyVersions() {
  for (const Dossier::Version& version : dossier_.versions) {
    MANDAT_TRY_STATUS(VerifyVersion(version));
  }
  for (const uint64_t index : dossier_.entries) {
    const uint32_t number = Find(index)->agreement_version;
    if (number != 0 && std::ranges::find(dossier_.versions, number, &Dossier::Version::number) ==
                           dossier_.versions.end()) {
      return Failed(EntryName(index), "the dossier lacks the version that was in force");
    }
  }
  return {};
}

Status DossierReading::VerifyCertificates() {
  MANDAT_TRY(const std::vector<uint64_t> indices, files_.IndicesIn("certificates", {".txt"}));
  for (const uint64_t index : indices) {
    const std::string where = DossierCertificateFile(index);
    MANDAT_TRY(const Bytes text, files_.Get(where));
    MANDAT_TRY(const Bytes entry, files_.Get(DossierEntryFile(index)));
    // That the journal was seen by others is shown by the checkpoint of the dossier.
    const Report report = VerifyCertificate(text, key_);
    if (!report.ok()) {
      return Failed(where, *report.failure);
    }
    if (FactIn(report, "entry") != std::to_string(index) ||
        FactIn(report, "leaf") != FormatHex(LeafHash(entry).view())) {
      return Failed(where, "the certificate is of another entry");
    }
  }
  if (!indices.empty()) {
    report_.AddVerified("certificates, " + std::to_string(indices.size()) +
                        " of them, are signed by the key and say what their entries say");
    certificates_count_ = indices.size();
  }
  return {};
}

// Source: RFC 9162 2.1.3.2.
Status DossierReading::VerifyDisclosure(uint64_t index) {
  const std::string where = DossierDisclosureFile(index);
  MANDAT_TRY(const Bytes note, files_.Get(where));
  const Result<VerifiedNote> opened = OpenNote(note, {key_});
  if (!opened) {
    return Failed(where, opened.error());
  }
  const Result<Disclosure> told = Disclosure::Parse(opened->text);
  if (!told) {
    return Failed(where, told.error());
  }
  const Entry* entry = Find(index);
  if (entry == nullptr || told->journal != checkpoint_.origin || told->entry != index ||
      told->subject.Format() != dossier_.subject || told->leaves_count != entry->people_count ||
      entry->people_root.empty()) {
    return Failed(where, "the disclosure is of another entry, person or journal");
  }
  std::vector<Hash> path;
  path.reserve(told->path.size());
  for (const Bytes& hash : told->path) {
    path.push_back(Hash::From(hash));
  }
  if (!VerifyInclusion(LeafHash(told->tag), told->leaf, told->leaves_count, path,
                       Hash::From(entry->people_root))) {
    return Failed(where, "the leaf does not lead to the people of the entry");
  }
  const Entry* recorded = Find(told->recorded);
  const std::string detail = "entry " + std::to_string(index) + ", leaf " +
                             std::to_string(told->leaf) + " of " +
                             std::to_string(told->leaves_count);
  if (recorded == nullptr || recorded->act != kActDisclose || recorded->detail != detail) {
    return Failed(where, "no entry of the dossier records the disclosure");
  }
  return {};
}

Status DossierReading::VerifyDisclosures() {
  MANDAT_TRY(const std::vector<uint64_t> indices, files_.IndicesIn("disclosures", {".txt"}));
  for (const uint64_t index : indices) {
    MANDAT_TRY_STATUS(VerifyDisclosure(index));
  }
  if (dossier_.subject.empty()) {
    return indices.empty() ? Status() : Failed(kDossierManifest, "disclosures of nobody");
  }
  std::vector<uint64_t> expected;
  std::ranges::set_difference(dossier_.entries, dossier_.undisclosed, std::back_inserter(expected));
  if (indices != expected) {
    return Failed("disclosures", "they are not of the entries that the dossier is about");
  }
  report_.AddVerified("one leaf behind each of " + std::to_string(indices.size()) +
                      " entries is disclosed as that person's, signed by the key");
  disclosures_count_ = indices.size();
  return {};
}

}  // namespace mandat::internal
