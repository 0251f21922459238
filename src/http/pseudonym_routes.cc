// SPDX-License-Identifier: Apache-2.0
// Records without what tells whose they are.
#include "http/internal/record_page.h"
#include "http/internal/routes.h"
#include "service/pseudonymised.h"

namespace mandat {
namespace {

struct PseudonymisedCall {
  Caller caller;
  PseudonymisedRequest page;
};

Result<PseudonymisedCall> PseudonymisedCallOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerOf(request));
  MANDAT_TRY(const Query query, Query::Parse(request.query, {"after", "limit", "categories"}));
  MANDAT_TRY(const KnownCollection known, FindCollection(request, request.collection));
  if (known.collection->kind != CollectionKind::kRecords) {
    return Fail(Error::Invalid("only records are read under pseudonyms"));
  }
  PseudonymisedRequest page;
  page.collection = known.collection->id;
  MANDAT_TRY(page.categories, CategoriesNamed(*known.mandate, query.Find("categories")));
  MANDAT_TRY(page.limit, query.Limit(page.limit, kListLimitMax));
  MANDAT_TRY(page.cursor, ParseCursor(PageOrder::kPseudonymised, query.Find("after")));
  return PseudonymisedCall{std::move(caller), std::move(page)};
}

Response FormatPseudonymised(const Request& request, PseudonymisedAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  JsonWriter json(512 * (answer.units.size() + 1));
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const PseudonymisedUnit& unit : answer.units) {
    json.BeginObject();
    json.Key("token").Text(unit.token);
    json.Key("version").Unsigned(unit.version);
    json.Key("captured").Text(unit.captured.Format());
    json.Key("data").Raw(unit.data.Reveal());
    json.Key("people").BeginArray();
    for (const PseudonymisedPerson& person : unit.people) {
      json.BeginObject();
      json.Key("role").Text(person.role);
      json.Key("token").Text(person.token);
      json.EndObject();
    }
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
  if (answer.withheld_count > 0) {
    json.Key("withheld").Unsigned(answer.withheld_count);
  }
  if (answer.more && !answer.last.empty()) {
    json.Key("next").Text(FormatCursor(PageOrder::kPseudonymised, answer.last));
  }
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

}  // namespace

// Source: GDPR Art. 4(5).
void GetPseudonymised(Context&, const Request& request, Responder responder) {
  Result<PseudonymisedCall> call = PseudonymisedCallOf(request);
  if (!call) {
    return std::move(responder).Send(std::move(call).error());
  }
  ReadPseudonymised(std::move(call->caller), std::move(call->page),
                    SendAs(&FormatPseudonymised, std::move(responder)));
}

}  // namespace mandat
