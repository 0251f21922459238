// SPDX-License-Identifier: Apache-2.0
// From what was recorded to the tables by which operations are decided.
#include <algorithm>

#include "life/internal/fold.h"

namespace mandat {
namespace {

// A stretch of time with one agreement text and one schema.
struct Segment {
  Instant from;
  const LifeVersion* version;
  std::shared_ptr<const ServiceSchema> schema;
};

// In order of time; of two that begin together the later recorded counts.
void Add(std::vector<Segment>& segments, Segment segment) {
  if (!segments.empty() && segments.back().from == segment.from) {
    segments.back() = std::move(segment);
  } else {
    segments.push_back(std::move(segment));
  }
}

std::vector<Segment> SegmentsOf(const std::vector<LifeVersion>& versions) {
  std::vector<Segment> segments;
  for (size_t i = 0; i < versions.size(); ++i) {
    const LifeVersion& version = versions[i];
    if (!version.from) {
      continue;
    }
    std::optional<Instant> end;
    for (size_t k = i + 1; k < versions.size() && !end; ++k) {
      end = versions[k].from;
    }
    Add(segments, {*version.from, &version, version.schemas.front().schema});
    for (size_t k = 1; k < version.schemas.size(); ++k) {
      const LifeVersion::Schema& deployed = version.schemas[k];
      if (!end || deployed.from < *end) {
        Add(segments, {deployed.from, &version, deployed.schema});
      }
    }
  }
  return segments;
}

template <class Entry>
void KeepFrom(std::vector<Entry>& entries, Instant since) {
  std::erase_if(entries,
                [since](const Entry& entry) { return entry.until && *entry.until <= since; });
}

// Of the states of a sub-processor, the one at `since` and those to come.
void KeepStatesFrom(std::vector<SubprocessorState>& rows, Instant since) {
  const std::vector<SubprocessorState> all = rows;
  std::erase_if(rows, [&](const SubprocessorState& row) {
    return std::ranges::any_of(all, [&](const SubprocessorState& other) {
      return other.id == row.id && row.from < other.from && other.from <= since;
    });
  });
}

std::string Citable(const std::string& clause) {
  const bool is_citable = !clause.empty() && clause.size() <= 64 &&
                          std::ranges::all_of(clause, [](char c) { return c >= ' ' && c <= '~'; });
  return is_citable ? clause : "GDPR Art. 28(3)(g)";
}

}  // namespace

Standing Life::StandingFor(const Agreement& agreement, Instant since) const {
  Standing standing = standing_;
  KeepFrom(standing.instructions, since);
  KeepFrom(standing.suspensions, since);
  KeepFrom(standing.holds, since);
  KeepStatesFrom(standing.subprocessors, since);
  if (end_recorded_) {
    Suspension ended;
    static_cast<StandingEntry&>(ended) = {
        std::string(internal::kEndId), *end_recorded_, {}, Citable(end_basis_)};
    ended.by = SuspendedBy::kProcessor;
    standing.suspensions.push_back(std::move(ended));
  }
  const Term* change = agreement.FindTerm("instructions.change");
  if (change != nullptr) {
    const std::string& option = change->option ? change->option->word : change->holds().word;
    standing.instructions_may_widen =
        (option.empty() ? change->holds().word : option) == "by-instruction";
  }
  return standing;
}

std::variant<std::shared_ptr<const MandateSchedule>, std::vector<Finding>> Life::Compile(
    Instant since) const {
  const std::vector<Segment> segments = SegmentsOf(versions_);
  std::vector<MandateSchedule::Version> compiled;
  for (size_t i = 0; i < segments.size(); ++i) {
    const Segment& segment = segments[i];
    if (i + 1 < segments.size() && segments[i + 1].from <= since) {
      continue;  // over before anything will be decided
    }
    const Instant first = std::max(since, segment.from);
    auto mandate = Mandate::Compile(*segment.version->agreement, *segment.schema,
                                    StandingFor(*segment.version->agreement, first), first);
    if (auto* findings = std::get_if<std::vector<Finding>>(&mandate)) {
      return std::move(*findings);
    }
    compiled.push_back(
        {segment.from, std::move(std::get<std::shared_ptr<const Mandate>>(mandate))});
  }
  if (compiled.empty()) {
    return std::shared_ptr<const MandateSchedule>();
  }
  return std::make_shared<const MandateSchedule>(std::move(compiled));
}

}  // namespace mandat
