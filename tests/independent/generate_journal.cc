// SPDX-License-Identifier: Apache-2.0
//
// generate_journal DIRECTORY SIZE [MINIMUM]: a journal of generated entries as the product's own
// code grows, signs and publishes it, and beside it, for the last erasure in it, a proof and its
// entry, and the checkpoint that was published at half its size. With a minimum the bundles below
// it are pruned.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "evidence/journal_test_util.h"
#include "format/checkpoint.h"
#include "format/pruned.h"
#include "journal/pruning.h"
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

// One entry by itself, with whatever else `stage` puts into its batch.
Status Record(Journal& journal, Store& store, const Entry& entry,
              const std::function<Status(Staging& staging)>& stage) {
  Staging staging(store);
  MANDAT_TRY_STATUS(stage(staging));
  MANDAT_TRY([[maybe_unused]] const EntryIndex index, journal.Stage(entry, staging));
  const Expected head = journal.StageHead(entry.at, staging);
  if (store.Commit(staging.batch(), head) != CommitOutcome::kCommitted) {
    return Fail(Error::Unavailable("the store does not commit"));
  }
  journal.Commit();
  return {};
}

// Takes the bundles below the minimum off the journal; erasures stay.
Status Prune(Journal& journal, Store& store, uint64_t minimum) {
  Pruning pruning(journal);
  Entry entry = TestEntry(journal.head().size);
  entry.act = "prune";
  entry.outcome = Outcome::kDone;
  entry.detail = "minimum " + std::to_string(minimum) + " days 3650";
  MANDAT_TRY_STATUS(Record(journal, store, entry, [&](Staging& staging) {
    return pruning.Declare(minimum, entry.at, staging);
  }));
  MANDAT_TRY_STATUS(pruning.Publish());
  entry.act = "pruned";
  entry.detail = "below " + std::to_string(minimum);
  return Record(journal, store, entry, [&](Staging& staging) -> Status {
    MANDAT_TRY([[maybe_unused]] const Pruning::Step step,
               pruning.Remove(
                   minimum / kTileWidth,
                   [](EntryIndex, const Entry& old) { return old.act == "erase"; }, staging));
    return {};
  });
}

Status WriteJournal(const std::filesystem::path& directory, Journal& journal, const Store& store) {
  MANDAT_TRY(const std::string newest, journal.Publish());
  MANDAT_TRY_STATUS(Write(directory / "checkpoint", newest));
  MANDAT_TRY_STATUS(Write(directory / "vkey", journal.verifier_key() + "\n"));
  const uint64_t minimum = journal.minimum();
  if (minimum > 0) {
    MANDAT_TRY_STATUS(Write(directory / "minimum", FormatMinimum(minimum)));
  }
  for (const Tile& tile : AllTiles(journal.head().size)) {
    if (tile.level == Tile::kEntries && tile.index < minimum / kTileWidth) {
      MANDAT_TRY(const Bytes kept, ReadKept(store, tile.index));
      MANDAT_TRY_STATUS(Write(directory / KeptPath(tile.index), kept));
      continue;
    }
    MANDAT_TRY(const Bytes bytes, journal.ReadTile(tile));
    MANDAT_TRY_STATUS(Write(directory / tile.Format(), bytes));
  }
  return {};
}

Status Generate(const std::filesystem::path& directory, uint64_t size, uint64_t minimum) {
  const Signer signer = TestSigner();
  MemoryHome home;
  MANDAT_TRY(const auto store, home.OpenStore("data"));
  MANDAT_TRY(const auto journal,
             Journal::Open(*store, home, signer, std::string(kTestOrigin), Instant{0}));
  MANDAT_TRY_STATUS(Grow(*journal, *store, size / 2));
  MANDAT_TRY(const std::string older, journal->Publish());
  MANDAT_TRY_STATUS(Grow(*journal, *store, size));
  MANDAT_TRY_STATUS(minimum > 0 ? Prune(*journal, *store, minimum) : Status());
  const EntryIndex erasure{size / 10 * 10 - 1};
  MANDAT_TRY(const TlogProof proof, journal->Prove(erasure));
  MANDAT_TRY(const Bytes entry, journal->ReadEntry(erasure));
  MANDAT_TRY_STATUS(Write(directory / "older", older));
  MANDAT_TRY_STATUS(Write(directory / "entry.cbor", entry));
  MANDAT_TRY_STATUS(Write(directory / "entry.tlog-proof", proof.Format()));
  return WriteJournal(directory / "journal", *journal, *store);
}

}  // namespace
}  // namespace mandat

int main(int argc, char** argv) {
  const auto size = argc == 3 || argc == 4 ? mandat::ParseDecimal(argv[2], 100'000'000)
                                           : mandat::ParseDecimal("");
  const auto minimum = mandat::ParseDecimal(argc == 4 ? argv[3] : "0", 100'000'000);
  if (!size || *size < 10 || !minimum || *minimum > *size / 2) {
    std::cerr << "usage: generate_journal DIRECTORY SIZE [MINIMUM], of at least 10 entries, at "
                 "most half of them pruned\n";
    return 2;
  }
  if (const mandat::Status status = mandat::Generate(argv[1], *size, *minimum); !status) {
    std::cerr << "error: " << status.error().message << "\n";
    return mandat::ExitCode(status.error().kind);
  }
  return 0;
}
