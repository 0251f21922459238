// SPDX-License-Identifier: Apache-2.0
#include "service/postman.h"

#include <algorithm>

namespace mandat {
namespace {

// What a text may do without is empty where nobody gave it.
NoticeFields WithEmpty(std::string_view kind, NoticeFields fields) {
  const NoticeKind* known = FindNoticeKind(kind);
  for (const NoticeField& field : known != nullptr ? known->fields : std::vector<NoticeField>()) {
    const bool given =
        std::ranges::find(fields, field.name, &NoticeFields::value_type::first) != fields.end();
    if (field.may_be_empty && !given) {
      fields.emplace_back(field.name, "");
    }
  }
  return fields;
}

}  // namespace

// What one visit took: it ends when the last of its attempts has ended.
struct Postman::Round {
  std::shared_ptr<OpenAgreement> agreement;
  std::mutex mutex;
  size_t waiting = 0;
  std::vector<AttemptResult> results;
};

Postman::Postman(const Templates& templates, Channels channels, Patience patience, Random& random,
                 Workers& senders, Trouble trouble)
    : templates_(templates),
      channels_(channels),
      patience_(patience),
      random_(random),
      senders_(senders),
      trouble_(std::move(trouble)) {}

void Postman::Drain() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return rounds_ == 0; });
}

// Whoever waits for the end waits for the next round too.
void Postman::Finish(const std::shared_ptr<OpenAgreement>& agreement, const Error* error,
                     bool goes_on) {
  {
    const std::lock_guard lock(mutex_);
    if (error != nullptr) {
      trouble_(agreement->id(), *error);
    }
    customers_[agreement->id()].is_busy = false;
  }
  if (goes_on) {
    Visit(agreement);
  }
  const std::lock_guard lock(mutex_);
  --rounds_;
  idle_.notify_all();
}

void Postman::Visit(const std::shared_ptr<OpenAgreement>& agreement) {
  const Result<std::optional<Instant>> next = Outbox(agreement->store()).NextAt();
  const bool nothing_waits = next && !*next;
  const bool is_early = next && *next && **next > agreement->gate().Now();
  bool is_known = true;
  {
    const std::lock_guard lock(mutex_);
    Customer& customer = customers_[agreement->id()];
    is_known = customer.known.lock() == agreement;
    if (customer.is_busy || nothing_waits || (is_early && is_known)) {
      return;
    }
    customer.is_busy = true;
    customer.known = agreement;
    ++rounds_;
  }
  if (is_known) {
    return Take(agreement);
  }
  RecoverNotices(agreement, [this, agreement](const Result<NoticesAnswer>& recovered) {
    recovered ? Take(agreement) : Finish(agreement, &recovered.error(), false);
  });
}

void Postman::Take(const std::shared_ptr<OpenAgreement>& agreement) {
  TakeNotices(agreement, patience_.at_once, [this, agreement](Result<NoticesAnswer> taken) {
    if (!taken || taken->notices.empty()) {
      return Finish(agreement, taken ? nullptr : &taken.error(), false);
    }
    auto round = std::make_shared<Round>();
    round->agreement = agreement;
    round->waiting = taken->notices.size();
    for (Notice& notice : taken->notices) {
      senders_.Post([this, round, notice = std::move(notice)] { Send(round, notice); });
    }
  });
}

// Invariant (no clock is lost): a notice that cannot be written, or has no channel, ends its
// attempt like any other.
void Postman::Send(const std::shared_ptr<Round>& round, const Notice& notice) {
  const Gate& gate = round->agreement->gate();
  AttemptResult result{notice.id, Deliver(*round->agreement, notice, gate.Now()), std::nullopt};
  result.retry_at = RetryAt(notice, result.delivery, gate.Now());  // from the answer on
  {
    const std::lock_guard lock(round->mutex);
    round->results.push_back(std::move(result));
    if (--round->waiting > 0) {
      return;
    }
  }
  const bool was_full = round->results.size() == patience_.at_once;
  EndNoticeAttempts(
      round->agreement, std::move(round->results),
      [this, was_full, agreement = round->agreement](const Result<NoticesAnswer>& ended) {
        Finish(agreement, ended ? nullptr : &ended.error(), ended && was_full);
      });
}

Delivery Postman::Deliver(const OpenAgreement& agreement, const Notice& notice, Instant at) const {
  Transport* const channel = notice.channel == "webhook" ? channels_.hook : channels_.mail;
  if (channel == nullptr) {
    return {Dispatch::kTransient, "no channel for " + notice.channel + " is set up", {}};
  }
  Result<Parcel> parcel = ParcelOf(agreement, notice, at);
  if (!parcel) {
    return {Dispatch::kPermanent, parcel.error().message, {}};
  }
  Result<NoticeText> text =
      templates_.Render(notice.kind, notice.language, WithEmpty(notice.kind, notice.fields));
  if (!text) {
    return {Dispatch::kPermanent, text.error().message, {}};
  }
  parcel->subject = std::move(text->subject);
  parcel->body = std::move(text->body);
  parcel->language = std::move(text->language);
  return channel->Send(*parcel);
}

std::optional<Instant> Postman::RetryAt(const Notice& notice, const Delivery& delivery,
                                        Instant at) {
  if (delivery.outcome == Dispatch::kAccepted || delivery.outcome == Dispatch::kPermanent) {
    return std::nullopt;
  }
  const Tries tries{notice.attempts, notice.created, at, delivery.retry_after};
  return NextAttempt(notice.is_urgent ? patience_.urgent : patience_.usual, tries, random_);
}

}  // namespace mandat
