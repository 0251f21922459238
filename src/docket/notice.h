// SPDX-License-Identifier: Apache-2.0
//
// One notice on its way to one contact over one channel.
// Guarantees: pure; before every attempt the state says that it began, so that an attempt that a
// crash interrupted is known to be possible and the next one says so. Trusts: the delivery it is
// told of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "format/cbor_record.h"

namespace mandat {

// On disk.
enum class NoticeState : uint8_t {
  kWaiting = 1,  // for its next attempt
  kSending,      // an attempt has begun
  kDispatched,   // the next hop took it: not yet received
  kReceived,     // acknowledged, or received by the agreement's own rule
  kBounced,      // came back after it had been taken
  kDead,         // given up: somebody has to telephone
  kLast = kDead,
};
// "waiting", "sending", "dispatched", "received", "bounced", "dead".
std::string_view Name(NoticeState state);

struct Notice {
  uint64_t id = 0;         // from 1, within the agreement
  std::string kind;        // name of the template
  std::string language;    // "en", "fr"
  std::string channel;     // "e-mail", "webhook"
  uint64_t contact = 0;    // who gets it; the address is kept with the contact
  uint64_t duty = 0;       // what it is about; 0: nothing in the docket
  bool meets = false;      // its dispatch meets that duty
  std::string matter;      // its receipt is an event of this matter; may be empty
  std::string reference;   // and of this case
  uint64_t continues = 0;  // notice that it follows up; 0: none
  bool is_urgent = false;
  bool wants_receipt = false;                               // silence after it is told to somebody
  std::vector<std::pair<std::string, std::string>> fields;  // for the template; no personal data
  Instant created;
  NoticeState state = NoticeState::kWaiting;
  uint32_t attempts = 0;
  bool may_have_arrived = false;  // an attempt ended without our knowing
  std::optional<Instant> next;    // when somebody has to look at it again
  std::optional<Instant> dispatched;
  std::optional<Instant> received;
  std::optional<Instant> deemed;  // from when it counts as received, whatever is heard
  std::string received_by;        // "acknowledgement", "deemed"
  std::string reply;              // what the other side said last, as evidence
  bool is_silent = false;         // silence was told already

  bool is_over() const {
    return state == NoticeState::kReceived || state == NoticeState::kBounced ||
           state == NoticeState::kDead;
  }

  static constexpr auto Fields() {
    return std::tuple(
        Member(1, &Notice::id), Member(2, &Notice::kind), Member(3, &Notice::language),
        Member(4, &Notice::channel), Member(5, &Notice::contact), Member(6, &Notice::duty),
        Member(7, &Notice::continues), Member(8, &Notice::is_urgent),
        Member(9, &Notice::wants_receipt), Member(10, &Notice::fields),
        Member(11, &Notice::created), Member(12, &Notice::state), Member(13, &Notice::attempts),
        Member(14, &Notice::may_have_arrived), Member(15, &Notice::next),
        Member(16, &Notice::dispatched), Member(17, &Notice::received),
        Member(18, &Notice::received_by), Member(19, &Notice::reply),
        Member(20, &Notice::is_silent), Member(21, &Notice::meets), Member(22, &Notice::matter),
        Member(23, &Notice::reference), Member(24, &Notice::deemed));
  }
  friend bool operator==(const Notice&, const Notice&) = default;
};

// How an attempt ended, in the words of the channel.
enum class AttemptEnd : uint8_t { kTaken, kNotNow, kNever, kNobodyKnows };

// An attempt that has not ended by then was interrupted.
inline constexpr std::chrono::minutes kAttemptMax{10};
// Silence after a dispatched notice that wants a receipt.
inline constexpr std::chrono::hours kSilenceUrgent{4};
inline constexpr std::chrono::hours kSilence{5 * 24};

// An attempt begins: committed before anything leaves. Errors: kConflict (not waiting).
Status BeginAttempt(Notice& notice, Instant now);
// It ended. `retry_at` is when to try again; nothing means that it is given up.
// Errors: kConflict (no attempt is known).
Status EndAttempt(Notice& notice, AttemptEnd end, std::string reply,
                  std::optional<Instant> retry_at, Instant now);
// An attempt that was interrupted may have arrived; it waits for the next one, from now on.
// Errors: kConflict.
Status RecoverAttempt(Notice& notice, Instant now);
// The other side said that it has it, or the agreement says that it counts as received.
// Errors: kConflict (it was never dispatched, or is received already).
Status Receive(Notice& notice, std::string_view by, Instant at);
// It came back. Errors: kConflict (it was never dispatched).
Status Bounce(Notice& notice, std::string reply);
// Nobody answered in time; nothing is waited for any more. Errors: kConflict.
Status FallSilent(Notice& notice);

}  // namespace mandat
