// SPDX-License-Identifier: Apache-2.0
#include "chain/internal/panel.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "chain/internal/counting.h"

namespace mandat::internal {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;

constexpr int kLeft = 190;
constexpr int kRight = 976;
constexpr int kBar = 22;
constexpr microseconds kDay = hours(24);

std::string Cut(std::string_view text, size_t columns) {
  if (text.size() <= columns) {
    return std::string(text);
  }
  size_t end = columns - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
    --end;  // never within a character
  }
  return std::string(text.substr(0, end)) + "...";
}

struct Axis {
  const ChainReport& report;
  const std::vector<Calendar>& calendars;
  Instant from;
  Instant until;

  double X(Instant at) const {
    const double share = static_cast<double>((std::clamp(at, from, until) - from).count()) /
                         static_cast<double>((until - from).count());
    return kLeft + share * (kRight - kLeft);
  }
  bool IsByHours() const { return until - from < 4 * kDay; }
};

Axis AxisOf(const ChainReport& report, const Timeline& timeline) {
  Instant first = std::min(timeline.start, timeline.upstream);
  Instant last = std::max(timeline.start, timeline.upstream);
  if (timeline.downstream) {
    first = std::min(first, *timeline.downstream);
    last = std::max(last, *timeline.downstream);
  }
  const microseconds length = std::max(last - first, microseconds(hours(1)));
  const microseconds after = timeline.downstream ? length / 12 : length / 2;
  const Zone& zone = report.zone_downstream;
  if (length < 3 * kDay) {
    return {report, timeline.calendars, first + -(length / 12), last + after};
  }
  return {report, timeline.calendars, zone.StartOf(zone.DayOf(first)),
          zone.StartOf(zone.DayOf(last + after) + std::chrono::days(1))};
}

bool IsHoliday(const std::vector<Calendar>& calendars, Day day) {
  return std::ranges::any_of(calendars, [&](const Calendar& calendar) {
    const auto is_holiday = calendar.IsHoliday(day);
    return is_holiday && *is_holiday;
  });
}

std::string Line(double x, int y1, int y2, std::string_view style) {
  return fmt::format("<line class=\"{0}\" x1=\"{1:.1f}\" y1=\"{2}\" x2=\"{1:.1f}\" y2=\"{3}\"/>\n",
                     style, x, y1, y2);
}

std::string Label(double x, int y, std::string_view style, std::string_view anchor,
                  std::string_view text) {
  return fmt::format("<text class=\"{}\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"{}\">{}</text>\n",
                     style, x, y, anchor, Escaped(text));
}

std::string Box(double from, double to, int y, int height, std::string_view fill) {
  return fmt::format("<rect x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\" {}/>\n",
                     std::min(from, to), y, std::max(std::abs(to - from), 1.5), height, fill);
}

// "Fri 3 Apr", "3 Apr" where there is little room.
std::string ShortDay(Day day, bool with_weekday) {
  constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                     "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day date{day};
  const unsigned month = static_cast<unsigned>(date.month()) - 1;
  return fmt::format(
      "{}{} {}",
      with_weekday ? std::string(kDays[std::chrono::weekday(day).c_encoding()]) + " " : "",
      static_cast<unsigned>(date.day()), kMonths[month]);
}

// Days of rest behind everything, and the dates below.
std::string Grid(const Axis& axis, int top, int bottom) {
  const Zone& zone = axis.report.zone_downstream;
  std::string rest;
  std::string ticks;
  const Day first = zone.DayOf(axis.from);
  const int64_t count = (axis.until - axis.from) / kDay + 1;
  const int64_t step = count <= 4 ? 1 : count <= 9 ? 1 : count <= 24 ? 2 : count <= 45 ? 7 : 14;
  for (int64_t i = 0; i <= count; ++i) {
    const Day day = first + std::chrono::days(i);
    const Instant begins = zone.StartOf(day);
    const Instant ends = zone.StartOf(day + std::chrono::days(1));
    if (begins >= axis.until) {
      break;
    }
    const std::chrono::weekday weekday{day};
    const bool is_weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
    const bool is_holiday = IsHoliday(axis.calendars, day);
    if (is_weekend || is_holiday) {
      rest += Box(axis.X(begins), axis.X(ends), top, bottom - top,
                  is_holiday ? "fill=\"url(#holiday)\"" : "fill=\"url(#rest)\"");
    }
    if (i % step == 0 && begins >= axis.from) {
      ticks += Line(axis.X(begins), top, bottom + 5, "tick");
      if (axis.X(begins) < kRight - 48) {
        ticks += Label(axis.X(begins) + 2, bottom + 16, "small", "start", ShortDay(day, step <= 2));
      }
    }
    for (int hour = 6; axis.IsByHours() && hour < 24; hour += 6) {
      const Instant at = begins + hours(hour);
      if (at > axis.from && at < axis.until) {
        ticks += Line(axis.X(at), bottom, bottom + 5, "axis");
        ticks += Label(axis.X(at), bottom + 16, "small", "middle", fmt::format("{:02}:00", hour));
      }
    }
  }
  return rest + ticks +
         fmt::format("<line class=\"axis\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>\n", kLeft,
                     bottom, kRight, bottom);
}

struct Lane {
  std::string_view name;
  const ChainSide& side;
  int y;
};

std::string Head(const Lane& lane) {
  const std::string clause = lane.side.clause.empty() ? "no clause" : "clause " + lane.side.clause;
  return Label(24, lane.y + 10, "lane", "start", lane.name) +
         Label(24, lane.y + 24, "small", "start", Cut(clause, 27));
}

// The date of an end, on the side of it where there is room.
std::string EndLabel(const Axis& axis, Instant at, int y, std::string_view after) {
  const double x = axis.X(at);
  const std::string text = FormatLocal(at, axis.report.zone_downstream, true) + std::string(after);
  const bool is_right = x < kRight - 7.0 * static_cast<double>(text.size());
  return Line(x, y - 4, y + kBar + 4, "end") +
         Label(is_right ? x + 5 : x - 5, y - 7, "small halo", is_right ? "start" : "end", text);
}

// From the start to the end of what each side allows, and what lies between the ends.
std::string Bars(const Axis& axis, const Link& link, const Lane& up, const Lane& down) {
  const Timeline& time = *link.timeline;
  const double start = axis.X(time.start);
  const double promised = axis.X(time.upstream);
  const double allowed = time.downstream ? axis.X(*time.downstream) : kRight;
  std::string out = Box(start, promised, up.y, kBar, "fill=\"#2f5d8a\"");
  out += Box(start, allowed, down.y, kBar,
             time.downstream ? "fill=\"#c9d8e6\" stroke=\"#2f5d8a\""
                             : "fill=\"#eef3f8\" stroke=\"#2f5d8a\" stroke-dasharray=\"6 4\"");
  const bool is_gap = link.verdict != Verdict::kKept;
  if (is_gap) {
    out += Box(promised, allowed, down.y, kBar, "fill=\"url(#gap)\" stroke=\"#b00020\"");
    const std::string text = time.downstream && link.spare ? "gap: " + FormatLength(*link.spare)
                                                           : "no date binds the sub-processor";
    const double middle = (promised + allowed) / 2;
    const double half = 4.0 * static_cast<double>(text.size());
    out += Label(std::clamp(middle, kLeft + half, kRight - half), down.y + kBar + 16, "red halo",
                 "middle", text);
    out += fmt::format(
        "<line x1=\"{0:.1f}\" y1=\"{1}\" x2=\"{0:.1f}\" y2=\"{2}\" stroke=\"#b00020\" "
        "stroke-width=\"1\" stroke-dasharray=\"3 3\"/>\n",
        promised, up.y + kBar, down.y);
  }
  out += Line(start, up.y - 8, down.y + kBar + 4, "axis");
  out += EndLabel(axis, time.upstream, up.y, "");
  if (time.downstream) {
    out += EndLabel(axis, *time.downstream, down.y, "");
  }
  return out;
}

}  // namespace

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) {
          out += c;
        }
    }
  }
  return out;
}

std::string Panel(const ChainReport& report, const Link& link, int top) {
  const Axis axis = AxisOf(report, *link.timeline);
  const Lane up{"upstream", link.upstream, top + 78};
  const Lane down{"downstream", link.downstream, top + 122};
  const std::string verdict = link.verdict == Verdict::kKept    ? "kept"
                              : link.verdict == Verdict::kFails ? "fails"
                                                                : "cannot be known";
  std::string out =
      fmt::format("<g>\n<title>{}</title>\n", Escaped(link.promise + ": " + link.says));
  out += fmt::format(
      "<line x1=\"24\" y1=\"{0}\" x2=\"976\" y2=\"{0}\" stroke=\"#1c1c1c\" "
      "stroke-width=\"0.8\"/>\n",
      top + 4);
  out += Label(24, top + 24, "title", "start", link.promise + ": " + verdict);
  out += Label(kRight, top + 24, "small", "end",
               "begins " + FormatLocal(link.timeline->start, report.zone_downstream, false) + " " +
                   report.zone_downstream.name());
  out += Label(24, top + 43, "body", "start", Cut(link.says, 140));
  out += Grid(axis, top + 56, top + 168);
  return out + Head(up) + Head(down) + Bars(axis, link, up, down) + "</g>\n";
}

}  // namespace mandat::internal
