// SPDX-License-Identifier: Apache-2.0
#include "service/series.h"

#include "http/internal/call.h"
#include "http/internal/docket_query.h"
#include "http/internal/json_writer.h"
#include "http/internal/record_page.h"
#include "http/internal/routes.h"
#include "http/internal/series_body.h"

namespace mandat {
namespace {

std::vector<std::string> NamesOf(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::string_view name = list.substr(0, list.find(','));
    names.emplace_back(name);
    list.remove_prefix(std::min(list.size(), name.size() + 1));
  }
  return names;
}

Result<AppendRequest> AppendRequestOf(const Request& request) {
  MANDAT_TRY(const KnownCollection known, FindCollection(request, request.collection));
  MANDAT_TRY(PointsBody body, ParsePoints(*known.collection, request.body,
                                          request.agreement->limits().points_per_call));
  const auto categories = known.mandate->CategoriesOf(known.collection->id, body.fields);
  return AppendRequest{known.collection->id, std::move(body.points), categories.value_or(0)};
}

Response FormatAppended(const Request& request, AppendAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  JsonWriter json(128 + answer.counts.passed.size() * 8);
  json.BeginObject();
  json.Key("points").Unsigned(answer.counts.stored);
  json.Key("replaced").Unsigned(answer.counts.replaced);
  json.Key("expired").Unsigned(answer.counts.expired);
  if (!answer.counts.passed.empty()) {
    json.Key("expired-points").BeginArray();
    for (const uint32_t mark : answer.counts.passed) {
      json.Unsigned(mark);
    }
    json.EndArray();
  }
  json.Key("entry").Unsigned(answer.receipt.entry.value);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

// What of a series is asked for. A page begins at `cursor`, which the page before gave.
Result<PointsRequest> PointsRequestOf(const Request& request) {
  MANDAT_TRY(const Query query, Query::Parse(request.query, {"from", "until", "every", "fn",
                                                             "fields", "cursor", "limit", "last"}));
  MANDAT_TRY(const KnownCollection known, FindCollection(request, request.collection));
  PointsRequest asked{known.collection->id,
                      {*request.record,
                       {},
                       {},
                       NamesOf(query.Find("fields")),
                       kPointsLimit,
                       {},
                       NamesOf(query.Find("fn"))},
                      {},
                      false,
                      0};
  const std::vector<std::string_view> fields(asked.query.fields.begin(), asked.query.fields.end());
  const auto categories = known.mandate->CategoriesOf(known.collection->id, fields);
  if (!categories) {
    return Fail(Error::Invalid("parameter `fields` names what the schema does not declare"));
  }
  asked.categories = *categories;
  MANDAT_TRY(const std::optional<Instant> from, InstantOf(query, "from"));
  MANDAT_TRY(const std::optional<Instant> until, InstantOf(query, "until"));
  MANDAT_TRY(const std::optional<Instant> cursor, InstantOf(query, "cursor"));
  asked.query.from = cursor ? *cursor : from.value_or(Instant{0});
  asked.query.until = until.value_or(Instant{INT64_MAX});
  if (from && until && *until <= *from) {
    return Fail(Error::Invalid("parameter `until` is not behind `from`"));
  }
  MANDAT_TRY(asked.query.limit, query.Limit(kPointsLimit, kPointsLimitMax));
  const std::string_view last = query.Find("last");
  asked.last = last == "true";
  if (!last.empty() && !asked.last) {
    return Fail(Error::Invalid("parameter `last` is not true"));
  }
  const std::string_view every = query.Find("every");
  if (asked.last && (from || until || cursor || !every.empty())) {
    return Fail(Error::Invalid("parameter `last` goes with `fields` alone"));
  }
  if (every.empty() != asked.query.functions.empty()) {
    return Fail(Error::Invalid("parameters `every` and `fn` go together"));
  }
  if (!every.empty()) {
    MANDAT_TRY(asked.every, SpanLength::Parse(every));
  }
  return asked;
}

Response FormatPoints(const Request& request, PointsAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  const PointTable& points = answer.page.points;
  Bytes& out = response.body;
  out.reserve(256 + points.size() * (32 + points.columns().size() * 12));
  out += "{\"series\":\"" + request.record->Format() + "\",\"subject\":\"" +
         answer.page.subject.Format() + "\",\"fields\":[";
  for (size_t i = 0; i < points.columns().size(); ++i) {
    out += i == 0 ? "" : ",";
    AppendJsonText(out, points.columns()[i].name);
  }
  out += "],\"points\":[";
  for (size_t i = 0; i < points.size(); ++i) {
    out += i == 0 ? "[\"" : ",[\"";
    out += points.at(i).Format();
    out += '"';
    const std::span<const PointValue> values = points.values(i);
    for (size_t column = 0; column < values.size(); ++column) {
      out += ',';
      AppendPointValue(points.columns()[column], values[column], out);
    }
    out += ']';
  }
  out += ']';
  if (answer.page.next) {
    out += ",\"next\":\"" + answer.page.next->Format() + "\"";
  }
  out += '}';
  return response;
}

Result<SeriesRequest> SeriesRequestOf(const Request& request) {
  MANDAT_TRY(const Query query, Query::Parse(request.query, {"collection", "after", "limit"}));
  const std::string_view name = query.Find("collection");
  if (name.empty()) {
    return Fail(Error::Invalid("parameter `collection` is missing"));
  }
  MANDAT_TRY(const KnownCollection known, FindCollection(request, name));
  SeriesRequest asked{known.collection->id, *request.subject, {}, 20};
  MANDAT_TRY(asked.limit, query.Limit(asked.limit, kListLimitMax));
  if (const std::string_view text = query.Find("after"); !text.empty()) {
    const Result<RecordId> after = RecordId::Parse(text);
    if (!after) {
      return Fail(Error::Invalid("parameter `after` is not a UUID in lower case"));
    }
    asked.after = *after;
  }
  return asked;
}

Response FormatSeries(const Request& request, SeriesAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  JsonWriter json(64 + answer.page.series.size() * 40);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const RecordId& series : answer.page.series) {
    json.Text(series.Format());
  }
  json.EndArray();
  if (answer.page.more) {
    json.Key("next").Text(answer.page.series.back().Format());
  }
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

}  // namespace

void PostPoints(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = CallerOf(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  Result<AppendRequest> append = AppendRequestOf(request);
  if (!append) {
    return std::move(responder).Send(std::move(append).error());
  }
  AppendPoints(std::move(*caller), std::move(*append),
               SendAs(&FormatAppended, std::move(responder)));
}

void GetPoints(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = CallerOf(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  Result<PointsRequest> asked = PointsRequestOf(request);
  if (!asked) {
    return std::move(responder).Send(std::move(asked).error());
  }
  ReadPoints(std::move(*caller), std::move(*asked), SendAs(&FormatPoints, std::move(responder)));
}

void GetSubjectSeries(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = CallerOf(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  Result<SeriesRequest> asked = SeriesRequestOf(request);
  if (!asked) {
    return std::move(responder).Send(std::move(asked).error());
  }
  ListSeries(std::move(*caller), std::move(*asked), SendAs(&FormatSeries, std::move(responder)));
}

// Source: GDPR Art. 17(1).
void DeleteSeries(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = CallerWithoutPurpose(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  if (const auto known = FindCollection(request, request.collection); !known) {
    return std::move(responder).Send(known.error());
  }
  EraseSeries(std::move(*caller), std::string(request.collection), *request.record,
              SendAs(&FormatErased, std::move(responder)));
}

}  // namespace mandat
