// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cli/internal/life.h"
#include "duty/deadline.h"

namespace mandat {

// What `mandat clock explain` is told; empty means that it was left open.
struct ClockOptions {
  std::string event;
  std::string zone;
  std::string period;
  std::vector<std::string> calendars;
  std::filesystem::path calendar_file;
  std::string rules;
  std::string week;
  std::string count = "to-act";
  std::string cut_off;
  std::string hours;
  std::string language = "en";
  std::string reason;  // of `clock confirm`
};

// When an event was. A local time that the clock shows twice may be either of two instants.
struct ClockEvent {
  enum class Shown { kOnce, kTwice, kNever };

  Instant earlier;
  Instant later;
  Shown shown = Shown::kOnce;
};

// What is asked, and what the question leaves open.
struct ClockQuestion {
  Count count = Count::kToAct;
  ClockEvent event;
  Period period;
  TimeRules stated;
  Unstated unstated;
  bool is_any_calendar = false;  // no place is named, so every calendar that we have may be meant
  Language language = Language::kEnglish;
};

// `calendar_text` is the content of an operator's own calendars, or empty.
// Errors: kInvalid (names the option), kNotFound (no such zone or calendar), kUnavailable.
Result<ClockQuestion> ParseQuestion(const ClockOptions& options, std::string_view calendar_text);

struct ClockAnswer {
  Readings readings;
  std::vector<std::string> left_out;  // calendars that do not cover the years
};
// Errors: as DeadlineOf, if any reading has one.
Result<ClockAnswer> AnswerTo(const ClockQuestion& question);

Result<int> RunClockExplain(const Context& context, const ClockOptions& options);
// The clock of the server, as it sees it.
Result<int> RunClockStatus(const Context& context, const ClockOptions& options);
Result<int> RunClockConfirm(const Context& context, const ClockOptions& options);
void AddClockCommands(CLI::App* group, const Context& context, ClockOptions& options,
                      const AddCommand& add);

// What the commands about calendars are told.
struct CalendarOptions {
  std::string id;
  std::filesystem::path file;
  int year = 0;
};
Result<int> RunCalendarList(const Context& context, const CalendarOptions& options);
Result<int> RunCalendarShow(const Context& context, const CalendarOptions& options);
Result<int> RunCalendarCheck(const Context& context, const CalendarOptions& options);
void AddCalendarCommands(CLI::App* group, const Context& context, CalendarOptions& options,
                         const AddCommand& add);

// The text of a file of calendars; empty when no file is named. Errors: as ReadWholeFile.
Result<std::string> ReadCalendarText(const std::filesystem::path& file);

}  // namespace mandat
