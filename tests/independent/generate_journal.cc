// SPDX-License-Identifier: Apache-2.0
//
// generate_journal DIRECTORY SIZE: a journal of generated entries as the product's own code grows,
// signs and publishes it, and beside it, for the last erasure in it, a proof and its entry, and the
// checkpoint that was published at half its size.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "evidence/journal_test_util.h"
#include "format/checkpoint.h"
#include "journal/journal.h"
#include "store/memory/memory_home.h"

namespace mandat {
namespace {

constexpr uint64_t kEntriesPerBatch = 1024;

Status Write(const std::filesystem::path& file, std::string_view bytes) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  out.close();
  return out ? Status{} : Status{Fail(Error::Unavailable("cannot write " + file.string()))};
}

// Appends until the journal has `size` entries.
Status Grow(Journal& journal, Store& store, uint64_t size) {
  while (journal.head().size < size) {
    Staging staging(store);
    const uint64_t first = journal.head().size;
    const uint64_t count = std::min(size - first, kEntriesPerBatch);
    for (uint64_t i = first; i < first + count; ++i) {
      MANDAT_TRY([[maybe_unused]] const EntryIndex index, journal.Stage(TestEntry(i), staging));
    }
    const Expected head = journal.StageHead(TestEntry(first + count - 1).at, staging);
    if (store.Commit(staging.batch(), head) != CommitOutcome::kCommitted) {
      return Fail(Error::Unavailable("the store does not commit"));
    }
    journal.Commit();
  }
  return {};
}

Status Generate(const std::filesystem::path& directory, uint64_t size) {
  const Signer signer = TestSigner();
  MemoryHome home;
  MANDAT_TRY(const auto store, home.OpenStore("data"));
  MANDAT_TRY(const auto journal,
             Journal::Open(*store, home, signer, std::string(kTestOrigin), Instant{0}));
  MANDAT_TRY_STATUS(Grow(*journal, *store, size / 2));
  MANDAT_TRY(const std::string older, journal->Publish());
  MANDAT_TRY_STATUS(Grow(*journal, *store, size));
  MANDAT_TRY(const std::string newest, journal->Publish());
  const EntryIndex erasure{size / 10 * 10 - 1};
  MANDAT_TRY(const TlogProof proof, journal->Prove(erasure));
  MANDAT_TRY(const Bytes entry, journal->ReadEntry(erasure));
  MANDAT_TRY_STATUS(Write(directory / "older", older));
  MANDAT_TRY_STATUS(Write(directory / "entry.cbor", entry));
  MANDAT_TRY_STATUS(Write(directory / "entry.tlog-proof", proof.Format()));
  MANDAT_TRY_STATUS(Write(directory / "journal/checkpoint", newest));
  MANDAT_TRY_STATUS(Write(directory / "journal/vkey", journal->verifier_key() + "\n"));
  for (const Tile& tile : AllTiles(size)) {
    MANDAT_TRY(const Bytes bytes, journal->ReadTile(tile));
    MANDAT_TRY_STATUS(Write(directory / "journal" / tile.Format(), bytes));
  }
  return {};
}

}  // namespace
}  // namespace mandat

int main(int argc, char** argv) {
  const auto size =
      argc == 3 ? mandat::ParseDecimal(argv[2], 100'000'000) : mandat::ParseDecimal("");
  if (!size || *size < 10) {
    std::cerr << "usage: generate_journal DIRECTORY SIZE, of at least 10 entries\n";
    return 2;
  }
  if (const mandat::Status status = mandat::Generate(argv[1], *size); !status) {
    std::cerr << "error: " << status.error().message << "\n";
    return mandat::ExitCode(status.error().kind);
  }
  return 0;
}
