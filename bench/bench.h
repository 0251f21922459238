// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "service/agreements.h"

namespace mandat {

inline constexpr size_t kInFlight = 64;
inline constexpr size_t kBodyBytes = 1024;
inline constexpr std::chrono::milliseconds kHouseLooksEvery{500};  // as the server's does

// What one timed run did.
struct Rate {
  double per_second = 0;
  double p50_micros = 0;
  double p99_micros = 0;
};

// A directory that is removed again.
class ScratchDirectory {
 public:
  explicit ScratchDirectory(const std::string& name);
  ~ScratchDirectory();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// One real agreement (agreements/opinum-demo.yaml) on real RocksDB.
class BenchWorld {
 public:
  BenchWorld(const std::filesystem::path& data, RootKey root);
  ~BenchWorld();

  const std::shared_ptr<OpenAgreement>& agreement() const { return agreement_; }
  const Mandate& mandate() const { return *agreement_->mandate(); }

 private:
  SystemTime time_;
  SystemRandom random_;
  RootKey root_;
  Workers workers_;
  std::unique_ptr<Agreements> agreements_;
  std::shared_ptr<OpenAgreement> agreement_;
};

// Calls `start(number, finished)` so that `kInFlight` are always under way, from two threads, for
// `seconds`. `finished` may be called from any thread.
using Finished = std::move_only_function<void()>;
Rate RunInFlight(double seconds, const std::function<void(uint64_t, Finished)>& start);

// What bare RocksDB does with the same rows and bytes and the same durability: the faster of group
// commit by 64 threads and explicit batches of 64 by one. Rows per write: unit, index, entry.
struct RowSizes {
  size_t unit_key = 0, unit_value = 0, index_key = 0, index_value = 0, entry_key = 0,
         entry_value = 0;
};
Rate BaselineBatches(const std::filesystem::path& path, const RowSizes& sizes, double seconds);
Rate BaselineGroupCommit(const std::filesystem::path& path, const RowSizes& sizes, double seconds);
// A bare get of one stored unit, and the synced append of an entry in batches of 64.
Rate BaselineReads(const std::filesystem::path& path, const RowSizes& sizes, uint64_t units,
                   double seconds);

// The agreement under test is agreements/opinum-demo.yaml; these are names from it and its schema.
inline constexpr std::string_view kBenchCollection = "users";
inline constexpr std::string_view kBenchPeople = "data-hub-users";

void PrintRate(const char* what, const Rate& rate);

void BenchDecide();
void BenchDocket(uint64_t duties);
void BenchClocks();
void BenchHttp(double seconds);
// `alone` leaves the baseline out, for a profiler.
void BenchInProcess(double seconds, bool alone);

// A cheap mixing of numbers, the same for all: what is measured must not be the generator.
inline uint64_t Mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

double Median(std::vector<double> values);

}  // namespace mandat
