// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "service/agreements.h"
#include "store/memory/memory_homes.h"
#include "support/test_world.h"

namespace mandat {

// The small shop's texts for one of many customers, all of them fictitious.
inline AgreementTexts TextsOfShop(const AgreementId& id) {
  AgreementTexts texts = ShopTexts();
  const std::string name = "shop-acme";
  texts.instance.replace(texts.instance.find(name), name.size(), id.text());
  return texts;
}

inline AgreementId ShopId(int number) {
  return *AgreementId::Parse("shop-" + std::to_string(number));
}

// Homes that outlive the agreements opened from them.
class SharedHomes final : public Homes {
 public:
  explicit SharedHomes(std::shared_ptr<Homes> homes) : homes_(std::move(homes)) {}
  Result<std::unique_ptr<Home>> Open(const std::string& name) override {
    return homes_->Open(name);
  }
  bool Exists(const std::string& name) const override { return homes_->Exists(name); }
  std::vector<std::string> List(const std::string& above) const override {
    return homes_->List(above);
  }

 private:
  std::shared_ptr<Homes> homes_;
};

// A data directory with many small agreements, of which a few may be open.
class ManyWorld {
 public:
  explicit ManyWorld(std::shared_ptr<Homes> homes, size_t open_max)
      : homes_(std::move(homes)), open_max_(open_max) {
    Start();
  }

  void Start() {
    const Environment environment{root_, time_, random_, workers_, "mandat.example/journal"};
    auto opened =
        Agreements::Open(std::make_unique<SharedHomes>(homes_), environment, {}, open_max_);
    ASSERT_OK(opened);
    agreements_ = std::move(*opened);
  }
  void Stop() { agreements_.reset(); }
  // Whoever holds an agreement keeps it from being closed in order.
  void Crash() {
    const auto held = agreements_->Opened();
    agreements_.reset();
  }

  void Make(size_t count) {
    for (size_t number = 0; number < count; ++number) {
      const AgreementId id = ShopId(static_cast<int>(number));
      const auto answer = Wait<ActivateAnswer>([&](Done<ActivateAnswer> done) {
        ActivateAgreement(*agreements_, id, TextsOfShop(id), Bytes(8, 'o'), std::move(done));
      });
      ASSERT_OK(answer);
      ASSERT_EQ(answer->rendered, "");
    }
  }

  Caller As(int number) {
    Caller caller;
    caller.agreement = *agreements_->Find(ShopId(number));
    caller.actor = Bytes(8, 'a');
    caller.purpose = "support";
    return caller;
  }
  Result<PutAnswer> Put(int number, std::string name) {
    const auto registered = Wait<RegisterAnswer>([&](Done<RegisterAnswer> done) {
      RegisterSubject(As(number), Person(1), "customers", std::move(done));
    });
    if (!registered) {
      return Fail(registered.error());
    }
    return Wait<PutAnswer>([&](Done<PutAnswer> done) {
      PutRecord(As(number),
                {"contacts",
                 NewUnit{Record(1), Person(1), time_.Now(),
                         Plaintext("{\"name\":\"" + std::move(name) + "\"}")},
                 0},
                std::move(done));
    });
  }
  Result<ReadAnswer> Read(int number) {
    return Wait<ReadAnswer>([&](Done<ReadAnswer> done) {
      ReadRecord(As(number), "contacts", Record(1), std::move(done));
    });
  }

  Agreements& agreements() { return *agreements_; }
  ManualTime& time() { return time_; }
  Workers& workers() { return workers_; }

 private:
  ManualTime time_{*Instant::Parse("2026-03-02T09:00:00Z")};
  SeededRandom random_{7};
  RootKey root_{SecretBytes(Bytes(SecretBytes::kBytes, 'r'))};
  std::shared_ptr<Homes> homes_;
  const size_t open_max_;
  Workers workers_{1};
  std::unique_ptr<Agreements> agreements_;
};

}  // namespace mandat
