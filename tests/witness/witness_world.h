// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "crypto/note.h"
#include "docket/docket.h"
#include "load/many_world.h"
#include "service/note_witness.h"
#include "service/witnesses.h"
#include "witness/witness.h"
#include "witness/witness_test_util.h"

namespace mandat {

inline constexpr std::string_view kWitnessAddress = "http://witness.example.org";

// A real witness behind a line that can be cut.
class LocalWitness final : public WitnessLine {
 public:
  enum class Trouble : uint8_t {
    kNone,
    kDown,        // nothing arrives
    kLostAnswer,  // it arrives, and the answer does not
    kGarbled,     // the answer is another one's
    kBusy,        // status 503
  };

  explicit LocalWitness(const TimeSource& time, char seed = 'w')
      : signer_(SecretBytes(Bytes(32, seed))), time_(time) {}

  WitnessPeer Peer(std::string name, std::vector<std::string> agreements = {}) const {
    return {std::move(name), witness_.key(), std::string(kWitnessAddress), std::move(agreements)};
  }

  Result<WitnessReply> Post(const std::string& address, std::string_view body) override {
    ++posts;
    EXPECT_EQ(address, std::string(kWitnessAddress) + "/add-checkpoint");
    if (on_post) {
      on_post();
    }
    const std::lock_guard lock(mutex_);
    if (trouble == Trouble::kDown) {
      return Fail(Error::Unavailable("couldn't connect to server"));
    }
    if (trouble == Trouble::kBusy) {
      return WitnessReply{503, "text/plain", "busy\n"};
    }
    WitnessAnswer answer = witness_.AddCheckpoint(body, time_.Now());
    if (trouble == Trouble::kLostAnswer) {
      return Fail(Error::Unavailable("timeout was reached"));
    }
    if (trouble == Trouble::kGarbled && answer.status == 200) {
      const Signer other(SecretBytes(Bytes(32, 'x')));
      answer.body = CosignNote("other\n", "other.example.org", time_.Now(), other).Format();
    }
    return WitnessReply{static_cast<long>(answer.status),
                        answer.type.substr(0, answer.type.find(';')), answer.body};
  }

  Witness& witness() { return witness_; }
  FaultyMemory& memory() { return memory_; }

  std::atomic<Trouble> trouble = Trouble::kNone;
  std::atomic<int> posts = 0;
  std::function<void()> on_post;

 private:
  std::mutex mutex_;
  FaultyMemory memory_;
  const Signer signer_;
  const TimeSource& time_;
  Witness witness_{"witness.example.org/w1", signer_, memory_};
};

// Small shops, and a witness that looks at their journals.
class WitnessWorld {
 public:
  explicit WitnessWorld(size_t shops = 1)
      : homes(std::make_shared<MemoryHomes>()), shop(homes, 16) {
    shop.Make(shops);
  }

  // Every journal, the system's too.
  void LetKnow(Witness& witness) {
    ASSERT_OK(witness.AddLog(KeyOf(shop.agreements().system())));
    for (const auto& agreement : shop.agreements().Opened()) {
      ASSERT_OK(witness.AddLog(KeyOf(*agreement)));
    }
  }
  static VerifierKey KeyOf(OpenAgreement& agreement) {
    return *ParseVerifierKey(agreement.journal().verifier_key());
  }

  std::unique_ptr<Witnesses> Look(WitnessLine& line, std::vector<WitnessPeer> peers) {
    Witnesses::Settings settings;
    settings.peers = std::move(peers);
    return std::make_unique<Witnesses>(
        std::move(settings), line, std::make_unique<SharedHomes>(homes), shop.agreements(),
        shop.time(), [this](const std::string& what, const std::string& detail) {
          const std::lock_guard lock(mutex);
          said.push_back(what + ": " + detail);
        });
  }

  std::shared_ptr<OpenAgreement> agreement(int number = 0) {
    return *shop.agreements().Find(ShopId(number));
  }
  Result<CosignedCheckpoint> Ask(Witnesses& witnesses, int number = 0) {
    return Wait<CosignedCheckpoint>(
        [&](Done<CosignedCheckpoint> done) { witnesses.Ask(agreement(number), std::move(done)); });
  }
  // One more entry.
  void Grow(const std::string& name = "Ada Example") {
    const auto read = shop.Put(0, name);
    if (!read) {
      (void)shop.Read(0);
    }
  }
  void Pass(std::chrono::seconds time) { shop.time().Advance(time); }

  // What the operator owes about witnesses: "task reference".
  std::vector<std::string> Owed() {
    const Result<DutyPage> page =
        Docket(shop.agreements().system().store()).ListDue(std::nullopt, std::nullopt, 100);
    std::vector<std::string> owed;
    for (const Duty& duty : page ? page->duties : std::vector<Duty>()) {
      if (duty.is_open() && duty.task.starts_with("witness-")) {
        owed.push_back(duty.task + " " + duty.from.reference);
      }
    }
    return owed;
  }
  // Until every duty that Report opens or closes is in the docket.
  void Settle(Witnesses& witnesses) {
    witnesses.Report();
    const auto noted = Wait<Receipt>(
        [&](Done<Receipt> done) { ClearWitness(shop.agreements(), "nothing", std::move(done)); });
    EXPECT_OK(noted);
  }

  std::shared_ptr<MemoryHomes> homes;
  ManyWorld shop;
  std::mutex mutex;
  std::vector<std::string> said;
};

}  // namespace mandat
