// SPDX-License-Identifier: Apache-2.0
// Root keys in a token, with SoftHSM as the token.
#include "keyring/pkcs11_root.h"

#include <array>

#include "base/error_test_util.h"
#include "keyring/internal/pkcs11_session.h"
#include "keyring/keyring.h"
#include "keyring/soft_token_test_util.h"
#include "store/memory/memory_home.h"

namespace mandat {
namespace {

class Pkcs11RootTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!SoftToken::IsInstalled()) {
      GTEST_SKIP() << "softhsm2 is not installed";
    }
    token_.emplace();
    uri_ = Make("root");
  }

  std::string Make(const std::string& object) {
    Result<std::string> made = MakePkcs11Root("pkcs11:token=house;object=" + object,
                                              SoftToken::library(), token_->pin_file(), random_);
    EXPECT_OK(made);
    return made.value_or("");
  }
  Result<std::shared_ptr<const RootHolder>> Open(const std::string& uri) const {
    return OpenPkcs11Root(uri, SoftToken::library(), token_->pin_file());
  }
  // A key that MakePkcs11Root would not make.
  void Generate(std::string label, ck_key_type_t type, ck_mechanism_type_t how, unsigned long bytes,
                bool is_extractable, bool is_sensitive) const {
    const auto module = Pkcs11Module::Load(SoftToken::library());
    ASSERT_OK(module);
    const std::lock_guard lock((*module)->mutex());
    const auto uri = Pkcs11Uri::Parse("pkcs11:token=house;object=any");
    const auto session = Pkcs11Session::Open(**module, *uri, "1234", true);
    ASSERT_OK(session);
    ck_object_class_t secret = CKO_SECRET_KEY;
    unsigned char yes = 1;
    unsigned char extractable = is_extractable ? 1 : 0;
    unsigned char sensitive = is_sensitive ? 1 : 0;
    std::array<ck_attribute, 8> wanted = {{{CKA_CLASS, &secret, sizeof(secret)},
                                           {CKA_KEY_TYPE, &type, sizeof(type)},
                                           {CKA_VALUE_LEN, &bytes, sizeof(bytes)},
                                           {CKA_LABEL, label.data(), label.size()},
                                           {CKA_TOKEN, &yes, 1},
                                           {CKA_PRIVATE, &yes, 1},
                                           {CKA_SENSITIVE, &sensitive, 1},
                                           {CKA_EXTRACTABLE, &extractable, 1}}};
    ck_mechanism mechanism{how, nullptr, 0};
    ck_object_handle_t made = 0;
    ASSERT_EQ((*module)->calls().C_GenerateKey(session->handle(), &mechanism, wanted.data(),
                                               wanted.size(), &made),
              static_cast<ck_rv_t>(CKR_OK))
        << label;
  }

  Result<RootKey> Load() const { return RootKey::Load(token_->PlaceOf(uri_)); }

  std::optional<SoftToken> token_;
  std::string uri_;
  SystemRandom random_;
};

// Covers: GDPR Art. 32(1)(a).
TEST_F(Pkcs11RootTest, UnwrapsWhatItWrappedUnderTheSameNameOnly) {
  const Result<RootKey> root = Load();
  ASSERT_OK(root);
  const SecretBytes key = random_.DrawSecret();
  const Result<Bytes> wrapped = root->Wrap(key, "journal acme", random_);
  ASSERT_OK(wrapped);
  EXPECT_EQ(wrapped->size(), 60U) << "the form of a root key in a file";
  EXPECT_EQ(wrapped->find(Bytes(key.view())), Bytes::npos);
  const Result<SecretBytes> back = root->Unwrap(*wrapped, "journal acme");
  ASSERT_OK(back);
  EXPECT_EQ(back->view(), key.view());
  EXPECT_EQ(root->Unwrap(*wrapped, "ledger acme").error().kind, ErrorKind::kCorrupt);
  for (size_t i = 0; i < wrapped->size(); i += 7) {
    Bytes flipped = *wrapped;
    flipped[i] ^= 4;
    EXPECT_EQ(root->Unwrap(flipped, "journal acme").error().kind, ErrorKind::kCorrupt) << i;
  }
  EXPECT_EQ(root->Unwrap(wrapped->substr(1), "journal acme").error().kind, ErrorKind::kCorrupt);
  EXPECT_OK(root->Unwrap(*wrapped, "journal acme")) << "the session goes on after refusals";
}

TEST_F(Pkcs11RootTest, AnotherKeyOfTheSameTokenUnwrapsNothing) {
  const std::string other_uri = Make("other");
  const auto root = Open(uri_);
  const auto other = Open(other_uri);
  ASSERT_OK(root);
  ASSERT_OK(other);
  EXPECT_NE((*root)->id(), (*other)->id());
  const Result<Bytes> wrapped = (*root)->Wrap(random_.DrawSecret(), "name", random_);
  ASSERT_OK(wrapped);
  EXPECT_EQ((*other)->Unwrap(*wrapped, "name").error().kind, ErrorKind::kCorrupt);
  EXPECT_OK((*root)->Unwrap(*wrapped, "name"));
}

TEST_F(Pkcs11RootTest, HasTheSameIdWheneverItIsOpened) {
  const Result<RootKey> first = Load();
  ASSERT_OK(first);
  EXPECT_EQ(first->id().size(), 8U);
  EXPECT_EQ(Load()->id(), first->id());
}

TEST_F(Pkcs11RootTest, RefusesAWrongPinAndDoesNotTryItAgain) {
  const auto opened = OpenPkcs11Root(uri_, SoftToken::library(), token_->wrong_pin_file());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(opened.error().message.find("9999"), std::string::npos);
  EXPECT_OK(Open(uri_));
}

TEST_F(Pkcs11RootTest, RefusesAPinFileThatOthersMayReadOrThatHoldsNoPin) {
  for (const std::string text : {"", "\n", "12\n34\n"}) {
    const std::filesystem::path file = token_->directory() / "bad-pin";
    std::filesystem::remove(file);
    std::ofstream(file) << text;
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    EXPECT_EQ(OpenPkcs11Root(uri_, SoftToken::library(), file).error().kind, ErrorKind::kInvalid);
  }
  std::filesystem::permissions(token_->pin_file(), std::filesystem::perms::group_read,
                               std::filesystem::perm_options::add);
  EXPECT_EQ(Open(uri_).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(OpenPkcs11Root(uri_, SoftToken::library(), "").error().kind, ErrorKind::kInvalid);
}

TEST_F(Pkcs11RootTest, SaysWhetherTokenKeyOrLibraryIsNotThere) {
  EXPECT_EQ(Open("pkcs11:token=elsewhere;object=root").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(Open("pkcs11:token=house;object=nothing").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(OpenPkcs11Root(uri_, "", token_->pin_file()).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(OpenPkcs11Root(uri_, "/nowhere.so", token_->pin_file()).error().kind,
            ErrorKind::kUnavailable);
}

TEST_F(Pkcs11RootTest, MakesAKeyOnceAndNeverReplacesIt) {
  const Result<std::string> again = MakePkcs11Root(
      "pkcs11:token=house;object=root", SoftToken::library(), token_->pin_file(), random_);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::kConflict);
  EXPECT_OK(Open(uri_));
}

// A key that may leave the token, of another size or of another kind is not a root key.
TEST_F(Pkcs11RootTest, RefusesAKeyThatCouldLeaveTheTokenOrIsNoAes256Key) {
  struct Wrong {
    const char* label;
    ck_key_type_t type;
    ck_mechanism_type_t mechanism;
    unsigned long bytes;
    bool is_extractable;
    bool is_sensitive;
  };
  for (const Wrong& wrong :
       {Wrong{"extractable", CKK_AES, CKM_AES_KEY_GEN, 32, true, true},
        Wrong{"readable", CKK_AES, CKM_AES_KEY_GEN, 32, false, false},
        Wrong{"short", CKK_AES, CKM_AES_KEY_GEN, 16, false, true},
        Wrong{"generic", CKK_GENERIC_SECRET, CKM_GENERIC_SECRET_KEY_GEN, 32, false, true}}) {
    Generate(wrong.label, wrong.type, wrong.mechanism, wrong.bytes, wrong.is_extractable,
             wrong.is_sensitive);
    const auto opened = Open(std::string("pkcs11:token=house;object=") + wrong.label);
    ASSERT_FALSE(opened) << wrong.label;
    EXPECT_EQ(opened.error().kind, ErrorKind::kInvalid) << wrong.label;
  }
}

TEST_F(Pkcs11RootTest, RefusesAUriThatFitsSeveralKeys) {
  for (int copy = 0; copy < 2; ++copy) {
    Generate("twin", CKK_AES, CKM_AES_KEY_GEN, 32, false, true);
  }
  EXPECT_EQ(Open("pkcs11:token=house;object=twin").error().kind, ErrorKind::kConflict);
}

// A token that was pulled out is told of as unavailable, never as damage, and used again once back.
TEST_F(Pkcs11RootTest, GoesOnWhenTheTokenIsBack) {
  const Result<RootKey> root = Load();
  ASSERT_OK(root);
  const Result<Bytes> wrapped = root->Wrap(random_.DrawSecret(), "name", random_);
  ASSERT_OK(wrapped);
  token_->TakeAway();
  EXPECT_EQ(Load().error().kind, ErrorKind::kNotFound) << "a start says that it is not there";
  const auto away = root->Unwrap(*wrapped, "name");
  ASSERT_FALSE(away);
  EXPECT_EQ(away.error().kind, ErrorKind::kUnavailable) << away.error().message;
  EXPECT_EQ(root->Wrap(random_.DrawSecret(), "name", random_).error().kind,
            ErrorKind::kUnavailable);
  token_->PutBack();
  EXPECT_OK(root->Unwrap(*wrapped, "name"));
  EXPECT_OK(root->Wrap(random_.DrawSecret(), "name", random_));
}

TEST_F(Pkcs11RootTest, HoldsAKeyringThroughRewrapsAndStarts) {
  const Result<RootKey> root = Load();
  ASSERT_OK(root);
  MemoryHome home;
  const SubjectId person = *SubjectId::Decode(Bytes(16, '\x51'));
  Bytes kept;
  {
    auto keyring = Keyring::Open(home, *root, "acme", random_);
    ASSERT_OK(keyring);
    (*keyring)->StageSubjectKey(person);
    ASSERT_OK((*keyring)->CommitStaged());
    ASSERT_OK((*keyring)->Rewrap());
    kept = (**(*keyring)->FindSubjectKey(person)).view();
  }
  const Result<RootKey> again = Load();
  ASSERT_OK(again);
  auto opened = Keyring::Open(home, *again, "acme", random_);
  ASSERT_OK(opened);
  EXPECT_EQ((**(*opened)->FindSubjectKey(person)).view(), kept);
}

}  // namespace
}  // namespace mandat
