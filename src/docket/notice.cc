// SPDX-License-Identifier: Apache-2.0
#include "docket/notice.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"

namespace mandat {
namespace {

constexpr auto kStateNames = std::to_array<std::string_view>(
    {"waiting", "sending", "dispatched", "received", "bounced", "dead"});

// Of received_by: what the other side said itself, which proves more than that it was sent.
constexpr std::string_view kAcknowledgement = "acknowledgement";

std::unexpected<Error> Conflict(const Notice& notice, std::string_view what) {
  return Fail(Error::Conflict("the notice is " + std::string(Name(notice.state)) + ": " +
                              std::string(what)));
}

// What came back is anybody's bytes; a row holds text, or it is never read again.
std::string Storable(std::string reply) {
  if (!IsUtf8(reply)) {
    for (char& c : reply) {
      c = c >= ' ' && c <= '~' ? c : '?';
    }
  }
  return reply;
}

void Rest(Notice& notice, NoticeState state) {
  notice.state = state;
  notice.next.reset();
}

// What a dispatched notice still waits for: an answer, then the day on which none is needed.
void WaitForAnswer(Notice& notice) {
  Rest(notice, NoticeState::kDispatched);
  notice.next = notice.deemed;
  if (notice.wants_receipt && !notice.is_silent) {
    const Instant silent = *notice.dispatched + (notice.is_urgent ? kSilenceUrgent : kSilence);
    notice.next = std::min(notice.deemed.value_or(silent), silent);
  }
}

}  // namespace

std::string_view Name(NoticeState state) { return kStateNames[static_cast<size_t>(state) - 1]; }

Status BeginAttempt(Notice& notice, Instant now) {
  if (notice.state != NoticeState::kWaiting) {
    return Conflict(notice, "no attempt is waited for");
  }
  notice.state = NoticeState::kSending;
  ++notice.attempts;
  notice.next = now + kAttemptMax;
  return {};
}

Status EndAttempt(Notice& notice, AttemptEnd end, std::string reply,
                  std::optional<Instant> retry_at, Instant now) {
  if (notice.state != NoticeState::kSending) {
    return Conflict(notice, "no attempt is known");
  }
  notice.reply = Storable(std::move(reply));
  notice.may_have_arrived = notice.may_have_arrived || end == AttemptEnd::kNobodyKnows;
  if (end == AttemptEnd::kTaken) {
    notice.dispatched = now;
    WaitForAnswer(notice);
  } else if (end == AttemptEnd::kNever || !retry_at) {
    Rest(notice, NoticeState::kDead);
  } else {
    notice.state = NoticeState::kWaiting;
    notice.next = retry_at;
  }
  return {};
}

Status RecoverAttempt(Notice& notice, Instant now) {
  if (notice.state != NoticeState::kSending) {
    return Conflict(notice, "no attempt is known");
  }
  notice.state = NoticeState::kWaiting;
  notice.may_have_arrived = true;
  notice.next = now;
  return {};
}

// Who acknowledges has it, whatever we believed of the attempts: the answer to one whose outcome
// was lost may come while the next is under way, or after all were given up. What merely counts as
// received must have left the house.
Status Receive(Notice& notice, std::string_view by, Instant at) {
  const bool is_possible = by == kAcknowledgement
                               ? notice.attempts > 0 && notice.state != NoticeState::kReceived
                               : notice.state == NoticeState::kDispatched;
  if (!is_possible) {
    return Conflict(notice, "it cannot be received");
  }
  Rest(notice, NoticeState::kReceived);
  notice.received = at;
  notice.received_by = by;
  return {};
}

// What somebody acknowledged has arrived, whatever comes back afterwards.
Status Bounce(Notice& notice, std::string reply) {
  if (notice.state != NoticeState::kDispatched) {
    return Conflict(notice, "it cannot come back");
  }
  Rest(notice, NoticeState::kBounced);
  notice.reply = Storable(std::move(reply));
  return {};
}

Status FallSilent(Notice& notice) {
  if (notice.state != NoticeState::kDispatched || !notice.wants_receipt || notice.is_silent) {
    return Conflict(notice, "no answer is waited for");
  }
  notice.is_silent = true;
  WaitForAnswer(notice);
  return {};
}

}  // namespace mandat
