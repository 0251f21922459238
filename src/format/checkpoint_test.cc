// SPDX-License-Identifier: Apache-2.0
#include "format/checkpoint.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

const std::string kRoot = FormatBase64(Bytes(32, '\x07'));

// Covers: C2SP tlog-checkpoint.
TEST(CheckpointTest, ReadsBackWhatItFormats) {
  for (const uint64_t size : {uint64_t{0}, uint64_t{600}, Checkpoint::kSizeMax}) {
    const Checkpoint checkpoint{"example.org/journal/acme", size, Bytes(32, '\x07'), {}};
    EXPECT_EQ(checkpoint.Format(),
              "example.org/journal/acme\n" + std::to_string(size) + "\n" + kRoot + "\n");
    const Result<Checkpoint> parsed = Checkpoint::Parse(checkpoint.Format());
    ASSERT_OK(parsed);
    EXPECT_EQ(*parsed, checkpoint);
  }
}

TEST(CheckpointTest, KeepsExtensionLinesAndReadsNothingFromThem) {
  const std::string text = "example.org/journal/acme\n7\n" + kRoot + "\nsome extension\nmore\n";
  const Result<Checkpoint> parsed = Checkpoint::Parse(text);
  ASSERT_OK(parsed);
  EXPECT_EQ(parsed->extensions, (std::vector<std::string>{"some extension", "more"}));
  EXPECT_EQ(parsed->Format(), text);
}

// Covers: C2SP tlog-checkpoint.
TEST(CheckpointTest, RefusesEveryOtherSpelling) {
  const std::string tail = "\n" + kRoot + "\n";
  const std::string bad[] = {"",
                             "origin\n",
                             "origin\n7\n",
                             "origin\n7\n" + kRoot,
                             "\n7" + tail,
                             "origin\n" + tail,
                             "origin\n07" + tail,
                             "origin\n-7" + tail,
                             "origin\n+7" + tail,
                             "origin\n7 " + tail,
                             "origin\n0x7" + tail,
                             "origin\n9223372036854775808" + tail,
                             "origin\n18446744073709551616" + tail,
                             "origin\n99999999999999999999999" + tail,
                             "origin\n7\n" + kRoot.substr(1) + "\n",
                             "origin\n7\n" + FormatBase64(Bytes(31, 'x')) + "\n",
                             "origin\n7\n" + FormatBase64(Bytes(33, 'x')) + "\n",
                             "origin\n7\n" + kRoot + "=\n",
                             "origin\n7" + tail + "\n",
                             "origin\n7" + tail + "extension\n\n",
                             "origin\r\n7" + tail,
                             "origin\n7" + tail + "extension",
                             "ori\xffgin\n7" + tail};
  for (const std::string& text : bad) {
    const Result<Checkpoint> parsed = Checkpoint::Parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().kind, ErrorKind::kCorrupt);
  }
  EXPECT_OK(Checkpoint::Parse("origin\n7" + tail));
}

TEST(CheckpointTest, ReadsDecimalsUpToTheirMost) {
  EXPECT_EQ(ParseDecimal("255", 255).value_or(0), 255U);
  EXPECT_FALSE(ParseDecimal("256", 255));
  EXPECT_EQ(ParseDecimal("18446744073709551615", UINT64_MAX).value_or(0), UINT64_MAX);
  EXPECT_FALSE(ParseDecimal("18446744073709551616", UINT64_MAX));
  EXPECT_EQ(ParseDecimal("0", 0).value_or(1), 0U);
  EXPECT_FALSE(ParseDecimal("3", 2));
}

}  // namespace
}  // namespace mandat
