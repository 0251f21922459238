// SPDX-License-Identifier: Apache-2.0
#include "format/proof.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kNote = "origin\n7\nroot\n\n\xe2\x80\x94 example.org/key AAAAAQI=\n";
const std::string kHash = FormatBase64(Bytes(32, '\x07')) + "\n";
const std::string kTitle = "c2sp.org/tlog-proof@v1\n";

// Covers: C2SP tlog-proof.
TEST(ProofTest, ReadsBackWhatItFormats) {
  const TlogProof proofs[] = {{std::nullopt, 0, {}, std::string(kNote)},
                              {Bytes(), 5, {Bytes(32, '\x07')}, std::string(kNote)},
                              {Bytes("extra"), Bytes::npos >> 1,
                               std::vector<Bytes>(63, Bytes(32, '\x07')), std::string(kNote)}};
  for (const TlogProof& proof : proofs) {
    const Result<TlogProof> parsed = TlogProof::Parse(proof.Format());
    ASSERT_OK(parsed);
    EXPECT_EQ(*parsed, proof);
    EXPECT_EQ(parsed->Format(), proof.Format());
  }
}

// Covers: C2SP tlog-proof.
TEST(ProofTest, RefusesEveryOtherSpelling) {
  const std::string note(kNote);
  std::string too_many;
  for (int i = 0; i < 64; ++i) {
    too_many += kHash;
  }
  const std::string bad[] = {"",
                             kTitle,
                             "c2sp.org/tlog-proof@v2\nindex 5\n\n" + note,
                             kTitle + "\n" + note,
                             kTitle + "index 05\n\n" + note,
                             kTitle + "index -5\n\n" + note,
                             kTitle + "index \n\n" + note,
                             kTitle + "index5\n\n" + note,
                             kTitle + "index 5\n" + note,
                             kTitle + "index 5\n\n",
                             kTitle + "index 5\n\n" + note + "rest",
                             kTitle + "index 5\nAAAA\n\n" + note,
                             kTitle + "index 5\n" + kHash.substr(1) + "\n" + note,
                             kTitle + "extra !\nindex 5\n\n" + note,
                             kTitle + "extra AA==\nextra AA==\nindex 5\n\n" + note,
                             kTitle + "index 5\nextra AA==\n\n" + note,
                             kTitle + "index 5\n" + too_many + "\n" + note,
                             "\n" + kTitle + "index 5\n\n" + note};
  for (const std::string& text : bad) {
    const Result<TlogProof> parsed = TlogProof::Parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().kind, ErrorKind::kCorrupt);
  }
  EXPECT_OK(TlogProof::Parse(kTitle + "index 5\n" + kHash + "\n" + note));
}

}  // namespace
}  // namespace mandat
