// SPDX-License-Identifier: Apache-2.0
#include "service/notices.h"

#include <algorithm>

#include "outbound/template.h"
#include "service/internal/contact_rows.h"
#include "service/internal/docket_work.h"
#include "service/internal/notice_batch.h"

namespace mandat {
namespace {

class NoticesWork : public DocketWork<NoticesAnswer> {
 public:
  using DocketWork<NoticesAnswer>::DocketWork;

 protected:
  // Replaces a notice and says so in the entry.
  Status Put(DocketBatch& batch, const Notice& before, const Notice& after, std::string_view what) {
    batch.Touch("n" + std::to_string(after.id) + " " + std::string(what));
    return batch.outbox().Put(before, after);
  }

  // Somebody was told: the duty to tell is met, if it is not yet.
  static Status MeetDuty(DocketBatch& batch, const Notice& notice, Instant at,
                         std::string_view what) {
    if (!notice.meets || notice.duty == 0) {
      return {};
    }
    MANDAT_TRY(const std::optional<Duty> duty, batch.docket().Find(notice.duty));
    if (!duty || !duty->is_open()) {
      return {};
    }
    DutyChange met;
    met.act = DutyAct::kMeet;
    met.effective = at;
    met.reason = "notice " + std::to_string(notice.id) + " " + std::string(what);
    MANDAT_TRY_STATUS(batch.Change(notice.duty, std::move(met)));
    return {};
  }
};

class SendWork final : public NoticesWork {
 public:
  SendWork(OpenAgreement& agreement, NoticeRequest request, Bytes actor, Done<NoticesAnswer> done)
      : NoticesWork(agreement, std::move(actor), std::move(done)), request_(std::move(request)) {}

 protected:
  Result<NoticesAnswer> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "send-notice";
    MANDAT_TRY_STATUS(Validate(batch));
    NoticesAnswer answer;
    MANDAT_TRY_STATUS(StageNotices(batch, agreement(), request_, answer));
    batch.Touch(request_.kind);
    return answer;
  }

 private:
  Status Validate(DocketBatch& batch) const {
    const NoticeKind* kind = FindNoticeKind(request_.kind);
    if (kind == nullptr) {
      return Fail(Error::Invalid("there is no notice `" + request_.kind + "`"));
    }
    for (const auto& [name, value] : request_.fields) {
      if (kind->FindField(name) == nullptr) {
        return Fail(Error::Invalid("a notice `" + request_.kind + "` has no field `" + name + "`"));
      }
    }
    if (request_.duty != 0) {
      MANDAT_TRY(const std::optional<Duty> duty, batch.docket().Find(request_.duty));
      if (!duty) {
        return Fail(Error::NotFound("no duty of that number"));
      }
    }
    return request_.continues == 0 ? Status()
                                   : Status(Fails(batch.outbox().Get(request_.continues)));
  }
  static Status Fails(const Result<Notice>& notice) {
    return notice ? Status() : Status(Fail(notice.error()));
  }

  NoticeRequest request_;
};

class AcknowledgeWork final : public NoticesWork {
 public:
  AcknowledgeWork(OpenAgreement& agreement, ReceiptOfNotice receipt, Bytes actor,
                  Done<NoticesAnswer> done)
      : NoticesWork(agreement, std::move(actor), std::move(done)), receipt_(std::move(receipt)) {}

 protected:
  Result<NoticesAnswer> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "acknowledge-notice";
    MANDAT_TRY(const Notice before, batch.outbox().Get(receipt_.notice));
    Notice notice = before;
    const Instant at = receipt_.effective.value_or(batch.at());
    if (at > batch.at() || at < before.created) {
      return Fail(Error::Invalid("a notice is received after it was made, and not ahead of now"));
    }
    MANDAT_TRY_STATUS(Receive(notice, "acknowledgement", at));
    MANDAT_TRY_STATUS(Put(batch, before, notice, "received"));
    MANDAT_TRY_STATUS(BeginReceipt(batch, notice, receipt_));
    // The answer to its dispatch may be lost, or still to come.
    MANDAT_TRY_STATUS(MeetDuty(batch, notice, at, "was acknowledged"));
    // Somebody who was to telephone need not any more.
    MANDAT_TRY_STATUS(batch.CloseAll("house", "notice-" + std::to_string(notice.id),
                                     DutyAct::kWithdraw, "the notice was acknowledged"));
    NoticesAnswer answer;
    answer.notices.push_back(std::move(notice));
    return answer;
  }

 private:
  ReceiptOfNotice receipt_;
};

class BounceWork final : public NoticesWork {
 public:
  BounceWork(OpenAgreement& agreement, uint64_t notice, std::string reply, Bytes actor,
             Done<NoticesAnswer> done)
      : NoticesWork(agreement, std::move(actor), std::move(done)),
        notice_(notice),
        reply_(std::move(reply)) {}

 protected:
  Result<NoticesAnswer> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "bounce-notice";
    MANDAT_TRY(const Notice before, batch.outbox().Get(notice_));
    Notice notice = before;
    MANDAT_TRY_STATUS(Bounce(notice, WithoutAddresses(PrintableReply(reply_))));
    MANDAT_TRY_STATUS(Put(batch, before, notice, "bounced"));
    NoticesAnswer answer;
    MANDAT_TRY_STATUS(OweCall(batch, notice, answer));
    answer.notices.push_back(std::move(notice));
    return answer;
  }

 private:
  const uint64_t notice_;
  const std::string reply_;
};

class TakeWork final : public NoticesWork {
 public:
  TakeWork(OpenAgreement& agreement, size_t notices_max, Done<NoticesAnswer> done)
      : NoticesWork(agreement, {}, std::move(done)), notices_max_(notices_max) {}

 protected:
  Result<NoticesAnswer> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "attempt-notices";
    NoticesAnswer answer;
    MANDAT_TRY_STATUS(StageDueNotices(batch, agreement(), notices_max_, answer));
    return answer;
  }

 private:
  const size_t notices_max_;
};

class RecoverWork final : public NoticesWork {
 public:
  RecoverWork(OpenAgreement& agreement, Done<NoticesAnswer> done)
      : NoticesWork(agreement, {}, std::move(done)) {}

 protected:
  Result<NoticesAnswer> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "recover-notices";
    MANDAT_TRY(const std::vector<Notice> queued,
               Outbox(agreement().store()).ListAt(batch.at() + kAttemptMax, kQueuedMax));
    NoticesAnswer answer;
    for (const Notice& before : queued) {
      if (before.state != NoticeState::kSending) {
        continue;
      }
      Notice notice = before;
      MANDAT_TRY_STATUS(RecoverAttempt(notice, batch.at()));
      MANDAT_TRY_STATUS(Put(batch, before, notice, "interrupted"));
      answer.notices.push_back(std::move(notice));
    }
    return answer;
  }

 private:
  static constexpr size_t kQueuedMax = 10'000;
};

AttemptEnd EndOf(Dispatch outcome) {
  switch (outcome) {
    case Dispatch::kAccepted:
      return AttemptEnd::kTaken;
    case Dispatch::kTransient:
      return AttemptEnd::kNotNow;
    case Dispatch::kPermanent:
      return AttemptEnd::kNever;
    case Dispatch::kUnknown:
      return AttemptEnd::kNobodyKnows;
  }
  return AttemptEnd::kNobodyKnows;
}

class EndWork final : public NoticesWork {
 public:
  EndWork(OpenAgreement& agreement, std::vector<AttemptResult> results, Done<NoticesAnswer> done)
      : NoticesWork(agreement, {}, std::move(done)), results_(std::move(results)) {}

 protected:
  Result<NoticesAnswer> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "deliver-notices";
    NoticesAnswer answer;
    for (const AttemptResult& result : results_) {
      MANDAT_TRY_STATUS(EndOne(batch, result, answer));
    }
    return answer;
  }

 private:
  Status EndOne(DocketBatch& batch, const AttemptResult& result, NoticesAnswer& answer) {
    MANDAT_TRY(const Notice before, batch.outbox().Get(result.notice));
    Notice notice = before;
    if (before.state != NoticeState::kSending) {
      return {};  // acknowledged while it was under way
    }
    MANDAT_TRY_STATUS(EndAttempt(notice, EndOf(result.delivery.outcome),
                                 WithoutAddresses(PrintableReply(result.delivery.reply)),
                                 result.retry_at, batch.at()));
    if (notice.state == NoticeState::kDispatched) {
      MANDAT_TRY_STATUS(Dispatched(batch, notice));
    } else if (notice.state == NoticeState::kDead) {
      MANDAT_TRY_STATUS(OweCall(batch, notice, answer));
    }
    MANDAT_TRY_STATUS(Put(batch, before, notice, Name(result.delivery.outcome)));
    answer.notices.push_back(std::move(notice));
    return {};
  }

  // Dispatch is not receipt: it meets the duty to tell, and starts nothing that runs from receipt
  // but where the agreement says when a notice counts as received.
  Status Dispatched(DocketBatch& batch, Notice& notice) {
    if (const LifeVersion* version = batch.life().InForce(batch.at())) {
      MANDAT_TRY(notice.deemed, DeemedReceipt(*version->agreement, *notice.dispatched));
      if (notice.deemed) {
        notice.next = notice.next ? std::min(*notice.next, *notice.deemed) : *notice.deemed;
      }
    }
    return MeetDuty(batch, notice, *notice.dispatched, "was dispatched");
  }

  // Reading: the later of what the agreement may mean, since the other party's time begins with it.
  static Result<std::optional<Instant>> DeemedReceipt(const Agreement& agreement, Instant sent) {
    const std::vector<TimedTerm> terms = TimedTermsOf(agreement);
    const auto found = std::ranges::find(terms, kDeemedReceiptPath, &TimedTerm::path);
    if (found == terms.end() || !found->period) {
      return std::optional<Instant>();
    }
    MANDAT_TRY(const Readings readings, DueOf(agreement, *found, sent));
    return std::optional(readings.latest.due);
  }
  static constexpr std::string_view kDeemedReceiptPath = "contacts.deemed-receipt";

  std::vector<AttemptResult> results_;
};

}  // namespace

// Mail servers repeat the address that they refuse.
// Invariant (no personal data leaks sideways).
std::string WithoutAddresses(std::string_view reply) {
  std::string out;
  while (!reply.empty()) {
    const size_t end = std::min(reply.find(' '), reply.size());
    const std::string_view word = reply.substr(0, end);
    out += word.find('@') == std::string_view::npos ? word : "<address>";
    reply.remove_prefix(end);
    if (!reply.empty()) {
      out += ' ';
      reply.remove_prefix(1);
    }
  }
  return out;
}

void SendNotice(const std::shared_ptr<OpenAgreement>& agreement, NoticeRequest request, Bytes actor,
                Done<NoticesAnswer> done) {
  SubmitDocketWork<SendWork>(agreement, std::move(request), std::move(actor), std::move(done));
}

void AcknowledgeNotice(const std::shared_ptr<OpenAgreement>& agreement, ReceiptOfNotice receipt,
                       Bytes actor, Done<NoticesAnswer> done) {
  SubmitDocketWork<AcknowledgeWork>(agreement, std::move(receipt), std::move(actor),
                                    std::move(done));
}

void BounceNotice(const std::shared_ptr<OpenAgreement>& agreement, uint64_t notice,
                  std::string reply, Bytes actor, Done<NoticesAnswer> done) {
  SubmitDocketWork<BounceWork>(agreement, notice, std::move(reply), std::move(actor),
                               std::move(done));
}

void TakeNotices(const std::shared_ptr<OpenAgreement>& agreement, size_t notices_max,
                 Done<NoticesAnswer> done) {
  SubmitDocketWork<TakeWork>(agreement, notices_max, std::move(done));
}

void RecoverNotices(const std::shared_ptr<OpenAgreement>& agreement, Done<NoticesAnswer> done) {
  SubmitDocketWork<RecoverWork>(agreement, std::move(done));
}

void EndNoticeAttempts(const std::shared_ptr<OpenAgreement>& agreement,
                       std::vector<AttemptResult> results, Done<NoticesAnswer> done) {
  SubmitDocketWork<EndWork>(agreement, std::move(results), std::move(done));
}

Result<Parcel> ParcelOf(const OpenAgreement& agreement, const Notice& notice, Instant at) {
  const Bytes row = ContactRow(notice.contact);
  MANDAT_TRY(const std::optional<Bytes> sealed, agreement.store().Find(Space::kDocket, row));
  if (!sealed) {
    return Fail(Error::NotFound("the contact is gone"));
  }
  MANDAT_TRY(const Contact contact, OpenContact(agreement, row, *sealed));
  if (!contact.is_current(at)) {
    return Fail(Error::NotFound("the contact has ended"));
  }
  const std::string prefix = agreement.id().text() + "/";
  Parcel parcel;
  parcel.notice = prefix + std::to_string(notice.id);
  parcel.agreement = agreement.id().text();
  parcel.kind = notice.kind;
  parcel.language = notice.language;
  parcel.address = contact.address;
  parcel.attempt = notice.attempts;
  parcel.possible_duplicate = notice.may_have_arrived;
  parcel.at = at;
  parcel.fields = notice.fields;
  parcel.continues = notice.continues != 0 ? prefix + std::to_string(notice.continues) : "";
  return parcel;
}

}  // namespace mandat
