// SPDX-License-Identifier: Apache-2.0
#include "http/internal/journal_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "format/outcome_name.h"
#include "service/feed.h"
#include "service/journal_standing.h"
#include "service/witnesses.h"

namespace mandat {
namespace {

struct Measured {
  std::string agreement;
  Instant now;
  JournalStanding standing;
};

double Seconds(Instant at) { return static_cast<double>(at.micros) / 1e6; }

// Since then; a clock that was set back does not make it negative.
double SecondsSince(Instant then, Instant now) {
  return std::max(0.0, Seconds(now) - Seconds(then));
}

// One family: its type, and a line for each item that has a value. All lines of a family stand
// together, as the format wants it.
template <class Items, class Labels, class Value>
void AppendFamily(std::string_view name, std::string_view type, const Items& items, Labels labels,
                  Value value, std::string& out) {
  auto to = std::back_inserter(out);
  fmt::format_to(to, "# TYPE {} {}\n", name, type);
  for (const auto& item : items) {
    if (const std::optional<double> number = value(item)) {
      fmt::format_to(to, "{}{{{}}} {}\n", name, labels(item), *number);
    }
  }
}

std::vector<Measured> Measure(Agreements& agreements) {
  std::vector<Measured> all;
  const auto add = [&all](const OpenAgreement& agreement) {
    all.push_back({agreement.id().text(), agreement.gate().Now(), StandingOf(agreement)});
  };
  for (const std::shared_ptr<OpenAgreement>& agreement : agreements.Opened()) {
    add(*agreement);
  }
  add(agreements.system());
  return all;
}

void AppendJournals(const std::vector<Measured>& journals, std::string& out) {
  using Value = std::optional<double>;
  const auto labels = [](const Measured& each) {
    return fmt::format("agreement=\"{}\"", each.agreement);
  };
  const auto family = [&](std::string_view name, auto value) {
    AppendFamily(name, "gauge", journals, labels, value, out);
  };
  family("mandat_journal_entries",
         [](const Measured& each) -> Value { return static_cast<double>(each.standing.size); });
  family("mandat_journal_published_entries", [](const Measured& each) -> Value {
    return static_cast<double>(each.standing.published);
  });
  family("mandat_journal_minimum_entry",
         [](const Measured& each) -> Value { return static_cast<double>(each.standing.minimum); });
  family("mandat_journal_checkpoint_timestamp_seconds", [](const Measured& each) -> Value {
    const auto& at = each.standing.newest_published;
    return at ? Value(Seconds(*at)) : std::nullopt;
  });
  family("mandat_journal_unpublished_seconds", [](const Measured& each) -> Value {
    const auto& since = each.standing.oldest_unpublished;
    return since ? SecondsSince(*since, each.now) : 0.0;
  });
  family("mandat_trail_bytes", [](const Measured& each) -> Value {
    return static_cast<double>(each.standing.trail_bytes);
  });
}

void AppendWitnesses(const Witnesses& witnesses, std::string& out) {
  using Value = std::optional<double>;
  const std::vector<WitnessState> states = witnesses.States();
  const auto labels = [](const WitnessState& each) {
    return fmt::format("agreement=\"{}\",witness=\"{}\"", each.agreement, each.name);
  };
  const auto family = [&](std::string_view name, auto value) {
    AppendFamily(name, "gauge", states, labels, value, out);
  };
  family("mandat_witness_cosigned_entries",
         [](const WitnessState& each) -> Value { return static_cast<double>(each.size); });
  family("mandat_witness_cosigned_timestamp_seconds", [](const WitnessState& each) -> Value {
    return each.cosigned_at ? Value(Seconds(*each.cosigned_at)) : std::nullopt;
  });
  family("mandat_witness_late_timestamp_seconds", [](const WitnessState& each) -> Value {
    return each.waits_since ? Value(Seconds(*each.waits_since)) : std::nullopt;
  });
  family("mandat_witness_objecting",
         [](const WitnessState& each) -> Value { return each.objects ? 1.0 : 0.0; });
}

void AppendFeed(const Feed& feed, Instant now, std::string& out) {
  using Value = std::optional<double>;
  const std::vector<FeedState> states = feed.States();
  const auto labels = [](const FeedState& each) {
    return fmt::format("agreement=\"{}\"", each.agreement);
  };
  const auto family = [&](std::string_view name, auto value) {
    AppendFamily(name, "gauge", states, labels, value, out);
  };
  fmt::format_to(std::back_inserter(out), "# TYPE mandat_feed_up gauge\nmandat_feed_up {}\n",
                 feed.trouble().empty() ? 1 : 0);
  family("mandat_feed_confirmed_entries",
         [](const FeedState& each) -> Value { return static_cast<double>(each.confirmed); });
  family("mandat_feed_behind_entries", [](const FeedState& each) -> Value {
    return static_cast<double>(each.size - std::min(each.size, each.confirmed));
  });
  family("mandat_feed_lag_seconds", [now](const FeedState& each) -> Value {
    return each.oldest ? SecondsSince(*each.oldest, now) : 0.0;
  });
  out += "# TYPE mandat_feed_entries_total counter\n";
  for (const FeedState& each : states) {
    for (size_t number = 1; number < each.outcomes.size(); ++number) {
      if (each.outcomes[number] != 0) {
        fmt::format_to(std::back_inserter(out),
                       "mandat_feed_entries_total{{agreement=\"{}\",outcome=\"{}\"}} {}\n",
                       each.agreement, Name(static_cast<Outcome>(number)), each.outcomes[number]);
      }
    }
  }
}

}  // namespace

void AppendJournalMetrics(const Context& context, std::string& out) {
  AppendJournals(Measure(context.agreements), out);
  if (context.witnesses != nullptr) {
    AppendWitnesses(*context.witnesses, out);
  }
  if (context.feed != nullptr) {
    AppendFeed(*context.feed, context.agreements.system().gate().Now(), out);
  }
}

std::string FeedHealth(const Feed* feed) {
  return feed == nullptr           ? ""
         : feed->trouble().empty() ? ",\"feed\":\"flowing\""
                                   : ",\"feed\":\"waiting\"";
}

}  // namespace mandat
