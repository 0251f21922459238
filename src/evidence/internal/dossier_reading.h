// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "evidence/report.h"
#include "evidence/source.h"
#include "evidence/verify_dossier.h"
#include "format/checkpoint.h"
#include "format/dossier.h"
#include "format/entry.h"

namespace mandat::internal {

// The files of a dossier, each compared with the manifest whenever it is read.
class DossierFiles {
 public:
  // Reads the manifest, and sees that the directory holds what it lists and nothing else.
  // Errors: kNotFound (no dossier), kCorrupt, kUnavailable.
  static Result<DossierFiles> Open(const std::filesystem::path& directory);

  const Dossier& dossier() const { return dossier_; }
  bool Has(std::string_view name) const { return files_.contains(name); }
  // Errors: kCorrupt (not listed, or not what the manifest says), kUnavailable.
  Result<Bytes> Get(std::string_view name) const;
  // Indices of the files `<folder>/<index><suffix>`. Errors: kCorrupt (another name in the folder).
  Result<std::vector<uint64_t>> IndicesIn(std::string_view folder,
                                          const std::vector<std::string_view>& suffixes) const;

 private:
  explicit DossierFiles(std::filesystem::path directory) : directory_(std::move(directory)) {}
  Status CompareListing() const;

  std::filesystem::path directory_;
  Dossier dossier_;
  std::map<std::string, Dossier::File, std::less<>> files_;
};

// One reading of a dossier.
class DossierReading {
 public:
  DossierReading(const DossierFiles& files, const DossierQuestion& question,
                 const Progress& progress, Report& report)
      : files_(files),
        dossier_(files.dossier()),
        question_(question),
        progress_(progress),
        report_(report) {}

  Status Run();

 private:
  Status Failed(std::string_view where, const Error& error) {
    report_.SetFailure(where, error);
    return Fail(error);
  }
  Status Failed(std::string_view where, std::string_view message) {
    return Failed(where, Error::Corrupt(message));
  }

  // verify_dossier.cc
  Status TakeFiles();
  Status TakeKey();
  Status TakeCheckpoint();
  Status TakeEntries();
  Status TakeEntry(uint64_t index);
  void AddFacts();
  void AddNotChecked();

  // dossier_subject.cc: what it is about.
  Status VerifySubject();
  Status VerifyAskedBy();
  Result<std::optional<Instant>> InstantOf(std::string_view where, const std::string& text);
  Status VerifyWithin(const std::optional<Instant>& from, const std::optional<Instant>& until);
  Status VerifyWhole(const std::optional<Instant>& from, const std::optional<Instant>& until);
  Status VerifyActor();
  Status VerifyClosing();

  // dossier_parts.cc: what is beside the entries.
  Status VerifyVersions();
  Status VerifyVersion(const Dossier::Version& version);
  Status VerifyCertificates();
  Status VerifyDisclosures();
  Status VerifyDisclosure(uint64_t index);

  // The entry of an index if it is in the dossier and was verified.
  const Entry* Find(uint64_t index) const {
    const auto found = entries_.find(index);
    return found == entries_.end() ? nullptr : &found->second;
  }

  const DossierFiles& files_;
  const Dossier& dossier_;
  const DossierQuestion& question_;
  const Progress& progress_;
  Report& report_;
  VerifierKey key_;
  bool key_was_given_ = false;
  std::string note_;
  Checkpoint checkpoint_;
  std::map<uint64_t, Entry> entries_;
  size_t certificates_count_ = 0;
  size_t disclosures_count_ = 0;
};

inline std::string EntryName(uint64_t index) { return "entry " + std::to_string(index); }

}  // namespace mandat::internal
