// SPDX-License-Identifier: Apache-2.0
#include "duty/zone.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

// How the distribution built the library: with the system's zone data.
#define USE_OS_TZDB 1
#define ONLY_C_LOCALE 1
#define HAS_STRING_VIEW 1
#include <date/tz.h>

namespace mandat {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year;
using std::chrono::year_month_day;

// The clock is turned: from here on it is so far ahead of UTC.
struct Turn {
  microseconds at;
  microseconds offset;
};

constexpr Day kEpoch{};

// The last year for which zone data in the usual form lists its turns one by one.
constexpr int kListedLast = 2037;

// The turns of these years, moved by whole days, stand for all later ones: each rule in use names a
// weekday of a month, and for every date and weekday one of these years has it. They are as late as
// can be, because a year that is near may have turns that a government decided for it alone.
constexpr std::array kTypicalYears = {2030, 2031, 2032, 2033, 2034, 2035, 2037};
// The same for dates before the end of February, which a leap year does not move.
constexpr std::array kTypicalWinters = {2027, 2030, 2031, 2033, 2034, 2035, 2037};

// True when a turn is of a year that stands for others.
bool IsTypical(sys_days day) {
  const year_month_day date(day);
  const auto& years = date.month() < std::chrono::March ? kTypicalWinters : kTypicalYears;
  return std::ranges::find(years, static_cast<int>(date.year())) != years.end();
}

sys_seconds StartOfYear(int number) { return sys_days(year(number) / std::chrono::January / 1); }

std::vector<Turn> ListedTurns(const date::time_zone& zone) {
  std::vector<Turn> turns;
  const sys_seconds horizon = StartOfYear(kYearLast + 2);
  date::sys_info info = zone.get_info(StartOfYear(kYearFirst) - days(2));
  turns.push_back({microseconds::min(), info.offset});
  while (info.end < horizon) {
    info = zone.get_info(info.end);
    if (microseconds(info.offset) != turns.back().offset) {
      turns.push_back({info.begin.time_since_epoch(), info.offset});
    }
  }
  return turns;
}

// Goes on where the listed turns stop, with the rules of their last years.
void AppendLaterTurns(std::vector<Turn>& turns) {
  const auto in_year = [](const Turn& turn, int number) {
    return turn.at >= StartOfYear(number).time_since_epoch() &&
           turn.at < StartOfYear(number + 1).time_since_epoch();
  };
  if (turns.size() < 2 || !in_year(turns.back(), kListedLast)) {
    return;
  }
  const std::vector<Turn> listed = turns;
  for (int later = kListedLast + 1; later <= kYearLast + 1; ++later) {
    const size_t first = turns.size();
    for (const Turn& turn : listed) {
      const sys_days day(floor<days>(turn.at));
      if (!IsTypical(day)) {
        continue;
      }
      const year_month_day date(day);
      const sys_days moved(year(later) / date.month() / date.day());
      if (std::chrono::weekday(moved) == std::chrono::weekday(day)) {
        turns.push_back({turn.at + (moved - day), turn.offset});
      }
    }
    std::ranges::sort(turns.begin() + static_cast<ptrdiff_t>(first), turns.end(), {}, &Turn::at);
  }
}

// False for zone data that gives its rules only as a formula, which the library does not read: then
// the summer of any recent year looks like winter.
bool CanReadRules() {
  const sys_seconds summer = sys_days(year(2025) / std::chrono::July / 1);
  return date::locate_zone("Europe/Brussels")->get_info(summer).offset == std::chrono::hours(2);
}

}  // namespace

struct Zone::Table {
  std::string name;
  std::vector<Turn> turns;  // by time; the first is before all times

  // The turn that holds at an instant.
  std::vector<Turn>::const_iterator At(microseconds at) const {
    return std::ranges::upper_bound(turns, at, {}, &Turn::at) - 1;
  }
};

// The first line of the data in one file, "# version 2026a"; the library tells it only where it was
// built to.
Result<std::string> ZoneDataVersion() {
  constexpr std::string_view kPrefix = "# version ";
  std::ifstream in("/usr/share/zoneinfo/tzdata.zi");
  std::string line;
  if (std::getline(in, line) && line.starts_with(kPrefix)) {
    return line.substr(kPrefix.size());
  }
  try {
    const std::string& version = date::get_tzdb().version;
    return version.empty() ? "unknown" : version;
  } catch (const std::exception&) {
    return Fail(Error::Unavailable("zone data of the system cannot be read"));
  }
}

Result<Zone> Zone::Get(std::string_view name) {
  try {
    date::get_tzdb();
    if (!CanReadRules()) {
      return Fail(Error::Unavailable("zone data of this system cannot be read"));
    }
  } catch (const std::exception&) {
    return Fail(Error::Unavailable("zone data of this system is missing"));
  }
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Table>, std::less<>> known;
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(name); found != known.end()) {
    return Zone(found->second);
  }
  try {
    auto table = std::make_shared<Table>();
    table->name = name;
    table->turns = ListedTurns(*date::locate_zone(name));
    AppendLaterTurns(table->turns);
    known.emplace(table->name, table);
    return Zone(std::move(table));
  } catch (const std::exception&) {
    return Fail(Error::NotFound("no such time zone"));
  }
}

const std::string& Zone::name() const { return table_->name; }

LocalTime Zone::ToLocal(Instant at) const {
  const microseconds utc(at.micros);
  const microseconds local = utc + table_->At(utc)->offset;
  const days day = floor<days>(local);
  return {Day(day), local - day};
}

Instant Zone::ToInstant(LocalTime local, Fold fold) const {
  const microseconds shown = (local.day - kEpoch) + local.since_midnight;
  const auto first = table_->turns.begin();
  const auto last = table_->turns.end() - 1;
  std::optional<microseconds> earlier, later;
  // No clock is further from UTC than this, so no other turn can show the time.
  auto turn = table_->At(shown - days(2));
  for (; turn->at <= shown + days(2); ++turn) {
    const microseconds at = shown - turn->offset;
    if ((turn == first || turn->at <= at) && (turn == last || at < (turn + 1)->at)) {
      earlier = earlier.value_or(at);
      later = at;
    } else if (!later && turn != first && at < turn->at) {
      later = turn->at;  // the clock leapt over the time
    }
    if (turn == last) {
      break;
    }
  }
  return {(fold == Fold::kEarlier && earlier ? *earlier : *later).count()};
}

}  // namespace mandat
