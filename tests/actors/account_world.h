// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "crypto/hash.h"
#include "service/accounts.h"
#include "service/actor_question.h"
#include "service/agreements.h"
#include "support/borrowed_homes.h"
#include "support/test_world.h"

namespace mandat {

inline constexpr std::chrono::days kKeep{180};

inline Credential Line(ActorRole role, const std::string& label, const std::string& token = "",
                       std::string agreement = "") {
  return {role, std::move(agreement), Bytes(Sha256(token.empty() ? label : token).view()), label};
}

// The operator's own home, with two operators, two auditors and an application.
class AccountWorld {
 public:
  AccountWorld()
      : time_(*Instant::Parse("2026-03-30T10:00:00Z")),
        root_(SecretBytes(Bytes(SecretBytes::kBytes, 'r'))) {
    lines_ = {Line(ActorRole::kOperator, "ops-one"), Line(ActorRole::kOperator, "ops-two"),
              Line(ActorRole::kAuditor, "auditor-one"), Line(ActorRole::kAuditor, "auditor-two"),
              Line(ActorRole::kApplication, "shop", "", "shop-acme")};
    Start();
  }

  void Start() {
    const Environment environment{root_, time_, random_, workers_, "mandat.example/journal"};
    auto opened = Agreements::Open(std::make_unique<BorrowedHomes>(homes_), environment);
    ASSERT_OK(opened);
    agreements_ = std::move(*opened);
    auto tags = EnrolAccounts(system(), lines_);
    ASSERT_OK(tags);
    tags_ = std::move(*tags);
  }
  void Restart() {
    agreements_.reset();
    Start();
  }
  // As when somebody mends the file of credentials and starts the server again.
  void RestartWith(std::vector<Credential> lines) {
    lines_ = std::move(lines);
    Restart();
  }

  const std::shared_ptr<OpenAgreement>& system() const { return agreements_->shared_system(); }
  Agreements& agreements() { return *agreements_; }
  ManualTime& time() { return time_; }
  MemoryHome& home() { return homes_.HomeOf("system"); }
  const std::vector<Credential>& lines() const { return lines_; }

  Bytes TagOf(const std::string& label) const {
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].label == label) {
        return tags_[i];
      }
    }
    ADD_FAILURE() << "no line " << label;
    return {};
  }
  Actor As(const std::string& label) const {
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].label == label) {
        return {lines_[i].role, lines_[i].agreement, tags_[i]};
      }
    }
    ADD_FAILURE() << "no line " << label;
    return {};
  }

  Result<ActorAsked> Ask(const std::string& by, ActorAsking asking) {
    return Wait<ActorAsked>([&](Done<ActorAsked> done) {
      AskActor(system(), std::move(asking), As(by), std::move(done));
    });
  }
  Result<ActorAsked> AskOf(const std::string& by, const Bytes& tag) {
    return Ask(by, {tag, "", "incident 2026-07, what Ada Example reported"});
  }
  Result<ActorAnswer> Confirm(const std::string& by, EntryIndex number) {
    return Wait<ActorAnswer>(
        [&](Done<ActorAnswer> done) { ConfirmActor(system(), number, As(by), std::move(done)); });
  }
  Result<ActorAsked> Refuse(const std::string& by, EntryIndex number) {
    return Wait<ActorAsked>(
        [&](Done<ActorAsked> done) { RefuseActor(system(), number, As(by), std::move(done)); });
  }
  Result<ActorAnswer> Tell(const std::string& by, EntryIndex number) {
    return Wait<ActorAnswer>(
        [&](Done<ActorAnswer> done) { TellActor(system(), number, As(by), std::move(done)); });
  }
  Result<Receipt> Erase() {
    return Wait<Receipt>(
        [&](Done<Receipt> done) { EraseAccounts(system(), kKeep, std::move(done)); });
  }

  Entry EntryAt(EntryIndex index) const {
    const auto bytes = system()->journal().ReadEntry(index);
    EXPECT_OK(bytes);
    const auto entry = bytes ? Entry::Decode(*bytes) : Result<Entry>(Fail(bytes.error()));
    EXPECT_OK(entry);
    return entry ? *entry : Entry();
  }
  uint64_t size() const { return system()->journal().head().size; }
  Entry Last() const { return EntryAt({size() - 1}); }

 private:
  ManualTime time_;
  SeededRandom random_{11};
  RootKey root_;
  Workers workers_{2};
  MemoryHomes homes_;
  std::vector<Credential> lines_;
  std::vector<Bytes> tags_;
  std::unique_ptr<Agreements> agreements_;
};

}  // namespace mandat
