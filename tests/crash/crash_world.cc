// SPDX-License-Identifier: Apache-2.0
#include "crash/crash_world.h"

#include <array>
#include <future>
#include <utility>

#include "base/assert.h"
#include "service/activate_agreement.h"
#include "service/blobs.h"
#include "service/keep_house.h"
#include "service/put_record.h"
#include "service/read_records.h"
#include "service/series.h"
#include "service/subjects.h"
#include "support/test_world.h"

namespace mandat {
namespace {

constexpr std::string_view kKinds = R"(
  - id: meters
    kind: series
    people: customers
    fields:
      - {id: level, type: integer, category: log, required: true}
  - id: files
    kind: blobs
    people: customers
    fields:
      - {id: caption, type: text, category: contact, length-max: 100}
)";
const Instant kFirstMinute = *Instant::Parse("2026-03-02T08:00:00Z");
constexpr int64_t kMicrosPerMinute = 60'000'000;

AgreementTexts Texts(uint32_t version) {
  AgreementTexts texts = ShopTexts(version);
  texts.schema += kKinds;
  return texts;
}

PointTable TableOf(const std::string& text) {
  static const PointColumns columns = std::make_shared<const std::vector<PointColumn>>(
      std::vector<PointColumn>{{"level", FieldType::kInteger}});
  PointTable table(columns);
  uint32_t mark = 0;
  for (const auto& [minute, value] : ParsePoints(text)) {
    const std::array<PointValue, 1> values{PointValue::Integer(value)};
    table.Add(kFirstMinute + std::chrono::minutes(minute), values, ++mark);
  }
  return table;
}

void Tell(const RegisterAnswer&, Answer&) {}
void Tell(const PutAnswer& told, Answer& answer) { answer.number = told.version; }
void Tell(const AppendAnswer& told, Answer& answer) { answer.number = told.counts.stored; }
void Tell(const UploadAnswer& told, Answer& answer) { answer.number = told.state.version; }
void Tell(const EraseAnswer& told, Answer& answer) { answer.number = told.units_count; }
void Tell(const BlobEraseAnswer&, Answer& answer) { answer.number = 1; }
void Tell(const ReadAnswer& told, Answer& answer) {
  MANDAT_ASSERT(told.units.size() == 1);
  answer.body = Bytes(told.units[0].body.Reveal());
  answer.number = told.units[0].version;
}
void Tell(const PointsAnswer& told, Answer& answer) {
  Points points;
  const PointTable& found = told.page.points;
  for (size_t i = 0; i < found.size(); ++i) {
    const int64_t minute = (found.at(i).micros - kFirstMinute.micros) / kMicrosPerMinute;
    points[static_cast<uint32_t>(minute)] = found.values(i)[0].integer();
  }
  answer.body = FormatPoints(points);
}
// What ends before its length is not an answer: the client has got nothing that it may use.
void Tell(const BlobAnswer& told, Answer& answer) {
  while (told.content && told.content->left() > 0) {
    const Result<Plaintext> piece = told.content->Next();
    if (!piece) {
      answer.kind = Answer::Kind::kUnknown;
      return;
    }
    answer.body.append(piece->Reveal());
  }
  answer.number = told.info.version;
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
  if (act.kind != Act::Kind::kRead) {
    caller.idempotency_key = caller.instruction;
    caller.request = caller.instruction;
  }
  switch (act.kind) {
    case Act::Kind::kRegister:
      return RegisterSubject(std::move(caller), person, "customers", hear);
    case Act::Kind::kPut:
      return Put(std::move(caller), number, act);
    case Act::Kind::kRead:
      return Read(std::move(caller), number, act);
    case Act::Kind::kErasePerson:
      return EraseSubject(std::move(caller), person, hear);
    case Act::Kind::kEraseRecord:
      return EraseUnit(std::move(caller), number, act);
  }
}

void CrashWorld::Put(Caller caller, size_t number, const Act& act) {
  const auto hear = [this, number](const auto& told) { Hear(number, told); };
  const SubjectId person = PersonAt(act.person);
  const RecordId record = RecordAt(act.person, act.record);
  std::string collection = CollectionOf(act.record);
  if (act.record == Witness::kSeries) {
    AppendRequest request{std::move(collection), {}, 0};
    request.points.push_back({record, person, TableOf(act.body)});
    return AppendPoints(std::move(caller), std::move(request), hear);
  }
  if (act.record == Witness::kBlob) {
    NewBlob blob{record, person, time_.Now(),     "application/octet-stream",
                 {},     {},     Plaintext("{}"), {}};
    return PutBlob(std::move(caller), std::move(collection), std::move(blob), Plaintext(act.body),
                   hear);
  }
  PutRecord(std::move(caller),
            {std::move(collection), NewUnit{record, person, time_.Now(), Plaintext(act.body)}, 0},
            hear);
}

void CrashWorld::Read(Caller caller, size_t number, const Act& act) {
  const auto hear = [this, number](const auto& told) { Hear(number, told); };
  const RecordId record = RecordAt(act.person, act.record);
  std::string collection = CollectionOf(act.record);
  if (act.record == Witness::kSeries) {
    const Instant end = kFirstMinute + std::chrono::minutes(Witness::kMinutes);
    PointsRequest request{std::move(collection),
                          {record, kFirstMinute, end, {}, Witness::kMinutes, {}, {}},
                          {},
                          false,
                          0};
    return ReadPoints(std::move(caller), std::move(request), hear);
  }
  if (act.record == Witness::kBlob) {
    BlobRequest request{std::move(collection), record, true, {}, {}, {}, {}};
    return ReadBlob(std::move(caller), std::move(request), hear);
  }
  ReadRecord(std::move(caller), std::move(collection), record, hear);
}

void CrashWorld::EraseUnit(Caller caller, size_t number, const Act& act) {
  const auto hear = [this, number](const auto& told) { Hear(number, told); };
  const RecordId record = RecordAt(act.person, act.record);
  std::string collection = CollectionOf(act.record);
  if (act.record == Witness::kSeries) {
    return EraseSeries(std::move(caller), std::move(collection), record, hear);
  }
  if (act.record == Witness::kBlob) {
    return EraseBlob(std::move(caller), std::move(collection), record, hear);
  }
  EraseRecord(std::move(caller), std::move(collection), record, hear);
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
  PutInForce(agreement_, Texts(version), Bytes(8, 'o'),
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
