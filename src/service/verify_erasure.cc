// SPDX-License-Identifier: Apache-2.0
#include "service/verify_erasure.h"

#include <future>

#include "service/internal/docket_work.h"
#include "service/internal/erasure_rows.h"
#include "service/internal/purge_rows.h"

namespace mandat {
namespace {

constexpr std::string_view kTask = "finish-erasure";
constexpr std::string_view kPass = "PASS";
const Period kWithin{1, TimeUnit::kDays};

// Row of Space::kMeta: what the look behind an erasure found, as text.
Bytes LookRow(EntryIndex erasure) {
  Bytes row = "erasure/look/";
  AppendBigEndian64(row, erasure.value);
  return row;
}

// "PASS", or where something is left and how much of it.
std::string Words(const std::vector<Remains>& remains) {
  std::string left;
  for (const Remains& one : remains) {
    if (one.count > 0) {
      left += (left.empty() ? "FAIL: " : ", ") + std::string(one.where) + " " +
              std::to_string(one.count);
    }
  }
  return left.empty() ? std::string(kPass) : left;
}

struct LookAnswer {
  Receipt receipt;
};

Done<LookAnswer> ReceiptOnly(Done<Receipt> done) {
  return [done = std::move(done)](Result<LookAnswer> answer) mutable {
    if (!answer) {
      return done(Fail(std::move(answer).error()));
    }
    done(std::move(answer->receipt));
  };
}

class VerifyErasuresWork final : public DocketWork<LookAnswer> {
 public:
  using Looks = std::vector<std::pair<SubjectId, EntryIndex>>;

  VerifyErasuresWork(OpenAgreement& agreement, Looks looks, Done<Receipt> done)
      : DocketWork(agreement, {}, ReceiptOnly(std::move(done))), looks_(std::move(looks)) {}

 protected:
  Result<LookAnswer> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "verify-erasure";
    for (const auto& [subject, erasure] : looks_) {
      MANDAT_TRY(const std::vector<Remains> remains, agreement().vault().FindRemains(subject));
      const std::string words = Words(remains);
      const std::string number = std::to_string(erasure.value);
      if (words != kPass) {
        failed_ += (failed_.empty() ? " FAIL entry " : ", ") + number;
        MANDAT_TRY([[maybe_unused]] const std::optional<Duty> owed,
                   batch.Owe({.task = std::string(kTask),
                              .reference = "entry " + number,
                              .law = "GDPR Art. 17(1)",
                              .clause = {},
                              .period = kWithin}));
      }
      batch.staging().Put(Space::kMeta, LookRow(erasure), EncodeInstant(batch.at()) + words);
    }
    batch.Touch(std::to_string(looks_.size()) + " looked at, entries " +
                std::to_string(looks_.front().second.value) + " to " +
                std::to_string(looks_.back().second.value) + (failed_.empty() ? " PASS" : failed_));
    return LookAnswer();
  }

 private:
  const Looks looks_;
  std::string failed_;
};

Result<std::optional<Instant>> InstantIn(const OpenAgreement& agreement, std::string_view row) {
  MANDAT_TRY(const std::optional<Bytes> value, agreement.store().Find(Space::kMeta, row));
  if (!value) {
    return std::optional<Instant>();
  }
  MANDAT_TRY(const Instant at, DecodeInstant(*value));
  return std::optional(at);
}

std::string Since(std::string_view what, const std::optional<Instant>& at, Instant executed,
                  std::string_view until) {
  return at && *at > executed ? std::string(what) + " " + at->Format() + "; PASS"
                              : "open: " + std::string(until);
}

}  // namespace

void VerifyErasures(const std::shared_ptr<OpenAgreement>& agreement, Done<Receipt> done) {
  std::vector<std::pair<SubjectId, EntryIndex>> looks = agreement->TakeLooks();
  if (looks.empty()) {
    return done(Receipt());
  }
  SubmitDocketWork<VerifyErasuresWork>(agreement, std::move(looks), std::move(done));
}

Status VerifyErasuresNow(OpenAgreement& agreement) {
  const std::vector<std::pair<SubjectId, EntryIndex>> looks = agreement.TakeLooks();
  if (looks.empty()) {
    return {};
  }
  std::promise<Status> promise;
  agreement.gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<VerifyErasuresWork>(
      agreement, looks, [&promise](const Result<Receipt>& looked) {
        promise.set_value(looked ? Status() : Status(Fail(looked.error())));
      })));
  Status looked = promise.get_future().get();
  for (const auto& [subject, erasure] : looks) {
    if (!looked) {
      agreement.OweLook(subject, erasure);
    }
  }
  return looked;
}

// Invariant (erased stays erased): one line for each place where a copy may be.
Result<ErasureState> StateOfErasure(const OpenAgreement& agreement, const Entry& entry,
                                    EntryIndex erasure) {
  ErasureState state;
  MANDAT_TRY(const std::optional<Bytes> look,
             agreement.store().Find(Space::kMeta, LookRow(erasure)));
  std::string found = "nobody looked: the server stopped behind the erasure";
  if (look && look->size() > 8) {
    state.looked = true;
    found = "looked for the person " +
            Instant{static_cast<int64_t>(ReadBigEndian64(*look))}.Format() + "; " + look->substr(8);
    state.failed = look->substr(8) != kPass;
  }
  MANDAT_TRY(const auto rewrapped, InstantIn(agreement, kLastRewrapRow));
  MANDAT_TRY(const auto reclaimed, InstantIn(agreement, kLastReclaimRow));
  const std::string keyless = Since("keys wrapped anew", rewrapped, entry.at,
                                    "until the surviving keys are wrapped anew, within a day");
  const bool of_person = entry.collection.empty();
  const std::string rows = of_person ? found : "removed in the commit of the entry; PASS";
  state.copies = {
      {"records, series, blobs, earlier versions", "rows removed", rows},
      {"indexes of people, times and expiry", "rows removed", rows},
      {"blind index", "rows removed; what was left in files is hidden under a destroyed key",
       keyless},
      {"key store", of_person ? "key of the person destroyed" : "key goes with person or day",
       of_person ? found : "not read back: the key has other uses"},
      {"wrapped keys in files of the past", "agreement key replaced and destroyed", keyless},
      {"live data files and write-ahead log", "compacted; log recycled",
       Since("compacted", reclaimed, entry.at, "until the files are compacted, within a day")},
      {"caches of this process", "keys wiped with their destruction; no opened data is cached",
       "by construction"},
      {"idempotency rows, notices, log", "hold no personal data", "by construction"},
      {"backups of the data", "unreadable: sealed under keys that backups do not have", keyless}};
  if (entry.detail.find("held") != std::string::npos) {
    state.copies.push_back({"units under a legal hold", "kept under the hold's own key",
                            "not erased: " + entry.detail});
  }
  return state;
}

}  // namespace mandat
