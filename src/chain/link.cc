// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "chain/internal/links.h"

namespace mandat::internal {

Link LinkOf(const Pair& pair, std::string_view promise, std::string_view path,
            std::string_view source) {
  Link link;
  link.promise = promise;
  link.upstream = SideOf(pair.upstream.FindTerm(path), path);
  link.downstream = SideOf(pair.downstream.FindTerm(path), path);
  link.source = source;
  return link;
}

Link Incomputable(Link link, const Error& error) {
  link.verdict = Verdict::kUnknown;
  link.says = "no date can be computed: " + error.message;
  link.remedy = "state zone, calendar, working days and hours of business in the agreement";
  return link;
}

void AddCalendar(Timeline& timeline, const Counting& counting, const End& end) {
  timeline.calendars.push_back(counting.readings[end.reading].calendar);
}

void JudgeBySpare(Link& link, std::chrono::microseconds spare, const std::string& if_kept,
                  const std::string& if_fails) {
  link.spare = spare;
  if (spare < std::chrono::microseconds(0)) {
    link.verdict = Verdict::kFails;
    link.says = fmt::format("{}: {} short", if_fails, FormatLength(spare));
  } else {
    link.verdict = Verdict::kKept;
    link.says = fmt::format("{}, with {} to spare", if_kept, FormatLength(spare));
  }
}

}  // namespace mandat::internal
