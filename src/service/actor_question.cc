// SPDX-License-Identifier: Apache-2.0
#include "service/actor_question.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "format/cbor.h"
#include "service/internal/account_rows.h"
#include "service/internal/erasure_rows.h"

namespace mandat {
namespace {

constexpr size_t kReasonTagBytes = 16;
constexpr size_t kActorTagBytes = 8;

// Rules of the house, named as a clause is: docs/guides/actors.md has them.
ClauseRef HouseRule(std::string rule) { return {"house", 1, std::move(rule)}; }
ClauseRef TwoPeople() { return HouseRule("two-people"); }
ClauseRef OneDay() { return HouseRule("one-day"); }

bool IsOver(Instant from, Instant now) { return from + kActorQuestionLasts <= now; }

ActorQuestion Shown(const KnownQuestion& known, const std::string& name, Instant now) {
  const AskedQuestion& asked = known.question;
  ActorQuestion shown;
  shown.number = known.entry;
  shown.asked = asked.asked;
  shown.lapses = asked.confirmed.value_or(asked.asked) + kActorQuestionLasts;
  shown.tag = asked.tag;
  shown.name = asked.tag.empty() ? name : "";
  shown.reason = asked.reason;
  shown.by = asked.by;
  shown.other = asked.other;
  shown.state = asked.refused         ? ActorQuestionState::kRefused
                : shown.lapses <= now ? ActorQuestionState::kLapsed
                : asked.confirmed     ? ActorQuestionState::kConfirmed
                                      : ActorQuestionState::kOpen;
  return shown;
}

ActorToldOf Told(const KnownAccount& known) {
  return {known.tag,           known.account.role,  known.account.agreement,
          known.account.label, known.account.since, known.account.ended};
}

Result<KnownAccount> AccountOf(const OpenAgreement& system, const SubjectId& id) {
  MANDAT_TRY(std::vector<KnownAccount> accounts, ReadAccounts(system));
  const auto found = std::ranges::find(accounts, id, &KnownAccount::id);
  return found == accounts.end()
             ? Result<KnownAccount>(Fail(Error::NotFound("its account is erased")))
             : Result<KnownAccount>(std::move(*found));
}

// An act about questions. What is refused is journalled as well, and then the error is the answer.
// Invariant (journal before disclosure).
template <class Answer>
class ActorWork : public HouseWork {
 public:
  ActorWork(OpenAgreement& system, Actor by, Done<Answer> done)
      : HouseWork(by.tag), system_(system), by_(std::move(by)), done_(std::move(done)) {}

  void Finish(Result<Release> release) final {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    if (error_) {
      error_->entry = release->entry().value;
      return done_(Fail(std::move(*error_)));
    }
    answer_.receipt = {release->entry(), release->at(), release->clause()};
    done_(std::move(answer_));
  }

 protected:
  OpenAgreement& system() const { return system_; }
  const Actor& by() const { return by_; }
  Answer& answer() { return answer_; }

  // The entry stands for the refusal, too.
  bool Refuse(Entry& entry, Outcome outcome, Error error) {
    entry.outcome = outcome;
    if (error.clause) {
      entry.clause = error.clause->Format();
    }
    error_ = std::move(error);
    return true;
  }

  Status Keep(const KnownQuestion& known, BatchContext& context) const {
    MANDAT_TRY(const std::optional<SecretBytes> key,
               system_.keyring().FindSubjectKey(known.account));
    if (!key) {
      return Fail(Error::Shredded("its account is erased"));
    }
    context.staging.Put(Space::kMeta, QuestionRow(known.entry),
                        SealQuestion(*key, known, system_.random()));
    return {};
  }

 private:
  OpenAgreement& system_;  // closes only when its gate has finished this work
  const Actor by_;
  Done<Answer> done_;
  Answer answer_;
  std::optional<Error> error_;
};

class AskWork final : public ActorWork<ActorAsked> {
 public:
  AskWork(OpenAgreement& system, ActorAsking asking, Actor by, Done<ActorAsked> done)
      : ActorWork(system, std::move(by), std::move(done)), asking_(std::move(asking)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    entry.act = "ask-actor";
    // A reason is written by people, and may name some: the journal tells only that it was this
    // one. A name stays out, or the entry would tell later whose tag was asked for.
    entry.detail =
        (asking_.tag.empty() ? "by name" : "tag " + FormatHex(asking_.tag)) + " reason " +
        FormatHex(Sha256({entry.salt, asking_.reason}).view().substr(0, kReasonTagBytes));
    MANDAT_TRY(const std::vector<KnownAccount> accounts, ReadAccounts(system()));
    std::vector<const KnownAccount*> found;
    for (const KnownAccount& known : accounts) {
      if (asking_.tag.empty() ? known.account.label == asking_.name : known.IsBehind(asking_.tag)) {
        found.push_back(&known);
      }
    }
    if (found.empty()) {
      return RefuseUnknown(entry);
    }
    if (found.size() > 1) {
      return Fail(Error::Invalid("several accounts have that name; ask by tag"));
    }
    KnownQuestion known{context.entry, found.front()->id, {}};
    known.question.asked = context.at;
    known.question.by = by().tag;
    known.question.role = Name(by().role);
    known.question.tag = asking_.tag;
    known.question.reason = asking_.reason;
    MANDAT_TRY_STATUS(Keep(known, context));
    answer().question = Shown(known, asking_.name, context.at);
    return true;
  }

 private:
  Result<bool> RefuseUnknown(Entry& entry) {
    if (!asking_.tag.empty()) {
      MANDAT_TRY(
          const std::optional<Bytes> row,
          system().store().Find(Space::kLedger, TagLedgerRow(system().keyring(), asking_.tag)));
      if (row && row->size() == 16) {
        MANDAT_TRY(const Instant at, DecodeInstant(ByteView(*row).substr(0, 8)));
        return Refuse(
            entry, Outcome::kGone,
            Error::Shredded("the key of this tag was destroyed at " + at.Format() + ", entry " +
                            std::to_string(ReadBigEndian64(ByteView(*row).substr(8))) +
                            "; it links to nobody"));
      }
    }
    return Refuse(entry, Outcome::kAbsent, Error::NotFound("no account has this tag or name"));
  }

  const ActorAsking asking_;
};

// Confirms, or tells again.
class TellWork final : public ActorWork<ActorAnswer> {
 public:
  enum class Step : uint8_t { kConfirm, kTell };

  TellWork(OpenAgreement& system, Step step, EntryIndex number, Actor by, Done<ActorAnswer> done)
      : ActorWork(system, std::move(by), std::move(done)), step_(step), number_(number) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    MANDAT_TRY(KnownQuestion known, GetQuestion(system(), number_));
    MANDAT_TRY(const KnownAccount account, AccountOf(system(), known.account));
    entry.act = step_ == Step::kConfirm ? "confirm-actor" : "tell-actor";
    entry.detail = "question " + std::to_string(number_.value);
    if (step_ == Step::kConfirm && (known.question.confirmed || known.question.refused)) {
      return Fail(Error::Conflict("the question is answered already"));
    }
    if (auto error = step_ == Step::kConfirm ? ForbidConfirming(known.question, context.at)
                                             : ForbidTelling(known.question, context.at)) {
      return Refuse(entry, Outcome::kRefused, std::move(*error));
    }
    if (step_ == Step::kConfirm) {
      known.question.confirmed = context.at;
      known.question.other = by().tag;
      MANDAT_TRY_STATUS(Keep(known, context));
    }
    answer().question = Shown(known, account.account.label, context.at);
    answer().account = Told(account);
    return true;
  }

 private:
  std::optional<Error> ForbidConfirming(const AskedQuestion& asked, Instant now) const {
    constexpr std::string_view kOperator = "operator";
    if (asked.by == by().tag) {
      return Error::Refused("whoever asks cannot confirm; it takes a second person", TwoPeople());
    }
    if (asked.role != kOperator && Name(by().role) != kOperator) {
      return Error::Refused("one of the two has to be an operator", TwoPeople());
    }
    if (IsOver(asked.asked, now)) {
      return Error::Refused("nobody confirmed it within 24 hours; ask again", OneDay());
    }
    return std::nullopt;
  }

  std::optional<Error> ForbidTelling(const AskedQuestion& asked, Instant now) const {
    if (!asked.confirmed) {
      return Error::Refused("nobody confirmed it; it takes a second person", TwoPeople());
    }
    if (asked.by != by().tag && asked.other != by().tag) {
      return Error::Refused("it is told to those two who asked and confirmed", TwoPeople());
    }
    if (IsOver(*asked.confirmed, now)) {
      return Error::Refused("it was confirmed more than 24 hours ago; ask again", OneDay());
    }
    return std::nullopt;
  }

  const Step step_;
  const EntryIndex number_;
};

class RefuseWork final : public ActorWork<ActorAsked> {
 public:
  RefuseWork(OpenAgreement& system, EntryIndex number, Actor by, Done<ActorAsked> done)
      : ActorWork(system, std::move(by), std::move(done)), number_(number) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    MANDAT_TRY(KnownQuestion known, GetQuestion(system(), number_));
    MANDAT_TRY(const KnownAccount account, AccountOf(system(), known.account));
    if (known.question.confirmed || known.question.refused) {
      return Fail(Error::Conflict("the question is answered already"));
    }
    entry.act = "refuse-actor";
    entry.detail = "question " + std::to_string(number_.value);
    known.question.refused = context.at;
    known.question.other = by().tag;
    MANDAT_TRY_STATUS(Keep(known, context));
    answer().question = Shown(known, account.account.label, context.at);
    return true;
  }

 private:
  const EntryIndex number_;
};

template <class Work, class... Arguments>
void Submit(const std::shared_ptr<OpenAgreement>& system, Arguments&&... arguments) {
  system->gate().Submit(std::unique_ptr<HouseWork>(
      std::make_unique<Work>(*system, std::forward<Arguments>(arguments)...)));
}

}  // namespace

std::string_view Name(ActorQuestionState state) {
  switch (state) {
    case ActorQuestionState::kOpen:
      return "open";
    case ActorQuestionState::kConfirmed:
      return "confirmed";
    case ActorQuestionState::kRefused:
      return "refused";
    case ActorQuestionState::kLapsed:
      return "lapsed";
  }
  Stop("unknown state of a question");
}

void AskActor(const std::shared_ptr<OpenAgreement>& system, ActorAsking asking, Actor by,
              Done<ActorAsked> done) {
  if (asking.reason.empty() || asking.reason.size() > kActorReasonBytesMax ||
      !IsUtf8(asking.reason)) {
    return done(Fail(Error::Invalid("`reason` is not 1 to 500 bytes of text")));
  }
  if (asking.tag.empty() == asking.name.empty()) {
    return done(Fail(Error::Invalid("either `tag` or `name` is needed")));
  }
  if (asking.name.empty() && asking.tag.size() != kActorTagBytes) {
    return done(Fail(Error::Invalid("`tag` is not 16 hexadecimal digits")));
  }
  Submit<AskWork>(system, std::move(asking), std::move(by), std::move(done));
}

void ConfirmActor(const std::shared_ptr<OpenAgreement>& system, EntryIndex number, Actor by,
                  Done<ActorAnswer> done) {
  Submit<TellWork>(system, TellWork::Step::kConfirm, number, std::move(by), std::move(done));
}

void RefuseActor(const std::shared_ptr<OpenAgreement>& system, EntryIndex number, Actor by,
                 Done<ActorAsked> done) {
  Submit<RefuseWork>(system, number, std::move(by), std::move(done));
}

void TellActor(const std::shared_ptr<OpenAgreement>& system, EntryIndex number, Actor by,
               Done<ActorAnswer> done) {
  Submit<TellWork>(system, TellWork::Step::kTell, number, std::move(by), std::move(done));
}

Result<std::vector<ActorQuestion>> ListActorQuestions(const OpenAgreement& system) {
  MANDAT_TRY(const std::vector<KnownQuestion> questions, ReadQuestions(system));
  const Instant now = system.gate().Now();
  std::vector<ActorQuestion> shown;
  for (const KnownQuestion& known : questions) {
    MANDAT_TRY(const KnownAccount account, AccountOf(system, known.account));
    shown.push_back(Shown(known, account.account.label, now));
  }
  return shown;
}

}  // namespace mandat
