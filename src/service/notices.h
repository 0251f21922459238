// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "docket/contact.h"
#include "docket/docket.h"
#include "docket/outbox.h"
#include "outbound/transport.h"
#include "service/caller.h"

namespace mandat {

struct NoticeRequest {
  std::string kind;                  // name of the template: "breach"
  std::string subject;               // which contacts get it: "breach", "sub-processors", ...
  std::string party = "controller";  // of which side
  uint64_t duty = 0;                 // what it is about; 0: nothing in the docket
  bool meets = false;                // its dispatch meets that duty
  std::string matter;                // its receipt is an event of this matter; may be empty
  std::string reference;             // of the case
  uint64_t continues = 0;            // notice that it follows up
  std::vector<std::pair<std::string, std::string>> fields;  // for the template; no personal data
};

struct NoticesAnswer {
  Receipt receipt;
  std::vector<Notice> notices;  // one for each contact with an address for machines
  std::vector<Duty> duties;     // for contacts that somebody has to call or to write to
};

// Puts a notice into the outbox for every current contact of a side and subject. A breach goes over
// two channels; where there is only one, somebody has to telephone.
// Errors: kInvalid (no such template or field), kConflict (no contact at all), kNotFound (no such
// duty or notice).
// Source: GDPR Art. 33(2).
void SendNotice(const std::shared_ptr<OpenAgreement>& agreement, NoticeRequest request, Bytes actor,
                Done<NoticesAnswer> done);

// The other side said that it has a notice; windows that run from receipt begin.
// Errors: kNotFound, kConflict, kInvalid (an instant before it was sent, or ahead).
struct ReceiptOfNotice {
  uint64_t notice = 0;
  std::optional<Instant> effective;  // now, where nothing is said
  std::string how = "portal";        // as Happening::how
  std::string by;
  Bytes evidence;
};
void AcknowledgeNotice(const std::shared_ptr<OpenAgreement>& agreement, ReceiptOfNotice receipt,
                       Bytes actor, Done<NoticesAnswer> done);

// It came back; somebody has to telephone. Errors: kNotFound, kConflict.
void BounceNotice(const std::shared_ptr<OpenAgreement>& agreement, uint64_t notice,
                  std::string reply, Bytes actor, Done<NoticesAnswer> done);

// Takes what is due in the outbox: attempts begin, what was interrupted is known, what counts as
// received is received, silence is told to somebody. The notices that are to be sent now are
// returned once all that is durable.
// Invariant (no clock is lost).
void TakeNotices(const std::shared_ptr<OpenAgreement>& agreement, size_t notices_max,
                 Done<NoticesAnswer> done);

// To be called when an agreement was opened, before its first TakeNotices: attempts that had begun
// were interrupted, and may have arrived; they are made again at once, and say so.
void RecoverNotices(const std::shared_ptr<OpenAgreement>& agreement, Done<NoticesAnswer> done);

// An attempt ended. `retry_at` is when to try again; nothing means that it is given up, and that
// somebody has to telephone. Errors: kNotFound, kConflict.
struct AttemptResult {
  uint64_t notice = 0;
  Delivery delivery;
  std::optional<Instant> retry_at;
};
void EndNoticeAttempts(const std::shared_ptr<OpenAgreement>& agreement,
                       std::vector<AttemptResult> results, Done<NoticesAnswer> done);

// What one attempt brings to the channel. Errors: kNotFound (the contact is gone or has ended).
Result<Parcel> ParcelOf(const OpenAgreement& agreement, const Notice& notice, Instant at);

}  // namespace mandat
