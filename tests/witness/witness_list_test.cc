// SPDX-License-Identifier: Apache-2.0
#include "service/witness_list.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "crypto/note.h"

namespace mandat {
namespace {

std::string KeyText(const std::string& name, uint8_t type = kNoteTypeCosignature) {
  const Signer signer(SecretBytes(Bytes(32, 'k')));
  return VerifierKeyFor(name, signer, type).Format();
}

TEST(WitnessListTest, ReadsOneWitnessALine) {
  const auto peers = ParseWitnessList("# those of our customers\n\nacme " + KeyText("w.example/a") +
                                      " https://w.example.org/a/ acme acme-old\n" + "auditor\t" +
                                      KeyText("w.example/b") + "  http://127.0.0.1:7490");
  ASSERT_OK(peers);
  ASSERT_EQ(peers->size(), 2u);
  EXPECT_EQ((*peers)[0].name, "acme");
  EXPECT_EQ((*peers)[0].key.name, "w.example/a");
  EXPECT_EQ((*peers)[0].address, "https://w.example.org/a");
  EXPECT_TRUE((*peers)[0].LooksAt(*AgreementId::Parse("acme")));
  EXPECT_FALSE((*peers)[0].LooksAt(*AgreementId::Parse("other")));
  EXPECT_TRUE((*peers)[1].LooksAt(*AgreementId::Parse("other")));
  EXPECT_OK(ParseWitnessList(""));
}

TEST(WitnessListTest, NamesTheLineOfAMistake) {
  const std::string key = KeyText("w.example/a");
  for (const std::string& line : std::vector<std::string>{
           "acme " + key, "acme https://w.example.org " + key, "Acme " + key + " https://w.example",
           "acme " + KeyText("w.example/a", kNoteTypeEd25519) + " https://w.example",
           "acme " + key + " ftp://w.example", "acme " + key + " w.example",
           "acme " + key.substr(0, key.size() - 4) + " https://w.example",
           "acme " + key + " https://w.example Not/AnAgreement"}) {
    const auto peers = ParseWitnessList("# first\n" + line + "\n");
    ASSERT_FALSE(peers) << line;
    EXPECT_EQ(peers.error().kind, ErrorKind::kInvalid);
    EXPECT_TRUE(peers.error().message.starts_with("line 2 of the witnesses"))
        << peers.error().message;
  }
}

TEST(WitnessListTest, RefusesAWitnessThatIsNamedTwice) {
  const std::string one = "one " + KeyText("w.example/a") + " https://w.example\n";
  EXPECT_FALSE(ParseWitnessList(one + "one " + KeyText("w.example/b") + " https://w.example\n"));
  EXPECT_FALSE(ParseWitnessList(one + "two " + KeyText("w.example/a") + " https://w.example\n"));
  EXPECT_OK(ParseWitnessList(one + "two " + KeyText("w.example/b") + " https://w.example\n"));
}

}  // namespace
}  // namespace mandat
