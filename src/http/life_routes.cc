// SPDX-License-Identifier: Apache-2.0
// Versions of an agreement and its end.
#include "http/internal/event_body.h"
#include "http/internal/life_json.h"
#include "http/internal/problem.h"
#include "http/internal/routes.h"

namespace mandat {

void GetLife(Context&, const Request& request, Responder responder) {
  Response response;
  response.body = FormatLife(*request.agreement);
  std::move(responder).Send(std::move(response));
}

// Compiling takes milliseconds and making an agreement syncs, so both happen at the desk.
// Source: GDPR Art. 28(3).
void PostVersion(Context& context, const Request& request, Responder responder) {
  Result<AgreementTexts> texts = AgreementTextsOf(request);
  if (!texts) {
    return std::move(responder).Send(std::move(texts).error());
  }
  context.desk.Post(
      [&context, &request, texts = std::move(*texts), responder = std::move(responder)]() mutable {
        ProposeVersion(context.agreements, *request.agreement_id, std::move(texts),
                       std::string(Name(request.actor.role)), request.actor.tag,
                       SendAs(&FormatRecorded, std::move(responder)));
      });
}

// Source: GDPR Art. 28(9).
void PostSignature(Context&, const Request& request, Responder responder) {
  EventBody body(request, EventKind::kSign);
  body.Party("party").WithProof();
  Result<RecordRequest> record = std::move(body).Take();
  if (record) {
    if (Status own = RequireOwnParty(request, record->event.party); !own) {
      return std::move(responder).Send(Problem(403, "forbidden", own.error().message));
    }
  }
  Record(request, std::move(record), std::move(responder));
}

void PostVersionActivate(Context&, const Request& request, Responder responder) {
  EventBody body(request, EventKind::kActivate);
  ChangeNotice& notice = body.event().notice;
  body.At("notice-received", notice.received).At("objected", notice.objected);
  body.Text("case", notice.listed_case);
  Record(request, std::move(body).Take(), std::move(responder));
}

void PostSuccession(Context&, const Request& request, Responder responder) {
  EventBody body(request, EventKind::kSucceed);
  Event& event = body.event();
  body.Party("party").Text("name", event.name).Text("address", event.address);
  body.Text("contact", event.contact).WithProof();
  Record(request, std::move(body).Take(), std::move(responder));
}

// Source: GDPR Art. 28(3)(g).
void PostEnd(Context&, const Request& request, Responder responder) {
  EventBody body(request, EventKind::kEnd);
  body.Text("basis", body.event().basis);
  Record(request, std::move(body).Take(), std::move(responder));
}

// Source: GDPR Art. 28(3)(g).
void PostResidual(Context&, const Request& request, Responder responder) {
  EventBody body(request, EventKind::kResidual);
  Event& event = body.event();
  body.Text("id", event.id).Text("what", event.name).Text("basis", event.basis);
  body.At("until", event.until);
  Record(request, std::move(body).Take(), std::move(responder));
}

void PostClose(Context&, const Request& request, Responder responder) {
  EventBody body(request, EventKind::kClose);
  Record(request, std::move(body).Take(), std::move(responder));
}

}  // namespace mandat
