// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/note.h"

namespace mandat {

// Whom an auditor believes: logs by their keys, witnesses by theirs, and which of the witnesses
// must have seen a checkpoint before it counts. Source: C2SP tlog-policy.
class TlogPolicy {
 public:
  static constexpr size_t kBytesMax = size_t{64} << 10;
  static constexpr size_t kNamesMax = 256;
  static constexpr std::string_view kNone = "none";

  // Errors: kInvalid, naming the line.
  static Result<TlogPolicy> Parse(std::string_view text);

  const std::vector<VerifierKey>& logs() const { return logs_; }
  // The keys of all witnesses, in the order of the policy.
  std::vector<VerifierKey> WitnessKeys() const;
  // What the policy calls the witness with this key. Requires: it is one of WitnessKeys().
  const std::string& NameOf(const VerifierKey& witness) const;

  bool Accepts(const VerifierKey& log) const;
  // The witness or group that must have seen a checkpoint; "none" when nobody must.
  const std::string& quorum() const { return quorum_; }
  // Whether these witnesses are enough.
  bool IsMetBy(const std::vector<VerifierKey>& cosigners) const;

 private:
  // A witness, or a group of names above it.
  struct Member {
    std::string name;
    std::optional<VerifierKey> key;  // of a witness
    uint64_t threshold = 0;          // of a group
    std::vector<size_t> members;     // of a group, as positions before it
  };
  using Words = std::vector<std::string_view>;

  TlogPolicy() = default;

  Status TakeLine(const Words& words);
  Status TakeLog(const Words& words);
  Status TakeWitness(const Words& words);
  Status TakeGroup(const Words& words);
  Status TakeQuorum(const Words& words);
  Status Define(Member member);

  std::vector<VerifierKey> logs_;
  std::vector<Member> members_;
  std::map<std::string, size_t, std::less<>> positions_;
  std::vector<bool> grouped_;  // by position: already in a group
  std::string quorum_;
};

}  // namespace mandat
