// SPDX-License-Identifier: Apache-2.0
#include "service/accounts.h"

#include <algorithm>
#include <array>
#include <future>

#include "service/credentials.h"
#include "service/internal/account_rows.h"
#include "service/internal/erasure_rows.h"

namespace mandat {
namespace {

constexpr std::string_view kUnkeyed = "an account has no key";

SubjectId DrawId(Random& random) {
  std::array<uint8_t, SubjectId::kBytes> bytes{};
  random.Fill(reinterpret_cast<char*>(bytes.data()), bytes.size());
  return SubjectId(bytes);
}

class EnrolWork final : public HouseWork {
 public:
  using Tags = std::vector<Bytes>;

  EnrolWork(OpenAgreement& system, const std::vector<Credential>& lines,
            std::promise<Result<Tags>>& tags)
      : HouseWork({}), system_(system), lines_(lines), tags_(tags) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    MANDAT_TRY(accounts_, ReadAccounts(system_));
    MANDAT_TRY(const std::vector<Bytes> orphans, OrphanedAccountRows(system_));
    for (const Bytes& row : orphans) {
      context.staging.Remove(Space::kMeta, row);
    }
    std::vector<bool> has_line(accounts_.size(), false);
    for (const Credential& line : lines_) {
      MANDAT_TRY(const size_t at, Take(line, context));
      has_line.resize(accounts_.size(), false);
      has_line[at] = true;
      found_.push_back(accounts_[at].tag);
    }
    for (size_t i = 0; i < accounts_.size(); ++i) {
      if (!has_line[i] && !accounts_[i].account.ended) {
        accounts_[i].account.ended = context.at;
        ++ended_count_;
        MANDAT_TRY_STATUS(Keep(accounts_[i], context));
      }
    }
    entry.act = "keep-accounts";
    entry.detail = "new " + std::to_string(new_count_) + " again " + std::to_string(again_count_) +
                   " ended " + std::to_string(ended_count_);
    return new_count_ + again_count_ + ended_count_ + orphans.size() != 0;
  }

  void Finish(Result<Release> release) override {
    tags_.set_value(release ? Result<Tags>(std::move(found_))
                            : Result<Tags>(Fail(std::move(release).error())));
  }

 private:
  // Where the account of a line is; a new one where there is none.
  Result<size_t> Take(const Credential& line, BatchContext& context) {
    Account wanted;
    wanted.role = Name(line.role);
    wanted.agreement = line.agreement;
    wanted.label = line.label;
    const auto known = std::ranges::find_if(
        accounts_, [&](const KnownAccount& each) { return each.account.IsNamed(wanted); });
    if (known != accounts_.end()) {
      if (known->account.ended) {
        known->account.ended.reset();
        ++again_count_;
        MANDAT_TRY_STATUS(Keep(*known, context));
      }
      return static_cast<size_t>(known - accounts_.begin());
    }
    wanted.since = context.at;
    wanted.old_tag = UnkeyedActorTag(line);
    const SubjectId id = DrawId(system_.random());
    system_.keyring().StageSubjectKey(id);
    MANDAT_TRY(const std::optional<SecretBytes> key, system_.keyring().FindSubjectKeyStaged(id));
    accounts_.push_back({id, std::move(wanted), ActorTagOf(*key)});
    ++new_count_;
    MANDAT_TRY_STATUS(Keep(accounts_.back(), context));
    return accounts_.size() - 1;
  }

  Status Keep(const KnownAccount& known, BatchContext& context) {
    MANDAT_TRY(const std::optional<SecretBytes> key,
               system_.keyring().FindSubjectKeyStaged(known.id));
    if (!key) {
      return Fail(Error::Corrupt(kUnkeyed));
    }
    context.staging.Put(Space::kMeta, AccountRow(known.id),
                        SealAccount(*key, known.id, known.account, system_.random()));
    return {};
  }

  OpenAgreement& system_;
  const std::vector<Credential>& lines_;
  std::promise<Result<Tags>>& tags_;
  std::vector<KnownAccount> accounts_;
  Tags found_;
  size_t new_count_ = 0;
  size_t again_count_ = 0;
  size_t ended_count_ = 0;
};

class EraseWork final : public HouseWork {
 public:
  EraseWork(OpenAgreement& system, std::chrono::days keep, Done<Receipt> done)
      : HouseWork({}), system_(system), keep_(keep), done_(std::move(done)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    MANDAT_TRY(const std::vector<KnownAccount> accounts, ReadAccounts(system_));
    const Instant settled = system_.Settled(context.at);
    uint64_t count = 0;
    for (const KnownAccount& known : accounts) {
      if (known.account.ended && *known.account.ended + keep_ <= settled) {
        MANDAT_TRY_STATUS(Erase(known, context));
        ++count;
      }
    }
    entry.act = "erase-accounts";
    entry.people_count = count;
    entry.detail =
        "keys destroyed " + std::to_string(count) + ", what entries have for them links to nobody";
    return count != 0;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    done_(Receipt{release->entry(), release->at(), release->clause(), false});
  }

 private:
  // The ledger tells later that there was such a tag, to nobody who does not have it.
  Status Erase(const KnownAccount& known, BatchContext& context) {
    Bytes value;
    AppendBigEndian64(value, static_cast<uint64_t>(context.at.micros));
    AppendBigEndian64(value, context.entry.value);
    for (const Bytes& tag : {known.tag, known.account.old_tag}) {
      context.staging.Put(Space::kLedger, TagLedgerRow(system_.keyring(), tag), value);
    }
    MANDAT_TRY(const std::vector<KnownQuestion> questions, ReadQuestions(system_));
    for (const KnownQuestion& question : questions) {
      if (question.account == known.id) {
        context.staging.Remove(Space::kMeta, QuestionRow(question.entry));
      }
    }
    context.staging.Remove(Space::kMeta, AccountRow(known.id));
    context.staging.Put(Space::kMeta, Bytes(kLastErasureRow), EncodeInstant(context.at));
    context.shred_subjects.push_back(known.id);
    return {};
  }

  OpenAgreement& system_;
  const std::chrono::days keep_;
  Done<Receipt> done_;
};

}  // namespace

Result<std::vector<Bytes>> EnrolAccounts(const std::shared_ptr<OpenAgreement>& system,
                                         const std::vector<Credential>& lines) {
  std::promise<Result<std::vector<Bytes>>> tags;
  system->gate().Submit(
      std::unique_ptr<HouseWork>(std::make_unique<EnrolWork>(*system, lines, tags)));
  return tags.get_future().get();
}

void EraseAccounts(const std::shared_ptr<OpenAgreement>& system, std::chrono::days keep,
                   Done<Receipt> done) {
  system->gate().Submit(
      std::unique_ptr<HouseWork>(std::make_unique<EraseWork>(*system, keep, std::move(done))));
}

Result<std::optional<Instant>> NextAccountErasure(const OpenAgreement& system,
                                                  std::chrono::days keep) {
  MANDAT_TRY(const std::vector<KnownAccount> accounts, ReadAccounts(system));
  std::optional<Instant> next;
  for (const KnownAccount& known : accounts) {
    if (known.account.ended) {
      const Instant due = *known.account.ended + keep;
      next = next ? std::min(*next, due) : due;
    }
  }
  return next;
}

}  // namespace mandat
