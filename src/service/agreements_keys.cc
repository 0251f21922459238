// SPDX-License-Identifier: Apache-2.0
// The key files of agreements, whether they are open or not.
#include "service/agreements.h"

namespace mandat {

// One that is closed stays closed: its slot is taken, as while it is being opened.
template <class Answer, class Opened, class Closed>
Result<Answer> Agreements::WithKeys(const AgreementId& id, Opened opened, Closed closed) {
  if (id == system_->id()) {
    return opened(system_->keyring());
  }
  std::shared_ptr<OpenAgreement> open;
  {
    std::unique_lock lock(mutex_);
    auto found = slots_.find(id);
    for (; found != slots_.end() && !found->second.open; found = slots_.find(id)) {
      settled_.wait(lock);
    }
    if (found != slots_.end()) {
      open = found->second.open;
    } else if (known_.contains(id)) {
      slots_[id] = Slot{.is_closing = true};
    } else {
      return Fail(Error::NotFound("no such agreement"));
    }
  }
  if (open) {
    return opened(open->keyring());
  }
  Result<Answer> answer = [&]() -> Result<Answer> {
    MANDAT_TRY(const std::unique_ptr<Home> home, homes_->Open("agreements/" + id.text()));
    return closed(*home);
  }();
  const std::lock_guard lock(mutex_);
  slots_.erase(id);
  settled_.notify_all();
  return answer;
}

Result<size_t> Agreements::MoveToRoot(const AgreementId& id) {
  return WithKeys<size_t>(
      id, [](Keyring& keyring) { return keyring.MoveToRoot(); },
      [&](Home& home) {
        return MoveKeyFiles(home, environment_.root, id.text(), environment_.random);
      });
}

Result<KeyFilesStanding> Agreements::KeyFilesOf(const AgreementId& id) {
  return WithKeys<KeyFilesStanding>(
      id, [](Keyring& keyring) { return keyring.Standing(); },
      [&](const Home& home) { return ReadKeyFiles(home, environment_.root, id.text()); });
}

}  // namespace mandat
