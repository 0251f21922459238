// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "service/caller.h"

namespace mandat {

// What all use cases on personal data have in common: their agreement, and the caller's idempotency
// key.
class UseCase : public Work {
 public:
  UseCase(const Caller& caller, Operation operation)
      : Work(std::move(operation), caller.actor), agreement_(*caller.agreement) {
    if (!caller.idempotency_key.empty()) {
      const Keyring& keyring = agreement_.keyring();
      set_idempotency({Bytes(keyring.PrivateTag("key", actor() + caller.idempotency_key).view()),
                       Bytes(keyring.PrivateTag("request", caller.request).view())});
    }
  }

 protected:
  Gate& gate() const { return agreement_.gate(); }
  Vault& vault() const { return agreement_.vault(); }

 private:
  OpenAgreement& agreement_;  // closes only when its gate has finished this work
};

inline Operation OperationFor(Verb verb, const Caller& caller, std::string collection) {
  Operation operation;
  operation.verb = verb;
  operation.purpose = caller.purpose;
  operation.collection = std::move(collection);
  operation.instruction = caller.instruction;
  return operation;
}

inline Receipt ReceiptOf(const Release& release) {
  return {release.entry(), release.at(), release.clause(), release.replayed(), release.observed()};
}

}  // namespace mandat
