// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

#include "base/time_source.h"
#include "crash/witness.h"
#include "service/caller.h"
#include "store/home.h"

namespace mandat {

// One agreement on a home that outlives its crashes, its clients, and what they remember.
// Threading: the clients' calls from any thread; Open and Close from one, while no client calls.
class CrashWorld {
 public:
  // Each call gives the same place, opened anew.
  using MakeHome = std::function<Result<std::unique_ptr<Home>>()>;

  CrashWorld(MakeHome make_home, uint64_t seed);
  ~CrashWorld();

  // Opens or makes the agreement. Errors: those of OpenAgreement::Open.
  Status Open();
  // Waits for all answers, and closes.
  void Close();
  bool is_open() const { return agreement_ != nullptr; }
  // False when the agreement asks to be opened anew.
  bool sound() const { return agreement_->gate().sound(); }
  OpenAgreement& agreement() { return *agreement_; }
  Witness& witness() { return witness_; }
  const Witness& witness() const { return witness_; }

  // Sends a request; the witness hears the answer. Gives the number of the act.
  size_t Ask(Act act);
  // Sends it again, with the same idempotency key.
  void AskAgain(size_t number);
  // Acts of the house.
  void Activate(uint32_t version);
  void Rewrap();
  void Publish();
  // Waits until at most so many requests have no answer yet, and, when none may be left, until the
  // sequencer has let go of the last.
  void Settle(size_t open_most = 0);

 private:
  void Send(size_t number, const Act& act);
  void Put(Caller caller, size_t number, const Act& act);
  void Read(Caller caller, size_t number, const Act& act);
  void EraseUnit(Caller caller, size_t number, const Act& act);
  void Answered();
  void HearHouse(const Result<Receipt>& told);
  template <class Told>
  void Hear(size_t number, const Result<Told>& told);

  const MakeHome make_home_;
  ManualTime time_;
  SeededRandom random_;
  RootKey root_;
  Witness witness_;
  Workers workers_;
  std::shared_ptr<OpenAgreement> agreement_;

  std::mutex mutex_;
  std::condition_variable answered_;
  size_t open_count_ = 0;
};

}  // namespace mandat
