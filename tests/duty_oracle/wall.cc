// SPDX-License-Identifier: Apache-2.0
#include "duty_oracle/wall.h"

#include <array>
#include <cstdlib>
#include <ctime>

#include "base/assert.h"

namespace mandat::oracle {
namespace {

constexpr int64_t kMicrosPerMinute = 60'000'000;
constexpr int64_t kMinutesPerDay = 24 * 60;

bool IsLeapYear(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int DaysIn(int year, int month) {
  constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeapYear(year) ? 29 : kDays.at(static_cast<size_t>(month - 1));
}

int64_t FloorDivide(int64_t value, int64_t by) {
  return value >= 0 ? value / by : -((by - 1 - value) / by);
}

}  // namespace

Days::Days() {
  for (Date date; date.year < 2200;) {
    dates_.push_back(date);
    date.weekday = date.weekday == 6 ? 0 : date.weekday + 1;
    if (++date.day > DaysIn(date.year, date.month)) {
      date.day = 1;
      if (++date.month > 12) {
        date.month = 1;
        ++date.year;
      }
    }
  }
}

std::string Days::Format(int number) const {
  const Date& date = (*this)[number];
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", date.year, date.month, date.day);
  return text.data();
}

int Days::Find(int year, int month, int day) const {
  int number = 0;
  while ((*this)[number].year < year || (*this)[number].month < month) {
    ++number;
  }
  while ((*this)[number].day < day) {
    ++number;
  }
  return number;
}

const Days& AllDays() {
  static const Days days;
  return days;
}

Wall::Wall(const std::string& zone) : zone_(zone) {
  setenv("TZ", zone.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): before there are threads
  tzset();
  minute_first_ = AllDays().Find(kYearFirst, 1, 1) * kMinutesPerDay;
  const int64_t minute_last = AllDays().Find(kYearLast, 12, 31) * kMinutesPerDay;
  for (int64_t minute = minute_first_; minute < minute_last; minute += 30) {
    const time_t at = minute * 60;
    std::tm local{};
    MANDAT_ASSERT(localtime_r(&at, &local) != nullptr && local.tm_gmtoff % 60 == 0);
    const auto offset = static_cast<int16_t>(local.tm_gmtoff / 60);
    if (!offsets_.empty() && offset != offsets_.back()) {
      turns_.push_back(minute * kMicrosPerMinute);
    }
    offsets_.push_back(offset);
  }
}

Wall::Shown Wall::At(int64_t utc_micros) const {
  const int64_t minute = FloorDivide(utc_micros, kMicrosPerMinute);
  const int64_t local = minute + OffsetMinutes(minute);
  const int64_t day = FloorDivide(local, kMinutesPerDay);
  return {static_cast<int>(day), (local - day * kMinutesPerDay) * kMicrosPerMinute +
                                     (utc_micros - minute * kMicrosPerMinute)};
}

int64_t Wall::FirstAtOrAfter(int day, int minute) const {
  // No clock is further from UTC than fifteen hours.
  const int64_t wanted = day * kMinutesPerDay + minute;
  int64_t utc = wanted - 15 * 60;
  while (utc + OffsetMinutes(utc) < wanted) {
    ++utc;
  }
  return utc * kMicrosPerMinute;
}

}  // namespace mandat::oracle
