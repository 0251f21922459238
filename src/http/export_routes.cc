// SPDX-License-Identifier: Apache-2.0
// Everything about one person, for that person.
#include "service/export_subject.h"

#include "format/flat_object.h"
#include "http/internal/problem.h"
#include "http/internal/record_page.h"
#include "http/internal/routes.h"
#include "service/identifying.h"

namespace mandat {
namespace {

struct ExportCall {
  Caller caller;
  ExportRequest page;
  std::shared_ptr<const Mandate> mandate;
};

Result<ExportCall> ExportCallOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerOf(request));
  MANDAT_TRY(const Query query,
             Query::Parse(request.query, {"collection", "record", "after", "limit"}));
  MANDAT_TRY(const KnownCollection known, FindCollection(request, query.Find("collection")));
  if (known.collection->kind != CollectionKind::kRecords) {
    return Fail(Error::Invalid("series and blobs have addresses of their own"));
  }
  ExportRequest page{*request.subject, known.collection->id, {}, {}};
  MANDAT_TRY(page.limit, query.Limit(page.limit, kListLimitMax));
  PageOrder order = PageOrder::kIds;
  if (const std::string_view record = query.Find("record"); !record.empty()) {
    const Result<RecordId> id = RecordId::Parse(record);
    if (!id) {
      return Fail(Error::Invalid("parameter `record` is not a UUID in lower case"));
    }
    page.record = *id;
    order = PageOrder::kVersions;
  }
  MANDAT_TRY(page.cursor, ParseCursor(order, query.Find("after")));
  if (page.cursor && page.cursor->size() != (page.record ? 4U : RecordId::kBytes)) {
    return Fail(Error::Invalid("parameter `after` is not the `next` of a page of this kind"));
  }
  return ExportCall{std::move(caller), std::move(page), known.mandate};
}

// What is in the record itself: to whom is not the first of its people, without what may identify
// the first. Source: GDPR Art. 15(4).
Bytes DataFor(const ExportedUnit& exported, const Collection* declared) {
  const ByteView body = exported.unit.body.Reveal();
  if (exported.is_first) {
    return Bytes(body);
  }
  const Result<std::vector<FlatMember>> members = FlatMembers(body);
  if (!members) {
    return "{}";
  }
  return KeepFlat(*members, [declared](std::string_view key) {
    const Field* field = declared == nullptr ? nullptr : declared->FindField(key);
    return field != nullptr && !IsIdentifying(*field);
  });
}

void AppendExported(const ExportedUnit& exported, const Collection* declared, JsonWriter& json) {
  const Unit& unit = exported.unit;
  json.BeginObject();
  json.Key("id").Text(unit.id.Format());
  json.Key("version").Unsigned(unit.version);
  json.Key("schema-version").Unsigned(unit.schema_version);
  json.Key("captured").Text(unit.captured.Format());
  if (unit.expires) {
    json.Key("expires").Text(unit.expires->Format());
  }
  json.Key("data").Raw(DataFor(exported, declared));
  json.Key("roles").BeginArray();
  for (const UnitPerson& person : unit.people) {
    json.BeginObject();
    json.Key("role").Text(person.role);
    if (!person.fields.Reveal().empty()) {
      json.Key("data").Raw(person.fields.Reveal());
    }
    json.EndObject();
  }
  json.EndArray();
  json.Key("first").Bool(exported.is_first);
  json.Key("others").BeginArray();
  for (const std::string& role : exported.others) {
    json.Text(role);
  }
  json.EndArray();
  json.EndObject();
}

Response FormatExportPage(const Request& request, PageOrder order, const Mandate& mandate,
                          const std::string& collection, const ExportPage& page) {
  Response response;
  AddReceipt(request, page.receipt, response);
  size_t bytes = 256;
  for (const ExportedUnit& exported : page.units) {
    bytes += BytesOfUnit(exported.unit) + 128;
  }
  const Collection* declared = mandate.schema().FindCollection(collection);
  JsonWriter json(bytes);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const ExportedUnit& exported : page.units) {
    AppendExported(exported, declared, json);
  }
  json.EndArray();
  if (page.withheld_count > 0) {
    json.Key("withheld").Unsigned(page.withheld_count);
  }
  if (page.more && !page.last.empty()) {
    json.Key("next").Text(FormatCursor(order, page.last));
  }
  json.Key("entry").Unsigned(page.receipt.entry.value);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

void AppendMarks(const Marks& marks, JsonWriter& json) {
  if (marks.restriction) {
    json.Key("restriction").BeginObject();
    json.Key("from").Text(marks.restriction->from.Format());
    json.Key("basis").Text(marks.restriction->basis);
    json.EndObject();
  }
  json.Key("objections").BeginArray();
  for (const Objection& objection : marks.objections) {
    json.BeginObject();
    json.Key("purpose").Text(objection.purpose);
    json.Key("from").Text(objection.from.Format());
    json.Key("basis").Text(objection.basis);
    json.EndObject();
  }
  json.EndArray();
}

void AppendHolds(const std::vector<StandingEntry>& holds, JsonWriter& json) {
  json.Key("holds").BeginArray();
  for (const StandingEntry& hold : holds) {
    json.BeginObject();
    json.Key("basis").Text(hold.basis);
    json.Key("from").Text(hold.from.Format());
    if (hold.until) {
      json.Key("until").Text(hold.until->Format());
    }
    json.EndObject();
  }
  json.EndArray();
}

// What each field means: its type, and the category in the words of the agreement.
void AppendCollections(const Mandate& mandate, JsonWriter& json) {
  json.Key("collections").BeginArray();
  for (const Collection& collection : mandate.schema().collections()) {
    json.BeginObject();
    json.Key("id").Text(collection.id);
    json.Key("kind").Text(Name(collection.kind));
    json.Key("history").Bool(collection.history);
    json.Key("fields").BeginArray();
    for (const Field& field : collection.fields) {
      json.BeginObject();
      json.Key("id").Text(field.id);
      json.Key("type").Text(Name(field.type));
      for (const DataCategory& category : mandate.agreement().categories()) {
        if (category.id == field.category) {
          json.Key("category").Text(category.text);
        }
      }
      if (!field.role.empty()) {
        json.Key("role").Text(field.role);
      }
      json.EndObject();
    }
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
}

Response FormatExportHead(const Request& request, ExportHead head) {
  Response response;
  AddReceipt(request, head.receipt, response);
  JsonWriter json(8192);
  json.BeginObject();
  json.Key("subject").Text(request.subject->Format());
  json.Key("agreement").Text(request.agreement_id->text());
  json.Key("people").Text(head.registration.people);
  json.Key("since").Text(head.registration.since.Format());
  AppendMarks(head.marks, json);
  AppendHolds(head.holds, json);
  if (head.mandate) {
    json.Key("version").Unsigned(head.mandate->agreement().version());
    json.Key("schema").Text(head.mandate->schema().id());
    json.Key("schema-version").Unsigned(head.mandate->schema().version());
    AppendCollections(*head.mandate, json);
  }
  json.Key("entry").Unsigned(head.receipt.entry.value);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

}  // namespace

// Source: GDPR Art. 15(3); GDPR Art. 20(1).
void GetSubjectExport(Context&, const Request& request, Responder responder) {
  if (request.query.empty()) {
    Result<Caller> caller = CallerOf(request);
    if (!caller) {
      return std::move(responder).Send(std::move(caller).error());
    }
    return ReadExportHead(std::move(*caller), *request.subject,
                          SendAs(&FormatExportHead, std::move(responder)));
  }
  Result<ExportCall> call = ExportCallOf(request);
  if (!call) {
    return std::move(responder).Send(std::move(call).error());
  }
  const PageOrder order = call->page.record ? PageOrder::kVersions : PageOrder::kIds;
  auto send = [order, mandate = call->mandate, collection = call->page.collection,
               responder = std::move(responder)](Result<ExportPage> page) mutable {
    std::move(responder).Send(MakeResponse(
        [order, mandate, collection, page = std::move(page)](const Request& asked) mutable {
          return page ? FormatExportPage(asked, order, *mandate, collection, *page)
                      : ProblemFor(asked, page.error());
        }));
  };
  ReadExportPage(std::move(call->caller), std::move(call->page), std::move(send));
}

}  // namespace mandat
