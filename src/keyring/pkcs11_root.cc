// SPDX-License-Identifier: Apache-2.0
#include "keyring/pkcs11_root.h"

#include <array>
#include <utility>

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "keyring/internal/pkcs11_session.h"
#include "keyring/internal/root_file.h"
#include "keyring/internal/secret_text.h"
#include "keyring/internal/wrap.h"

namespace mandat {
namespace {

constexpr size_t kPinBytesMax = 256;
constexpr size_t kIdBytes = 16;
constexpr unsigned long kKeyBytes = SecretBytes::kBytes;
constexpr size_t kSealedBytes = kNonceBytes + SecretBytes::kBytes + kTagBytes;

unsigned char* Mutable(ByteView bytes) {
  return reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
}

// The pin, without the line feed behind it.
Result<SecretText> ReadPin(const std::filesystem::path& file) {
  if (file.empty()) {
    return Fail(Error::Invalid("keys.pkcs11_pin_file is needed for a root key in a token"));
  }
  MANDAT_TRY(Bytes text, ReadPrivateFile(file, kPinBytesMax, "pin file"));
  SecretText pin(std::move(text));
  if (!pin.TrimLineFeed() || pin.view().size() > kPinBytesMax) {
    return Fail(Error::Invalid("pin file must hold one line with the pin"));
  }
  return pin;
}

Status RequireGcm(const Pkcs11Module& module, const Pkcs11Session& session) {
  ck_mechanism_info info{};
  if (module.calls().C_GetMechanismInfo(session.slot(), CKM_AES_GCM, &info) != CKR_OK ||
      (info.flags & CKF_ENCRYPT) == 0) {
    return Fail(Error::Invalid("token of the root key has no AES-GCM"));
  }
  return {};
}

// A key that could leave the token would be no better than a file.
Result<ck_object_handle_t> FindRoot(const Pkcs11Session& session, const Pkcs11Uri& uri) {
  MANDAT_TRY(const std::vector<ck_object_handle_t> keys, session.FindKeys(uri));
  if (keys.size() != 1) {
    return Fail(keys.empty() ? Error::NotFound("token has no such root key")
                             : Error::Conflict("several keys fit the uri of the root key"));
  }
  const ck_object_handle_t key = keys.front();
  if (session.Flag(key, CKA_EXTRACTABLE, true) || !session.Flag(key, CKA_SENSITIVE, false)) {
    return Fail(Error::Invalid("root key in the token must be sensitive and not extractable"));
  }
  Bytes type;
  const ck_key_type_t aes = CKK_AES;
  type.assign(reinterpret_cast<const char*>(&aes), sizeof(aes));
  Bytes length;
  length.assign(reinterpret_cast<const char*>(&kKeyBytes), sizeof(kKeyBytes));
  if (session.Attribute(key, CKA_KEY_TYPE) != type ||
      session.Attribute(key, CKA_VALUE_LEN) != length) {
    return Fail(Error::Invalid("root key in the token must be an AES-256 key"));
  }
  return key;
}

// Tokens tell nothing of a key's value, so the id is made from its name: CKA_ID, which we draw at
// random, and CKA_LABEL.
Bytes IdOf(const Pkcs11Session& session, ck_object_handle_t key) {
  const Bytes id = session.Attribute(key, CKA_ID).value_or(Bytes());
  const Bytes label = session.Attribute(key, CKA_LABEL).value_or(Bytes());
  const Hash hash = Sha256({"mandat pkcs11 root key id v1", FormatHex(id), " ", label});
  return Bytes(hash.view().substr(0, 8));
}

class Pkcs11Holder final : public RootHolder {
 public:
  Pkcs11Holder(std::shared_ptr<Pkcs11Module> module, Pkcs11Uri uri, SecretText pin)
      : module_(std::move(module)), uri_(std::move(uri)), pin_(std::move(pin)) {}
  ~Pkcs11Holder() override {
    const std::lock_guard lock(module_->mutex());
    session_.reset();
  }

  // Errors: as OpenPkcs11Root.
  Status Open() {
    const std::lock_guard lock(module_->mutex());
    MANDAT_TRY_STATUS(Enter());
    MANDAT_TRY_STATUS(RequireGcm(*module_, *session_));
    id_ = IdOf(*session_, key_);
    return {};
  }

  Bytes id() const override { return id_; }

  // The same form as WrapKey makes: nonce, ciphertext, tag.
  Result<Bytes> Wrap(const SecretBytes& key, std::string_view name, Random& random) const override {
    const Bytes nonce = random.Draw(kNonceBytes);
    const std::lock_guard lock(module_->mutex());
    Result<Bytes> sealed = Twice([&] { return Crypt(true, nonce, key.view(), name); });
    if (!sealed) {
      return Fail(std::move(sealed).error());
    }
    return nonce + *sealed;
  }

  Result<SecretBytes> Unwrap(ByteView wrapped, std::string_view name) const override {
    if (wrapped.size() != kSealedBytes) {
      return Fail(Error::Corrupt("wrapped key has the wrong length"));
    }
    const Bytes nonce(wrapped.substr(0, kNonceBytes));
    const ByteView sealed = wrapped.substr(kNonceBytes);
    const std::lock_guard lock(module_->mutex());
    MANDAT_TRY(Bytes opened, Twice([&] { return Crypt(false, nonce, sealed, name); }));
    if (opened.size() != SecretBytes::kBytes) {
      Wipe(opened);
      return Fail(Error::Corrupt("wrapped key has the wrong length"));
    }
    SecretBytes key(opened);
    Wipe(opened);
    return key;
  }

 private:
  Status Enter() const {
    if (pin_refused_) {
      return Fail(Error::Unavailable("token of the root key refused the pin; not tried again"));
    }
    session_.reset();
    Result<Pkcs11Session> session = Pkcs11Session::Open(*module_, uri_, pin_.view(), false);
    if (!session) {
      pin_refused_ = session.error().kind == ErrorKind::kInvalid;
      return Fail(std::move(session).error());
    }
    MANDAT_TRY(key_, FindRoot(*session, uri_));
    session_.emplace(std::move(*session));
    return {};
  }

  // A token that was away has closed its sessions, and some libraries see it again only after a
  // start of their own; whatever then fails a second time is the answer.
  template <class Step>
  Result<Bytes> Twice(Step step) const {
    if (session_ && session_->epoch() == module_->epoch()) {
      Result<Bytes> first = step();
      if (first || first.error().kind == ErrorKind::kCorrupt) {
        return first;
      }
    }
    Status entered = Enter();
    if (!entered && !pin_refused_) {
      MANDAT_TRY_STATUS(module_->Restart());
      entered = Enter();
    }
    if (!entered) {
      return Fail(Error::Unavailable("root key is away: " + entered.error().message));
    }
    return step();
  }

  Result<Bytes> Crypt(bool seals, const Bytes& nonce, ByteView input, std::string_view name) const {
    const std::string associated = WrapLabel(name);
    ck_gcm_params gcm{Mutable(nonce),      kNonceBytes,       kNonceBytes * 8,
                      Mutable(associated), associated.size(), kTagBytes * 8};
    ck_mechanism mechanism{CKM_AES_GCM, &gcm, sizeof(gcm)};
    const ck_function_list& calls = module_->calls();
    const ck_session_handle_t at = session_->handle();
    std::array<unsigned char, kSealedBytes + kTagBytes> out{};
    unsigned long bytes = out.size();
    ck_rv_t answer = seals ? calls.C_EncryptInit(at, &mechanism, key_)
                           : calls.C_DecryptInit(at, &mechanism, key_);
    const bool begun = answer == CKR_OK;
    if (begun) {
      answer = seals ? calls.C_Encrypt(at, Mutable(input), input.size(), out.data(), &bytes)
                     : calls.C_Decrypt(at, Mutable(input), input.size(), out.data(), &bytes);
    }
    Result<Bytes> result =
        Bytes(reinterpret_cast<const char*>(out.data()), answer == CKR_OK ? bytes : 0);
    Wipe(out.data(), out.size());
    if (answer != CKR_OK) {
      const bool damaged = begun && !seals && SaysDamaged(answer);
      result = Fail(damaged ? Error::Corrupt("wrapped key does not open in the token")
                            : Pkcs11Error("root key is away", answer));
    }
    return result;
  }

  // Some tokens have no word of their own for a wrong tag. Source: PKCS 11 2.40 Base 5.9.
  static bool SaysDamaged(ck_rv_t answer) {
    return answer == CKR_ENCRYPTED_DATA_INVALID || answer == CKR_ENCRYPTED_DATA_LEN_RANGE ||
           answer == CKR_GENERAL_ERROR || answer == CKR_FUNCTION_FAILED;
  }

  const std::shared_ptr<Pkcs11Module> module_;
  const Pkcs11Uri uri_;
  const SecretText pin_;
  Bytes id_;
  // With the module's mutex.
  mutable std::optional<Pkcs11Session> session_;
  mutable ck_object_handle_t key_ = 0;
  mutable bool pin_refused_ = false;
};

Result<Bytes> Generate(const Pkcs11Module& module, const Pkcs11Session& session,
                       const std::string& label, Random& random) {
  const Bytes id = random.Draw(kIdBytes);
  ck_object_class_t secret = CKO_SECRET_KEY;
  ck_key_type_t aes = CKK_AES;
  unsigned long bytes = kKeyBytes;
  unsigned char yes = 1;
  unsigned char no = 0;
  std::array<ck_attribute, 12> wanted = {{
      {CKA_CLASS, &secret, sizeof(secret)},
      {CKA_KEY_TYPE, &aes, sizeof(aes)},
      {CKA_VALUE_LEN, &bytes, sizeof(bytes)},
      {CKA_LABEL, Mutable(label), label.size()},
      {CKA_ID, Mutable(id), id.size()},
      {CKA_TOKEN, &yes, 1},
      {CKA_PRIVATE, &yes, 1},
      {CKA_SENSITIVE, &yes, 1},
      {CKA_EXTRACTABLE, &no, 1},
      {CKA_ENCRYPT, &yes, 1},
      {CKA_DECRYPT, &yes, 1},
      {CKA_WRAP, &no, 1},
  }};
  ck_mechanism mechanism{CKM_AES_KEY_GEN, nullptr, 0};
  ck_object_handle_t made = 0;
  const ck_rv_t answer = module.calls().C_GenerateKey(session.handle(), &mechanism, wanted.data(),
                                                      wanted.size(), &made);
  if (answer != CKR_OK) {
    return Fail(Pkcs11Error("token makes no key", answer));
  }
  return id;
}

}  // namespace

Result<std::shared_ptr<const RootHolder>> OpenPkcs11Root(const std::string& uri,
                                                         const std::filesystem::path& module,
                                                         const std::filesystem::path& pin_file) {
  MANDAT_TRY(Pkcs11Uri parsed, Pkcs11Uri::Parse(uri));
  MANDAT_TRY(SecretText pin, ReadPin(pin_file));
  MANDAT_TRY(std::shared_ptr<Pkcs11Module> library, Pkcs11Module::Load(module));
  const auto holder =
      std::make_shared<Pkcs11Holder>(std::move(library), std::move(parsed), std::move(pin));
  MANDAT_TRY_STATUS(holder->Open());
  return std::shared_ptr<const RootHolder>(holder);
}

Result<std::string> MakePkcs11Root(const std::string& uri, const std::filesystem::path& module,
                                   const std::filesystem::path& pin_file, Random& random) {
  MANDAT_TRY(Pkcs11Uri parsed, Pkcs11Uri::Parse(uri));
  if (!parsed.object || parsed.id) {
    return Fail(Error::Invalid("name the new root key by object; its id is drawn"));
  }
  MANDAT_TRY(const SecretText pin, ReadPin(pin_file));
  MANDAT_TRY(const std::shared_ptr<Pkcs11Module> library, Pkcs11Module::Load(module));
  const std::lock_guard lock(library->mutex());
  MANDAT_TRY(const Pkcs11Session session, Pkcs11Session::Open(*library, parsed, pin.view(), true));
  MANDAT_TRY_STATUS(RequireGcm(*library, session));
  MANDAT_TRY(const std::vector<ck_object_handle_t> there, session.FindKeys(parsed));
  if (!there.empty()) {
    return Fail(Error::Conflict("token has a key of this name, which is kept"));
  }
  MANDAT_TRY(parsed.id, Generate(*library, session, *parsed.object, random));
  return parsed.Format();
}

}  // namespace mandat
