// SPDX-License-Identifier: Apache-2.0
#include "service/internal/notice_batch.h"

#include <algorithm>
#include <set>

#include "outbound/template.h"
#include "service/contacts.h"

namespace mandat {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kBreach = "breach";
const Period kCallWithin{4, TimeUnit::kHours};
const Period kWriteWithin{1, TimeUnit::kDays};

bool IsForMachines(const Contact& contact) {
  return contact.channel == "e-mail" || contact.channel == "webhook";
}

std::string NumberOf(const Notice& notice) { return "notice-" + std::to_string(notice.id); }

Status OwePeople(DocketBatch& batch, std::string task, std::string reference, Period within,
                 NoticesAnswer& answer) {
  MANDAT_TRY(std::optional<Duty> duty, batch.Owe({.task = std::move(task),
                                                  .reference = std::move(reference),
                                                  .law = "GDPR Art. 33(2)",
                                                  .period = within}));
  if (duty) {
    answer.duties.push_back(std::move(*duty));
  }
  return {};
}

// What a request gives wins over what is common.
Fields Complete(Fields given, Fields common, std::string_view kind) {
  const NoticeKind* known = FindNoticeKind(kind);
  for (auto& [name, value] : common) {
    const bool is_given = std::ranges::find(given, name, &Fields::value_type::first) != given.end();
    if (!is_given && known != nullptr && known->FindField(name) != nullptr) {
      given.emplace_back(std::move(name), std::move(value));
    }
  }
  return given;
}

// What cannot be written is refused before it is queued.
Status RequireFields(std::string_view kind, const Fields& fields) {
  const NoticeKind* known = FindNoticeKind(kind);
  if (known == nullptr) {
    return Fail(Error::Invalid("there is no notice `" + std::string(kind) + "`"));
  }
  for (const NoticeField& field : known->fields) {
    const auto given = std::ranges::find(fields, field.name, &Fields::value_type::first);
    if (!field.may_be_empty && (given == fields.end() || given->second.empty())) {
      return Fail(Error::Invalid("a notice `" + std::string(kind) + "` needs the field `" +
                                 std::string(field.name) + "`"));
    }
  }
  return {};
}

// "3 d" or "51 h": the same in every language.
std::string Length(std::chrono::microseconds length) {
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(length);
  return hours >= std::chrono::hours(72) ? std::to_string(hours.count() / 24) + " d"
                                         : std::to_string(hours.count()) + " h";
}

Fields FieldsOf(const Duty& duty, const DutyChange& fired, Instant now) {
  Fields fields = {{"duty", duty.path.empty() ? duty.task : duty.path},
                   {"matter", duty.from.reference},
                   {"reference", duty.from.reference},
                   {"state", std::string(Name(duty.state))},
                   {"clause", duty.clause},
                   {"event_at", duty.from.effective.Format()},
                   {"due_at", duty.due ? duty.due->Format() : "-"}};
  if (fired.reminder == Reminder::kLastDay) {
    fields.emplace_back("last_day", "1");
  }
  const bool is_overdue = duty.due && *duty.due <= now;
  if (is_overdue) {
    fields.emplace_back("overdue_by", Length(now - *duty.due));
  } else {
    fields.emplace_back("remaining", duty.due ? Length(*duty.due - now) : "-");
  }
  return fields;
}

Status TakeOne(DocketBatch& batch, const Notice& before, NoticesAnswer& answer) {
  Notice notice = before;
  const Instant now = batch.at();
  if (notice.state == NoticeState::kSending) {
    MANDAT_TRY_STATUS(RecoverAttempt(notice, now));
  }
  if (notice.state == NoticeState::kWaiting) {
    MANDAT_TRY_STATUS(BeginAttempt(notice, now));
    answer.notices.push_back(notice);
  } else if (notice.deemed && *notice.deemed <= now) {
    MANDAT_TRY_STATUS(Receive(notice, "deemed", *notice.deemed));
    MANDAT_TRY_STATUS(BeginReceipt(batch, notice, {.how = "system"}));
  } else {
    MANDAT_TRY_STATUS(FallSilent(notice));
    notice.next = notice.deemed;
    MANDAT_TRY_STATUS(OweCall(batch, notice, answer));
  }
  batch.Touch("n" + std::to_string(notice.id));
  return batch.outbox().Put(before, notice);
}

}  // namespace

Status BeginReceipt(DocketBatch& batch, const Notice& notice, const ReceiptOfNotice& receipt) {
  if (notice.matter.empty()) {
    return {};
  }
  Happening happening;
  happening.matter = notice.matter;
  happening.event = "receipt-of-notice";
  happening.reference = notice.reference;
  happening.effective = *notice.received;
  happening.how = receipt.how;
  happening.by = receipt.by;
  happening.evidence = receipt.evidence;
  MANDAT_TRY(const std::optional<RecordedHappening> same, batch.docket().FindSame(happening));
  if (!same) {  // the first of several channels that arrived counts
    MANDAT_TRY_STATUS(batch.Begin(std::move(happening)));
  }
  return {};
}

Status OweCall(DocketBatch& batch, const Notice& notice, NoticesAnswer& answer) {
  const bool is_for_own_people = !notice.wants_receipt;
  if (is_for_own_people) {
    return OwePeople(batch, "mend-channel", "contact-" + std::to_string(notice.contact),
                     kCallWithin, answer);
  }
  return OwePeople(batch, "telephone", NumberOf(notice), kCallWithin, answer);
}

Fields CommonFields(const DocketBatch& batch, const OpenAgreement& agreement) {
  Fields fields = {{"agreement", agreement.id().text()},
                   {"entered_at", batch.at().Format()},
                   {"reference", agreement.id().text()}};
  if (const LifeVersion* version = batch.life().InForce(batch.at())) {
    const Agreement& text = *version->agreement;
    fields.emplace_back("processor", text.processor().name);
    fields.emplace_back("controller", text.controller().name);
    fields.emplace_back("contact_point", text.processor().contact);
    if (text.controller().role == CustomerRole::kProcessor) {
      fields.emplace_back("pass_on", "1");
    }
  } else {
    fields.emplace_back("processor", agreement.id().text());
  }
  return fields;
}

Status StageNotices(DocketBatch& batch, const OpenAgreement& agreement,
                    const NoticeRequest& request, NoticesAnswer& answer) {
  MANDAT_TRY(const std::vector<Contact> contacts,
             FindContacts(agreement, request.party, request.subject, batch.at()));
  if (contacts.empty()) {
    return Fail(Error::Conflict("the agreement has no contact for " + request.subject));
  }
  const bool is_breach = request.kind.starts_with(kBreach);
  Fields common = CommonFields(batch, agreement);
  if (!request.reference.empty()) {
    common.emplace(common.begin(), "reference", request.reference);
  }
  const Fields fields = Complete(request.fields, std::move(common), request.kind);
  MANDAT_TRY_STATUS(RequireFields(request.kind, fields));
  std::set<std::string> channels;
  for (const Contact& contact : contacts) {
    channels.insert(contact.channel);
    const std::string about =
        request.kind + "-" + std::to_string(contact.id) + "-" +
        (request.reference.empty() ? std::to_string(request.duty) : request.reference);
    const bool is_internal = request.party == "processor";
    if (!IsForMachines(contact) && is_internal) {
      continue;
    }
    if (!IsForMachines(contact)) {
      MANDAT_TRY_STATUS(
          OwePeople(batch, contact.channel == "post" ? "registered-letter" : "telephone",
                    about.substr(0, 64), is_breach ? kCallWithin : kWriteWithin, answer));
      continue;
    }
    Notice notice;
    notice.kind = request.kind;
    notice.language = contact.language;
    notice.channel = contact.channel;
    notice.contact = contact.id;
    notice.duty = request.duty;
    notice.meets = request.meets;
    notice.matter = request.matter;
    notice.reference = request.reference;
    notice.continues = request.continues;
    notice.is_urgent = is_breach;
    notice.wants_receipt = request.party == "controller";
    notice.fields = fields;
    notice.created = batch.at();
    MANDAT_TRY(notice, batch.outbox().Add(std::move(notice)));
    batch.Touch("n" + std::to_string(notice.id));
    answer.notices.push_back(std::move(notice));
  }
  if (is_breach && channels.size() < 2 && !answer.notices.empty()) {
    MANDAT_TRY_STATUS(OweCall(batch, answer.notices.front(), answer));
  }
  return {};
}

Status StageReminders(DocketBatch& batch, const OpenAgreement& agreement,
                      const std::vector<ChangedDuty>& fired) {
  MANDAT_TRY(const std::vector<Contact> contacts,
             FindContacts(agreement, "processor", "docket", batch.at()));
  if (contacts.empty()) {
    return {};
  }
  for (size_t i = 0; i < fired.size(); ++i) {
    const auto& [duty, change] = fired[i];
    const bool is_newest = i + 1 == fired.size() || fired[i + 1].duty.id != duty.id;
    if (!change.reminder || !is_newest) {
      continue;
    }
    NoticeRequest request;
    request.kind = duty.is_overdue(batch.at()) ? "duty-overdue" : "duty-reminder";
    request.subject = "docket";
    request.party = "processor";
    request.duty = duty.id;
    request.fields = FieldsOf(duty, change, batch.at());
    NoticesAnswer unused;
    MANDAT_TRY_STATUS(StageNotices(batch, agreement, request, unused));
  }
  return {};
}

Status StageDueNotices(DocketBatch& batch, const OpenAgreement& agreement, size_t notices_max,
                       NoticesAnswer& answer) {
  MANDAT_TRY(const std::vector<Notice> due,
             Outbox(agreement.store()).ListAt(batch.at(), notices_max));
  for (const Notice& notice : due) {
    MANDAT_TRY_STATUS(TakeOne(batch, notice, answer));
  }
  return {};
}

}  // namespace mandat
