// SPDX-License-Identifier: Apache-2.0
#include "keyring/internal/pkcs11_session.h"

#include <algorithm>
#include <utility>

#include "crypto/secret.h"

namespace mandat {
namespace {

// Texts of a token are padded with spaces. Source: PKCS 11 2.40 Base 3.2.
template <size_t kBytes>
bool Fits(const std::optional<std::string>& asked, const unsigned char (&told)[kBytes]) {
  if (!asked) {
    return true;
  }
  std::string text(reinterpret_cast<const char*>(told), kBytes);
  text.erase(text.find_last_not_of(' ') + 1);
  return text == *asked;
}

Result<std::vector<ck_slot_id_t>> SlotsWithTokens(const Pkcs11Module& module) {
  unsigned long count = 0;
  ck_rv_t answer = module.calls().C_GetSlotList(1, nullptr, &count);
  std::vector<ck_slot_id_t> slots(count);
  if (answer == CKR_OK && count > 0) {
    answer = module.calls().C_GetSlotList(1, slots.data(), &count);
  }
  if (answer != CKR_OK) {
    return Fail(Pkcs11Error("tokens cannot be listed", answer));
  }
  slots.resize(count);
  return slots;
}

Result<ck_slot_id_t> FindSlot(const Pkcs11Module& module, const Pkcs11Uri& uri) {
  MANDAT_TRY(const std::vector<ck_slot_id_t> slots, SlotsWithTokens(module));
  std::vector<ck_slot_id_t> found;
  for (const ck_slot_id_t slot : slots) {
    ck_token_info info{};
    if (module.calls().C_GetTokenInfo(slot, &info) == CKR_OK &&
        (info.flags & CKF_TOKEN_INITIALIZED) != 0 && Fits(uri.token, info.label) &&
        Fits(uri.manufacturer, info.manufacturer_id) && Fits(uri.model, info.model) &&
        Fits(uri.serial, info.serial_number)) {
      found.push_back(slot);
    }
  }
  if (found.size() > 1) {
    return Fail(Error::Conflict("several tokens fit the uri of the root key; name its serial"));
  }
  if (found.empty()) {
    return Fail(Error::NotFound("token of the root key is not there"));
  }
  return found.front();
}

unsigned char* Mutable(const Bytes& bytes) {
  return reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
}

}  // namespace

Result<Pkcs11Session> Pkcs11Session::Open(Pkcs11Module& module, const Pkcs11Uri& uri, ByteView pin,
                                          bool writes) {
  MANDAT_TRY(const ck_slot_id_t slot, FindSlot(module, uri));
  ck_session_handle_t handle = 0;
  const unsigned long flags = CKF_SERIAL_SESSION | (writes ? CKF_RW_SESSION : 0UL);
  ck_rv_t answer = module.calls().C_OpenSession(slot, flags, nullptr, nullptr, &handle);
  if (answer != CKR_OK) {
    return Fail(Pkcs11Error("token of the root key opens no session", answer));
  }
  Pkcs11Session session(module, slot, handle);
  Bytes text(pin);
  answer = module.calls().C_Login(handle, CKU_USER, Mutable(text), text.size());
  Wipe(text.data(), text.size());
  if (answer != CKR_OK && answer != CKR_USER_ALREADY_LOGGED_IN) {
    return Fail(Pkcs11Error("token of the root key refuses the pin", answer));
  }
  return session;
}

Pkcs11Session::Pkcs11Session(Pkcs11Session&& other) noexcept
    : module_(std::exchange(other.module_, nullptr)),
      slot_(other.slot_),
      handle_(other.handle_),
      epoch_(other.epoch_) {}

Pkcs11Session::~Pkcs11Session() {
  if (module_ != nullptr && module_->epoch() == epoch_) {
    module_->calls().C_CloseSession(handle_);
  }
}

Result<std::vector<ck_object_handle_t>> Pkcs11Session::FindKeys(const Pkcs11Uri& uri) const {
  ck_object_class_t secret = CKO_SECRET_KEY;
  std::vector<ck_attribute> wanted = {{CKA_CLASS, &secret, sizeof(secret)}};
  if (uri.object) {
    wanted.push_back({CKA_LABEL, Mutable(*uri.object), uri.object->size()});
  }
  if (uri.id) {
    wanted.push_back({CKA_ID, Mutable(*uri.id), uri.id->size()});
  }
  const ck_function_list& calls = module_->calls();
  ck_rv_t answer = calls.C_FindObjectsInit(handle_, wanted.data(), wanted.size());
  std::vector<ck_object_handle_t> keys(2);
  unsigned long count = 0;
  if (answer == CKR_OK) {
    answer = calls.C_FindObjects(handle_, keys.data(), keys.size(), &count);
    calls.C_FindObjectsFinal(handle_);
  }
  if (answer != CKR_OK) {
    return Fail(Pkcs11Error("token of the root key cannot be searched", answer));
  }
  keys.resize(count);
  return keys;
}

std::optional<Bytes> Pkcs11Session::Attribute(ck_object_handle_t object,
                                              ck_attribute_type_t type) const {
  ck_attribute asked{type, nullptr, 0};
  const ck_function_list& calls = module_->calls();
  if (calls.C_GetAttributeValue(handle_, object, &asked, 1) != CKR_OK ||
      asked.value_len == CK_UNAVAILABLE_INFORMATION) {
    return std::nullopt;
  }
  Bytes value(asked.value_len, '\0');
  asked.value = value.data();
  if (calls.C_GetAttributeValue(handle_, object, &asked, 1) != CKR_OK) {
    return std::nullopt;
  }
  value.resize(asked.value_len);
  return value;
}

bool Pkcs11Session::Flag(ck_object_handle_t object, ck_attribute_type_t type,
                         bool otherwise) const {
  const std::optional<Bytes> value = Attribute(object, type);
  return value && value->size() == 1 ? value->front() != 0 : otherwise;
}

}  // namespace mandat
