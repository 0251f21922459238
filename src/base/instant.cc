// SPDX-License-Identifier: Apache-2.0
#include "base/instant.h"

#include <fmt/format.h>

namespace mandat {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

// Reads exactly `digits` decimal digits at `at`; -1 if they are not there.
int ReadNumber(std::string_view text, size_t at, size_t digits) {
  if (at + digits > text.size()) {
    return -1;
  }
  int value = 0;
  for (size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return -1;
    }
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// Offset behind the time: "Z", "+hh:mm" or "-hh:mm", in minutes.
Result<int> ParseOffset(std::string_view text) {
  if (text == "Z") {
    return 0;
  }
  const int hours = ReadNumber(text, 1, 2);
  const int minutes = ReadNumber(text, 4, 2);
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' || hours < 0 ||
      hours > 23 || minutes < 0 || minutes > 59) {
    return Fail(Error::Invalid("instant has no valid offset"));
  }
  return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

std::string Instant::Format() const {
  const std::chrono::sys_time<microseconds> at{microseconds(micros)};
  const sys_days day = floor<days>(at);
  const year_month_day date{day};
  const int64_t within = (at - day).count();
  const int64_t seconds = within / 1'000'000;
  const int64_t fraction = within % 1'000'000;
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (fraction != 0) {
    text += fmt::format(".{:06}", fraction);
  }
  return text + "Z";
}

Result<Instant> Instant::Parse(std::string_view text) {
  const year_month_day date{std::chrono::year(ReadNumber(text, 0, 4)),
                            std::chrono::month(static_cast<unsigned>(ReadNumber(text, 5, 2))),
                            std::chrono::day(static_cast<unsigned>(ReadNumber(text, 8, 2)))};
  const int hour = ReadNumber(text, 11, 2);
  const int minute = ReadNumber(text, 14, 2);
  const int second = ReadNumber(text, 17, 2);
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':' || ReadNumber(text, 0, 4) < 0 || !date.ok() || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59 || second < 0 || second > 59) {
    return Fail(Error::Invalid("not an RFC 3339 instant"));
  }
  size_t at = 19;
  int64_t fraction = 0;
  if (text[at] == '.') {
    int64_t scale = 100'000;
    const size_t first = ++at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
      fraction += (text[at] - '0') * scale;
      scale /= 10;
      ++at;
    }
    if (at == first || at - first > 9) {
      return Fail(Error::Invalid("instant has a bad fraction of a second"));
    }
  }
  MANDAT_TRY(const int offset, ParseOffset(text.substr(at)));
  const int64_t day_micros = microseconds(sys_days(date).time_since_epoch()).count();
  const int64_t seconds = int64_t{hour} * 3600 + (minute - offset) * 60 + second;
  return Instant{day_micros + seconds * 1'000'000 + fraction};
}

std::string FormatDay(Instant at) { return at.Format().substr(0, 10); }

}  // namespace mandat
