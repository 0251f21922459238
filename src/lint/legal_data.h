// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mandat {

// How well a fact is known. What rests on memory alone is never more than a note.
enum class Mark : uint8_t { kRead, kReadElsewhere, kMemory };

// From the first day, until the day before the second; an absent day is open.
struct DayRange {
  std::optional<std::chrono::sys_days> from;
  std::optional<std::chrono::sys_days> until;

  bool Holds(std::chrono::sys_days at) const {
    return (!from || *from <= at) && (!until || at < *until);
  }
};

struct Instrument {
  std::string title;
  std::string word;                // of the agreement language, or empty
  std::vector<std::string> names;  // how texts cite it
  std::string status;              // "repealed", "invalid" or "in-force"
  DayRange in_force;
  std::optional<std::chrono::sys_days> grace;  // for contracts concluded while it was in force
  std::string replaced_by;
  Mark mark = Mark::kMemory;
  std::string source;
};

// Source: GDPR Art. 45(1).
struct Adequacy {
  std::string country;
  DayRange days;
  std::string condition;  // for whom alone; empty: for everybody
  Mark from_mark = Mark::kMemory;
  Mark mark = Mark::kMemory;
  std::string source;
};

// A country beside the Member States to which data go as inside the Union.
struct AreaCountry {
  std::string country;
  DayRange days;
};

// A protocol or an edition of a standard, and when it ceased to count.
struct Outdated {
  std::string title;
  std::vector<std::string> names;
  std::chrono::sys_days since;
  std::string replaced_by;
  Mark mark = Mark::kMemory;
  std::string source;
};

// What the law said on which day. Nothing of it stands in code: law/currency has it as tables.
class LegalData {
 public:
  struct Texts {
    std::string_view instruments;
    std::string_view adequacy;
    std::string_view area;
    std::string_view protocols;
    std::string_view standards;
  };

  // Errors: kInvalid, with the table and the line.
  static Result<LegalData> Parse(const Texts& texts);
  // The tables as they were when the program was built.
  static Texts BuiltIn();

  const std::vector<Instrument>& instruments() const { return instruments_; }
  const std::vector<Outdated>& protocols() const { return protocols_; }
  const std::vector<Outdated>& standards() const { return standards_; }

  const Instrument* FindInstrument(std::string_view word) const;
  // True if data go there on that day as inside the Union. "EU" is any Member State.
  bool IsInside(std::string_view country, std::chrono::sys_days at) const;
  // Whether an adequacy decision covers the country on that day; what is not known for certain
  // comes with its mark.
  struct Cover {
    bool is_adequate = false;
    std::string condition;  // only for these; empty: for everybody, or not adequate
    Mark mark = Mark::kRead;
  };
  Cover CoverOf(std::string_view country, std::chrono::sys_days at) const;

 private:
  LegalData() = default;

  std::vector<Instrument> instruments_;
  std::vector<Adequacy> adequacy_;
  std::vector<AreaCountry> area_;
  std::vector<Outdated> protocols_;
  std::vector<Outdated> standards_;
};

// A civil day, "2026-11-22". Errors: kInvalid.
Result<std::chrono::sys_days> ParseDay(std::string_view text);
std::string FormatDay(std::chrono::sys_days day);

}  // namespace mandat
