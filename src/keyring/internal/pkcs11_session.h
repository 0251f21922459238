// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "keyring/internal/pkcs11_module.h"
#include "keyring/internal/pkcs11_uri.h"

namespace mandat {

// A session with the one token that a URI names, signed in. Threading: with the module's mutex.
class Pkcs11Session {
 public:
  // Errors: kNotFound (no such token is there), kConflict (several), kInvalid (pin), kUnavailable.
  static Result<Pkcs11Session> Open(Pkcs11Module& module, const Pkcs11Uri& uri, ByteView pin,
                                    bool writes);
  Pkcs11Session(Pkcs11Session&& other) noexcept;
  Pkcs11Session& operator=(Pkcs11Session&&) = delete;
  ~Pkcs11Session();

  ck_session_handle_t handle() const { return handle_; }
  ck_slot_id_t slot() const { return slot_; }
  uint64_t epoch() const { return epoch_; }

  // The secret keys that the URI names; at most two are looked for.
  Result<std::vector<ck_object_handle_t>> FindKeys(const Pkcs11Uri& uri) const;
  // nullopt: the object does not have it, or does not tell.
  std::optional<Bytes> Attribute(ck_object_handle_t object, ck_attribute_type_t type) const;
  bool Flag(ck_object_handle_t object, ck_attribute_type_t type, bool otherwise) const;

 private:
  Pkcs11Session(Pkcs11Module& module, ck_slot_id_t slot, ck_session_handle_t handle)
      : module_(&module), slot_(slot), handle_(handle), epoch_(module.epoch()) {}

  Pkcs11Module* module_;
  ck_slot_id_t slot_;
  ck_session_handle_t handle_;
  uint64_t epoch_;
};

}  // namespace mandat
