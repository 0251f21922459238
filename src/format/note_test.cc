// SPDX-License-Identifier: Apache-2.0
#include "format/note.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";

std::string Line(std::string_view name, std::string_view blob) {
  return std::string(kDash) + std::string(name) + " " + std::string(blob) + "\n";
}

const std::string kGood = "text\n\n" + Line("example.org/key", "AAAAAQI=");

TEST(NoteTest, SplitsAtTheLastBlankLine) {
  const std::string inner = "inner\n\n" + Line("example.org/inner", "AAAAAQI=");
  const Result<Note> note = Note::Parse(inner + "\n" + Line("example.org/outer", "AAAAAgM="));
  ASSERT_OK(note);
  EXPECT_EQ(note->text, inner);
  ASSERT_EQ(note->signatures.size(), 1U);
  EXPECT_EQ(note->signatures[0], (NoteSignature{"example.org/outer", 2, "\x03"}));
}

TEST(NoteTest, FormatsWhatItParsed) {
  const std::string bytes = kGood + Line("example.org/other", "/////wE=");
  const Result<Note> note = Note::Parse(bytes);
  ASSERT_OK(note);
  EXPECT_EQ(note->signatures.size(), 2U);
  EXPECT_EQ(note->Format(), bytes);
}

// Covers: C2SP signed-note.
TEST(NoteTest, RefusesEveryOtherShape) {
  const std::string good_line = Line("example.org/key", "AAAAAQI=");
  const std::string bad[] = {"",
                             "\n",
                             "text",
                             "text\n",
                             "text\n\n",
                             good_line,
                             "\n" + good_line,
                             "text\n" + good_line,
                             "text\n\n" + good_line + "rest",
                             "text\n\n" + good_line + "\n",
                             kGood.substr(0, kGood.size() - 1),
                             "te\rxt\n\n" + good_line,
                             "te\txt\n\n" + good_line,
                             std::string("te\0xt\n\n", 7) + good_line,
                             "te\xffxt\n\n" + good_line,
                             "text\n\n- example.org/key AAAAAQI=\n",
                             "text\n\n" + Line("", "AAAAAQI="),
                             "text\n\n" + Line("example.org+key", "AAAAAQI="),
                             "text\n\n" + Line("example.org\xc2\xa0key", "AAAAAQI="),
                             "text\n\n" + Line("example.org/key", "AAAAAQI"),
                             "text\n\n" + Line("example.org/key", ""),
                             "text\n\n" + Line("example.org/key", "AAAAAQ=="),
                             "text\n\n" + Line("example.org/key", "AAAAAQI= x"),
                             "text\n\n" + Line("example.org/key ", "AAAAAQI=")};
  for (const std::string& bytes : bad) {
    const Result<Note> note = Note::Parse(bytes);
    ASSERT_FALSE(note) << bytes;
    EXPECT_EQ(note.error().kind, ErrorKind::kCorrupt);
  }
  EXPECT_OK(Note::Parse(kGood));
}

TEST(NoteTest, AcceptsAHundredSignaturesAndNotOneMore) {
  std::string bytes = "text\n\n";
  for (int i = 0; i < 100; ++i) {
    bytes += Line("example.org/key", "AAAAAQI=");
  }
  EXPECT_OK(Note::Parse(bytes));
  EXPECT_FALSE(Note::Parse(bytes + Line("example.org/key", "AAAAAQI=")));
}

TEST(NoteTest, RefusesANoteOfMoreThanAMebibyte) {
  const std::string text(Note::kBytesMax - kGood.size(), 'x');
  EXPECT_OK(Note::Parse(text + kGood));
  EXPECT_FALSE(Note::Parse(text + "x" + kGood));
}

// Covers: C2SP signed-note.
TEST(NoteTest, ReadsBackTheVerifierKeyOfTheSpecification) {
  constexpr std::string_view kText =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
  const Result<VerifierKey> key = VerifierKey::Parse(kText);
  ASSERT_OK(key);
  EXPECT_EQ(key->name, "example.com/foo");
  EXPECT_EQ(key->key_id, 0x530d903aU);
  EXPECT_EQ(key->type, kNoteTypeEd25519);
  EXPECT_EQ(key->public_key.size(), 32U);
  EXPECT_EQ(key->Format(), kText);
}

TEST(NoteTest, RefusesTextThatIsNotAVerifierKey) {
  for (const std::string_view text :
       {"", "+", "name", "name+530d903a", "name+530d903a+",
        "+530d903a+AekyeQ==", "name+530D903A+AekyeQ==", "name+530d903+AekyeQ==",
        "name+530d903aa+AekyeQ==", "na me+530d903a+AekyeQ==", "name+530d903a+AekyeQ",
        "name+530d903a+AQ==", "name+530d903a+AekyeQ==\n"}) {
    const Result<VerifierKey> key = VerifierKey::Parse(text);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().kind, ErrorKind::kInvalid);
  }
}

}  // namespace
}  // namespace mandat
