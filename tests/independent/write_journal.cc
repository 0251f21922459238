// SPDX-License-Identifier: Apache-2.0
//
// write_journal DIRECTORY SIZE [DOSSIER]: a journal as a server would publish it, and beside it,
// for the last erasure in it, a proof, its entry and a certificate, and a checkpoint of half its
// size. Into another directory a dossier of one person, which two of three witnesses have seen, and
// a policy that asks for two.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

#include "evidence/dossier_test_util.h"
#include "evidence/journal_test_util.h"
#include "format/checkpoint.h"

namespace mandat {
namespace {

void Write(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

// Witnesses with the keys of forge.py.
void WriteDossier(const std::filesystem::path& directory) {
  const auto witness = [](const char* name, char seed) {
    return std::pair(std::string("example.org/witness/") + name,
                     Signer(SecretBytes(Bytes(SecretBytes::kBytes, seed))));
  };
  std::vector<std::pair<std::string, Signer>> seen;
  seen.push_back(witness("controller", 1));
  seen.push_back(witness("auditor", 2));
  TestDossier dossier(seen);
  dossier.Save(directory / "dossier");
  seen.push_back(witness("union", 3));
  std::string policy = "log " + dossier.key().Format() + "\n";
  for (const auto& [name, signer] : seen) {
    policy += "witness " + name.substr(name.rfind('/') + 1) + " " +
              VerifierKeyFor(name, signer, kNoteTypeCosignature).Format() + "\n";
  }
  Write(directory / "policy", policy + "group seen 2 controller auditor union\nquorum seen\n");
}

int Main(const std::filesystem::path& directory, uint64_t size) {
  if (size < 10) {
    std::cerr << "error: a journal with an erasure has at least 10 entries\n";
    return 2;
  }
  const TestJournal journal(size);
  const uint64_t erasure = size / 10 * 10 - 1;
  journal.WriteTo(directory / "journal");
  Write(directory / "older", journal.SignedCheckpoint(size / 2));
  Write(directory / "entry.cbor", journal.entry(erasure));
  Write(directory / "entry.tlog-proof", journal.Prove(erasure).Format());
  Write(directory / "certificate", journal.Sign(journal.Certify(erasure)));
  return 0;
}

}  // namespace
}  // namespace mandat

int main(int argc, char** argv) {
  const auto size =
      argc == 3 || argc == 4 ? mandat::ParseDecimal(argv[2], 1'000'000) : mandat::ParseDecimal("");
  if (!size) {
    std::cerr << "usage: write_journal DIRECTORY SIZE [DOSSIER]\n";
    return 2;
  }
  if (argc == 4) {
    mandat::WriteDossier(argv[3]);
  }
  return mandat::Main(argv[1], *size);
}
