// SPDX-License-Identifier: Apache-2.0
// Invariant (agreements do not meet): two agreements of one server, with the same person and the
// same record under both, as it is when one customer of the processor is a customer of another.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/error_test_util.h"
#include "service/activate_agreement.h"
#include "service/agreements.h"
#include "support/borrowed_homes.h"
#include "support/test_world.h"

namespace mandat {
namespace {

constexpr const char* kOne = "shop-acme";
constexpr const char* kOther = "shop-other";

class AgreementsDoNotMeet : public ::testing::Test {
 protected:
  void SetUp() override {
    Start();
    for (const char* id : {kOne, kOther}) {
      AgreementTexts texts = ShopTexts();
      texts.instance.replace(texts.instance.find(kOne), std::string(kOne).size(), id);
      ASSERT_OK(Wait<ActivateAnswer>([&](Done<ActivateAnswer> done) {
        ActivateAgreement(*agreements_, *AgreementId::Parse(id), texts, Bytes(8, 'o'),
                          std::move(done));
      }));
      ASSERT_OK(Wait<RegisterAnswer>([&](Done<RegisterAnswer> done) {
        RegisterSubject(As(id), Person(1), "customers", std::move(done));
      }));
      ASSERT_OK(Put(id, BodyOf(id)));
    }
  }
  void Start() {
    const Environment environment{root_, time_, random_, workers_, "mandat.example/journal"};
    auto opened = Agreements::Open(std::make_unique<BorrowedHomes>(homes_), environment);
    ASSERT_OK(opened);
    agreements_ = std::move(*opened);
  }

  static std::string BodyOf(const std::string& id) { return R"({"name":"known to )" + id + "\"}"; }
  MemoryHome& HomeOf(const std::string& id) { return homes_.HomeOf("agreements/" + id); }
  std::shared_ptr<OpenAgreement> Open(const std::string& id) {
    auto open = agreements_->Find(*AgreementId::Parse(id));
    EXPECT_OK(open);
    return open ? *open : nullptr;
  }
  Caller As(const std::string& id, std::string instruction = "") {
    Caller caller;
    caller.agreement = Open(id);
    caller.actor = Bytes(8, 'a');
    caller.purpose = "support";
    caller.instruction = std::move(instruction);
    return caller;
  }
  Result<PutAnswer> Put(const std::string& id, std::string body) {
    return Wait<PutAnswer>([&](Done<PutAnswer> done) {
      PutRequest request{"contacts",
                         NewUnit{Record(1), Person(1), time_.Now(), Plaintext(std::move(body))}, 0};
      PutRecord(As(id), std::move(request), std::move(done));
    });
  }
  Result<ReadAnswer> Read(const std::string& id) {
    return Wait<ReadAnswer>(
        [&](Done<ReadAnswer> done) { ReadRecord(As(id), "contacts", Record(1), std::move(done)); });
  }
  Result<EraseAnswer> Erase(const std::string& id) {
    return Wait<EraseAnswer>([&](Done<EraseAnswer> done) {
      EraseSubject(As(id, "2026-014"), Person(1), std::move(done));
    });
  }
  void ExpectItsOwn(const std::string& id) {
    const auto read = Read(id);
    ASSERT_OK(read);
    EXPECT_EQ(read->units[0].body.Reveal(), BodyOf(id));
  }

  // The operator, or whoever has the disk, puts rows of one agreement in the place of another's.
  void Move(const std::string& store, Space space, const Bytes& prefix) {
    agreements_.reset();
    const auto from = HomeOf(kOther).OpenStore(store);
    const auto to = HomeOf(kOne).OpenStore(store);
    ASSERT_OK(from);
    ASSERT_OK(to);
    Batch batch;
    const auto rows = (*from)->Scan(space, prefix, EndOfPrefix(prefix));
    for (; rows->Valid(); rows->Next()) {
      batch.Put(space, Bytes(rows->key()), Bytes(rows->value()));
    }
    ASSERT_FALSE(batch.empty());
    ASSERT_EQ((*to)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }

  ManualTime time_{*Instant::Parse("2026-03-02T09:00:00Z")};
  SeededRandom random_{4};
  RootKey root_{SecretBytes(Bytes(SecretBytes::kBytes, 'r'))};
  Workers workers_{2};
  MemoryHomes homes_;
  std::unique_ptr<Agreements> agreements_;
};

TEST_F(AgreementsDoNotMeet, EachReadsItsOwnOfTheSamePersonAndRecord) {
  ExpectItsOwn(kOne);
  ExpectItsOwn(kOther);
}

// Covers: GDPR Art. 17(1).
TEST_F(AgreementsDoNotMeet, AnErasureUnderOneLeavesTheOther) {
  ASSERT_OK(Erase(kOne));
  const auto gone = Read(kOne);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().kind, ErrorKind::kShredded);
  ExpectItsOwn(kOther);
}

TEST_F(AgreementsDoNotMeet, NothingThatIsDoneUnderOneChangesAByteOfTheOther) {
  const Bytes before = HomeOf(kOne).Everything();
  ASSERT_OK(Put(kOther, R"({"name":"changed"})"));
  ASSERT_OK(Read(kOther));
  ASSERT_OK(Erase(kOther));
  ASSERT_OK(Wait<Receipt>(
      [&](Done<Receipt> done) { RewrapKeys(Open(kOther), Bytes(8, 'o'), std::move(done)); }));
  EXPECT_EQ(HomeOf(kOne).Everything(), before);
  EXPECT_EQ(before.find(kOther), Bytes::npos) << "it does not even know that there is another";
}

TEST_F(AgreementsDoNotMeet, TheSamePersonHasNothingInCommonUnderTheTwo) {
  const Bytes salt(16, 's');
  const Keyring& one = Open(kOne)->keyring();
  const Keyring& other = Open(kOther)->keyring();
  const auto key = one.FindSubjectKey(Person(1));
  const auto other_key = other.FindSubjectKey(Person(1));
  ASSERT_OK(key);
  ASSERT_OK(other_key);
  EXPECT_NE(Keyring::PersonTag(**key, salt), Keyring::PersonTag(**other_key, salt));
  const SubjectId subject = Person(1);
  const ByteView person = subject.bytes();
  EXPECT_NE(one.LedgerTag("person", person), other.LedgerTag("person", person));
  EXPECT_NE(one.PrivateTag("key", "1"), other.PrivateTag("key", "1"));
  EXPECT_NE(Open(kOne)->journal().verifier_key(), Open(kOther)->journal().verifier_key());
}

TEST_F(AgreementsDoNotMeet, ARecordInThePlaceOfTheOthersDoesNotOpen) {
  ASSERT_NO_FATAL_FAILURE(Move("data", Space::kUnits, Bytes(Person(1).bytes())));
  Start();
  const auto read = Read(kOne);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::kCorrupt);
  ExpectItsOwn(kOther);
}

TEST_F(AgreementsDoNotMeet, AKeyInThePlaceOfTheOthersDoesNotOpen) {
  ASSERT_NO_FATAL_FAILURE(Move("keys-1", Space::kKeys, "s" + Bytes(Person(1).bytes())));
  Start();
  const auto read = Read(kOne);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::kCorrupt);
  ExpectItsOwn(kOther);
}

}  // namespace
}  // namespace mandat
