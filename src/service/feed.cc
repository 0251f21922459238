// SPDX-License-Identifier: Apache-2.0
#include "service/feed.h"

#include <algorithm>
#include <utility>

#include "format/checkpoint.h"
#include "format/note.h"

namespace mandat {
namespace {

constexpr std::string_view kSystem = "system";
// On disk: name of the journal, line feed, entries that are confirmed, in decimal, line feed.
constexpr std::string_view kPositionFile = "fed";
constexpr std::string_view kCheckpointFile = "checkpoint";
constexpr size_t kLinesPerTurn = 256;   // of one journal, so that none holds up the others
constexpr size_t kOpenedPerStep = 4;    // of those that are closed
constexpr size_t kClosedPerStep = 256;  // of those that are looked at from outside
constexpr std::chrono::seconds kRetryFirst{1};
constexpr std::chrono::seconds kRetryMost{60};

std::string HomeOf(const AgreementId& id) {
  return id.text() == kSystem ? id.text() : "agreements/" + id.text();
}

// Nothing for one that cannot be read: whoever opens the journal refuses it.
std::optional<Checkpoint> ParseCheckpoint(const std::optional<Bytes>& bytes) {
  const Result<Note> note = bytes ? Note::Parse(*bytes) : Fail(Error::NotFound("none"));
  Result<Checkpoint> checkpoint = note ? Checkpoint::Parse(note->text) : Fail(note.error());
  return checkpoint ? std::optional(std::move(*checkpoint)) : std::nullopt;
}

struct FeedPlace {
  std::string origin;
  uint64_t confirmed = 0;
};

std::optional<FeedPlace> ParsePlace(std::string_view text) {
  const size_t line = text.find('\n');
  if (line == std::string_view::npos || !text.ends_with('\n')) {
    return std::nullopt;
  }
  const std::string_view number = text.substr(line + 1, text.size() - line - 2);
  const Result<uint64_t> confirmed = ParseDecimal(number);
  return confirmed ? std::optional(FeedPlace{std::string(text.substr(0, line)), *confirmed})
                   : std::nullopt;
}

}  // namespace

Feed::Feed(Settings settings, EventSink& sink, std::unique_ptr<Homes> homes, Agreements& agreements,
           const TimeSource& time, Trouble trouble)
    : settings_(std::move(settings)),
      sink_(sink),
      homes_(std::move(homes)),
      agreements_(agreements),
      time_(time),
      tell_(std::move(trouble)) {}

bool Feed::Step() {
  if (time_.Running().since < retry_at_) {
    Measure();
    return false;
  }
  bool more = false;
  for (std::shared_ptr<OpenAgreement>& each : Visits()) {
    const std::shared_ptr<OpenAgreement> agreement = std::move(each);  // let go of one by one
    const Result<bool> fed = FeedSome(*agreement);
    if (!fed) {
      Lost(fed.error());
      return false;
    }
    more = more || *fed;
  }
  if (IsConfirmDue()) {
    if (const Status confirmed = Confirm(); !confirmed) {
      Lost(confirmed.error());
      return false;
    }
  }
  return more;
}

// How far behind it is shows also while nothing goes.
void Feed::Measure() {
  std::vector<std::shared_ptr<OpenAgreement>> open = agreements_.Opened();
  open.push_back(agreements_.shared_system());
  for (const std::shared_ptr<OpenAgreement>& agreement : open) {
    Room& room = rooms_[agreement->id()];
    if (FindPlace(*agreement, room)) {
      Publish(room);
    }
  }
}

void Feed::Close() {
  if (to_confirm_.empty()) {
    return;
  }
  if (const Status confirmed = Confirm(); !confirmed) {
    Lost(confirmed.error());
  }
}

std::vector<FeedState> Feed::States() const {
  const std::lock_guard lock(mutex_);
  std::vector<FeedState> states;
  for (const auto& [agreement, state] : states_) {
    states.push_back(state);
  }
  return states;
}

std::string Feed::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

// Those that are open, and some of those that were closed with something new.
std::vector<std::shared_ptr<OpenAgreement>> Feed::Visits() {
  std::vector<std::shared_ptr<OpenAgreement>> visits = agreements_.Opened();
  std::set<AgreementId> open;
  for (const std::shared_ptr<OpenAgreement>& agreement : visits) {
    open.insert(agreement->id());
    rooms_[agreement->id()].was_seen_closed = false;
  }
  size_t looks = 0;
  size_t opened = 0;
  for (const AgreementId& id : agreements_.List()) {
    if (open.contains(id) || rooms_[id].was_seen_closed) {
      continue;
    }
    if (++looks > kClosedPerStep || opened == kOpenedPerStep) {
      break;
    }
    Room& room = rooms_[id];
    if (!MayHaveMore(id, room)) {
      room.was_seen_closed = true;
      continue;
    }
    ++opened;
    if (auto found = agreements_.Find(id); found) {
      visits.push_back(std::move(*found));
    } else {
      tell_("the journal of a closed agreement cannot be fed",
            id.text() + ": " + found.error().message);
      room.was_seen_closed = true;  // again when somebody else opens it
    }
  }
  visits.push_back(agreements_.shared_system());
  return visits;
}

// By what it published last; what came behind goes when it is opened again.
bool Feed::MayHaveMore(const AgreementId& id, Room& room) {
  if (!LoadPosition(id, room)) {
    return true;  // told when it is open
  }
  const Result<std::optional<Bytes>> bytes = room.home->ReadFile(std::string(kCheckpointFile));
  const std::optional<Checkpoint> published = bytes ? ParseCheckpoint(*bytes) : std::nullopt;
  return published && (published->origin != room.origin || published->size > room.state.sent);
}

Status Feed::LoadPosition(const AgreementId& id, Room& room) const {
  if (room.home) {
    return {};
  }
  MANDAT_TRY(std::unique_ptr<Home> home, homes_->Open(HomeOf(id)));
  MANDAT_TRY(const std::optional<Bytes> bytes, home->ReadFile(std::string(kPositionFile)));
  room.state.agreement = id.text();
  if (bytes) {
    if (const std::optional<FeedPlace> place = ParsePlace(*bytes)) {
      room.origin = place->origin;
      room.state.confirmed = room.state.sent = place->confirmed;
    } else {
      tell_("the position of the feed is damaged; the journal goes again", id.text());
    }
  }
  room.home = std::move(home);
  return {};
}

// A log that went on behind a lost one begins at its own first entry.
Status Feed::FindPlace(OpenAgreement& agreement, Room& room) {
  MANDAT_TRY_STATUS(LoadPosition(agreement.id(), room));
  const Journal& journal = agreement.journal();
  room.state.size = journal.head().size;
  if (room.origin != journal.origin() || room.state.confirmed > room.state.size) {
    if (!room.origin.empty()) {
      tell_("the feed knows another journal; this one goes from its beginning",
            agreement.id().text());
    }
    room.origin = journal.origin();
    room.state.confirmed = room.state.sent = room.counted = 0;
  }
  if (room.state.sent < journal.minimum()) {
    if (room.state.sent != 0) {
      tell_("entries were pruned before they were fed", agreement.id().text());
    }
    room.state.sent = journal.minimum();
  }
  room.counted = std::max(room.counted, room.state.sent);
  if (!room.state.oldest && room.state.sent < room.state.size) {
    MANDAT_TRY(const Bytes bytes, journal.ReadEntry({room.state.sent}));
    MANDAT_TRY(const Entry entry, Entry::Decode(bytes));
    room.state.oldest = entry.at;
  }
  return {};
}

// Errors: of the sink alone. What is wrong with one journal does not hold up the others.
Result<bool> Feed::FeedSome(OpenAgreement& agreement) {
  Room& room = rooms_[agreement.id()];
  if (const Status found = FindPlace(agreement, room); !found) {
    Skip(agreement, room, found.error());
    return false;
  }
  uint64_t next = room.state.sent;
  const std::vector<std::string> lines = LinesOf(agreement.journal(), room, next);
  if (lines.empty()) {
    Publish(room);
    return false;
  }
  if (const Status taken = sink_.Take(lines); !taken) {
    Publish(room);
    return Fail(taken.error());
  }
  for (const std::string& line : lines) {
    unconfirmed_bytes_ += line.size();
  }
  if (!unconfirmed_since_) {
    unconfirmed_since_ = time_.Running().since;
  }
  room.state.sent = next;
  to_confirm_.insert(agreement.id());
  Publish(room);
  return room.state.sent < room.state.size;
}

std::vector<std::string> Feed::LinesOf(const Journal& journal, Room& room, uint64_t& next) {
  std::vector<std::string> lines;
  FeedState& state = room.state;
  while (next < state.size && lines.size() < kLinesPerTurn) {
    const Result<Bytes> bytes = journal.ReadEntry({next});
    if (!bytes && bytes.error().kind == ErrorKind::kShredded) {
      ++next;  // it was pruned before anybody was to be fed
      continue;
    }
    const Result<Entry> entry = bytes ? Entry::Decode(*bytes) : Fail(bytes.error());
    if (!entry) {
      if (!std::exchange(room.told_trouble, true)) {
        tell_("an entry cannot be fed",
              state.agreement + " " + std::to_string(next) + ": " + entry.error().message);
      }
      break;
    }
    if (next >= room.counted) {
      state.outcomes[static_cast<size_t>(entry->outcome)] += 1;
      room.counted = next + 1;
    }
    lines.push_back(
        FormatLine(settings_.format, {room.origin, {next}, settings_.host_name}, *entry));
    ++next;
  }
  return lines;
}

void Feed::Skip(const OpenAgreement& agreement, Room& room, const Error& error) {
  if (!std::exchange(room.told_trouble, true)) {
    tell_("a journal cannot be fed", agreement.id().text() + ": " + error.message);
  }
}

// After trouble as soon as something was taken: it is over when that arrived.
bool Feed::IsConfirmDue() const {
  if (!unconfirmed_since_) {
    return false;
  }
  return wait_ != std::chrono::seconds::zero() ||
         unconfirmed_bytes_ >= settings_.unconfirmed_bytes_max ||
         time_.Running().since - *unconfirmed_since_ >= settings_.confirm_every;
}

Status Feed::Confirm() {
  MANDAT_TRY_STATUS(sink_.Confirm());
  std::set<AgreementId> left;
  for (const AgreementId& id : std::exchange(to_confirm_, {})) {
    Room& room = rooms_[id];
    const std::string text = room.origin + "\n" + std::to_string(room.state.sent) + "\n";
    if (const Status written = room.home->WriteFile(std::string(kPositionFile), text); !written) {
      tell_("the position of the feed cannot be kept", id.text() + ": " + written.error().message);
      left.insert(id);
      continue;
    }
    room.state.confirmed = room.state.sent;
    room.state.oldest.reset();
    Publish(room);
  }
  to_confirm_ = std::move(left);
  unconfirmed_bytes_ = 0;
  unconfirmed_since_.reset();
  if (!to_confirm_.empty()) {
    unconfirmed_since_ = time_.Running().since;
  }
  wait_ = std::chrono::seconds::zero();
  const std::lock_guard lock(mutex_);
  trouble_.clear();
  return {};
}

void Feed::Lost(const Error& error) {
  for (const AgreementId& id : std::exchange(to_confirm_, {})) {
    Room& room = rooms_[id];
    room.state.sent = room.state.confirmed;
    room.was_seen_closed = false;
    Publish(room);
  }
  unconfirmed_since_.reset();
  unconfirmed_bytes_ = 0;
  wait_ = std::clamp(wait_ * 2, kRetryFirst, kRetryMost);
  retry_at_ = time_.Running().since + wait_;
  bool is_news = false;
  {
    const std::lock_guard lock(mutex_);
    is_news = trouble_.empty();
    trouble_ = error.message;
  }
  if (is_news) {
    tell_("the feed waits for its receiver", error.message);
  }
}

void Feed::Publish(const Room& room) {
  const std::lock_guard lock(mutex_);
  states_[room.state.agreement] = room.state;
}

}  // namespace mandat
