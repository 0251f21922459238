// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mandat {

// What a dossier is about, and everything that is in it: its file `manifest.json`. No signature
// stands under it; it says what to look for, and what is found is verified.
// Source: GDPR Art. 28(3)(h).
//
// On disk: JSON of one fixed layout. docs/reference/dossier.md has the grammar and an example.
struct Dossier {
  static constexpr size_t kFilesMax = 1'000'000;

  // A version of the agreement: which entry its texts stand behind, and which put it in force.
  struct Version {
    uint32_t number = 0;
    uint64_t entry = 0;
    std::optional<uint64_t> activation;

    friend bool operator==(const Version&, const Version&) = default;
  };
  struct File {
    std::string name;  // within the dossier; IsDossierFile
    uint64_t bytes = 0;
    std::string sha256;  // 64 hexadecimal digits

    friend bool operator==(const File&, const File&) = default;
  };

  std::string kind;       // one of kDossierKinds
  std::string agreement;  // its id
  std::string journal;    // its origin
  std::string from;       // instants, empty where the kind has none
  std::string until;
  std::string subject;                // id of the person it is for
  std::string actor;                  // tag of the credential, in hexadecimal
  std::vector<uint64_t> asked_by;     // entries that record the questions, in ascending order
  std::vector<uint64_t> entries;      // what it is about, in ascending order
  std::vector<uint64_t> undisclosed;  // of those: the person's leaf can no longer be shown
  std::vector<Version> versions;      // in ascending order
  std::vector<File> files;            // all but the manifest, in ascending order of names

  // Requires: texts without quotes, backslashes and control characters; names of IsDossierFile.
  std::string Format() const;
  // Strict: exactly what Format writes. Errors: kCorrupt.
  static Result<Dossier> Parse(std::string_view text);

  friend bool operator==(const Dossier&, const Dossier&) = default;
};

inline constexpr std::string_view kDossierManifest = "manifest.json";
inline constexpr std::string_view kDossierKinds[] = {"period", "person", "incident", "audit",
                                                     "closing"};
bool IsDossierKind(std::string_view kind);

// True for a relative name of a-z, A-Z, 0-9, ".", "_" and "-" between slashes that leads nowhere
// else: no part is empty or begins with a dot.
bool IsDossierFile(std::string_view name);

// Names within a dossier.
std::string DossierEntryFile(uint64_t entry);
std::string DossierProofFile(uint64_t entry);
std::string DossierDisclosureFile(uint64_t entry);
std::string DossierCertificateFile(uint64_t entry);
// `what` is "form.yaml", "agreement.yaml", "schema.yaml", "canonical" or "proposal".
std::string DossierVersionFile(uint32_t version, std::string_view what);

}  // namespace mandat
