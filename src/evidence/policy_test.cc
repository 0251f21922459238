// SPDX-License-Identifier: Apache-2.0
#include "evidence/policy.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "evidence/journal_test_util.h"

namespace mandat {
namespace {

VerifierKey Log(char seed = 0) { return VerifierKeyFor(kTestOrigin, TestSigner(seed)); }
VerifierKey Witness(char seed) {
  return VerifierKeyFor("example.org/witness/" + std::to_string(seed), TestSigner(seed),
                        kNoteTypeCosignature);
}
std::string LogLine() { return "log " + Log().Format() + "\n"; }
std::string WitnessLine(const std::string& name, char seed) {
  return "witness " + name + " " + Witness(seed).Format() + "\n";
}
std::string ThreeWitnesses() {
  return WitnessLine("a", 1) + WitnessLine("b", 2) + WitnessLine("c", 3);
}

bool IsMetBy(const std::string& rules, std::initializer_list<char> seeds) {
  const auto policy = TlogPolicy::Parse(ThreeWitnesses() + rules);
  EXPECT_OK(policy);
  std::vector<VerifierKey> keys;
  for (const char seed : seeds) {
    keys.push_back(Witness(seed));
  }
  return policy && policy->IsMetBy(keys);
}

// Covers: C2SP tlog-policy.
TEST(TlogPolicyTest, ReadsLogsWitnessesAndTheQuorum) {
  const auto policy = TlogPolicy::Parse(
      "# whom we believe\n\n  log\t" + Log().Format() + " https://mandat.example.org/journal \n" +
      WitnessLine("a", 1) + "witness b " + Witness(2).Format() + " https://witness.example.org\n" +
      "group both all a b\nquorum both\n");
  ASSERT_OK(policy);
  EXPECT_EQ(policy->logs(), std::vector{Log()});
  EXPECT_EQ(policy->WitnessKeys(), (std::vector{Witness(1), Witness(2)}));
  EXPECT_EQ(policy->NameOf(Witness(2)), "b");
  EXPECT_EQ(policy->quorum(), "both");
  EXPECT_TRUE(policy->Accepts(Log()));
  EXPECT_FALSE(policy->Accepts(Log(7)));
}

// Covers: C2SP tlog-policy.
TEST(TlogPolicyTest, CountsWitnessesAsTheQuorumSays) {
  EXPECT_TRUE(IsMetBy("quorum none\n", {}));
  EXPECT_TRUE(IsMetBy("quorum b\n", {2}));
  EXPECT_FALSE(IsMetBy("quorum b\n", {1, 3}));
  EXPECT_TRUE(IsMetBy("group g any a b c\nquorum g\n", {3}));
  EXPECT_FALSE(IsMetBy("group g any a b c\nquorum g\n", {}));
  EXPECT_TRUE(IsMetBy("group g all a b c\nquorum g\n", {1, 2, 3}));
  EXPECT_FALSE(IsMetBy("group g all a b c\nquorum g\n", {1, 2}));
  EXPECT_TRUE(IsMetBy("group g 2 a b c\nquorum g\n", {1, 3}));
  EXPECT_FALSE(IsMetBy("group g 2 a b c\nquorum g\n", {3}));
}

TEST(TlogPolicyTest, CountsAWitnessOnceHoweverOftenItSigned) {
  EXPECT_FALSE(IsMetBy("group g 2 a b c\nquorum g\n", {3, 3}));
}

TEST(TlogPolicyTest, CountsGroupsOfGroups) {
  const std::string rules = "group g any a b\ngroup h all g c\nquorum h\n";
  EXPECT_TRUE(IsMetBy(rules, {2, 3}));
  EXPECT_FALSE(IsMetBy(rules, {1, 2}));
  EXPECT_FALSE(IsMetBy(rules, {3}));
}

TEST(TlogPolicyTest, TakesNobodyFromOutsideThePolicy) {
  EXPECT_FALSE(IsMetBy("group g any a b c\nquorum g\n", {4}));
}

// Covers: C2SP tlog-policy.
TEST(TlogPolicyTest, RefusesWhatIsNoPolicyAndNamesTheLine) {
  const std::string log_as_witness = "witness d " + Log().Format() + "\n";
  const std::string many_names = [] {
    std::string text;
    for (int i = 0; i < 300; ++i) {
      text += "group g" + std::to_string(i) + " any " +
              (i == 0 ? std::string("a") : "g" + std::to_string(i - 1)) + "\n";
    }
    return text;
  }();
  for (const std::string& rules : {std::string(),
                                   std::string("quorum d\n"),
                                   std::string("quorum a\nquorum b\n"),
                                   std::string("quorum\n"),
                                   std::string("quorum a b\n"),
                                   std::string("group g 0 a\nquorum g\n"),
                                   std::string("group g 2 a\nquorum g\n"),
                                   std::string("group g 01 a\nquorum g\n"),
                                   std::string("group g some a\nquorum g\n"),
                                   std::string("group g any\nquorum g\n"),
                                   std::string("group g any d\nquorum g\n"),
                                   std::string("group g any g\nquorum g\n"),
                                   std::string("group g any a a\nquorum g\n"),
                                   std::string("group g any none\nquorum g\n"),
                                   std::string("group g any a\ngroup h any a\nquorum g\n"),
                                   std::string("group a any b\nquorum a\n"),
                                   std::string("group none any a\nquorum none\n"),
                                   WitnessLine("a", 4) + "quorum a\n",
                                   WitnessLine("d", 1) + "quorum a\n",
                                   log_as_witness + "quorum a\n",
                                   LogLine() + LogLine() + "quorum a\n",
                                   "log " + Witness(4).Format() + "\nquorum a\n",
                                   std::string("log\nquorum a\n"),
                                   std::string("log nonsense\nquorum a\n"),
                                   std::string("witness d\nquorum a\n"),
                                   std::string("believe a\nquorum a\n"),
                                   std::string("quorum a\r\n"),
                                   std::string("quorum a\x01\n"),
                                   std::string("quorum a\x7f\n"),
                                   many_names + "quorum a\n",
                                   std::string(TlogPolicy::kBytesMax, '#') + "\nquorum a\n"}) {
    const auto policy = TlogPolicy::Parse(ThreeWitnesses() + rules);
    ASSERT_FALSE(policy) << rules.substr(0, 200);
    EXPECT_EQ(policy.error().kind, ErrorKind::kInvalid);
  }
  const auto policy = TlogPolicy::Parse(ThreeWitnesses() + "quorum d\n");
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.error().message, "policy line 4: the quorum is not defined above");
}

TEST(TlogPolicyTest, SurvivesEveryFlippedBit) {
  const std::string good = LogLine() + ThreeWitnesses() + "group g 2 a b c\nquorum g\n";
  for (size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string forged = good;
    forged[bit / 8] = static_cast<char>(forged[bit / 8] ^ (1 << (bit % 8)));
    const auto policy = TlogPolicy::Parse(forged);
    if (policy) {
      EXPECT_FALSE(policy->IsMetBy({})) << "bit " << bit;
    }
  }
}

}  // namespace
}  // namespace mandat
