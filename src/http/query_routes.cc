// SPDX-License-Identifier: Apache-2.0
// What records are found by, and what they were before.
#include "http/internal/json_reader.h"
#include "http/internal/record_page.h"
#include "http/internal/routes.h"

namespace mandat {
namespace {

struct SearchCall {
  Caller caller;
  SearchRequest search;
};

Result<std::string> BoundOf(const JsonNode& node) {
  if (node.kind == JsonKind::kText || node.kind == JsonKind::kNumber) {
    return std::string(node.text);
  }
  if (node.kind == JsonKind::kInteger) {
    return std::to_string(node.integer);
  }
  return Fail(Error::Invalid("a bound is neither a text nor a number"));
}

Result<SearchQuery> QueryOf(JsonObject& object) {
  SearchQuery query;
  MANDAT_TRY(query.field, object.Text("field"));
  const JsonNode* value = object.MemberOrNull("value");
  const JsonNode* prefix = object.MemberOrNull("prefix");
  const JsonNode* from = object.MemberOrNull("from");
  const JsonNode* until = object.MemberOrNull("until");
  const int ways =
      (value != nullptr ? 1 : 0) + (prefix != nullptr ? 1 : 0) + (from || until ? 1 : 0);
  if (ways != 1) {
    return Fail(Error::Invalid("a search has either `value`, `prefix`, or `from` and `until`"));
  }
  if (value != nullptr) {
    MANDAT_TRY(query.value, BoundOf(*value));
  }
  if (prefix != nullptr) {
    MANDAT_TRY(query.value, object.Text("prefix"));
    query.prefix = true;
  }
  if (from != nullptr) {
    MANDAT_TRY(query.from, BoundOf(*from));
  }
  if (until != nullptr) {
    MANDAT_TRY(query.until, BoundOf(*until));
  }
  return query;
}

Result<size_t> LimitOf(JsonObject& object) {
  const JsonNode* limit = object.MemberOrNull("limit");
  if (limit == nullptr) {
    return SearchRequest().limit;
  }
  if (limit->kind != JsonKind::kInteger || limit->integer < 1 ||
      limit->integer > static_cast<int64_t>(kListLimitMax)) {
    return Fail(Error::Invalid("`limit` is not 1 to " + std::to_string(kListLimitMax)));
  }
  return static_cast<size_t>(limit->integer);
}

// Invariant (no personal data leaks sideways): what is looked for stands in the body; addresses
// end up in logs.
Result<SearchCall> SearchCallOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerOf(request));
  MANDAT_TRY(const KnownCollection known, FindCollection(request, request.collection));
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  SearchRequest search;
  search.collection = known.collection->id;
  MANDAT_TRY(search.query, QueryOf(object));
  MANDAT_TRY(const std::string_view categories, object.TextOrEmpty("categories"));
  MANDAT_TRY(const std::string_view after, object.TextOrEmpty("after"));
  MANDAT_TRY(search.limit, LimitOf(object));
  MANDAT_TRY_STATUS(object.NothingElse());
  MANDAT_TRY(search.categories, CategoriesNamed(*known.mandate, categories));
  MANDAT_TRY(search.cursor, ParseCursor(PageOrder::kFound, after));
  return SearchCall{std::move(caller), std::move(search)};
}

struct VersionsCall {
  Caller caller;
  VersionsRequest versions;
};
Result<VersionsCall> VersionsCallOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerOf(request));
  MANDAT_TRY(const Query query, Query::Parse(request.query, {"after", "limit", "categories"}));
  MANDAT_TRY(const KnownCollection known, FindCollection(request, request.collection));
  VersionsRequest versions{known.collection->id, *request.record};
  MANDAT_TRY(versions.categories, CategoriesNamed(*known.mandate, query.Find("categories")));
  MANDAT_TRY(versions.limit, query.Limit(versions.limit, kListLimitMax));
  MANDAT_TRY(const std::optional<Bytes> after,
             ParseCursor(PageOrder::kVersions, query.Find("after")));
  if (after && after->size() != 4) {
    return Fail(Error::Invalid("parameter `after` is not the `next` of a page of this kind"));
  }
  versions.after = after ? ReadBigEndian32(*after) : 0;
  return VersionsCall{std::move(caller), std::move(versions)};
}

}  // namespace

void PostSearch(Context&, const Request& request, Responder responder) {
  Result<SearchCall> call = SearchCallOf(request);
  if (!call) {
    return std::move(responder).Send(std::move(call).error());
  }
  SearchRecords(std::move(call->caller), std::move(call->search),
                SendAsPage(PageOrder::kFound, std::move(responder)));
}

// Source: GDPR Art. 16.
void GetVersions(Context&, const Request& request, Responder responder) {
  Result<VersionsCall> call = VersionsCallOf(request);
  if (!call) {
    return std::move(responder).Send(std::move(call).error());
  }
  ListVersions(std::move(call->caller), std::move(call->versions),
               SendAsPage(PageOrder::kVersions, std::move(responder)));
}

}  // namespace mandat
