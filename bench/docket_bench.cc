// SPDX-License-Identifier: Apache-2.0
// A million open duties of one agreement, beside bare RocksDB that commits the very same batches.
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>

#include "bench/bench.h"
#include "docket/docket.h"
#include "store/rocks/rocks_store.h"

namespace mandat {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

constexpr uint64_t kOpenBatch = 64;
constexpr size_t kFireBatch = 1000;
constexpr uint64_t kSpreadMinutes = 180 * 24 * 60;
constexpr size_t kPage = 100;
constexpr int kReads = 200;
constexpr Instant kBegin{1'772'442'000'000'000};  // 2026-03-02T09:00:00Z

template <class T>
T Require(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "bench: {}\n", result.error().message);
    std::exit(1);
  }
  return std::move(*result);
}
void Require(const Status& status) {
  if (!status) {
    fmt::print(stderr, "bench: {}\n", status.error().message);
    std::exit(1);
  }
}

double MicrosOf(const std::function<void()>& act) {
  const Clock::time_point begin = Clock::now();
  act();
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

// Breach notices of 24 hours to half a year, spread over the minutes.
Duty NumberedDuty(uint64_t number) {
  const uint64_t chance = Mix(number);
  Duty duty;
  duty.from.matter = "breach";
  duty.from.event = "awareness";
  duty.from.reference = "case-" + std::to_string(number);
  duty.from.effective = kBegin;
  duty.from.entered = kBegin + minutes(5);
  duty.from.how = "portal";
  duty.from.by = "b-0123456789abcdef";
  duty.path = "breach.notice";
  duty.clause = "7.2(b)";
  duty.law = "GDPR Art. 33(2)";
  duty.version = 1;
  duty.owes = "processor";
  duty.number_by = "contract";
  duty.period = Period{72, TimeUnit::kHours};
  duty.responsible = "ada";
  duty.due = kBegin + hours(24) + minutes(chance % kSpreadMinutes);
  return duty;
}

// The time that one kind of work took in the docket, and in the store that only keeps its rows.
struct SideBySide {
  std::string what;
  double count = 0;
  double ours_micros = 0;
  double bare_micros = 0;

  void Print() const {
    fmt::print("  {:<40} {:>9.0f}/s {:>9.0f}/s   {:>5.2f}\n", what, count / ours_micros * 1e6,
               count / bare_micros * 1e6, bare_micros / ours_micros);
  }
};

class DocketBench {
 public:
  DocketBench(const std::filesystem::path& path, uint64_t duties) : path_(path), duties_(duties) {
    Open();
  }

  SideBySide OpenDuties() {
    SideBySide result{fmt::format("open a duty, {} a batch", kOpenBatch)};
    for (uint64_t number = 0; number < duties_; number += kOpenBatch) {
      Stage(result, [&](DocketChange& docket) {
        for (uint64_t i = number; i < std::min(number + kOpenBatch, duties_); ++i) {
          const Duty opened = Require(docket.Open(NumberedDuty(i)));
          docket.Keep(opened.from, {opened.id});
        }
        return std::min(kOpenBatch, duties_ - number);
      });
    }
    return result;
  }

  // Time is turned on until a fifth as many reminders have fired as duties stand, each time so far
  // that a batch is full.
  SideBySide Fire() {
    SideBySide result{fmt::format("fire a reminder, {} a batch", kFireBatch)};
    while (result.count < static_cast<double>(duties_) / 5) {
      const Instant now = *Require(Docket(*store_).NextFiring()) +
                          minutes(kSpreadMinutes * kFireBatch / duties_ + 1);
      Stage(result, [&](DocketChange& docket) {
        Require(docket.Fire(now, kFireBatch));
        return docket.changes().size();
      });
    }
    return result;
  }

  void PrintReads(const char* when) {
    PrintMicros(fmt::format("next reminder, {}", when),
                [&](int) { Require(Docket(*store_).NextFiring()); });
    PrintMicros(fmt::format("first {} that are due in a month, {}", kPage, when), [&](int i) {
      const Instant before = kBegin + hours(24 * 30 + i);
      Require(Docket(*store_).ListDue(before, std::nullopt, kPage));
    });
    PrintMicros(fmt::format("one duty by its number, {}", when), [&](int i) {
      Require(Docket(*store_).Find(1 + Mix(static_cast<uint64_t>(i)) % duties_));
    });
  }

  void PrintStart() {
    store_.reset();
    bare_.reset();
    const double bare = MicrosOf([&] { bare_ = Require(OpenRocksStore(Path("bare"), Budget())); });
    const double ours = MicrosOf([&] {
      store_ = Require(OpenRocksStore(Path("docket"), Budget()));
      Require(Docket(*store_).NextFiring());
    });
    fmt::print("  {:<40} {:>9.1f} ms {:>8.1f} ms   {:>5.2f}\n", "start, up to the next reminder",
               ours / 1e3, bare / 1e3, bare / ours);
  }

 private:
  static RocksBudget Budget() { return RocksBudget::Make(size_t{256} << 20, size_t{64} << 20); }
  std::string Path(const char* name) const { return (path_ / name).string(); }
  void Open() {
    store_ = Require(OpenRocksStore(Path("docket"), Budget()));
    bare_ = Require(OpenRocksStore(Path("bare"), Budget()));
  }

  // One batch through the docket, then its rows into the bare store.
  template <class Act>
  void Stage(SideBySide& result, Act act) {
    Staging staging(*store_);
    result.ours_micros += MicrosOf([&] {
      DocketChange docket(*store_, staging, EntryIndex{entry_++});
      result.count += static_cast<double>(act(docket));
      Commit(*store_, staging.batch());
    });
    result.bare_micros += MicrosOf([&] { Commit(*bare_, staging.batch()); });
  }
  static void Commit(Store& store, const Batch& batch) {
    if (store.Commit(batch, std::nullopt) != CommitOutcome::kCommitted) {
      Require(Status(Fail(Error::Unavailable("cannot commit"))));
    }
  }

  static void PrintMicros(const std::string& what, const std::function<void(int)>& read) {
    std::vector<double> micros;
    for (int i = 0; i < kReads; ++i) {
      micros.push_back(MicrosOf([&] { read(i); }));
    }
    std::ranges::sort(micros);
    fmt::print("  {:<50} p50 {:>6.0f} us   p99 {:>6.0f} us\n", what, micros[kReads / 2],
               micros[kReads * 99 / 100]);
  }

  std::filesystem::path path_;
  uint64_t duties_;
  uint64_t entry_ = 0;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Store> bare_;
};

}  // namespace

void BenchDocket(uint64_t duties) {
  const ScratchDirectory scratch("docket");
  DocketBench bench(scratch.path(), duties);
  fmt::print("docket of {} open duties:\n", duties);
  fmt::print("  {:<40} {:>11} {:>11}   {:>5}\n", "", "docket", "bare rows", "ratio");
  bench.OpenDuties().Print();
  bench.PrintStart();
  bench.PrintReads("before any fired");
  bench.Fire().Print();
  bench.PrintReads("after a fifth fired");
  bench.PrintStart();
}

}  // namespace mandat
