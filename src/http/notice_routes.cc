// SPDX-License-Identifier: Apache-2.0
// Notices on their way, and what became of them.
#include <algorithm>

#include "format/checkpoint.h"
#include "http/internal/docket_body.h"
#include "http/internal/docket_json.h"
#include "http/internal/docket_query.h"
#include "http/internal/routes.h"
#include "service/contacts.h"
#include "service/notices.h"

namespace mandat {
namespace {

constexpr size_t kPageStandard = 20;
constexpr size_t kPageMax = 100;

// Which notices a caller may see: a controller those to its own side, everybody else all.
// Source: GDPR Art. 29.
class Audience {
 public:
  // Errors: kCorrupt, kUnavailable.
  static Result<Audience> Of(const Request& request) {
    Audience audience;
    audience.all_ = request.actor.role != ActorRole::kController;
    if (!audience.all_) {
      MANDAT_TRY(const std::vector<Contact> contacts, ListContacts(*request.agreement));
      for (const Contact& contact : contacts) {
        if (contact.party == "controller") {
          audience.contacts_.push_back(contact.id);
        }
      }
    }
    return audience;
  }

  bool Has(const Notice& notice) const {
    return all_ || std::ranges::find(contacts_, notice.contact) != contacts_.end();
  }

 private:
  bool all_ = false;
  std::vector<uint64_t> contacts_;
};

void AppendAttempts(const Notice& notice, JsonWriter& json) {
  json.Key("state").Text(Name(notice.state));
  json.Key("attempts").Unsigned(notice.attempts);
  json.Key("may-have-arrived").Bool(notice.may_have_arrived);
  json.Key("created").Text(notice.created.Format());
  AppendAt("next", notice.next, json);
  AppendAt("dispatched", notice.dispatched, json);
  AppendAt("deemed", notice.deemed, json);
  AppendAt("received", notice.received, json);
  AppendText("received-by", notice.received_by, json);
  AppendText("reply", notice.reply, json);
  json.Key("silent").Bool(notice.is_silent);
}

void AppendNotice(const Notice& notice, JsonWriter& json) {
  json.BeginObject();
  json.Key("id").Unsigned(notice.id);
  json.Key("kind").Text(notice.kind);
  json.Key("language").Text(notice.language);
  json.Key("channel").Text(notice.channel);
  json.Key("contact").Unsigned(notice.contact);
  AppendNumber("duty", notice.duty, json);
  json.Key("meets").Bool(notice.meets);
  AppendText("matter", notice.matter, json);
  AppendText("reference", notice.reference, json);
  AppendNumber("continues", notice.continues, json);
  json.Key("urgent").Bool(notice.is_urgent);
  json.Key("fields").BeginObject();
  for (const auto& [name, value] : notice.fields) {
    json.Key(name).Text(value);
  }
  json.EndObject();
  AppendAttempts(notice, json);
  json.EndObject();
}

void AppendNotices(const std::vector<Notice>& notices, JsonWriter& json) {
  json.BeginArray();
  for (const Notice& notice : notices) {
    AppendNotice(notice, json);
  }
  json.EndArray();
}

Response FormatNotices(const Request& request, NoticesAnswer answer, int status) {
  JsonWriter json(2048);
  json.BeginObject();
  json.Key("notices");
  AppendNotices(answer.notices, json);
  json.Key("duties");
  AppendDuties(answer.duties, answer.receipt.at, json);
  json.Key("entry").Unsigned(answer.receipt.entry.value);
  json.EndObject();
  Response response = JsonResponse(std::move(json), status);
  AddDocketReceipt(request, std::move(answer.receipt), response);
  return response;
}

Response FormatSent(const Request& request, NoticesAnswer answer) {
  return FormatNotices(request, std::move(answer), 201);
}

Response FormatTold(const Request& request, NoticesAnswer answer) {
  return FormatNotices(request, std::move(answer), 200);
}

// Those behind `after`, as far as the caller may see them; one more than a page if there is one.
Result<std::vector<Notice>> Visible(const Request& request, uint64_t after, size_t notices_max) {
  MANDAT_TRY(const Audience audience, Audience::Of(request));
  const Outbox outbox(request.agreement->store());
  std::vector<Notice> visible;
  while (visible.size() < notices_max) {
    MANDAT_TRY(std::vector<Notice> batch, outbox.List(after, kPageMax));
    if (batch.empty()) {
      break;
    }
    after = batch.back().id;
    for (Notice& notice : batch) {
      if (visible.size() < notices_max && audience.Has(notice)) {
        visible.push_back(std::move(notice));
      }
    }
  }
  return visible;
}

Result<std::vector<Notice>> OfDuty(const Request& request, uint64_t duty) {
  MANDAT_TRY(const Audience audience, Audience::Of(request));
  MANDAT_TRY(std::vector<Notice> notices, Outbox(request.agreement->store()).ListOfDuty(duty));
  std::erase_if(notices, [&](const Notice& notice) { return !audience.Has(notice); });
  return notices;
}

// 0 when it is not there. Errors: kInvalid.
Result<uint64_t> NumberOf(const Query& query, std::string_view name) {
  const std::string_view text = query.Find(name);
  if (text.empty()) {
    return 0;
  }
  const Result<uint64_t> number = ParseDecimal(text);
  if (!number) {
    return Fail(Error::Invalid("parameter `" + std::string(name) + "` is not a number"));
  }
  return *number;
}

Result<Response> FormatPageOfNotices(const Request& request) {
  MANDAT_TRY(const Query query, Query::Parse(request.query, {"duty", "after", "limit"}));
  MANDAT_TRY(const uint64_t after, NumberOf(query, "after"));
  MANDAT_TRY(const uint64_t duty, NumberOf(query, "duty"));
  MANDAT_TRY(const size_t limit, query.Limit(kPageStandard, kPageMax));
  MANDAT_TRY(std::vector<Notice> notices,
             duty != 0 ? OfDuty(request, duty) : Visible(request, after, limit + 1));
  const bool goes_on = duty == 0 && notices.size() > limit;
  if (goes_on) {
    notices.pop_back();
  }
  JsonWriter json(2048);
  json.BeginObject();
  json.Key("items");
  AppendNotices(notices, json);
  if (goes_on) {
    json.Key("next").Unsigned(notices.back().id);
  }
  json.EndObject();
  return JsonResponse(std::move(json));
}

// Errors: kNotFound, also where the caller may not see it.
Result<Notice> KnownNotice(const Request& request) {
  MANDAT_TRY(const Audience audience, Audience::Of(request));
  MANDAT_TRY(std::optional<Notice> notice, Outbox(request.agreement->store()).Find(request.number));
  if (!notice || !audience.Has(*notice)) {
    return Fail(Error::NotFound("no notice of that number"));
  }
  return std::move(*notice);
}

Result<NoticeRequest> NoticeOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, ParseBody(request.body));
  NoticeRequest wanted;
  BodyFields body(document, document.root());
  body.Text("kind", wanted.kind).Text("subject", wanted.subject).Text("party", wanted.party);
  body.Number("duty", wanted.duty).Truth("meets", wanted.meets).Text("matter", wanted.matter);
  body.Text("reference", wanted.reference).Number("continues", wanted.continues);
  body.Pairs("fields", wanted.fields);
  MANDAT_TRY_STATUS(body.Finish());
  if (wanted.kind.empty() || wanted.subject.empty()) {
    return Fail(Error::Invalid("body lacks `kind` or `subject`"));
  }
  if (wanted.meets && wanted.duty == 0) {
    return Fail(Error::Invalid("`meets` is for a notice about a `duty`"));
  }
  if (!wanted.matter.empty()) {  // or its receipt could not be entered
    Happening receipt;
    receipt.matter = wanted.matter;
    receipt.event = "receipt-of-notice";
    receipt.reference = wanted.reference;
    receipt.how = "system";
    MANDAT_TRY_STATUS(receipt.Validate());
  }
  return wanted;
}

Result<ReceiptOfNotice> ReceiptOf(const Request& request) {
  MANDAT_TRY(const Notice notice, KnownNotice(request));
  MANDAT_TRY(const JsonDocument document, ParseBody(request.body));
  ReceiptOfNotice receipt;
  receipt.notice = notice.id;
  BodyFields body(document, document.root());
  body.At("at", receipt.effective).Text("how", receipt.how).Text("by", receipt.by);
  body.Evidence("evidence", receipt.evidence);
  MANDAT_TRY_STATUS(body.Finish());
  if (receipt.by.empty()) {
    receipt.by = Name(request.actor.role);
  }
  return receipt;
}

Result<std::string> BounceOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, ParseBody(request.body));
  std::string reply;
  BodyFields body(document, document.root());
  body.Text("reply", reply);
  MANDAT_TRY_STATUS(body.Finish());
  return reply;
}

}  // namespace

void GetNotices(Context&, const Request& request, Responder responder) {
  SendMade(FormatPageOfNotices(request), std::move(responder));
}

void GetNotice(Context&, const Request& request, Responder responder) {
  const Result<Notice> notice = KnownNotice(request);
  if (!notice) {
    return std::move(responder).Send(notice.error());
  }
  JsonWriter json(1024);
  AppendNotice(*notice, json);
  std::move(responder).Send(JsonResponse(std::move(json)));
}

// Source: GDPR Art. 33(2).
void PostNotice(Context&, const Request& request, Responder responder) {
  Result<NoticeRequest> wanted = NoticeOf(request);
  if (!wanted) {
    return std::move(responder).Send(std::move(wanted).error());
  }
  SendNotice(request.agreement, std::move(*wanted), request.actor.tag,
             SendAs(&FormatSent, std::move(responder)));
}

void PostNoticeReceipt(Context&, const Request& request, Responder responder) {
  Result<ReceiptOfNotice> receipt = ReceiptOf(request);
  if (!receipt) {
    return std::move(responder).Send(std::move(receipt).error());
  }
  AcknowledgeNotice(request.agreement, std::move(*receipt), request.actor.tag,
                    SendAs(&FormatTold, std::move(responder)));
}

void PostNoticeBounce(Context&, const Request& request, Responder responder) {
  Result<std::string> reply = BounceOf(request);
  if (!reply) {
    return std::move(responder).Send(std::move(reply).error());
  }
  BounceNotice(request.agreement, request.number, std::move(*reply), request.actor.tag,
               SendAs(&FormatTold, std::move(responder)));
}

}  // namespace mandat
