// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mandat::oracle {

// Days are numbered from 1970-01-01, which is 0 and a Thursday. They are found by walking from one
// to the next, and read off this list.
struct Date {
  int year = 1970;
  int month = 1;
  int day = 1;
  int weekday = 4;  // Sunday is 0
};
class Days {
 public:
  Days();
  const Date& operator[](int number) const { return dates_[static_cast<size_t>(number)]; }
  bool IsLastOfMonth(int number) const { return (*this)[number + 1].day == 1; }
  std::string Format(int number) const;
  // Requires: a date between 1970 and 2199.
  int Find(int year, int month, int day) const;

 private:
  std::vector<Date> dates_;
};
const Days& AllDays();

// What the clocks of one place show, as the C library tells it: asked for every half hour of these
// years and kept. It shares no code with the zones of src/duty.
class Wall {
 public:
  static constexpr int kYearFirst = 1999;
  static constexpr int kYearLast = 2101;

  // Reads the environment; call it before there are threads.
  explicit Wall(const std::string& zone);

  struct Shown {
    int day;
    int64_t micros;  // since midnight
  };
  Shown At(int64_t utc_micros) const;
  // The first minute that shows this time of that day or a later one, in microseconds.
  int64_t FirstAtOrAfter(int day, int minute) const;
  int64_t StartOf(int day) const { return FirstAtOrAfter(day, 0); }

  const std::string& zone() const { return zone_; }
  // When the clock is turned.
  const std::vector<int64_t>& turns_micros() const { return turns_; }

 private:
  int64_t OffsetMinutes(int64_t utc_minute) const {
    return offsets_[static_cast<size_t>((utc_minute - minute_first_) / 30)];
  }

  std::string zone_;
  int64_t minute_first_ = 0;
  std::vector<int16_t> offsets_;  // in minutes, by half hour
  std::vector<int64_t> turns_;
};

}  // namespace mandat::oracle
