// SPDX-License-Identifier: Apache-2.0
#include "crypto/note.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kName = "example.org/journal/acme";
constexpr std::string_view kWitness = "example.org/witness";
constexpr std::string_view kText = "example.org/journal/acme\n7\nroot\n";

class SignedNoteTest : public ::testing::Test {
 protected:
  std::string Signed() const { return SignNote(kText, kName, signer_).value_or(""); }
  std::string Cosigned() const {
    return Signed() + CosignNote(kText, kWitness, at_, witness_).Format();
  }

  Signer signer_{SecretBytes(Bytes(32, '\x01'))};
  Signer witness_{SecretBytes(Bytes(32, '\x02'))};
  Signer stranger_{SecretBytes(Bytes(32, '\x03'))};
  VerifierKey key_ = VerifierKeyFor(kName, signer_);
  VerifierKey witness_key_ = VerifierKeyFor(kWitness, witness_, kNoteTypeCosignature);
  Instant at_{1'767'225'600'999'999};
};

// Covers: C2SP signed-note.
TEST_F(SignedNoteTest, OpensTheNoteOfTheSpecification) {
  const Result<VerifierKey> key =
      ParseVerifierKey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  ASSERT_OK(key);
  const Result<VerifiedNote> note = OpenNote(
      "This is an example message.\n\n\xe2\x80\x94 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq"
      "6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n",
      {*key});
  ASSERT_OK(note);
  EXPECT_EQ(note->text, "This is an example message.\n");
  EXPECT_TRUE(note->IsSignedBy(*key));
}

TEST_F(SignedNoteTest, OpensWhatItSigned) {
  const Result<VerifiedNote> note = OpenNote(Signed(), {key_});
  ASSERT_OK(note);
  EXPECT_EQ(note->text, kText);
  EXPECT_TRUE(note->IsSignedBy(key_));
  EXPECT_FALSE(note->IsSignedBy(witness_key_));
}

// Covers: C2SP tlog-cosignature.
TEST_F(SignedNoteTest, TellsWhenAWitnessSawIt) {
  const Result<VerifiedNote> note = OpenNote(Cosigned(), {key_, witness_key_});
  ASSERT_OK(note);
  ASSERT_EQ(note->signatures.size(), 2U);
  EXPECT_FALSE(note->signatures[0].cosigned_at);
  EXPECT_EQ(note->signatures[1].cosigned_at, Instant{1'767'225'600'000'000});
}

// Covers: C2SP signed-note.
TEST_F(SignedNoteTest, IgnoresSignaturesByUnknownKeys) {
  EXPECT_OK(OpenNote(Cosigned(), {key_}));
  EXPECT_OK(OpenNote(Cosigned(), {witness_key_}));
  const Result<VerifiedNote> none = OpenNote(Signed(), {VerifierKeyFor(kName, stranger_)});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::kCorrupt);
  EXPECT_FALSE(OpenNote(Signed(), {}));
}

// Covers: C2SP signed-note.
TEST_F(SignedNoteTest, RejectsTheWholeNoteForOneWrongSignatureByAKnownKey) {
  const NoteSignature wrong{std::string(kWitness), witness_key_.key_id, Bytes(72, 'x')};
  const std::string note = Signed() + wrong.Format();
  EXPECT_OK(OpenNote(note, {key_}));
  const Result<VerifiedNote> both = OpenNote(note, {key_, witness_key_});
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().kind, ErrorKind::kCorrupt);

  const NoteSignature second{std::string(kName), key_.key_id, Bytes(64, 'x')};
  EXPECT_FALSE(OpenNote(Signed() + second.Format(), {key_}));
}

TEST_F(SignedNoteTest, DoesNotTakeACosignatureForASignature) {
  const NoteSignature cosignature = CosignNote(kText, kName, at_, signer_);
  EXPECT_NE(cosignature.key_id, key_.key_id);
  EXPECT_FALSE(OpenNote(Note{std::string(kText), {cosignature}}.Format(), {key_}));
  NoteSignature renamed = cosignature;
  renamed.key_id = key_.key_id;
  EXPECT_FALSE(OpenNote(Note{std::string(kText), {renamed}}.Format(), {key_}));
}

TEST_F(SignedNoteTest, RejectsACosignatureOfAnotherTime) {
  NoteSignature cosignature = CosignNote(kText, kWitness, at_, witness_);
  cosignature.signature[7] = static_cast<char>(cosignature.signature[7] ^ 1);
  EXPECT_FALSE(OpenNote(Note{std::string(kText), {cosignature}}.Format(), {witness_key_}));
  cosignature.signature[0] = '\xff';
  EXPECT_FALSE(OpenNote(Note{std::string(kText), {cosignature}}.Format(), {witness_key_}));
}

TEST_F(SignedNoteTest, RejectsEveryFlippedBit) {
  const std::string note = Cosigned();
  for (size_t bit = 0; bit < note.size() * 8; ++bit) {
    std::string flipped = note;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    const Result<VerifiedNote> opened = OpenNote(flipped, {key_, witness_key_});
    // A flip that makes one key unknown leaves the other's signature, never another text.
    EXPECT_TRUE(!opened || (opened->text == kText && opened->signatures.size() < 2))
        << "bit " << bit;
  }
}

// Covers: C2SP signed-note.
TEST_F(SignedNoteTest, RefusesAKeyThatDoesNotMatchItsId) {
  const std::string good = key_.Format();
  EXPECT_OK(ParseVerifierKey(good));
  std::string other_name = good;
  other_name[0] = 'f';
  EXPECT_FALSE(ParseVerifierKey(other_name));
  VerifierKey typed = key_;
  typed.type = 0x02;
  EXPECT_FALSE(ParseVerifierKey(typed.Format()));
  VerifierKey forged = key_;
  forged.public_key = stranger_.public_key();
  const Result<VerifiedNote> opened = OpenNote(Signed(), {forged});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::kInvalid);
}

TEST_F(SignedNoteTest, SignsOnlyWhatCanBeReadBack) {
  for (const std::string_view text : {"", "no line feed", "control\r\n", "\xff\n"}) {
    const Result<std::string> note = SignNote(text, kName, signer_);
    ASSERT_FALSE(note);
    EXPECT_EQ(note.error().kind, ErrorKind::kInvalid);
  }
  EXPECT_FALSE(SignNote(kText, "a+b", signer_));
  EXPECT_FALSE(SignNote(kText, "", signer_));
  EXPECT_OK(OpenNote(SignNote("two\n\nparagraphs\n", kName, signer_).value_or(""), {key_}));
}

}  // namespace
}  // namespace mandat
