// SPDX-License-Identifier: Apache-2.0
// What went because it was past its retention, day by day.
#include "http/internal/call.h"
#include "http/internal/json_writer.h"
#include "http/internal/routes.h"
#include "service/purges.h"

namespace mandat {
namespace {

constexpr size_t kDays = 31;
constexpr size_t kDaysMax = 3660;
constexpr int64_t kMicrosPerDay = int64_t{86'400} * 1'000'000;

// "2026-03-02".
std::string DateOf(uint32_t day) {
  return Instant{int64_t{day} * kMicrosPerDay}.Format().substr(0, 10);
}

void AppendInstant(std::string_view name, const std::optional<Instant>& at, JsonWriter& json) {
  if (at) {
    json.Key(name).Text(at->Format());
  }
}

Response FormatReport(const PurgeReport& report) {
  JsonWriter json(256 + report.days.size() * 96);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const PurgeDay& day : report.days) {
    json.BeginObject();
    json.Key("day").Text(DateOf(day.day));
    json.Key("units").Unsigned(day.units_count);
    json.Key("bucket-keys").Unsigned(day.buckets_count);
    json.Key("first-entry").Unsigned(day.first.value);
    json.Key("last-entry").Unsigned(day.last.value);
    json.EndObject();
  }
  json.EndArray();
  AppendInstant("last-reclaim", report.last_reclaim, json);
  AppendInstant("next-reclaim", report.next_reclaim, json);
  json.EndObject();
  Response response;
  response.body = std::move(json).Take();
  return response;
}

Result<uint32_t> DaysOf(const Request& request) {
  MANDAT_TRY(const Query query, Query::Parse(request.query, {"limit"}));
  MANDAT_TRY(const size_t days, query.Limit(kDays, kDaysMax));
  return static_cast<uint32_t>(days);
}

}  // namespace

// Source: GDPR Art. 5(2).
void GetPurges(Context&, const Request& request, Responder responder) {
  const Result<uint32_t> days = DaysOf(request);
  if (!days) {
    return std::move(responder).Send(days.error());
  }
  Result<PurgeReport> report =
      ReportPurges(*request.agreement, request.agreement->gate().Now(), *days);
  if (!report) {
    return std::move(responder).Send(std::move(report).error());
  }
  std::move(responder).Send(FormatReport(*report));
}

}  // namespace mandat
