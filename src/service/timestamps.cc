// SPDX-License-Identifier: Apache-2.0
#include "service/timestamps.h"

#include <algorithm>
#include <utility>

#include "crypto/timestamp.h"
#include "format/checkpoint.h"

namespace mandat {
namespace {

// On disk: length of the note (4 bytes), the note, the answer. One file, so that the two are of
// one another whatever happens.
constexpr std::string_view kStampedFile = "timestamped";
constexpr std::string_view kSystem = "system";
constexpr std::string_view kReplyType = "application/timestamp-reply";
constexpr long kOk = 200;
constexpr std::chrono::minutes kAgainAfterFailure{5};

std::string HomeOf(const AgreementId& id) {
  return id.text() == kSystem ? id.text() : "agreements/" + id.text();
}

Bytes EncodeStamped(const TimestampedCheckpoint& stamped) {
  Bytes bytes;
  AppendBigEndian32(bytes, static_cast<uint32_t>(stamped.note.size()));
  return bytes + stamped.note + stamped.answer;
}

Result<TimestampedCheckpoint> DecodeStamped(ByteView bytes) {
  const size_t length = bytes.size() < 4 ? SIZE_MAX : ReadBigEndian32(bytes);
  if (length > bytes.size() || bytes.size() - 4 < length) {
    return Fail(Error::Corrupt("file of the time-stamped checkpoint is damaged"));
  }
  return TimestampedCheckpoint{std::string(bytes.substr(4, length)),
                               Bytes(bytes.substr(4 + length))};
}

}  // namespace

Timestamps::Timestamps(Settings settings, WitnessLine& line, std::unique_ptr<Homes> homes,
                       const TimeSource& time, Random& random, Trouble trouble)
    : settings_(std::move(settings)),
      line_(line),
      homes_(std::move(homes)),
      time_(time),
      random_(random),
      trouble_(std::move(trouble)) {}

Timestamps::~Timestamps() { Close(); }

void Timestamps::Close() {
  std::unique_lock lock(mutex_);
  closing_ = true;
  idle_.wait(lock, [this] { return under_way_ == 0; });
}

void Timestamps::Visit(const std::shared_ptr<OpenAgreement>& agreement) {
  if (settings_.address.empty()) {
    return;
  }
  const uint64_t size = agreement->journal().head().size;
  const Instant now = time_.Now();
  {
    const std::lock_guard lock(mutex_);
    Room& room = rooms_[agreement->id()];
    const bool is_new = size != 0 && (room.size != size || room.is_failing);
    const auto wait =
        room.is_failing ? std::min(settings_.every, kAgainAfterFailure) : settings_.every;
    if (closing_ || room.is_running || !is_new || (room.asked && now - *room.asked < wait)) {
      return;
    }
    room.is_running = true;
    room.asked = now;
    room.size = size;
    ++under_way_;
  }
  asker_.Post([this, agreement] { Ask(agreement); });
}

bool Timestamps::Load(const OpenAgreement& agreement) {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(rooms_[agreement.id()].is_loaded, true)) {
      return false;
    }
  }
  const Result<TimestampedCheckpoint> kept = Get(agreement.id());
  const Result<Note> note = kept ? Note::Parse(kept->note) : Result<Note>(Fail(kept.error()));
  const Result<Checkpoint> checkpoint =
      note ? Checkpoint::Parse(note->text) : Result<Checkpoint>(Fail(note.error()));
  const Result<Instant> at = checkpoint
                                 ? VerifyTimestamp(kept->answer, kept->note, settings_.authorities)
                                 : Result<Instant>(Fail(checkpoint.error()));
  if (!at) {
    return false;
  }
  const std::lock_guard lock(mutex_);
  Room& room = rooms_[agreement.id()];
  const bool is_newest = checkpoint->size == agreement.journal().head().size;
  const bool is_soon = time_.Now() - *at < settings_.every;
  if (is_newest || is_soon) {
    room.asked = *at;
    room.size = checkpoint->size;
  }
  return is_newest || is_soon;
}

void Timestamps::Ask(const std::shared_ptr<OpenAgreement>& agreement) {
  const Status stamped = Load(*agreement) ? Status() : Stamp(*agreement);
  if (!stamped) {
    trouble_("no time stamp of a checkpoint",
             agreement->id().text() + ": " + stamped.error().message);
  }
  const std::lock_guard lock(mutex_);
  Room& room = rooms_[agreement->id()];
  room.is_running = false;
  room.is_failing = !stamped;
  --under_way_;
  idle_.notify_all();
}

// One that cannot be reached is left alone for a while, or each journal would wait for it in turn.
Result<WitnessReply> Timestamps::Post(ByteView request) {
  {
    const std::lock_guard lock(mutex_);
    if (rests_until_ && *rests_until_ > time_.Now()) {
      return Fail(Error::Unavailable("the authority could not be reached lately"));
    }
  }
  Result<WitnessReply> reply = line_.Post(settings_.address, request);
  if (!reply) {
    const std::lock_guard lock(mutex_);
    rests_until_ = time_.Now() + kAgainAfterFailure;
  }
  return reply;
}

// Source: RFC 3161 3.4.
Status Timestamps::Stamp(OpenAgreement& agreement) {
  TimestampedCheckpoint stamped;
  MANDAT_TRY(stamped.note, agreement.journal().Publish());
  const Bytes request = MakeTimestampRequest(stamped.note, random_);
  MANDAT_TRY(WitnessReply reply, Post(request));
  if (reply.status != kOk || reply.type != kReplyType) {
    return Fail(Error::Unavailable("the authority answers with status " +
                                   std::to_string(reply.status) + " and no time stamp"));
  }
  stamped.answer = std::move(reply.body);
  MANDAT_TRY([[maybe_unused]] const Instant at,
             VerifyTimestamp(stamped.answer, stamped.note, settings_.authorities, request));
  const std::lock_guard lock(homes_mutex_);
  MANDAT_TRY(const std::unique_ptr<Home> home, homes_->Open(HomeOf(agreement.id())));
  return home->WriteFile(std::string(kStampedFile), EncodeStamped(stamped));
}

Result<TimestampedCheckpoint> Timestamps::Get(const AgreementId& agreement) const {
  std::optional<Bytes> bytes;
  {
    const std::lock_guard lock(homes_mutex_);
    MANDAT_TRY(const std::unique_ptr<Home> home, homes_->Open(HomeOf(agreement)));
    MANDAT_TRY(bytes, home->ReadFile(std::string(kStampedFile)));
  }
  if (!bytes) {
    return Fail(Error::NotFound("no checkpoint of this journal has a time stamp yet"));
  }
  return DecodeStamped(*bytes);
}

Timestamps::Standing Timestamps::Overall() const {
  if (settings_.address.empty()) {
    return Standing::kNone;
  }
  const std::lock_guard lock(mutex_);
  const bool fails =
      std::ranges::any_of(rooms_, [](const auto& each) { return each.second.is_failing; });
  return fails ? Standing::kFailing : Standing::kStamping;
}

}  // namespace mandat
