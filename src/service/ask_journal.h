// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/caller.h"
#include "trail/question.h"

namespace mandat {

// One entry that a question covers, with who is behind it.
struct TracedEntry {
  EntryIndex entry;
  Instant at;
  Outcome outcome = Outcome::kDone;
  uint32_t agreement_version = 0;
  Bytes actor;
  std::string act;
  std::string clause;
  std::string purpose;
  std::string collection;
  std::string instruction;
  uint64_t units_count = 0;
  uint64_t people_count = 0;
};

struct ScopeAnswer {
  Scope33 scope;
  std::map<std::string, std::vector<std::string>> categories;  // of data, by collection
  bool is_whole = true;  // false: keys of some rows were lost, or it reaches into what was pruned
  Receipt receipt;
};

struct EntriesAnswer {
  std::vector<TracedEntry> entries;
  std::optional<EntryIndex> next;  // where the next page begins
  bool is_whole = true;
  Receipt receipt;
};

inline constexpr size_t kTracedEntriesMax = 1'000;

// Which people, and how much of what, decisions were about. Journalled before it is answered.
// Blocks for as long as the trail takes to read. Errors: kUnavailable, kCorrupt, kShredded (the
// person asked about was erased). Source: GDPR Art. 33(3)(a).
void AskScope(const std::shared_ptr<OpenAgreement>& agreement, Bytes actor, Question question,
              Done<ScopeAnswer> done);

// The decisions themselves, from entry `after` on, at most `limit`.
// Source: GDPR Art. 15(1)(c); GDPR Art. 5(2).
void AskEntries(const std::shared_ptr<OpenAgreement>& agreement, Bytes actor, Question question,
                EntryIndex after, size_t limit, Done<EntriesAnswer> done);

}  // namespace mandat
