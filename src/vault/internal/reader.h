// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "crypto/tlog.h"
#include "vault/internal/unit_seal.h"
#include "vault/vault.h"

namespace mandat {

// One page of units being read from one snapshot, with what its journal entry will say of it.
class Vault::Reader {
 public:
  Reader(const Vault& vault, const Permit& permit, size_t limit);

  const Snapshot* snapshot() const { return snapshot_.get(); }
  bool full() const { return units_.size() >= limit_; }
  size_t limit() const { return limit_; }

  // Opens a unit and takes it in. A page passes over what is expired, erased meanwhile, restricted
  // or objected to; a read of one unit fails by it. Errors: as Vault::Read.
  enum class Mode : uint8_t { kOne, kPage };
  Status Take(ByteView unit_row, ByteView row, Mode mode);
  // The same for a unit that an index names: looks for its row first.
  Status TakeNamed(ByteView unit_row, Mode mode);
  // Takes only units of which the main body says yes.
  using Test = std::function<Result<bool>(ByteView body)>;
  void set_test(Test test) { test_ = std::move(test); }
  // A person whose data were looked for, though nothing may be found.
  Status AddPerson(const SubjectId& subject);
  void set_last(Bytes last) { last_ = std::move(last); }
  void AddWithheld() { ++withheld_count_; }

  Reading Finish(bool more) &&;

 private:
  Result<SecretBytes> KeyOf(const SubjectId& subject);
  Status Admit(const UnitHeader& header, const SubjectId& subject);
  Status Open(ByteView unit_row, ByteView row);
  Result<Plaintext> Shown(const Collection* declared, const Plaintext& body) const;

  const Vault& vault_;
  const Permit& permit_;
  const size_t limit_;
  const uint64_t since_;
  const std::unique_ptr<Snapshot> snapshot_;
  std::map<SubjectId, SecretBytes> keys_;
  Test test_;
  std::vector<Unit> units_;
  std::vector<Hash> people_;    // tags
  std::vector<SubjectId> ids_;  // in the same order
  std::map<SubjectId, bool> seen_;
  Bytes salt_;
  Bytes sealed_;
  Bytes last_;
  uint64_t withheld_count_ = 0;
  std::optional<Instant> first_expiry_;
  std::vector<Bytes> read_set_;
};

}  // namespace mandat
