// SPDX-License-Identifier: Apache-2.0
#include "keyring/root_key.h"

#include <mutex>
#include <utility>

#include "crypto/hash.h"
#include "keyring/internal/root_file.h"
#include "keyring/internal/wrap.h"
#include "keyring/pkcs11_root.h"

namespace mandat {
namespace {

using Holder = std::shared_ptr<const RootHolder>;

// The key itself, in locked memory of this process.
class SecretHolder final : public RootHolder {
 public:
  explicit SecretHolder(SecretBytes secret) : secret_(std::move(secret)) {}

  Bytes id() const override {
    return Bytes(HmacSha256(secret_.view(), {"mandat root key id v1"}).view().substr(0, 8));
  }
  Result<Bytes> Wrap(const SecretBytes& key, std::string_view name, Random& random) const override {
    return WrapKey(secret_, key, name, random);
  }
  Result<SecretBytes> Unwrap(ByteView wrapped, std::string_view name) const override {
    return UnwrapKey(secret_, wrapped, name);
  }

 private:
  const SecretBytes secret_;
};

Result<Holder> OpenHolder(const std::string& root, const RootPlace& place) {
  if (IsPkcs11Uri(root)) {
    return OpenPkcs11Root(root, place.module, place.pin_file);
  }
  MANDAT_TRY(SecretBytes secret, ReadRootFile(root));
  return Holder(std::make_shared<const SecretHolder>(std::move(secret)));
}

// What it wraps it opens again, and under no other name.
Status Prove(const RootHolder& holder, Random& random) {
  const SecretBytes probe = random.DrawSecret();
  MANDAT_TRY(const Bytes wrapped, holder.Wrap(probe, "probe", random));
  MANDAT_TRY(const SecretBytes back, holder.Unwrap(wrapped, "probe"));
  if (back.view() != probe.view() || holder.Unwrap(wrapped, "other")) {
    return Fail(Error::Corrupt("root key does not give back what it wrapped"));
  }
  return {};
}

}  // namespace

struct RootKey::State {
  mutable std::mutex mutex;
  Holder current;
  Holder previous;  // null: none
  Source source;

  std::pair<Holder, Holder> Both() const {
    const std::lock_guard lock(mutex);
    return {current, previous};
  }
};

RootKey::RootKey(SecretBytes secret)
    : RootKey(std::make_shared<const SecretHolder>(std::move(secret))) {}

RootKey::RootKey(std::shared_ptr<const RootHolder> holder) : state_(std::make_shared<State>()) {
  state_->current = std::move(holder);
}

Result<RootKey> RootKey::Load(const std::filesystem::path& file) {
  MANDAT_TRY(SecretBytes secret, ReadRootFile(file));
  return RootKey(std::move(secret));
}

Result<RootKey> RootKey::Load(const RootPlace& place) {
  MANDAT_TRY(Holder holder, OpenHolder(place.root, place));
  RootKey root(std::move(holder));
  if (!place.previous.empty()) {
    MANDAT_TRY(root.state_->previous, OpenHolder(place.previous, place));
    if (root.state_->previous->id() == root.id()) {
      return Fail(Error::Invalid("keys.root_previous is the same key as keys.root"));
    }
  }
  return root;
}

Status RootKey::CreateFile(const std::filesystem::path& file, Random& random) {
  return MakeRootFile(file, random);
}

Bytes RootKey::id() const { return state_->Both().first->id(); }

std::optional<Bytes> RootKey::previous_id() const {
  const Holder previous = state_->Both().second;
  return previous ? std::optional(previous->id()) : std::nullopt;
}

Result<Bytes> RootKey::Wrap(const SecretBytes& key, std::string_view name, Random& random) const {
  return state_->Both().first->Wrap(key, name, random);
}

Result<SecretBytes> RootKey::Unwrap(ByteView wrapped, std::string_view name) const {
  MANDAT_TRY(Unwrapped unwrapped, UnwrapAndTell(wrapped, name));
  return std::move(unwrapped.key);
}

Result<RootKey::Unwrapped> RootKey::UnwrapAndTell(ByteView wrapped, std::string_view name) const {
  const auto [current, previous] = state_->Both();
  for (const Holder& holder : {current, previous}) {
    if (!holder) {
      continue;
    }
    Result<SecretBytes> key = holder->Unwrap(wrapped, name);
    if (key) {
      return Unwrapped{std::move(*key), holder->id(), holder == current};
    }
    if (key.error().kind != ErrorKind::kCorrupt) {
      return Fail(std::move(key).error());
    }
  }
  return Fail(Error::Corrupt("key cannot be unwrapped: another root key, or a damaged file"));
}

void RootKey::SetSource(Source source) {
  const std::lock_guard lock(state_->mutex);
  state_->source = std::move(source);
}

// The old key is kept before the new one is used, so that there is no instant at which something
// that was wrapped cannot be opened.
Status RootKey::Renew(Random& random) const {
  Source source;
  {
    const std::lock_guard lock(state_->mutex);
    source = state_->source;
  }
  if (!source) {
    return {};
  }
  MANDAT_TRY(const RootPlace place, source());
  MANDAT_TRY(const RootKey next, Load(place));
  const auto [current, previous] = next.state_->Both();
  const Bytes in_force = id();
  if (current->id() == in_force) {
    const std::lock_guard lock(state_->mutex);
    if (previous && !state_->previous) {
      state_->previous = previous;
    }
    return {};
  }
  if (!previous || previous->id() != in_force) {
    return Fail(Error::Conflict("keys.root_previous must be the root key in force, " +
                                FormatHex(in_force)));
  }
  MANDAT_TRY_STATUS(Prove(*current, random));
  const std::lock_guard lock(state_->mutex);
  if (state_->previous) {
    return Fail(Error::Conflict("not everything is moved away from the root key before"));
  }
  state_->previous = std::exchange(state_->current, current);
  return {};
}

void RootKey::ForgetPrevious() const {
  const std::lock_guard lock(state_->mutex);
  state_->previous.reset();
}

}  // namespace mandat
