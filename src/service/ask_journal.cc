// SPDX-License-Identifier: Apache-2.0
#include "service/ask_journal.h"

#include <algorithm>
#include <set>

#include "base/assert.h"
#include "trail/trail.h"

namespace mandat {
namespace {

constexpr uint64_t kEntriesPerLook = 65'536;  // so that a page ends when it is full

// The first entry at or after an instant, of those that were not pruned; instants of a journal
// never go back.
Result<EntryIndex> FirstAt(const Journal& journal, Instant at) {
  uint64_t low = journal.minimum();
  uint64_t high = journal.head().size;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    MANDAT_TRY(const Bytes bytes, journal.ReadEntry({middle}));
    MANDAT_TRY(const Entry entry, Entry::Decode(bytes));
    (entry.at < at ? low : high) = entry.at < at ? middle + 1 : middle;
  }
  return EntryIndex{low};
}

struct Range {
  EntryIndex first;
  EntryIndex end;
};

Result<Range> RangeOf(const Journal& journal, const Question& question) {
  Range range{{0}, {journal.head().size}};
  if (question.from) {
    MANDAT_TRY(range.first, FirstAt(journal, *question.from));
  }
  if (question.until) {
    MANDAT_TRY(range.end, FirstAt(journal, *question.until));
  }
  range.end = std::max(range.first, range.end);
  return range;
}

// What lies before the minimum may be gone from the trail.
bool ReachesBelowMinimum(const Journal& journal, const Range& range) {
  return journal.minimum() > 0 && range.first.value <= journal.minimum();
}

// Who was erased is no longer asked about, also while old rows are still to be sealed anew.
Status RequireNotErased(const OpenAgreement& agreement, const Question& question) {
  if (!question.subject) {
    return {};
  }
  MANDAT_TRY(const std::optional<SecretBytes> key,
             agreement.keyring().FindSubjectKey(*question.subject));
  return key ? Status() : Status(Fail(Error::Shredded("person is not known, or was erased")));
}

// A question about people is an act of its own: journalled before it is answered.
// Invariant (journal before disclosure).
template <class Answer>
class QuestionWork final : public HouseWork {
 public:
  QuestionWork(OpenAgreement& agreement, Bytes actor, Answer answer, std::string detail,
               uint64_t people_count, Done<Answer> done)
      : HouseWork(std::move(actor)),
        agreement_(agreement),
        answer_(std::move(answer)),
        detail_(std::move(detail)),
        people_count_(people_count),
        done_(std::move(done)) {}

  Result<bool> Act(Entry& entry, BatchContext&) override {
    entry.act = "query-journal";
    entry.detail = detail_;
    entry.people_count = people_count_;
    if (const auto mandate = agreement_.mandate()) {
      entry.agreement_version = mandate->agreement().version();
    }
    return true;
  }
  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    answer_.receipt = {release->entry(), release->at(), release->clause()};
    done_(std::move(answer_));
  }

 private:
  OpenAgreement& agreement_;  // closes only when its gate has finished this work
  Answer answer_;
  const std::string detail_;
  const uint64_t people_count_;
  Done<Answer> done_;
};

template <class Answer>
void Submit(OpenAgreement& agreement, Bytes actor, Answer answer, std::string detail,
            uint64_t people_count, Done<Answer> done) {
  agreement.gate().Submit(std::unique_ptr<HouseWork>(
      std::make_unique<QuestionWork<Answer>>(agreement, std::move(actor), std::move(answer),
                                             std::move(detail), people_count, std::move(done))));
}

// What was asked, without a word that a caller made up.
std::string Words(std::string_view what, const Question& question) {
  std::string words(what);
  if (!question.actor.empty()) {
    words += " actor " + FormatHex(question.actor);
  }
  for (const auto& [name, is_set] :
       {std::pair<std::string_view, bool>{" from", question.from.has_value()},
        {" until", question.until.has_value()},
        {" subject", question.subject.has_value()},
        {" act", !question.act.empty()},
        {" purpose", !question.purpose.empty()},
        {" collection", !question.collection.empty()},
        {" clause", !question.clause.empty()},
        {" instruction", !question.instruction.empty()},
        {" refused", question.refused_only}}) {
    words += is_set ? name : std::string_view();
  }
  return words;
}

std::vector<std::string> CategoriesOf(const Mandate* mandate, const std::string& collection) {
  std::set<std::string> categories;
  const Collection* declared =
      mandate == nullptr ? nullptr : mandate->schema().FindCollection(collection);
  if (declared != nullptr) {
    for (const Field& field : declared->fields) {
      categories.insert(field.category);
    }
  }
  return {categories.begin(), categories.end()};
}

Result<ScopeAnswer> FindScope(const OpenAgreement& agreement, const Question& question) {
  MANDAT_TRY_STATUS(RequireNotErased(agreement, question));
  const Trail trail = agreement.trail();
  MANDAT_TRY(std::set<Bytes> erased, trail.ErasedSinceMove());
  MANDAT_TRY(const Range range, RangeOf(agreement.journal(), question));
  ScopeCount count(question, std::move(erased));
  MANDAT_TRY(const Trail::Coverage coverage,
             trail.ForEach(range.first, range.end, [&](const Touch& touch) { count.Take(touch); }));
  ScopeAnswer answer;
  answer.scope = std::move(count).Finish();
  answer.is_whole =
      coverage.rows_without_key == 0 && !ReachesBelowMinimum(agreement.journal(), range);
  const std::shared_ptr<const Mandate> mandate = agreement.mandate();
  for (const auto& [collection, extent] : answer.scope.collections) {
    answer.categories[collection] = CategoriesOf(mandate.get(), collection);
  }
  return answer;
}

TracedEntry Traced(const Touch& touch) {
  return {touch.entry,
          touch.at,
          touch.outcome,
          touch.agreement_version,
          Bytes(touch.actor),
          std::string(touch.act),
          std::string(touch.clause),
          std::string(touch.purpose),
          std::string(touch.collection),
          std::string(touch.instruction),
          touch.units_count,
          touch.people_count()};
}

Result<EntriesAnswer> FindEntries(const OpenAgreement& agreement, const Question& question,
                                  EntryIndex after, size_t limit) {
  MANDAT_TRY_STATUS(RequireNotErased(agreement, question));
  MANDAT_TRY(Range range, RangeOf(agreement.journal(), question));
  range.first = std::max(range.first, after);
  const Trail trail = agreement.trail();
  EntriesAnswer answer;
  answer.is_whole = !ReachesBelowMinimum(agreement.journal(), range);
  while (range.first < range.end && !answer.next) {
    const EntryIndex end{std::min(range.end.value, range.first.value + kEntriesPerLook)};
    MANDAT_TRY(const Trail::Coverage coverage,
               trail.ForEach(range.first, end, [&](const Touch& touch) {
                 if (answer.next || !question.Covers(touch)) {
                   return;
                 }
                 if (answer.entries.size() == limit) {
                   answer.next = touch.entry;
                 } else {
                   answer.entries.push_back(Traced(touch));
                 }
               }));
    answer.is_whole = answer.is_whole && coverage.rows_without_key == 0;
    range.first = end;
  }
  return answer;
}

}  // namespace

void AskScope(const std::shared_ptr<OpenAgreement>& agreement, Bytes actor, Question question,
              Done<ScopeAnswer> done) {
  Result<ScopeAnswer> answer = FindScope(*agreement, question);
  if (!answer) {
    return done(Fail(std::move(answer).error()));
  }
  const uint64_t people_count = answer->scope.people.size();
  Submit(*agreement, std::move(actor), std::move(*answer), Words("scope", question), people_count,
         std::move(done));
}

void AskEntries(const std::shared_ptr<OpenAgreement>& agreement, Bytes actor, Question question,
                EntryIndex after, size_t limit, Done<EntriesAnswer> done) {
  MANDAT_ASSERT(limit > 0 && limit <= kTracedEntriesMax);
  Result<EntriesAnswer> answer = FindEntries(*agreement, question, after, limit);
  if (!answer) {
    return done(Fail(std::move(answer).error()));
  }
  Submit(*agreement, std::move(actor), std::move(*answer), Words("entries", question),
         question.subject ? 1 : 0, std::move(done));
}

}  // namespace mandat
