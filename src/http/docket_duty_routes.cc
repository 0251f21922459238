// SPDX-License-Identifier: Apache-2.0
// Duties: what is owed, until when and why, and what is done with their clocks.
#include <algorithm>

#include "format/checkpoint.h"
#include "http/internal/docket_body.h"
#include "http/internal/docket_duties.h"
#include "http/internal/docket_json.h"
#include "http/internal/docket_query.h"
#include "http/internal/routes.h"
#include "service/change_duty.h"

namespace mandat {
namespace {

constexpr size_t kPageStandard = 20;
constexpr size_t kPageMax = 100;
// So many duties are looked at for one page of those that the order of due instants does not give.
constexpr uint64_t kWalkMax = 1000;
constexpr size_t kAllMax = 10'000;
constexpr std::chrono::hours kAllAhead{30 * 24};

struct DutyQuery {
  std::optional<Instant> before;
  bool overdue = false;
  std::string_view state;  // empty: open and paused
  std::string_view cursor;
  size_t limit = 0;

  // Closed duties stand in no order of due instants.
  bool by_number() const { return state == "any" || state == "met" || state == "withdrawn"; }
  bool Wants(const Duty& duty, Instant now) const {
    if (overdue && !duty.is_overdue(now)) {
      return false;
    }
    if (by_number() && before && (!duty.due || *duty.due >= *before)) {
      return false;
    }
    return state.empty() || state == "any" || state == Name(duty.state);
  }
};

// Errors: kInvalid.
Result<bool> OverdueOf(const Query& query) {
  const std::string_view overdue = query.Find("overdue");
  if (!overdue.empty() && overdue != "true") {
    return Fail(Error::Invalid("parameter `overdue` is not true"));
  }
  return !overdue.empty();
}

// Errors: kInvalid.
Result<DutyQuery> DutyQueryOf(const Request& request) {
  MANDAT_TRY(const Query query,
             Query::Parse(request.query, {"before", "overdue", "state", "cursor", "limit"}));
  DutyQuery wanted;
  MANDAT_TRY(wanted.before, InstantOf(query, "before"));
  MANDAT_TRY(wanted.limit, query.Limit(kPageStandard, kPageMax));
  wanted.state = query.Find("state");
  wanted.cursor = query.Find("cursor");
  MANDAT_TRY(wanted.overdue, OverdueOf(query));
  constexpr std::string_view kStates[] = {"", "open", "paused", "met", "withdrawn", "any"};
  if (std::ranges::find(kStates, wanted.state) == std::end(kStates)) {
    return Fail(Error::Invalid("parameter `state` is not open, paused, met, withdrawn or any"));
  }
  return wanted;
}

struct PageOfDuties {
  std::vector<Duty> duties;
  std::string next;
};

std::unexpected<Error> NoCursor() {
  return Fail(Error::Invalid("parameter `cursor` is not what a page gave as `next`"));
}

// `<due in microseconds>-<id>`.
Result<std::optional<DutyCursor>> DueCursorOf(std::string_view text) {
  if (text.empty()) {
    return std::optional<DutyCursor>();
  }
  const size_t dash = std::min(text.find('-'), text.size() - 1);
  const Result<uint64_t> due = ParseDecimal(text.substr(0, dash), INT64_MAX);
  const Result<uint64_t> id = ParseDecimal(text.substr(dash + 1));
  if (!due || !id) {
    return NoCursor();
  }
  return std::optional(DutyCursor{{static_cast<int64_t>(*due)}, *id});
}

Result<PageOfDuties> PageByDue(const Docket& docket, const DutyQuery& wanted, Instant now) {
  MANDAT_TRY(const std::optional<DutyCursor> after, DueCursorOf(wanted.cursor));
  std::optional<Instant> before = wanted.before;
  if (wanted.overdue) {
    const Instant behind_now = now + std::chrono::microseconds(1);
    before = before ? std::min(*before, behind_now) : behind_now;
  }
  MANDAT_TRY(DutyPage found, docket.ListDue(before, after, wanted.limit));
  PageOfDuties page;
  std::ranges::copy_if(found.duties, std::back_inserter(page.duties),
                       [&](const Duty& duty) { return wanted.Wants(duty, now); });
  if (found.next) {
    page.next = std::to_string(found.next->due.micros) + "-" + std::to_string(found.next->id);
  }
  return page;
}

// Numbers are given from 1 on and never again.
Result<PageOfDuties> PageByNumber(const Docket& docket, const DutyQuery& wanted, Instant now) {
  const Result<uint64_t> after =
      wanted.cursor.empty() ? Result<uint64_t>(0) : ParseDecimal(wanted.cursor);
  if (!after) {
    return NoCursor();
  }
  PageOfDuties page;
  for (uint64_t id = *after + 1; id <= *after + kWalkMax; ++id) {
    MANDAT_TRY(std::optional<Duty> duty, docket.Find(id));
    if (!duty) {
      return page;
    }
    if (page.duties.size() == wanted.limit) {
      page.next = std::to_string(id - 1);
      return page;
    }
    if (wanted.Wants(*duty, now)) {
      page.duties.push_back(std::move(*duty));
    }
  }
  page.next = std::to_string(*after + kWalkMax);
  return page;
}

Result<Response> FormatPageOfDuties(const Request& request) {
  MANDAT_TRY(const DutyQuery wanted, DutyQueryOf(request));
  const Docket docket(request.agreement->store());
  const Instant now = request.agreement->gate().Now();
  MANDAT_TRY(const PageOfDuties page, wanted.by_number() ? PageByNumber(docket, wanted, now)
                                                         : PageByDue(docket, wanted, now));
  JsonWriter json(4096);
  json.BeginObject();
  json.Key("at").Text(now.Format());
  json.Key("items");
  AppendDuties(page.duties, now, json);
  AppendText("next", page.next, json);
  json.EndObject();
  return JsonResponse(std::move(json));
}

// Invariant (time is explained).
Result<Response> FormatOneDuty(const Request& request) {
  MANDAT_TRY(const Query query, Query::Parse(request.query, {"language"}));
  MANDAT_TRY(const Language language, LanguageOf(query));
  const Docket docket(request.agreement->store());
  MANDAT_TRY(const std::optional<Duty> duty, docket.Find(request.number));
  if (!duty) {
    return Fail(Error::NotFound("no duty of that number"));
  }
  MANDAT_TRY(const std::vector<DutyChange> history, docket.History(duty->id));
  MANDAT_TRY(const std::vector<std::string> lines,
             ExplainDuty(*request.agreement, *duty, language));
  JsonWriter json(4096);
  json.BeginObject();
  AppendDuty(*duty, request.agreement->gate().Now(), json);
  json.Key("history").BeginArray();
  for (const DutyChange& change : history) {
    AppendChange(change, json);
  }
  json.EndArray();
  json.Key("explanation").BeginArray();
  for (const std::string& line : lines) {
    json.Text(line);
  }
  json.EndArray();
  json.EndObject();
  return JsonResponse(std::move(json));
}

struct AllQuery {
  Instant now;
  Instant before;
  bool overdue = false;
  std::string responsible;
  size_t limit = 0;
};

Result<AllQuery> AllQueryOf(Context& context, const Request& request) {
  MANDAT_TRY(const Query query,
             Query::Parse(request.query, {"before", "overdue", "responsible", "limit"}));
  AllQuery wanted;
  wanted.now = context.agreements.system().gate().Now();
  MANDAT_TRY(const std::optional<Instant> before, InstantOf(query, "before"));
  wanted.before = before.value_or(wanted.now + kAllAhead);
  MANDAT_TRY(wanted.overdue, OverdueOf(query));
  if (wanted.overdue) {
    wanted.before = std::min(wanted.before, wanted.now + std::chrono::microseconds(1));
  }
  MANDAT_TRY(wanted.responsible, TextOf(query, "responsible"));
  MANDAT_TRY(wanted.limit, query.Limit(kPageMax, 1000));
  return wanted;
}

Result<Response> FormatAllDuties(Context& context, const Request& request, const AllQuery& wanted) {
  MANDAT_TRY(const std::vector<DutyOfAgreement> all,
             DutiesSeenBy(context.agreements, request.actor, wanted.before, kAllMax));
  size_t count = 0;
  JsonWriter json(4096);
  json.BeginObject();
  json.Key("at").Text(wanted.now.Format());
  json.Key("before").Text(wanted.before.Format());
  json.Key("items").BeginArray();
  for (const DutyOfAgreement& one : all) {
    const bool is_theirs = wanted.responsible.empty() || one.duty.responsible == wanted.responsible;
    if (!is_theirs || (wanted.overdue && !one.duty.is_overdue(wanted.now))) {
      continue;
    }
    if (++count > wanted.limit) {
      break;
    }
    json.BeginObject();
    json.Key("agreement").Text(one.agreement.text());
    AppendDuty(one.duty, wanted.now, json);
    json.EndObject();
  }
  json.EndArray();
  json.Key("more").Bool(count > wanted.limit);
  json.EndObject();
  return JsonResponse(std::move(json));
}

Response FormatChanged(const Request& request, DutyAnswer answer) {
  JsonWriter json(1024);
  json.BeginObject();
  AppendDuty(answer.duty, answer.receipt.at, json);
  json.Key("entry").Unsigned(answer.receipt.entry.value);
  json.EndObject();
  Response response = JsonResponse(std::move(json));
  AddDocketReceipt(request, std::move(answer.receipt), response);
  return response;
}

Result<DutyOrder> OrderOf(const Request& request, DutyAct act) {
  MANDAT_TRY(const JsonDocument document, ParseBody(request.body));
  DutyOrder order;
  order.duty = request.number;
  order.act = act;
  BodyFields body(document, document.root());
  body.At("at", order.effective).Text("by", order.by).Text("reason", order.reason);
  body.Text("basis", order.basis).Evidence("evidence", order.evidence);
  if (act == DutyAct::kExtend) {
    body.Length("more", order.more);
  }
  if (act == DutyAct::kAssign) {
    body.Text("responsible", order.responsible);
  }
  MANDAT_TRY_STATUS(body.Finish());
  if (order.by.empty()) {
    order.by = Name(request.actor.role);
  }
  return order;
}

void ChangeAsAsked(const Request& request, DutyAct act, Responder responder) {
  Result<DutyOrder> order = OrderOf(request, act);
  if (!order) {
    return std::move(responder).Send(std::move(order).error());
  }
  ChangeDuty(request.agreement, std::move(*order), request.actor.tag,
             SendAs(&FormatChanged, std::move(responder)));
}

}  // namespace

// Invariant (agreements do not meet): a token that is bound sees its own agreement.
Result<std::vector<DutyOfAgreement>> DutiesSeenBy(Agreements& agreements, const Actor& actor,
                                                  Instant before, size_t duties_max) {
  if (actor.agreement.empty()) {
    return ListDutiesOfAll(agreements, before, duties_max);
  }
  MANDAT_TRY(const AgreementId id, AgreementId::Parse(actor.agreement));
  MANDAT_TRY(const std::shared_ptr<OpenAgreement> open, agreements.Find(id));
  MANDAT_TRY(DutyPage page, Docket(open->store()).ListDue(before, std::nullopt, duties_max));
  std::vector<DutyOfAgreement> seen;
  for (Duty& duty : page.duties) {
    seen.push_back({id, std::move(duty)});
  }
  return seen;
}

void GetDuties(Context&, const Request& request, Responder responder) {
  SendMade(FormatPageOfDuties(request), std::move(responder));
}

void GetDuty(Context&, const Request& request, Responder responder) {
  SendMade(FormatOneDuty(request), std::move(responder));
}

// Agreements are opened for it, so it happens at the desk.
void GetAllDuties(Context& context, const Request& request, Responder responder) {
  Result<AllQuery> wanted = AllQueryOf(context, request);
  if (!wanted) {
    return std::move(responder).Send(std::move(wanted).error());
  }
  context.desk.Post([&context, &request, wanted = std::move(*wanted),
                     responder = std::move(responder)]() mutable {
    SendMade(FormatAllDuties(context, request, wanted), std::move(responder));
  });
}

void PostDutyPause(Context&, const Request& request, Responder responder) {
  ChangeAsAsked(request, DutyAct::kPause, std::move(responder));
}

void PostDutyResume(Context&, const Request& request, Responder responder) {
  ChangeAsAsked(request, DutyAct::kResume, std::move(responder));
}

void PostDutyExtend(Context&, const Request& request, Responder responder) {
  ChangeAsAsked(request, DutyAct::kExtend, std::move(responder));
}

void PostDutyMeet(Context&, const Request& request, Responder responder) {
  ChangeAsAsked(request, DutyAct::kMeet, std::move(responder));
}

void PostDutyWithdraw(Context&, const Request& request, Responder responder) {
  ChangeAsAsked(request, DutyAct::kWithdraw, std::move(responder));
}

void PostDutyAssign(Context&, const Request& request, Responder responder) {
  ChangeAsAsked(request, DutyAct::kAssign, std::move(responder));
}

}  // namespace mandat
