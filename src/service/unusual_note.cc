// SPDX-License-Identifier: Apache-2.0
#include "service/unusual_note.h"

#include "service/internal/docket_work.h"

namespace mandat {
namespace {

constexpr std::string_view kHouse = "house";
const Period kWithin{24, TimeUnit::kHours};

struct UnusualNoted {
  Receipt receipt;
};

Done<UnusualNoted> ReceiptOnly(Done<Receipt> done) {
  return [done = std::move(done)](Result<UnusualNoted> answer) mutable {
    if (!answer) {
      return done(Fail(std::move(answer).error()));
    }
    done(std::move(answer->receipt));
  };
}

class NoteUnusualWork final : public DocketWork<UnusualNoted> {
 public:
  NoteUnusualWork(OpenAgreement& agreement, std::string reference, std::string words,
                  Done<Receipt> done)
      : DocketWork(agreement, {}, ReceiptOnly(std::move(done))),
        reference_(std::move(reference)),
        words_(std::move(words)) {}

 protected:
  Result<UnusualNoted> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "note-unusual-access";
    Happening seen;
    seen.matter = kHouse;
    seen.event = kLookIntoUnusualAccess;
    seen.reference = reference_;
    MANDAT_TRY(const std::optional<RecordedHappening> same, batch.docket().FindSame(seen));
    if (same) {
      return UnusualNoted();  // whatever came of it
    }
    MANDAT_TRY(const std::optional<Duty> owed,
               batch.Owe({.task = std::string(kLookIntoUnusualAccess),
                          .reference = reference_,
                          .law = "GDPR Art. 33(2)",
                          .period = kWithin}));
    if (owed) {
      batch.Touch(words_);
    }
    return UnusualNoted();
  }

 private:
  const std::string reference_;
  const std::string words_;
};

// The first entry at or after an instant, of those that are still there; instants never go back.
Result<EntryIndex> FirstAt(const Journal& journal, Instant at) {
  uint64_t low = journal.minimum();
  uint64_t high = std::max(low, journal.head().size);
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    MANDAT_TRY(const Bytes bytes, journal.ReadEntry({middle}));
    MANDAT_TRY(const Entry entry, Entry::Decode(bytes));
    (entry.at < at ? low : high) = entry.at < at ? middle + 1 : middle;
  }
  return EntryIndex{low};
}

}  // namespace

Result<std::vector<UnusualFinding>> FindUnusual(const OpenAgreement& agreement,
                                                UnusualLimits limits) {
  const Instant now = agreement.gate().Now();
  if (agreement.Settled(now) < now) {
    return std::vector<UnusualFinding>();
  }
  const Trail trail = agreement.trail();
  MANDAT_TRY(std::set<Bytes> erased, trail.ErasedSinceMove());
  UnusualSearch search(limits, now, std::move(erased));
  MANDAT_TRY(const EntryIndex first, FirstAt(agreement.journal(), search.from()));
  const EntryIndex end{std::max(first.value, agreement.journal().head().size)};
  MANDAT_TRY([[maybe_unused]] const Trail::Coverage coverage,
             trail.ForEach(first, end, [&search](const Touch& touch) { search.Take(touch); }));
  std::vector<UnusualFinding> fresh;
  for (UnusualFinding& finding : std::move(search).Finish()) {
    MANDAT_TRY(const std::vector<RecordedHappening> noted,
               Docket(agreement.store()).Happenings(kHouse, finding.Reference()));
    if (noted.empty()) {
      fresh.push_back(std::move(finding));
    }
  }
  return fresh;
}

void NoteUnusual(const std::shared_ptr<OpenAgreement>& agreement, const UnusualFinding& finding,
                 Done<Receipt> done) {
  SubmitDocketWork<NoteUnusualWork>(agreement, finding.Reference(), finding.Format(),
                                    std::move(done));
}

}  // namespace mandat
