// SPDX-License-Identifier: Apache-2.0
//
// Who stands behind the tag of an actor in entries: asked with a reason, confirmed by somebody
// else, and in the journal before it is told.
// Guarantees: one account alone learns nothing; an asking that nobody confirmed within a day is
// over; of an account that was erased nothing is told, since nothing is left.
// Trusts: that two accounts are two people.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "service/caller.h"
#include "service/credentials.h"

namespace mandat {

// An asking is over after this, and so is the telling behind a confirmation.
inline constexpr std::chrono::hours kActorQuestionLasts{24};
inline constexpr size_t kActorReasonBytesMax = 500;

struct ActorAsking {
  Bytes tag;         // 8 bytes, as entries have it; or
  std::string name;  // the label of an account, whose tag is wanted
  std::string reason;
};

enum class ActorQuestionState : uint8_t { kOpen, kConfirmed, kRefused, kLapsed };
std::string_view Name(ActorQuestionState state);

// A question, without an answer.
struct ActorQuestion {
  EntryIndex number;  // the entry that records the asking
  Instant asked;
  Instant lapses;
  Bytes tag;         // empty when it was asked by name
  std::string name;  // empty when it was asked by tag
  std::string reason;
  Bytes by;
  Bytes other;  // who confirmed or refused
  ActorQuestionState state = ActorQuestionState::kOpen;
};

// Who it is.
struct ActorToldOf {
  Bytes tag;
  std::string role;
  std::string agreement;  // empty: all
  std::string label;
  Instant since;
  std::optional<Instant> ended;
};

struct ActorAsked {
  ActorQuestion question;
  Receipt receipt;
};

struct ActorAnswer {
  ActorQuestion question;
  ActorToldOf account;
  Receipt receipt;
};

// All of them are about `system`, the operator's own home.
// Source: GDPR Art. 32(1)(b); GDPR Art. 5(1)(f).

// Errors: kInvalid (no reason, neither or both of tag and name, several accounts of that name),
// kShredded (the tag's key is destroyed; journalled), kNotFound (no account has it; journalled).
void AskActor(const std::shared_ptr<OpenAgreement>& system, ActorAsking asking, Actor by,
              Done<ActorAsked> done);

// The second person, who is told as well. Errors: kRefused (the one who asked, two auditors, or
// too late; journalled), kNotFound, kConflict (answered already).
void ConfirmActor(const std::shared_ptr<OpenAgreement>& system, EntryIndex number, Actor by,
                  Done<ActorAnswer> done);

// Errors: kNotFound, kConflict (answered already).
void RefuseActor(const std::shared_ptr<OpenAgreement>& system, EntryIndex number, Actor by,
                 Done<ActorAsked> done);

// Tells it once more to one of the two. Errors: kRefused (nobody confirmed it, it is too late, or
// for somebody else; journalled), kNotFound.
void TellActor(const std::shared_ptr<OpenAgreement>& system, EntryIndex number, Actor by,
               Done<ActorAnswer> done);

// Those that there are, until the account that they are about is erased. Errors: kUnavailable,
// kCorrupt.
Result<std::vector<ActorQuestion>> ListActorQuestions(const OpenAgreement& system);

}  // namespace mandat
