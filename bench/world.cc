// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iterator>
#include <mutex>
#include <thread>

#include "bench/bench.h"
#include "service/activate_agreement.h"

namespace mandat {
namespace {

using Clock = std::chrono::steady_clock;

std::string ReadText(const std::string& name) {
  std::ifstream file(std::string(MANDAT_SOURCE_DIR) + "/agreements/" + name);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

template <class T>
T Require(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "bench: {}\n", result.error().message);
    std::exit(1);
  }
  return std::move(*result);
}

// Slots whose operation is done and that wait for their thread to start the next.
class Mailbox {
 public:
  void Put(size_t slot) {
    const std::lock_guard lock(mutex_);
    slots_.push_back(slot);
    if (slots_.size() == 1) {
      wake_.notify_one();
    }
  }
  std::vector<size_t> TakeAll() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return !slots_.empty(); });
    return std::exchange(slots_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<size_t> slots_;
};

}  // namespace

ScratchDirectory::ScratchDirectory(const std::string& name)
    : path_(std::filesystem::current_path() / ("bench-" + name + "-" + std::to_string(getpid()))) {
  std::filesystem::remove_all(path_);
  std::filesystem::create_directories(path_);
}

ScratchDirectory::~ScratchDirectory() { std::filesystem::remove_all(path_); }

void PrintRate(const char* what, const Rate& rate) {
  fmt::print("  {:<44} {:>9.0f}/s   p50 {:>6.0f} us   p99 {:>6.0f} us\n", what, rate.per_second,
             rate.p50_micros, rate.p99_micros);
}

BenchWorld::BenchWorld(const std::filesystem::path& data, RootKey root)
    : root_(std::move(root)), workers_(2) {
  Agreements::Settings settings;
  settings.data = data;
  const Environment environment{root_, time_, random_, workers_, "mandat.example/journal"};
  agreements_ = Require(Agreements::Open(settings, environment));
  const AgreementId id = Require(AgreementId::Parse("opinum-demo"));
  agreement_ = Require(agreements_->FindOrMake(id));
  std::promise<Result<Receipt>> active;
  PutInForce(agreement_,
             {ReadText("opinum.yaml"), ReadText("opinum-demo.yaml"),
              ReadText("opinum-data-hub.schema.yaml")},
             Bytes(8, 'b'), [&](Result<Receipt> receipt) { active.set_value(std::move(receipt)); });
  Require(active.get_future().get());
}

BenchWorld::~BenchWorld() = default;

Rate RunInFlight(double seconds, const std::function<void(uint64_t, Finished)>& start) {
  constexpr size_t kThreads = 2;
  constexpr size_t kSlots = kInFlight / kThreads;
  std::atomic<uint64_t> next{0};
  std::array<std::vector<double>, kThreads> micros;
  const Clock::time_point begin = Clock::now();
  const Clock::time_point end =
      begin + std::chrono::microseconds(static_cast<int64_t>(seconds * 1e6));
  {
    std::vector<std::jthread> threads;
    for (size_t t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        Mailbox mailbox;
        std::array<Clock::time_point, kSlots> started;
        size_t under_way = 0;
        const auto launch = [&](size_t slot) {
          started[slot] = Clock::now();
          ++under_way;
          start(next++, [&mailbox, slot] { mailbox.Put(slot); });
        };
        for (size_t slot = 0; slot < kSlots; ++slot) {
          launch(slot);
        }
        while (under_way > 0) {
          for (const size_t slot : mailbox.TakeAll()) {
            const Clock::time_point now = Clock::now();
            micros[t].push_back(
                std::chrono::duration<double, std::micro>(now - started[slot]).count());
            --under_way;
            if (now < end) {
              launch(slot);
            }
          }
        }
      });
    }
  }
  const double took = std::chrono::duration<double>(Clock::now() - begin).count();
  std::vector<double> all = micros[0];
  all.insert(all.end(), micros[1].begin(), micros[1].end());
  std::sort(all.begin(), all.end());
  return {static_cast<double>(all.size()) / took, all[all.size() / 2], all[all.size() * 99 / 100]};
}

}  // namespace mandat
