// SPDX-License-Identifier: Apache-2.0
#include "evidence/policy.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "crypto/note.h"
#include "format/checkpoint.h"

namespace mandat {
namespace {

constexpr std::string_view kBlanks = " \t";

std::vector<std::string_view> WordsOf(std::string_view line) {
  std::vector<std::string_view> words;
  for (size_t at = line.find_first_not_of(kBlanks); at != std::string_view::npos;) {
    const size_t end = std::min(line.find_first_of(kBlanks, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(kBlanks, end);
  }
  return words;
}

bool IsAllowed(char c) {
  const auto byte = static_cast<uint8_t>(c);
  return c == '\t' || c == '\n' || (byte >= 0x20 && byte != 0x7f);
}

Status Require(bool holds, std::string_view message) {
  return holds ? Status{} : Status{Fail(Error::Invalid(message))};
}

}  // namespace

Status TlogPolicy::Define(Member member) {
  MANDAT_TRY_STATUS(Require(members_.size() < kNamesMax, "the policy has too many names"));
  const bool is_new =
      member.name != kNone && positions_.emplace(member.name, members_.size()).second;
  MANDAT_TRY_STATUS(Require(is_new, "the name is taken"));
  members_.push_back(std::move(member));
  grouped_.push_back(false);
  return {};
}

Status TlogPolicy::TakeLog(const Words& words) {
  MANDAT_TRY_STATUS(
      Require(words.size() == 2 || words.size() == 3, "a log is a key, and perhaps an address"));
  MANDAT_TRY(VerifierKey key, ParseVerifierKey(words[1]));
  MANDAT_TRY_STATUS(Require(key.type == kNoteTypeEd25519, "this is not the key of a log"));
  MANDAT_TRY_STATUS(Require(logs_.size() < kNamesMax, "the policy has too many logs"));
  MANDAT_TRY_STATUS(
      Require(std::ranges::find(logs_, key.public_key, &VerifierKey::public_key) == logs_.end(),
              "the log is listed twice"));
  logs_.push_back(std::move(key));
  return {};
}

Status TlogPolicy::TakeWitness(const Words& words) {
  MANDAT_TRY_STATUS(Require(words.size() == 3 || words.size() == 4,
                            "a witness is a name and a key, and perhaps an address"));
  MANDAT_TRY(VerifierKey key, ParseVerifierKey(words[2]));
  MANDAT_TRY_STATUS(Require(key.type == kNoteTypeCosignature, "this is not the key of a witness"));
  for (const Member& member : members_) {
    MANDAT_TRY_STATUS(Require(!member.key || member.key->public_key != key.public_key,
                              "the witness is listed twice"));
  }
  return Define({std::string(words[1]), std::move(key), 0, {}});
}

Status TlogPolicy::TakeGroup(const Words& words) {
  constexpr size_t kFirstMember = 3;
  MANDAT_TRY_STATUS(
      Require(words.size() > kFirstMember, "a group is a name, how many of them, and its members"));
  Member group{std::string(words[1]), std::nullopt, 0, {}};
  for (size_t i = kFirstMember; i < words.size(); ++i) {
    const auto found = positions_.find(words[i]);
    MANDAT_TRY_STATUS(Require(found != positions_.end(), "a member is not defined above"));
    MANDAT_TRY_STATUS(Require(!grouped_[found->second], "a member is in a group already"));
    grouped_[found->second] = true;
    group.members.push_back(found->second);
  }
  const uint64_t most = group.members.size();
  if (words[2] == "all" || words[2] == "any") {
    group.threshold = words[2] == "all" ? most : 1;
  } else {
    MANDAT_TRY(group.threshold, ParseDecimal(words[2]));
  }
  MANDAT_TRY_STATUS(Require(group.threshold >= 1 && group.threshold <= most,
                            "a group needs at least one of its members, and at most all"));
  return Define(std::move(group));
}

Status TlogPolicy::TakeQuorum(const Words& words) {
  MANDAT_TRY_STATUS(Require(words.size() == 2, "a quorum is one name"));
  MANDAT_TRY_STATUS(Require(quorum_.empty(), "there is a quorum already"));
  MANDAT_TRY_STATUS(Require(words[1] == kNone || positions_.contains(words[1]),
                            "the quorum is not defined above"));
  quorum_ = words[1];
  return {};
}

Status TlogPolicy::TakeLine(const Words& words) {
  if (words[0] == "log") {
    return TakeLog(words);
  }
  if (words[0] == "witness") {
    return TakeWitness(words);
  }
  if (words[0] == "group") {
    return TakeGroup(words);
  }
  if (words[0] == "quorum") {
    return TakeQuorum(words);
  }
  return Fail(Error::Invalid("neither log, witness, group nor quorum"));
}

Result<TlogPolicy> TlogPolicy::Parse(std::string_view text) {
  MANDAT_TRY_STATUS(Require(text.size() <= kBytesMax && std::ranges::all_of(text, IsAllowed),
                            "policy is too long, or has control characters"));
  TlogPolicy policy;
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    const Words words = WordsOf(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (words.empty() || words[0].starts_with('#')) {
      continue;
    }
    if (const Status status = policy.TakeLine(words); !status) {
      return Fail(
          Error::Invalid("policy line " + std::to_string(number) + ": " + status.error().message));
    }
  }
  MANDAT_TRY_STATUS(Require(!policy.quorum_.empty(), "policy has no quorum"));
  return policy;
}

std::vector<VerifierKey> TlogPolicy::WitnessKeys() const {
  std::vector<VerifierKey> keys;
  for (const Member& member : members_) {
    if (member.key) {
      keys.push_back(*member.key);
    }
  }
  return keys;
}

const std::string& TlogPolicy::NameOf(const VerifierKey& witness) const {
  const auto found = std::ranges::find(members_, witness, &Member::key);
  MANDAT_ASSERT(found != members_.end());
  return found->name;
}

bool TlogPolicy::Accepts(const VerifierKey& log) const {
  return std::ranges::find(logs_, log) != logs_.end();
}

bool TlogPolicy::IsMetBy(const std::vector<VerifierKey>& cosigners) const {
  if (quorum_ == kNone) {
    return true;
  }
  std::vector<bool> met;  // members stand before the groups that name them
  for (const Member& member : members_) {
    const auto count = static_cast<uint64_t>(
        std::ranges::count_if(member.members, [&met](size_t position) { return met[position]; }));
    met.push_back(member.key ? std::ranges::find(cosigners, *member.key) != cosigners.end()
                             : count >= member.threshold);
  }
  return met[positions_.find(quorum_)->second];
}

}  // namespace mandat
