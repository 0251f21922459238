// SPDX-License-Identifier: Apache-2.0
//
// write_journal DIRECTORY SIZE: a journal as a server would publish it, and beside it, for the last
// erasure in it, a proof, its entry and a certificate, and a checkpoint of half its size.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

#include "evidence/journal_test_util.h"
#include "format/checkpoint.h"

namespace mandat {
namespace {

void Write(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
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
  const auto size = argc == 3 ? mandat::ParseDecimal(argv[2], 1'000'000) : mandat::ParseDecimal("");
  if (!size) {
    std::cerr << "usage: write_journal DIRECTORY SIZE\n";
    return 2;
  }
  return mandat::Main(argv[1], *size);
}
