// SPDX-License-Identifier: Apache-2.0
#include "http/internal/record_page.h"

#include <algorithm>

#include "http/internal/call.h"
#include "http/internal/condition.h"
#include "http/internal/docket_query.h"
#include "http/internal/json_writer.h"
#include "http/internal/problem.h"

namespace mandat {
namespace {

constexpr size_t kUnitFrameBytes = 320;   // what stands around the data of a record
constexpr size_t kPersonFrameBytes = 96;  // and around that of one of its people

constexpr size_t kUuidCharacters = 36;

void AppendPerson(const UnitPerson& person, JsonWriter& json) {
  if (person.fields.Reveal().empty()) {
    json.Text(person.subject.Format());
    return;
  }
  json.BeginObject();
  json.Key("subject").Text(person.subject.Format());
  json.Key("data").Raw(person.fields.Reveal());
  json.EndObject();
}

// A list for each role, in the order in which they were put.
void AppendPeople(const std::vector<UnitPerson>& people, JsonWriter& json) {
  json.BeginObject();
  for (auto person = people.begin(); person != people.end(); ++person) {
    const auto is_same = [&](const UnitPerson& other) { return other.role == person->role; };
    if (std::any_of(people.begin(), person, is_same)) {
      continue;
    }
    json.Key(person->role).BeginArray();
    for (const UnitPerson& other : people) {
      if (is_same(other)) {
        AppendPerson(other, json);
      }
    }
    json.EndArray();
  }
  json.EndObject();
}

// `after` is the `next` of the page before, or in pages by id the id of a record.
Result<std::optional<Bytes>> AfterOf(PageOrder order, std::string_view text) {
  if (order == PageOrder::kIds && text.size() == kUuidCharacters) {
    const Result<RecordId> id = RecordId::Parse(text);
    if (!id) {
      return Fail(Error::Invalid("parameter `after` is neither a UUID nor a `next`"));
    }
    return std::optional<Bytes>(Bytes(id->bytes()));
  }
  MANDAT_TRY(std::optional<Bytes> after, ParseCursor(order, text));
  if (after && order == PageOrder::kIds && after->size() != RecordId::kBytes) {
    return Fail(Error::Invalid("parameter `after` is not the `next` of a page of this kind"));
  }
  return after;
}

PageOrder OrderOf(const PageCall& page) {
  return page.range ? PageOrder::kFound : page.list.times ? PageOrder::kTimes : PageOrder::kIds;
}

// Bounds of a field, or of the capture. Invariant (no personal data leaks sideways): the vault
// takes ranges only of fields that are declared to be no personal data, so values may stand here.
Status TakeRanges(const Query& query, PageCall& page) {
  MANDAT_TRY(const std::optional<Instant> from, InstantOf(query, "captured-from"));
  MANDAT_TRY(const std::optional<Instant> until, InstantOf(query, "captured-until"));
  if (from || until) {
    page.list.times = TimeRange{from, until};
  }
  const std::string_view field = query.Find("field");
  MANDAT_TRY(const std::string low, TextOf(query, "from"));
  MANDAT_TRY(const std::string high, TextOf(query, "until"));
  if (field.empty()) {
    return low.empty() && high.empty()
               ? Status()
               : Status(Fail(Error::Invalid("`from` and `until` are of a `field`")));
  }
  if ((low.empty() && high.empty()) || page.list.times) {
    return Fail(Error::Invalid("`field` is with `from` or `until`, and not with the capture"));
  }
  SearchQuery range;
  range.field = field;
  range.from = low.empty() ? std::nullopt : std::optional(low);
  range.until = high.empty() ? std::nullopt : std::optional(high);
  page.range = std::move(range);
  return {};
}

}  // namespace

void AppendUnit(const Unit& unit, JsonWriter& json) {
  json.BeginObject();
  json.Key("id").Text(unit.id.Format());
  json.Key("collection").Text(unit.collection);
  json.Key("subject").Text(unit.subject.Format());
  json.Key("version").Unsigned(unit.version);
  json.Key("captured").Text(unit.captured.Format());
  if (unit.expires) {
    json.Key("expires").Text(unit.expires->Format());
  }
  json.Key("data").Raw(unit.body.Reveal());
  if (!unit.people.empty()) {
    json.Key("people");
    AppendPeople(unit.people, json);
  }
  json.EndObject();
}

size_t BytesOfUnit(const Unit& unit) {
  size_t bytes = unit.body.Reveal().size() + kUnitFrameBytes;
  for (const UnitPerson& person : unit.people) {
    bytes += person.fields.Reveal().size() + person.role.size() + kPersonFrameBytes;
  }
  return bytes;
}

Bytes FormatUnit(const Unit& unit) {
  JsonWriter json(BytesOfUnit(unit));
  AppendUnit(unit, json);
  return std::move(json).Take();
}

Result<PageCall> PageCallOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerOf(request));
  MANDAT_TRY(const Query query,
             request.subject
                 ? Query::Parse(request.query, {"collection", "after", "limit", "categories"})
                 : Query::Parse(request.query, {"after", "limit", "categories", "field", "from",
                                                "until", "captured-from", "captured-until"}));
  const std::string_view name = request.subject ? query.Find("collection") : request.collection;
  if (name.empty()) {
    return Fail(Error::Invalid("parameter `collection` is missing"));
  }
  MANDAT_TRY(const KnownCollection known, FindCollection(request, name));
  PageCall page{std::move(caller), ListRequest{known.collection->id, request.subject}, {}};
  MANDAT_TRY(page.list.limit, query.Limit(ListRequest().limit, kListLimitMax));
  MANDAT_TRY(page.list.categories, CategoriesNamed(*known.mandate, query.Find("categories")));
  MANDAT_TRY_STATUS(TakeRanges(query, page));
  MANDAT_TRY(page.list.cursor, AfterOf(OrderOf(page), query.Find("after")));
  return page;
}

void SendPage(PageCall page, Responder responder) {
  const PageOrder order = OrderOf(page);
  Done<ReadAnswer> done = SendAsPage(order, std::move(responder));
  if (page.range) {
    SearchRequest search{page.list.collection, std::move(*page.range), page.list.categories,
                         std::move(page.list.cursor), page.list.limit};
    return SearchRecords(std::move(page.caller), std::move(search), std::move(done));
  }
  ListRecords(std::move(page.caller), std::move(page.list), std::move(done));
}

Response FormatPage(const Request& request, PageOrder order, ReadAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  size_t bytes = 192;
  for (const Unit& unit : answer.units) {
    bytes += BytesOfUnit(unit);
  }
  JsonWriter json(bytes);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const Unit& unit : answer.units) {
    AppendUnit(unit, json);
  }
  json.EndArray();
  if (answer.withheld_count > 0) {
    json.Key("withheld").Unsigned(answer.withheld_count);
  }
  if (answer.more && !answer.last.empty()) {
    json.Key("next").Text(FormatCursor(order, answer.last));
  }
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

Response FormatRecord(const Request& request, ReadAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  response.AddHeader("ETag", EntityTagOf(answer.units.front().version));
  response.body = FormatUnit(answer.units.front());
  return response;
}

Done<ReadAnswer> SendAsPage(PageOrder order, Responder responder) {
  return [order, responder = std::move(responder)](Result<ReadAnswer> answer) mutable {
    std::move(responder).Send(
        MakeResponse([order, answer = std::move(answer)](const Request& request) mutable {
          return answer ? FormatPage(request, order, std::move(*answer))
                        : ProblemFor(request, answer.error());
        }));
  };
}

Response FormatErased(const Request& request, EraseAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  const std::string entry = std::to_string(answer.receipt.entry.value);
  JsonWriter json(192);
  json.BeginObject();
  json.Key("records").Unsigned(answer.units_count);
  json.Key("entry").Unsigned(answer.receipt.entry.value);
  json.Key("certificate")
      .Text("/v1/agreements/" + request.agreement_id->text() + "/certificates/" + entry);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

}  // namespace mandat
