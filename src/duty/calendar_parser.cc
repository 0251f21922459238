// SPDX-License-Identifier: Apache-2.0
#include "duty/internal/calendar_parser.h"

#include <algorithm>

#include "base/bytes.h"

namespace mandat {
namespace {

constexpr size_t kIdBytesMax = 32;
constexpr size_t kTextBytesMax = 64 * 1024;
constexpr size_t kLineBytesMax = 200;
constexpr size_t kRulesMax = 1000;

bool IsIdChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

bool IsId(std::string_view id) {
  return !id.empty() && id.size() <= kIdBytesMax && id.front() >= 'A' && id.front() <= 'Z' &&
         id.back() != '-' && std::ranges::all_of(id, IsIdChar);
}

}  // namespace

Result<std::vector<Calendar>> internal::ParseCalendars(std::string_view text,
                                                       const std::vector<Calendar>& known) {
  return CalendarParser(known).Read(text);
}

std::unexpected<Error> CalendarParser::Wrong(std::string_view what) const {
  return Fail(
      Error::Invalid("calendar line " + std::to_string(line_number_) + ": " + std::string(what)));
}

Result<std::vector<Calendar>> CalendarParser::Read(std::string_view text) {
  if (text.size() > kTextBytesMax || !IsUtf8(text)) {
    return Wrong("the file is too long or not UTF-8");
  }
  while (!text.empty()) {
    ++line_number_;
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      return Wrong("the last line does not end");
    }
    MANDAT_TRY_STATUS(ReadLine(text.substr(0, end)));
    text.remove_prefix(end + 1);
  }
  MANDAT_TRY_STATUS(Finish());
  if (done_.empty()) {
    return Wrong("there is no calendar");
  }
  return std::move(done_);
}

Status CalendarParser::ReadLine(std::string_view line) {
  if (line.empty() || line.starts_with('#')) {
    return {};
  }
  if (line.size() > kLineBytesMax || line.ends_with(' ') ||
      std::ranges::any_of(line, [](char c) { return static_cast<unsigned char>(c) < ' '; })) {
    return Wrong("too long, ends with a space or has a control character");
  }
  const size_t space = line.find(' ');
  const std::string_view word = line.substr(0, space);
  const std::string_view rest =
      space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
  if (word == "calendar") {
    return Begin(rest);
  }
  if (!open_) {
    return Wrong("the first word is not calendar");
  }
  if (word == "title") {
    return ReadTitle(rest);
  }
  if (word == "years") {
    return ReadYears(rest);
  }
  if (open_->title.empty() || !has_years_) {
    return Wrong("title and years come first");
  }
  return word == "include" ? Include(rest) : ReadRule(line);
}

Status CalendarParser::Begin(std::string_view id) {
  MANDAT_TRY_STATUS(Finish());
  if (!IsId(id)) {
    return Wrong("not a name for a calendar");
  }
  if (id == "none" || FindKnown(id) != nullptr) {
    return Wrong("this calendar is known already");
  }
  open_ = std::make_shared<Calendar::Table>();
  open_->id = id;
  has_years_ = false;
  return {};
}

Status CalendarParser::ReadTitle(std::string_view title) {
  if (!open_->title.empty() || title.empty() || title.front() == ' ') {
    return Wrong("one title, and not empty");
  }
  open_->title = title;
  return {};
}

// "2000-" when the rules hold until further notice, "2023-2026" when days are listed.
Status CalendarParser::ReadYears(std::string_view years) {
  const size_t dash = years.find('-');
  if (has_years_ || dash == std::string_view::npos) {
    return Wrong("one line of years, as 2000- or 2023-2026");
  }
  words_ = {years.substr(0, dash)};
  next_ = 0;
  const std::string_view last = years.substr(dash + 1);
  if (!last.empty()) {
    words_.push_back(last);
  }
  MANDAT_TRY_STATUS(TakeYear(open_->year_first));
  if (!last.empty()) {
    MANDAT_TRY_STATUS(TakeYear(open_->year_last));
  }
  if (open_->year_first > open_->year_last) {
    return Wrong("the first year is after the last");
  }
  has_years_ = true;
  return {};
}

Status CalendarParser::Include(std::string_view id) {
  const Calendar* included = FindKnown(id);
  if (included == nullptr) {
    return Wrong("no such calendar is known here");
  }
  if (open_->year_first < included->year_first() || open_->year_last > included->year_last()) {
    return Wrong("the included calendar does not cover these years");
  }
  const auto& rules = included->table_->rules;
  open_->rules.insert(open_->rules.end(), rules.begin(), rules.end());
  return {};
}

Status CalendarParser::Finish() {
  if (!open_) {
    return {};
  }
  if (open_->rules.empty()) {
    return Wrong("a calendar has no days");
  }
  open_->Tabulate();
  done_.push_back(Calendar(std::move(open_)));
  open_ = nullptr;
  return {};
}

Status CalendarParser::ReadRule(std::string_view line) {
  const size_t equals = line.find(" = ");
  if (equals == std::string_view::npos || line.size() == equals + 3 || line[equals + 3] == ' ') {
    return Wrong("a day needs a name: DAY = NAME");
  }
  if (open_->rules.size() == kRulesMax) {
    return Wrong("too many days");
  }
  Rule rule;
  rule.name = line.substr(equals + 3);
  words_.clear();
  next_ = 0;
  for (std::string_view left = line.substr(0, equals);;) {
    const size_t space = left.find(' ');
    words_.push_back(left.substr(0, space));
    if (space == std::string_view::npos) {
      break;
    }
    left.remove_prefix(space + 1);
  }
  MANDAT_TRY_STATUS(TakeDate(TakeWord(), rule));
  MANDAT_TRY_STATUS(TakeLimits(rule));
  MANDAT_TRY_STATUS(TakeShift(rule));
  if (next_ != words_.size()) {
    return Wrong("a word that is not known here");
  }
  open_->rules.push_back(std::move(rule));
  return {};
}

const Calendar* CalendarParser::FindKnown(std::string_view id) const {
  for (const std::vector<Calendar>* list : {&known_, &done_}) {
    const auto found = std::ranges::find(*list, id, &Calendar::id);
    if (found != list->end()) {
      return &*found;
    }
  }
  return nullptr;
}

}  // namespace mandat
