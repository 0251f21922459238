// SPDX-License-Identifier: Apache-2.0
//
// Whether a promise to a controller can be kept when it rests on a sub-processor: the agreement
// upstream (with the controller) against the one downstream (with the sub-processor). Guarantees:
// pure; every verdict names the clauses of both sides, a failing date comes with its timeline.
// Trusts: the agreements as parsed, and that the sub-processor does no better than it must.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "agreement/agreement.h"
#include "base/result.h"
#include "duty/calendar.h"
#include "duty/day.h"
#include "duty/zone.h"

namespace mandat {

enum class Verdict : uint8_t {
  kKept,     // in every case that was searched
  kFails,    // in at least one
  kUnknown,  // nothing downstream binds the sub-processor, or nothing can be compared
};
std::string_view Name(Verdict verdict);

// What one of the two agreements says.
struct ChainSide {
  std::string path;    // of the term, or of the section
  std::string clause;  // empty where the contract is silent
  uint32_t line = 0;   // of the contract's text; 0: unknown
  std::string says;    // one phrase
};

// One dated step of a counter-example.
struct ChainStep {
  enum class Lane : uint8_t { kBoth, kUpstream, kDownstream };
  Lane lane = Lane::kBoth;
  Instant at;
  bool is_end = false;  // an instant that is no longer in time: 00:00 is 24:00 of the day before
  std::string what;
  std::string clause;
  std::vector<std::string> why;  // how the date was computed, a line each
};

// A dated worst case. `upstream` and `downstream` are the two ends that are compared.
struct Timeline {
  Instant start;
  Instant upstream;
  std::optional<Instant> downstream;  // nothing: no bound
  std::vector<ChainStep> steps;
  uint64_t starts_count = 0;        // searched
  std::vector<Calendar> calendars;  // by which the ends were computed
};

// One promise upstream and what it rests on downstream.
struct Link {
  std::string promise;  // e.g. "breach"
  Verdict verdict = Verdict::kUnknown;
  std::string says;  // one sentence
  ChainSide upstream;
  ChainSide downstream;
  // The smallest distance between what was promised and what may come; negative when it fails.
  std::optional<std::chrono::microseconds> spare;
  std::optional<Timeline> timeline;
  std::vector<std::string> notes;
  std::string remedy;  // what a house rule or an amendment should say; empty when kept
  std::string source;  // legal citation
};

struct ChainOptions {
  std::string subprocessor;  // id upstream; empty: found by the name of the downstream processor
  std::optional<Day> from;   // first day of the search; nothing: when both are in force
  int years = 2;             // 1 to 10
  std::string zone = "UTC";  // where an agreement states none
};

struct ChainReport {
  std::string upstream;    // e.g. "customer-alliance-demo@1"
  std::string downstream;  // e.g. "customer-alliance-at-mailgun@1"
  std::string processor;   // us: the processor upstream and the customer downstream
  std::string subprocessor_id;
  std::string subprocessor;
  Day from;
  Day until;  // not searched any more
  Zone zone_upstream;
  Zone zone_downstream;
  std::vector<Link> links;

  bool IsKept() const;  // every link
};

// Every promise that rests on the sub-processor; what upstream does not promise is left out.
// Source: GDPR Art. 28(4).
// Errors: kInvalid (options), kNotFound (no such sub-processor upstream).
Result<ChainReport> CheckChain(const Agreement& upstream, const Agreement& downstream,
                               const ChainOptions& options);

// For people, for programs, and as a picture (SVG) of the links that have a timeline.
std::string FormatText(const ChainReport& report);
std::string FormatJson(const ChainReport& report);
std::string FormatPicture(const ChainReport& report, std::span<const Link> links);

}  // namespace mandat
