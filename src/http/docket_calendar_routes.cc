// SPDX-License-Identifier: Apache-2.0
// The docket as a calendar that other programs subscribe to.
#include "http/internal/docket_calendar.h"
#include "http/internal/docket_duties.h"
#include "http/internal/docket_json.h"
#include "http/internal/docket_query.h"
#include "http/internal/routes.h"

namespace mandat {
namespace {

constexpr size_t kEntriesMax = 2000;
constexpr std::chrono::hours kAhead{366 * 24};

struct FeedQuery {
  std::string responsible;
  Language language = Language::kEnglish;
};

Result<FeedQuery> FeedQueryOf(const Request& request) {
  MANDAT_TRY(const Query query, Query::Parse(request.query, {"responsible", "language"}));
  FeedQuery wanted;
  MANDAT_TRY(wanted.responsible, TextOf(query, "responsible"));
  MANDAT_TRY(wanted.language, LanguageOf(query));
  return wanted;
}

CalendarFeed EmptyFeed(std::string name, const FeedQuery& wanted) {
  CalendarFeed feed;
  feed.name = std::move(name);
  feed.language = wanted.language == Language::kFrench ? "fr" : "en";
  return feed;
}

Status Append(OpenAgreement& agreement, const Duty& duty, const FeedQuery& wanted,
              CalendarFeed& feed) {
  const bool is_wanted = wanted.responsible.empty() || duty.responsible == wanted.responsible;
  if (!is_wanted || !IsInCalendar(duty)) {
    return {};
  }
  MANDAT_TRY(CalendarEntry entry, CalendarEntryOf(agreement, duty, wanted.language));
  feed.entries.push_back(std::move(entry));
  return {};
}

Result<Response> FormatFeed(const CalendarFeed& feed) {
  Response response;
  response.type = kCalendarType;
  MANDAT_TRY(response.body, FormatCalendar(feed));
  return response;
}

Result<Response> FeedOfAgreement(const Request& request, const FeedQuery& wanted) {
  OpenAgreement& agreement = *request.agreement;
  MANDAT_TRY(const DutyPage page,
             Docket(agreement.store()).ListDue(std::nullopt, std::nullopt, kEntriesMax));
  CalendarFeed feed = EmptyFeed("Mandat: " + agreement.id().text(), wanted);
  for (const Duty& duty : page.duties) {
    MANDAT_TRY_STATUS(Append(agreement, duty, wanted, feed));
  }
  return FormatFeed(feed);
}

Result<Response> FeedOfAll(Context& context, const Request& request, const FeedQuery& wanted) {
  OpenAgreement& system = context.agreements.system();
  MANDAT_TRY(
      const std::vector<DutyOfAgreement> all,
      DutiesSeenBy(context.agreements, request.actor, system.gate().Now() + kAhead, kEntriesMax));
  CalendarFeed feed = EmptyFeed("Mandat", wanted);
  for (const DutyOfAgreement& one : all) {
    if (one.agreement == system.id()) {
      MANDAT_TRY_STATUS(Append(system, one.duty, wanted, feed));
      continue;
    }
    MANDAT_TRY(const std::shared_ptr<OpenAgreement> open, context.agreements.Find(one.agreement));
    MANDAT_TRY_STATUS(Append(*open, one.duty, wanted, feed));
  }
  return FormatFeed(feed);
}

}  // namespace

// A whole calendar takes as long as its duties are many, so both happen at the desk.
void GetCalendar(Context& context, const Request& request, Responder responder) {
  Result<FeedQuery> wanted = FeedQueryOf(request);
  if (!wanted) {
    return std::move(responder).Send(std::move(wanted).error());
  }
  context.desk.Post(
      [&request, wanted = std::move(*wanted), responder = std::move(responder)]() mutable {
        SendMade(FeedOfAgreement(request, wanted), std::move(responder));
      });
}

void GetAllCalendar(Context& context, const Request& request, Responder responder) {
  Result<FeedQuery> wanted = FeedQueryOf(request);
  if (!wanted) {
    return std::move(responder).Send(std::move(wanted).error());
  }
  context.desk.Post([&context, &request, wanted = std::move(*wanted),
                     responder = std::move(responder)]() mutable {
    SendMade(FeedOfAll(context, request, wanted), std::move(responder));
  });
}

}  // namespace mandat
