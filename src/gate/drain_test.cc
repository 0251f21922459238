// SPDX-License-Identifier: Apache-2.0
// Who lets go of a gate waits for what is in its line. When that is the only worker, nobody but the
// one who waits could run it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <future>
#include <latch>
#include <memory>
#include <thread>

#include "base/error_test_util.h"
#include "gate/gate.h"
#include "store/memory/memory_home.h"

namespace mandat {
namespace {

constexpr std::chrono::seconds kPatience{60};

// A gate upon nothing but memory, and what it refers to; gone with whoever held it last.
struct Owned {
  explicit Owned(Workers& workers) {
    store = *home.OpenStore("data");
    keyring = *Keyring::Open(home, root, "acme-demo", random);
    journal = *Journal::Open(*store, home, keyring->journal_signer(),
                             "mandat.example/journal/acme-demo", time.Now());
    gate = std::make_unique<Gate>(*store, *keyring, *journal, time, random, workers);
  }

  MemoryHome home;
  ManualTime time{*Instant::Parse("2026-03-02T09:00:00Z")};
  SeededRandom random{1};
  RootKey root{SecretBytes(Bytes(SecretBytes::kBytes, 'r'))};
  std::unique_ptr<Store> store;
  std::unique_ptr<Keyring> keyring;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<Gate> gate;
};

// Waits for a word, and holds the gate until its batch is over.
class Holder final : public HouseWork {
 public:
  Holder(std::shared_ptr<Owned> owned, std::latch& word)
      : HouseWork({}), owned_(std::move(owned)), word_(word) {}
  Result<bool> Act(Entry&, BatchContext&) override {
    word_.wait();
    return false;
  }
  void Finish(Result<Release>) override {}

 private:
  std::shared_ptr<Owned> owned_;
  std::latch& word_;
};

// Refers to its gate without holding it, as the works of an agreement do; goes on once.
class InTheLine final : public HouseWork {
 public:
  InTheLine(Gate& gate, std::promise<void>& done, int more)
      : HouseWork({}), gate_(gate), done_(done), more_(more) {}
  Result<bool> Act(Entry&, BatchContext&) override { return false; }
  void Finish(Result<Release>) override {
    if (more_ == 0) {
      return done_.set_value();
    }
    gate_.Submit(std::unique_ptr<HouseWork>(std::make_unique<InTheLine>(gate_, done_, more_ - 1)));
  }

 private:
  Gate& gate_;
  std::promise<void>& done_;
  int more_;
};

class DrainTest : public ::testing::Test {
 protected:
  void Submit(std::unique_ptr<HouseWork> work) { owned_->gate->Submit(std::move(work)); }

  static void ExpectSoon(std::future<void> done) {
    if (done.wait_for(kPatience) != std::future_status::ready) {
      ADD_FAILURE() << "the only worker waits for itself";
      std::quick_exit(1);  // it would not end
    }
  }

  Workers workers_{1};
  std::shared_ptr<Owned> owned_ = std::make_shared<Owned>(workers_);
};

TEST_F(DrainTest, RunsWhatIsInTheLineWhenTheOnlyWorkerLetsGoLast) {
  std::latch word(1);
  std::promise<void> done;
  Submit(std::make_unique<Holder>(owned_, word));
  Submit(std::make_unique<InTheLine>(*owned_->gate, done, 2));
  owned_.reset();
  word.count_down();
  ExpectSoon(done.get_future());
  std::promise<void> free;
  workers_.Post([&free] { free.set_value(); });
  ExpectSoon(free.get_future());
}

// The twin: somebody else lets go last, and waits for the worker in the middle of a batch.
TEST_F(DrainTest, WaitsForTheWorkerWhenSomebodyElseLetsGoLast) {
  std::latch word(1);
  std::promise<void> done;
  Submit(std::make_unique<Holder>(nullptr, word));
  Submit(std::make_unique<InTheLine>(*owned_->gate, done, 2));
  std::jthread leaving([this] { owned_.reset(); });
  word.count_down();
  leaving.join();
  ExpectSoon(done.get_future());
}

}  // namespace
}  // namespace mandat
