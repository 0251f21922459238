// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/period_meant.h"

#include <re2/re2.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "reading/internal/duration.h"

namespace mandat::internal {
namespace {

// "The notice is 30 days. The Customer may object within that period.": the only time that the
// sentence, or one shortly before it in the clause, names.
std::string PeriodMeant(const Sentences& sentences, size_t at) {
  constexpr size_t kBackMost = 3;
  static const re2::RE2 meant(
      R"(\b(?:dans|pendant|durant|within|during|before the end of|innerhalb|binnen) )"
      R"((?:ce(?:tte)?|this|that|such|dieser|dieses) (?:meme |same )?)"
      R"((?:delai|periode|preavis|period|notice period|time|frist|zeitraum\w*)\b)");
  if (!re2::RE2::PartialMatch(std::string(sentences.Words(sentences.all[at])), meant)) {
    return "";
  }
  const size_t clause = sentences.text->blocks[sentences.all[at].block].clause;
  for (size_t back = 0; back <= std::min(at, kBackMost); ++back) {
    const Sentence& sentence = sentences.all[at - back];
    if (sentences.text->blocks[sentence.block].clause != clause) {
      break;
    }
    const std::vector<Duration> durations = FindDurations(sentences.Words(sentence));
    if (!durations.empty()) {
      return durations.size() == 1 ? durations.front().Text() : "";
    }
  }
  return "";
}

}  // namespace

void AddPeriodMeant(const Sentences& sentences, size_t at, Taken& taken) {
  if (taken.is_number) {
    return;
  }
  if (std::string period = PeriodMeant(sentences, at); !period.empty()) {
    taken.value.emplace_back("within", std::move(period));
    taken.has_time = taken.is_number = true;
  }
}

}  // namespace mandat::internal
