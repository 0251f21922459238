// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "chain/chain.h"
#include "chain/internal/counting.h"
#include "format/json_tree.h"

namespace mandat {
namespace {

constexpr size_t kColumns = 100;

// Breaks at blanks; lines after the first begin where the text does, or at `indent_count`.
std::string Wrapped(const std::string& head, std::string_view text, size_t indent_count = 0) {
  const std::string indent(indent_count == 0 ? head.size() : indent_count, ' ');
  std::string out;
  std::string line = head;
  bool is_fresh = true;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    if (!is_fresh && line.size() + 1 + end > kColumns) {
      out += line + "\n";
      line = indent;
      is_fresh = true;
    }
    line += (is_fresh ? "" : " ") + std::string(text.substr(0, end));
    is_fresh = false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out + line + "\n";
}

std::string VerdictWord(const Link& link) {
  switch (link.verdict) {
    case Verdict::kKept:
      return "kept";
    case Verdict::kFails:
      return "FAILS";
    case Verdict::kUnknown:
      return "CANNOT BE KNOWN";
  }
  return "?";
}

std::string SaySide(const ChainSide& side) {
  return fmt::format("{} {}: {}", side.clause.empty() ? "(no clause)" : side.clause, side.path,
                     side.says);
}

const Zone& ZoneOf(const ChainReport& report, ChainStep::Lane lane) {
  return lane == ChainStep::Lane::kUpstream ? report.zone_upstream : report.zone_downstream;
}

std::string_view Name(ChainStep::Lane lane) {
  switch (lane) {
    case ChainStep::Lane::kBoth:
      return "both";
    case ChainStep::Lane::kUpstream:
      return "upstream";
    case ChainStep::Lane::kDownstream:
      return "downstream";
  }
  return "?";
}

std::vector<ChainStep> InOrder(const Timeline& timeline) {
  std::vector<ChainStep> steps = timeline.steps;
  std::ranges::sort(steps, [](const ChainStep& one, const ChainStep& other) {
    return std::pair(one.at, one.lane) < std::pair(other.at, other.lane);
  });
  return steps;
}

std::string SayTimeline(const ChainReport& report, const Timeline& timeline) {
  std::string out = fmt::format("    worst of {} starts from {} on\n", timeline.starts_count,
                                FormatDate(report.from));
  for (const ChainStep& step : InOrder(timeline)) {
    const std::string head = fmt::format(
        "      {}  ", internal::FormatLocal(step.at, ZoneOf(report, step.lane), step.is_end));
    out +=
        Wrapped(head, fmt::format("{}: {}{}",
                                  step.lane == ChainStep::Lane::kBoth ? "event" : Name(step.lane),
                                  step.what, step.clause.empty() ? "" : ", clause " + step.clause));
    for (const std::string& line : step.why) {
      out += Wrapped(std::string(head.size(), ' ') + ". ", line);
    }
  }
  return out;
}

std::string SayLink(const ChainReport& report, const Link& link) {
  std::string out =
      Wrapped(fmt::format("{:<16}{}: ", link.promise, VerdictWord(link)), link.says, 16);
  out += Wrapped("    upstream    ", SaySide(link.upstream));
  out += Wrapped("    downstream  ", SaySide(link.downstream));
  if (link.timeline) {
    out += SayTimeline(report, *link.timeline);
  }
  for (const std::string& note : link.notes) {
    out += Wrapped("    note        ", note);
  }
  if (!link.remedy.empty()) {
    out += Wrapped("    remedy      ", link.remedy);
  }
  return out + "\n";
}

JsonTree Told(const ChainSide& side) {
  JsonTree told = JsonTree::Object();
  told.Set("path", side.path).Set("clause", side.clause);
  told.Set("line", JsonTree::Number(side.line)).Set("says", side.says);
  return told;
}

JsonTree Told(const ChainReport& report, const Timeline& timeline) {
  JsonTree told = JsonTree::Object();
  told.Set("start", timeline.start.Format()).Set("upstream", timeline.upstream.Format());
  if (timeline.downstream) {
    told.Set("downstream", timeline.downstream->Format());
  }
  told.Set("starts", JsonTree::Number(static_cast<int64_t>(timeline.starts_count)));
  JsonTree steps = JsonTree::Array();
  for (const ChainStep& step : InOrder(timeline)) {
    JsonTree one = JsonTree::Object();
    one.Set("at", step.at.Format());
    one.Set("local", internal::FormatLocal(step.at, ZoneOf(report, step.lane), step.is_end));
    one.Set("lane", Name(step.lane)).Set("what", step.what).Set("clause", step.clause);
    one.Set("why", JsonTree::Texts(step.why));
    steps.Add(std::move(one));
  }
  told.Set("steps", std::move(steps));
  return told;
}

JsonTree Told(const ChainReport& report, const Link& link) {
  JsonTree told = JsonTree::Object();
  told.Set("promise", link.promise).Set("verdict", mandat::Name(link.verdict));
  told.Set("says", link.says).Set("source", link.source);
  if (link.spare) {
    told.Set(
        "spare_seconds",
        JsonTree::Number(std::chrono::duration_cast<std::chrono::seconds>(*link.spare).count()));
  }
  told.Set("upstream", Told(link.upstream)).Set("downstream", Told(link.downstream));
  if (link.timeline) {
    told.Set("timeline", Told(report, *link.timeline));
  }
  told.Set("notes", JsonTree::Texts(link.notes)).Set("remedy", link.remedy);
  return told;
}

}  // namespace

std::string FormatText(const ChainReport& report) {
  std::string out = fmt::format(
      "{} (upstream) rests on {} (downstream): {} is its `{}`\n"
      "searched {} to {}, days of {} upstream and {} downstream\n\n",
      report.upstream, report.downstream, report.subprocessor, report.subprocessor_id,
      FormatDate(report.from), FormatDate(report.until), report.zone_upstream.name(),
      report.zone_downstream.name());
  for (const Link& link : report.links) {
    out += SayLink(report, link);
  }
  const auto count = [&](Verdict verdict) {
    return std::ranges::count(report.links, verdict, &Link::verdict);
  };
  return out + fmt::format("{} promise{}: {} kept, {} failing, {} that cannot be known\n",
                           report.links.size(), report.links.size() == 1 ? "" : "s",
                           count(Verdict::kKept), count(Verdict::kFails), count(Verdict::kUnknown));
}

std::string FormatJson(const ChainReport& report) {
  JsonTree told = JsonTree::Object();
  told.Set("upstream", report.upstream).Set("downstream", report.downstream);
  told.Set("processor", report.processor).Set("subprocessor", report.subprocessor_id);
  told.Set("from", FormatDate(report.from)).Set("until", FormatDate(report.until));
  told.Set("zone_upstream", report.zone_upstream.name());
  told.Set("zone_downstream", report.zone_downstream.name());
  told.Set("kept", JsonTree::Bool(report.IsKept()));
  JsonTree links = JsonTree::Array();
  for (const Link& link : report.links) {
    links.Add(Told(report, link));
  }
  told.Set("links", std::move(links));
  return told.Format();
}

}  // namespace mandat
