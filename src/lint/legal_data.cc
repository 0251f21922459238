// SPDX-License-Identifier: Apache-2.0
#include "lint/legal_data.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <span>

#include "law/country.h"

namespace mandat {
namespace {

using Day = std::chrono::sys_days;
using Cells = std::vector<std::string_view>;

std::vector<std::string_view> Split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  for (;;) {
    const size_t end = text.find(by);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

// Reads one table; the row in hand is refused with its table and line.
class TableReader {
 public:
  TableReader(std::string_view name, std::string_view text, std::string_view head)
      : name_(name), text_(text), head_(head) {}

  Status Read(const std::function<Status(const Cells&)>& take) {
    const size_t width = Split(head_, '\t').size();
    bool has_head = false;
    for (const std::string_view line : Split(text_, '\n')) {
      ++line_;
      if (line.empty() || line[0] == '#') {
        continue;
      }
      const Cells cells = Split(line, '\t');
      if (!has_head) {
        has_head = true;
        if (line != head_) {
          return Refuse("the first row names other columns");
        }
      } else if (cells.size() != width || std::ranges::count(cells, "") != 0) {
        return Refuse("a cell is missing");
      } else if (Status taken = take(cells); !taken) {
        return Refuse(taken.error().message);
      }
    }
    return has_head ? Status() : Refuse("the table is empty");
  }

 private:
  Status Refuse(const std::string& why) const {
    return Fail(Error::Invalid(std::string(name_) + ":" + std::to_string(line_) + ": " + why));
  }

  std::string_view name_;
  std::string_view text_;
  std::string_view head_;
  int line_ = 0;
};

std::string TextOf(std::string_view cell) { return cell == "-" ? "" : std::string(cell); }

std::vector<std::string> NamesOf(std::string_view cell) {
  std::vector<std::string> names;
  for (const std::string_view name : Split(cell, '|')) {
    names.emplace_back(name);
  }
  return names;
}

Result<std::optional<Day>> DayOf(std::string_view cell) {
  if (cell == "-") {
    return std::optional<Day>();
  }
  MANDAT_TRY(const Day day, ParseDay(cell));
  return std::optional(day);
}

Result<DayRange> RangeOf(std::string_view from, std::string_view until) {
  DayRange range;
  MANDAT_TRY(range.from, DayOf(from));
  MANDAT_TRY(range.until, DayOf(until));
  if (range.from && range.until && *range.until <= *range.from) {
    return Fail(Error::Invalid("it ends before it begins"));
  }
  return range;
}

Result<Mark> MarkOf(std::string_view cell) {
  if (cell == "V") {
    return Mark::kRead;
  }
  if (cell == "V2") {
    return Mark::kReadElsewhere;
  }
  if (cell == "M") {
    return Mark::kMemory;
  }
  return Fail(Error::Invalid("a mark is V, V2 or M"));
}

Result<Instrument> InstrumentOf(const Cells& cells) {
  Instrument row{.title = std::string(cells[0]),
                 .word = TextOf(cells[1]),
                 .names = NamesOf(cells[2]),
                 .status = std::string(cells[3]),
                 .replaced_by = TextOf(cells[7]),
                 .source = std::string(cells[9])};
  MANDAT_TRY(row.in_force, RangeOf(cells[4], cells[5]));
  MANDAT_TRY(row.grace, DayOf(cells[6]));
  MANDAT_TRY(row.mark, MarkOf(cells[8]));
  const bool is_over = row.status == "repealed" || row.status == "invalid";
  if ((!is_over && row.status != "in-force") || is_over != row.in_force.until.has_value()) {
    return Fail(Error::Invalid("the status and `until` differ"));
  }
  return row;
}

Result<Adequacy> AdequacyOf(const Cells& cells) {
  if (!IsCountry(cells[0])) {
    return Fail(Error::Invalid("not a country"));
  }
  Adequacy row{.country = std::string(cells[0]),
               .condition = TextOf(cells[3]),
               .source = std::string(cells[6])};
  MANDAT_TRY(row.days, RangeOf(cells[1], cells[2]));
  MANDAT_TRY(row.from_mark, MarkOf(cells[4]));
  MANDAT_TRY(row.mark, MarkOf(cells[5]));
  return row;
}

Result<AreaCountry> AreaOf(const Cells& cells) {
  if (!IsCountry(cells[0])) {
    return Fail(Error::Invalid("not a country"));
  }
  AreaCountry row{.country = std::string(cells[0])};
  MANDAT_TRY(row.days, RangeOf(cells[1], cells[2]));
  return row;
}

Result<Outdated> OutdatedOf(const Cells& cells) {
  Outdated row{.title = std::string(cells[0]),
               .names = NamesOf(cells[1]),
               .replaced_by = TextOf(cells[3]),
               .source = std::string(cells[5])};
  MANDAT_TRY(row.since, ParseDay(cells[2]));
  MANDAT_TRY(row.mark, MarkOf(cells[4]));
  return row;
}

template <class Row>
Status Fill(std::vector<Row>& rows, TableReader reader, Result<Row> (*row_of)(const Cells&)) {
  return reader.Read([&rows, row_of](const Cells& cells) -> Status {
    MANDAT_TRY(Row row, row_of(cells));
    rows.push_back(std::move(row));
    return {};
  });
}

}  // namespace

Result<LegalData> LegalData::Parse(const Texts& texts) {
  LegalData data;
  MANDAT_TRY_STATUS(
      Fill(data.instruments_,
           TableReader("instruments", texts.instruments,
                       "instrument\tword\tnames\tstatus\tfrom\tuntil\tgrace\treplaced-by\tmark"
                       "\tsource"),
           &InstrumentOf));
  MANDAT_TRY_STATUS(Fill(data.adequacy_,
                         TableReader("adequacy", texts.adequacy,
                                     "country\tfrom\tuntil\tcondition\tfrom-mark\tmark\tsource"),
                         &AdequacyOf));
  MANDAT_TRY_STATUS(Fill(data.area_,
                         TableReader("area", texts.area, "country\tfrom\tuntil\twhy\tmark\tsource"),
                         &AreaOf));
  MANDAT_TRY_STATUS(Fill(data.protocols_,
                         TableReader("protocols", texts.protocols,
                                     "protocol\tnames\tsince\treplaced-by\tmark\tsource"),
                         &OutdatedOf));
  MANDAT_TRY_STATUS(Fill(data.standards_,
                         TableReader("standards", texts.standards,
                                     "standard\tnames\tuntil\treplaced-by\tmark\tsource"),
                         &OutdatedOf));
  return data;
}

const Instrument* LegalData::FindInstrument(std::string_view word) const {
  const auto found = std::ranges::find(instruments_, word, &Instrument::word);
  return word.empty() || found == instruments_.end() ? nullptr : &*found;
}

bool LegalData::IsInside(std::string_view country, Day at) const {
  return country == "EU" || IsMemberState(country) ||
         std::ranges::any_of(area_, [&](const AreaCountry& row) {
           return row.country == country && row.days.Holds(at);
         });
}

LegalData::Cover LegalData::CoverOf(std::string_view country, Day at) const {
  Cover cover;
  for (const Adequacy& row : adequacy_) {
    if (row.country != country) {
      continue;
    }
    if (row.days.Holds(at)) {
      return {.is_adequate = true, .condition = row.condition, .mark = row.mark};
    }
    // Before a day that is only remembered, "not adequate" is only remembered too.
    if (row.days.from && at < *row.days.from && row.from_mark == Mark::kMemory) {
      cover.mark = Mark::kMemory;
    }
  }
  return cover;
}

Result<Day> ParseDay(std::string_view text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  const auto read = [](std::string_view digits, auto& value) {
    const auto [end, trouble] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return trouble == std::errc() && end == digits.data() + digits.size() && digits[0] != '-';
  };
  if (text.size() == 10 && text[4] == '-' && text[7] == '-' && read(text.substr(0, 4), year) &&
      read(text.substr(5, 2), month) && read(text.substr(8, 2), day)) {
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    if (date.ok()) {
      return Day(date);
    }
  }
  return Fail(Error::Invalid("a day is written 2026-11-22"));
}

std::string FormatDay(Day day) {
  const std::chrono::year_month_day date(day);
  const auto two = [](unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  const std::string year = std::to_string(static_cast<int>(date.year()));
  return std::string(4 - std::min<size_t>(4, year.size()), '0') + year + "-" +
         two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day()));
}

}  // namespace mandat
