// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "bench/in_process.h"

namespace mandat {
namespace {

constexpr uint64_t kUnits = 100'000;
constexpr int kRounds = 3;

}  // namespace

void BenchInProcess(double seconds, bool alone) {
  const ScratchDirectory scratch("in-process");
  SystemRandom random;
  const BenchWorld world(scratch.path() / "mandat", RootKey(random.DrawSecret()));
  InProcess mandat(world);
  (void)mandat.Writes(0.5);
  const RowSizes sizes = mandat.Sizes();
  fmt::print("rows: unit {}+{}, index {}+{}, entry {}+{} bytes; plaintext {} bytes\n",
             sizes.unit_key, sizes.unit_value, sizes.index_key, sizes.index_value, sizes.entry_key,
             sizes.entry_value, kBodyBytes);
  if (alone) {
    PrintRate("writes, mandat", mandat.Writes(seconds));
    PrintRate("reads, mandat", mandat.Reads(seconds));
    mandat.PrintBatches();
    return;
  }
  std::vector<double> ratios;
  for (int round = 0; round < kRounds; ++round) {
    fmt::print("writes, {} in flight, round {}\n", kInFlight, round + 1);
    const std::string path = "write-" + std::to_string(round);
    const Rate ours = mandat.Writes(seconds);
    const Rate batches = BaselineBatches(scratch.path() / (path + "b"), sizes, seconds);
    const Rate groups = BaselineGroupCommit(scratch.path() / (path + "g"), sizes, seconds);
    PrintRate("mandat", ours);
    PrintRate("bare RocksDB, batches of 64, one sync each", batches);
    PrintRate("bare RocksDB, group commit by 64 threads", groups);
    ratios.push_back(ours.per_second / std::max(batches.per_second, groups.per_second));
  }
  fmt::print("writes: {:.2f} of the baseline (median of {} rounds)\n", Median(ratios), kRounds);
  ratios.clear();
  while (mandat.written() < kUnits) {
    (void)mandat.Writes(1);
  }
  for (int round = 0; round < kRounds; ++round) {
    fmt::print("reads, {} in flight, {} units, round {}\n", kInFlight, mandat.written(), round + 1);
    const Rate ours = mandat.Reads(seconds);
    const Rate bare = BaselineReads(scratch.path() / ("read-" + std::to_string(round)), sizes,
                                    mandat.written(), seconds);
    PrintRate("mandat", ours);
    PrintRate("bare get and batched synced append", bare);
    ratios.push_back(ours.per_second / bare.per_second);
  }
  fmt::print("reads: {:.2f} of the baseline (median of {} rounds)\n", Median(ratios), kRounds);
  fmt::print("failed operations: {}\n", mandat.failed());
}

}  // namespace mandat
