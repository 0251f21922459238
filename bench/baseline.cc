// SPDX-License-Identifier: Apache-2.0
// Bare RocksDB with the same rows, bytes, options and durability, and nothing else.
#include <algorithm>
#include <atomic>
#include <thread>

#include "bench/bench.h"
#include "store/rocks/rocks_store.h"

namespace mandat {
namespace {

using Clock = std::chrono::steady_clock;

std::unique_ptr<Store> OpenBare(const std::filesystem::path& path) {
  const RocksBudget budget = RocksBudget::Make(size_t{1} << 30, size_t{256} << 20);
  return std::move(*OpenRocksStore(path.string(), budget));
}

Bytes KeyOf(uint64_t number, size_t bytes) {
  Bytes key;
  key.reserve(bytes + 8);
  while (key.size() < bytes) {
    AppendBigEndian64(key, number = Mix(number));
  }
  key.resize(bytes);
  return key;
}

void AddRows(Batch& batch, uint64_t number, const RowSizes& sizes, const Bytes& noise) {
  batch.Put(Space::kUnits, KeyOf(number, sizes.unit_key), noise.substr(0, sizes.unit_value));
  batch.Put(Space::kIndex, KeyOf(number + 1, sizes.index_key), noise.substr(0, sizes.index_value));
  Bytes entry = "e";
  AppendBigEndian64(entry, number);
  entry.resize(sizes.entry_key);
  batch.Put(Space::kJournal, std::move(entry), noise.substr(0, sizes.entry_value));
}

Rate RateOf(std::vector<double> micros, double took) {
  std::sort(micros.begin(), micros.end());
  return {static_cast<double>(micros.size()) / took, micros[micros.size() / 2],
          micros[micros.size() * 99 / 100]};
}

double MicrosSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

}  // namespace

Rate BaselineBatches(const std::filesystem::path& path, const RowSizes& sizes, double seconds) {
  const std::unique_ptr<Store> store = OpenBare(path);
  const Bytes noise = KeyOf(7, 4096);
  std::vector<double> micros;
  uint64_t number = 0;
  const Clock::time_point begin = Clock::now();
  while (MicrosSince(begin) < seconds * 1e6) {
    const Clock::time_point started = Clock::now();
    Batch batch;
    for (size_t i = 0; i < kInFlight; ++i) {
      AddRows(batch, number++, sizes, noise);
    }
    (void)store->Commit(batch, std::nullopt);
    micros.insert(micros.end(), kInFlight, MicrosSince(started));
  }
  return RateOf(std::move(micros), MicrosSince(begin) / 1e6);
}

// The store allows one committer, but RocksDB itself groups concurrent writers.
Rate BaselineGroupCommit(const std::filesystem::path& path, const RowSizes& sizes, double seconds) {
  const std::unique_ptr<Store> store = OpenBare(path);
  const Bytes noise = KeyOf(7, 4096);
  std::atomic<uint64_t> number{0};
  std::array<std::vector<double>, kInFlight> micros;
  const Clock::time_point begin = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (auto& mine : micros) {
      threads.emplace_back([&] {
        while (MicrosSince(begin) < seconds * 1e6) {
          const Clock::time_point started = Clock::now();
          Batch batch;
          AddRows(batch, number++, sizes, noise);
          (void)store->Commit(batch, std::nullopt);
          mine.push_back(MicrosSince(started));
        }
      });
    }
  }
  std::vector<double> all;
  for (const auto& mine : micros) {
    all.insert(all.end(), mine.begin(), mine.end());
  }
  return RateOf(std::move(all), MicrosSince(begin) / 1e6);
}

Rate BaselineReads(const std::filesystem::path& path, const RowSizes& sizes, uint64_t units,
                   double seconds) {
  const std::unique_ptr<Store> store = OpenBare(path);
  const Bytes noise = KeyOf(7, 4096);
  for (uint64_t number = 0; number < units;) {
    Batch batch;
    for (size_t i = 0; i < 1000 && number < units; ++i) {
      AddRows(batch, number++, sizes, noise);
    }
    (void)store->Commit(batch, std::nullopt);
  }
  uint64_t chance = 3;
  std::vector<double> micros;
  uint64_t index = units;
  const Clock::time_point begin = Clock::now();
  while (MicrosSince(begin) < seconds * 1e6) {
    const Clock::time_point started = Clock::now();
    Batch batch;
    for (size_t i = 0; i < kInFlight; ++i) {
      (void)store->Find(Space::kUnits, KeyOf((chance = Mix(chance)) % units, sizes.unit_key));
      Bytes entry = "e";
      AppendBigEndian64(entry, index++);
      batch.Put(Space::kJournal, std::move(entry), noise.substr(0, sizes.entry_value));
    }
    (void)store->Commit(batch, std::nullopt);
    micros.insert(micros.end(), kInFlight, MicrosSince(started));
  }
  return RateOf(std::move(micros), MicrosSince(begin) / 1e6);
}

}  // namespace mandat
