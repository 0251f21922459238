// SPDX-License-Identifier: Apache-2.0
#include "crash/crash_world.h"

#include <future>
#include <utility>

#include "base/assert.h"
#include "service/activate_agreement.h"
#include "service/keep_house.h"
#include "service/put_record.h"
#include "service/read_records.h"
#include "service/subjects.h"
#include "support/test_world.h"

namespace mandat {
namespace {

void Tell(const RegisterAnswer&, Answer&) {}
void Tell(const PutAnswer& told, Answer& answer) { answer.number = told.version; }
void Tell(const EraseAnswer& told, Answer& answer) { answer.number = told.units_count; }
void Tell(const ReadAnswer& told, Answer& answer) {
  MANDAT_ASSERT(told.units.size() == 1);
  answer.body = Bytes(told.units[0].body.Reveal());
  answer.number = told.units[0].version;
}

}  // namespace

CrashWorld::CrashWorld(MakeHome make_home, uint64_t seed)
    : make_home_(std::move(make_home)),
      time_(*Instant::Parse("2026-03-02T09:00:00Z")),
      random_(seed),
      root_(SecretBytes(Bytes(SecretBytes::kBytes, 'r'))),
      workers_(1) {}

CrashWorld::~CrashWorld() { Close(); }

Status CrashWorld::Open() {
  MANDAT_ASSERT(!agreement_);
  MANDAT_TRY(std::unique_ptr<Home> home, make_home_());
  MANDAT_TRY(AgreementId id, AgreementId::Parse("shop-acme"));
  const Environment environment{root_, time_, random_, workers_, "mandat.example/journal"};
  MANDAT_TRY(agreement_, OpenAgreement::Open(std::move(home), std::move(id), environment));
  return {};
}

void CrashWorld::Close() {
  Settle();
  agreement_.reset();
}

size_t CrashWorld::Ask(Act act) {
  const size_t number = witness_.Ask(act);
  Send(number, act);
  return number;
}

void CrashWorld::AskAgain(size_t number) {
  const Act act = witness_.act(number);
  witness_.AskAgain(number);
  Send(number, act);
}

void CrashWorld::Send(size_t number, const Act& act) {
  {
    const std::lock_guard lock(mutex_);
    ++open_count_;
  }
  time_.Advance(std::chrono::microseconds(1 + number % 1000));
  Caller caller;
  caller.agreement = agreement_;
  caller.actor = Bytes(8, 'a');
  caller.purpose = "support";
  caller.instruction = Witness::Reference(number);
  const auto hear = [this, number](const auto& told) { Hear(number, told); };
  const SubjectId person = PersonAt(act.person);
  const RecordId record = RecordAt(act.person, act.record);
  if (act.kind != Act::Kind::kRead) {
    caller.idempotency_key = caller.instruction;
    caller.request = caller.instruction;
  }
  switch (act.kind) {
    case Act::Kind::kRegister:
      return RegisterSubject(std::move(caller), person, "customers", hear);
    case Act::Kind::kPut:
      return PutRecord(
          std::move(caller),
          {CollectionOf(act.record), NewUnit{record, person, time_.Now(), Plaintext(act.body)}, 0},
          hear);
    case Act::Kind::kRead:
      return ReadRecord(std::move(caller), CollectionOf(act.record), record, hear);
    case Act::Kind::kErasePerson:
      return EraseSubject(std::move(caller), person, hear);
    case Act::Kind::kEraseRecord:
      return EraseRecord(std::move(caller), CollectionOf(act.record), record, hear);
  }
}

// Runs before the gate lets go of the agreement. An entry that cannot be read back on a disk
// without power is remembered by its index alone.
template <class Told>
void CrashWorld::Hear(size_t number, const Result<Told>& told) {
  Answer answer;
  if (told) {
    answer.kind = Answer::Kind::kEntry;
    answer.entry = told->receipt.entry.value;
    answer.replayed = told->receipt.replayed;
    Tell(*told, answer);
  } else {
    const Error& error = told.error();
    answer.error = error.kind;
    answer.entry = error.entry.value_or(0);
    answer.kind = error.entry                             ? Answer::Kind::kEntry
                  : error.kind == ErrorKind::kUnavailable ? Answer::Kind::kUnknown
                                                          : Answer::Kind::kNothing;
  }
  if (answer.kind == Answer::Kind::kEntry) {
    answer.leaf = agreement_->journal().ReadEntry(EntryIndex{answer.entry}).value_or(Bytes());
  }
  witness_.Hear(number, std::move(answer));
  Answered();
}

void CrashWorld::HearHouse(const Result<Receipt>& told) {
  if (told && !told->replayed) {
    witness_.HearHouse(told->entry.value,
                       agreement_->journal().ReadEntry(told->entry).value_or(Bytes()));
  }
  Answered();
}

void CrashWorld::Answered() {
  const std::lock_guard lock(mutex_);
  --open_count_;
  answered_.notify_all();
}

void CrashWorld::Activate(uint32_t version) {
  {
    const std::lock_guard lock(mutex_);
    ++open_count_;
  }
  PutInForce(agreement_, ShopTexts(version), Bytes(8, 'o'),
             [this](const Result<Receipt>& told) { HearHouse(told); });
}

void CrashWorld::Rewrap() {
  {
    const std::lock_guard lock(mutex_);
    ++open_count_;
  }
  time_.Advance(std::chrono::milliseconds(1));
  RewrapKeys(agreement_, Bytes(8, 'o'), [this](const Result<Receipt>& told) { HearHouse(told); });
}

void CrashWorld::Publish() {
  if (const Result<std::string> note = agreement_->journal().Publish()) {
    witness_.HearPublished(*note);
  }
}

void CrashWorld::Settle(size_t open_most) {
  {
    std::unique_lock lock(mutex_);
    answered_.wait(lock, [&] { return open_count_ <= open_most; });
  }
  if (open_most == 0) {
    // The one worker is at this only after the batch that answered last.
    std::promise<void> done;
    workers_.Post([&done] { done.set_value(); });
    done.get_future().wait();
  }
}

}  // namespace mandat
