// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/core_test_util.h"
#include "docket/docket.h"
#include "docket/outbox.h"
#include "service/activate_agreement.h"
#include "service/change_duty.h"
#include "service/contacts.h"
#include "service/fire_clocks.h"
#include "service/notices.h"
#include "service/record_event.h"
#include "service/record_happening.h"
#include "store/memory/memory_homes.h"

namespace mandat {

inline std::string TextOf(const std::string& name) {
  std::ifstream in(std::string(MANDAT_SOURCE_DIR) + "/agreements/" + name);
  return {std::istreambuf_iterator<char>(in), {}};
}

// All agreements in memory, with time turned by hand. Begins with the fictitious customer of
// Opinum, whose form promises 24 hours for breaches and 5 working days for requests.
class DocketWorld {
 public:
  explicit DocketWorld(const std::string& now = "2026-03-30T10:00:00Z")
      : time_(*Instant::Parse(now)), root_(SecretBytes(Bytes(SecretBytes::kBytes, 'r'))) {
    Start();
    Activate();
  }

  // As after a crash of the process when `in_order` is false: no hints were written.
  void Start() {
    const Environment environment{root_, time_, random_, workers_, "mandat.example/journal"};
    auto opened = Agreements::Open(std::make_unique<SharedHomes>(homes_), environment);
    ASSERT_OK(opened);
    agreements_ = std::move(*opened);
  }
  void Stop() { agreements_.reset(); }
  void Crash() {
    // Whoever holds an agreement keeps it from being closed in order.
    const auto held = agreements_->Opened();
    agreements_.reset();
  }

  void Activate() {
    const AgreementTexts texts{TextOf("opinum.yaml"), TextOf("opinum-demo.yaml"),
                               TextOf("opinum-data-hub.schema.yaml")};
    const auto answer = Wait<ActivateAnswer>([&](Done<ActivateAnswer> done) {
      ActivateAgreement(*agreements_, id(), texts, Bytes(8, 'o'), std::move(done));
    });
    ASSERT_OK(answer);
    ASSERT_EQ(answer->rendered, "");
  }

  AgreementId id() const { return *AgreementId::Parse("opinum-demo"); }
  std::shared_ptr<OpenAgreement> agreement() { return *agreements_->Find(id()); }
  Agreements& agreements() { return *agreements_; }
  ManualTime& time() { return time_; }
  MemoryHome& home() { return homes_->HomeOf("agreements/opinum-demo"); }

  Result<HappeningAnswer> Happen(const std::string& matter, const std::string& event,
                                 const std::string& reference, const std::string& effective) {
    HappeningRequest request;
    request.happening.matter = matter;
    request.happening.event = event;
    request.happening.reference = reference;
    request.happening.effective = *Instant::Parse(effective);
    request.happening.how = "e-mail";
    return Wait<HappeningAnswer>([&](Done<HappeningAnswer> done) {
      RecordHappenings(agreement(), {request}, Bytes(8, 'a'), std::move(done));
    });
  }
  Result<DutyAnswer> Change(DutyOrder order) {
    return Wait<DutyAnswer>([&](Done<DutyAnswer> done) {
      ChangeDuty(agreement(), std::move(order), Bytes(8, 'a'), std::move(done));
    });
  }
  Result<FiredAnswer> Fire() {
    return Wait<FiredAnswer>(
        [&](Done<FiredAnswer> done) { FireClocks(agreement(), std::move(done)); });
  }
  Result<ContactAnswer> AddContact(Contact contact) {
    return Wait<ContactAnswer>([&](Done<ContactAnswer> done) {
      PutContact(agreement(), std::move(contact), Bytes(8, 'a'), std::move(done));
    });
  }
  Result<NoticesAnswer> Notify(NoticeRequest request) {
    return Wait<NoticesAnswer>([&](Done<NoticesAnswer> done) {
      SendNotice(agreement(), std::move(request), Bytes(8, 'a'), std::move(done));
    });
  }
  Result<RecordAnswer> Record(Event event) {
    event.by = "legal/1";
    RecordRequest request;
    request.from_now = event.effective == Instant();
    request.event = std::move(event);
    return Wait<RecordAnswer>([&](Done<RecordAnswer> done) {
      RecordEvent(agreement(), std::move(request), Bytes(8, 'l'), std::move(done));
    });
  }
  Entry EntryAt(EntryIndex index) {
    return *Entry::Decode(*agreement()->journal().ReadEntry(index));
  }
  std::vector<Duty> Open() { return Docket(agreement()->store()).ListDue({}, {}, 1000)->duties; }

 private:
  // Outlives the agreements opened from it.
  class SharedHomes final : public Homes {
   public:
    explicit SharedHomes(std::shared_ptr<MemoryHomes> homes) : homes_(std::move(homes)) {}
    Result<std::unique_ptr<Home>> Open(const std::string& name) override {
      return homes_->Open(name);
    }
    bool Exists(const std::string& name) const override { return homes_->Exists(name); }
    std::vector<std::string> List(const std::string& above) const override {
      return homes_->List(above);
    }

   private:
    std::shared_ptr<MemoryHomes> homes_;
  };

  ManualTime time_;
  SeededRandom random_{7};
  RootKey root_;
  std::shared_ptr<MemoryHomes> homes_ = std::make_shared<MemoryHomes>();
  Workers workers_{1};
  std::unique_ptr<Agreements> agreements_;
};

}  // namespace mandat
