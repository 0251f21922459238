// SPDX-License-Identifier: Apache-2.0
#include "service/copy_keys.h"

#include <algorithm>
#include <future>
#include <utility>

#include "backup/key_copies.h"
#include "keyring/key_backup.h"
#include "service/internal/erasure_rows.h"
#include "service/internal/key_copy_rows.h"

namespace mandat {
namespace {

constexpr std::chrono::minutes kRetry{15};
constexpr std::chrono::minutes kSoon{1};
constexpr std::chrono::hours kGrace{1};  // until a copy that is due is late

std::chrono::hours HalfLife(int days) { return std::chrono::hours(12) * days; }

template <class Answer>
using Promise = std::shared_ptr<std::promise<Result<Answer>>>;

// Submits an act of the house and waits for what it answers.
template <class Work, class Answer, class... Arguments>
Result<Answer> Await(OpenAgreement& agreement, Arguments&&... arguments) {
  auto promise = std::make_shared<std::promise<Result<Answer>>>();
  std::future<Result<Answer>> answer = promise->get_future();
  agreement.gate().Submit(std::unique_ptr<HouseWork>(
      std::make_unique<Work>(std::forward<Arguments>(arguments)..., std::move(promise))));
  return answer.get();
}

using Export = std::unique_ptr<KeyExport>;

// Takes the state of the keys, if it is time, and puts the copy into the journal with it: nothing
// has left by then.
class BeginCopyWork final : public HouseWork {
 public:
  BeginCopyWork(OpenAgreement& agreement, const KeyCopyRules& rules, Bytes place,
                Promise<Export> promise)
      : HouseWork({}),
        agreement_(agreement),
        rules_(rules),
        place_(std::move(place)),
        promise_(std::move(promise)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    const Keyring& keyring = agreement_.keyring();
    MANDAT_TRY(const std::vector<KeyCopy> copies, ReadKeyCopies(agreement_.store()));
    for (const KeyCopy& copy : copies) {
      const bool is_same =
          copy.changes == keyring.changes() && copy.generation == keyring.generation();
      const auto stands = is_same ? HalfLife(rules_.days) : rules_.every;
      if (copy.at >= context.at ||
          (!copy.gone && copy.place == place_ && context.at - copy.at < stands &&
           context.at - copy.at < HalfLife(rules_.days))) {
        return false;
      }
    }
    KeyCopy copy;
    copy.at = context.at;
    copy.generation = keyring.generation();
    copy.changes = keyring.changes();
    copy.days = rules_.days;
    copy.place = place_;
    MANDAT_TRY(const std::optional<Bytes> rewrap,
               context.staging.Find(Space::kMeta, kLastRewrapRow));
    if (rewrap) {
      MANDAT_TRY(copy.since, DecodeInstant(*rewrap));
    }
    MANDAT_TRY(export_, agreement_.keyring().BeginExport(context.at));
    context.staging.Put(Space::kMeta, KeyCopyRow(copy.at), EncodeKeyCopy(copy));
    entry.act = "key-copy";
    entry.detail =
        "generation " + std::to_string(copy.generation) + " lapses " + copy.Lapses().Format();
    return true;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      export_.reset();
      return promise_->set_value(Fail(std::move(release).error()));
    }
    promise_->set_value(std::move(export_));
  }

 private:
  OpenAgreement& agreement_;
  const KeyCopyRules rules_;
  const Bytes place_;
  const Promise<Export> promise_;
  Export export_;  // null: it is not time
};

// Puts into the journal that copies were found, or that they are gone.
class NoteCopiesWork final : public HouseWork {
 public:
  enum class Said : uint8_t { kFound, kGone };

  NoteCopiesWork(Said said, std::vector<KeyCopy> copies, Promise<Instant> promise)
      : HouseWork({}), said_(said), copies_(std::move(copies)), promise_(std::move(promise)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    const bool is_gone = said_ == Said::kGone;
    for (KeyCopy& copy : copies_) {
      copy.gone = is_gone ? std::optional(context.at) : std::nullopt;
      context.staging.Put(Space::kMeta, KeyCopyRow(copy.at), EncodeKeyCopy(copy));
    }
    entry.act = is_gone ? "key-copy-lapsed" : "key-copy";
    entry.detail = std::string(is_gone ? "removed " : "found ") + std::to_string(copies_.size()) +
                   ", the newest of " + copies_.back().at.Format();
    return true;
  }

  void Finish(Result<Release> release) override {
    promise_->set_value(release ? Result<Instant>(release->at())
                                : Result<Instant>(Fail(std::move(release).error())));
  }

 private:
  const Said said_;
  std::vector<KeyCopy> copies_;
  const Promise<Instant> promise_;
};

class Visit {
 public:
  Visit(OpenAgreement& agreement, Target& target, const KeyCopyRules& rules)
      : agreement_(agreement), target_(target), rules_(rules) {}

  KeyCopiesState Run() {
    const Status listed = TakeNote();
    Note(listed);
    if (listed) {
      Note(RemoveEnded());
      Note(MakeOne());
    }
    Note(Conclude());
    return std::move(state_);
  }

 private:
  using Said = NoteCopiesWork::Said;

  void Note(const Status& status) {
    if (!status && state_.trouble.empty()) {
      state_.trouble = status.error().message;
    }
  }
  const std::string& owner() const { return agreement_.id().text(); }
  Instant Now() const { return agreement_.gate().Now(); }
  bool IsHere(const KeyCopy& copy) const { return !copy.gone && copy.place == place_; }

  Status Tell(Said said, const std::vector<KeyCopy>& copies) {
    if (copies.empty()) {
      return {};
    }
    const Result<Instant> noted = Await<NoteCopiesWork, Instant>(agreement_, said, copies);
    return noted ? Status() : Status(Fail(noted.error()));
  }

  // A copy that is there and not known (its entry was lost with a machine, or somebody put it back)
  // endangers every erasure as far as can be told, until it is gone.
  Status TakeNote() {
    MANDAT_TRY(place_, PlaceOfKeys(target_, agreement_.random()));
    MANDAT_TRY(placed_, ListKeyCopies(target_, owner()));
    MANDAT_TRY(const std::vector<KeyCopy> known, ReadKeyCopies(agreement_.store()));
    std::vector<KeyCopy> found;
    for (const PlacedKeys& placed : placed_) {
      const auto same = std::ranges::find(known, placed.at, &KeyCopy::at);
      if (same != known.end() && IsHere(*same)) {
        continue;
      }
      if (placed.at > Now()) {
        Note(Fail(Error::Corrupt("a copy of keys at its place is of an instant to come")));
        continue;
      }
      KeyCopy copy;
      copy.at = placed.at;
      copy.generation = placed.generation;
      copy.days = std::max(1, rules_.days);
      copy.place = place_;
      found.push_back(std::move(copy));
    }
    return Tell(Said::kFound, found);
  }

  // Source: GDPR Art. 17(1).
  Status RemoveEnded() {
    MANDAT_TRY(const std::vector<KeyCopy> known, ReadKeyCopies(agreement_.store()));
    const Instant settled = agreement_.Settled(Now());
    std::vector<KeyCopy> gone;
    for (const KeyCopy& copy : known) {
      const bool has_lapsed = copy.Lapses() <= settled;
      if (!copy.gone && has_lapsed && !IsHere(copy)) {
        Note(Fail(Error::Unavailable("a copy of keys that lapsed is at another place, " +
                                     FormatHex(copy.place))));
      }
      if (!IsHere(copy)) {
        continue;
      }
      const auto placed = std::ranges::find(placed_, copy.at, &PlacedKeys::at);
      const bool is_whole = placed != placed_.end() && placed->is_whole;
      if (rules_.days > 0 && is_whole && !has_lapsed) {
        continue;
      }
      const Status removed = RemoveKeyCopy(target_, owner(), copy.at, copy.generation);
      Note(removed);
      if (removed) {
        gone.push_back(copy);
      }
    }
    return Tell(Said::kGone, gone);
  }

  Status MakeOne() {
    if (rules_.days == 0) {
      return {};
    }
    Result<Export> begun = Await<BeginCopyWork, Export>(agreement_, agreement_, rules_, place_);
    if (!begun) {
      // Keys are being wrapped anew at this moment.
      is_held_up_ = begun.error().kind == ErrorKind::kConflict;
      return is_held_up_ ? Status() : Status(Fail(begun.error()));
    }
    if (!*begun) {
      return {};
    }
    const Instant at = (*begun)->head().at;
    const Status written = WriteKeyCopy(target_, **begun, rules_.part_bytes);
    begun->reset();  // keys may be wrapped anew again
    return written ? written : TakeBack(at, written);
  }

  // Of a copy that failed, nothing is to be left; what cannot be removed is known.
  Status TakeBack(Instant at, const Status& why) {
    MANDAT_TRY(const std::vector<KeyCopy> known, ReadKeyCopies(agreement_.store()));
    const auto copy = std::ranges::find(known, at, &KeyCopy::at);
    if (copy != known.end() && RemoveKeyCopy(target_, owner(), copy->at, copy->generation)) {
      Note(Tell(Said::kGone, {*copy}));
    }
    return why;
  }

  Status Conclude() {
    const Instant now = Now();
    state_.next = now + (is_held_up_ ? kSoon : kRetry);
    MANDAT_TRY(const std::vector<KeyCopy> known, ReadKeyCopies(agreement_.store()));
    Instant next = now + rules_.every;
    const KeyCopy* newest = nullptr;
    for (const KeyCopy& copy : known) {
      if (!copy.gone) {
        state_.copies.push_back(copy);
        next = std::min(next, copy.Lapses());
        newest = IsHere(copy) ? &copy : newest;
      }
    }
    if (newest != nullptr && rules_.days > 0) {
      const Instant half = newest->at + HalfLife(rules_.days);
      const Instant due = newest->at + rules_.every;
      state_.late_from = half + kGrace;
      next = std::min(next, due > now ? std::min(due, half) : half);
    }
    if (state_.trouble.empty() && !is_held_up_) {
      state_.next = std::max(next, now + kSoon);
    }
    return {};
  }

  OpenAgreement& agreement_;
  Target& target_;
  const KeyCopyRules& rules_;
  Bytes place_;
  std::vector<PlacedKeys> placed_;
  bool is_held_up_ = false;
  KeyCopiesState state_;
};

}  // namespace

KeyCopiesState KeepKeyCopies(const std::shared_ptr<OpenAgreement>& agreement, Target& target,
                             const KeyCopyRules& rules) {
  return Visit(*agreement, target, rules).Run();
}

}  // namespace mandat
