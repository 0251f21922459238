// SPDX-License-Identifier: Apache-2.0
#include "format/pruned.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "format/loss.h"

namespace mandat {
namespace {

TEST(PrunedTest, ReadsExactlyTheMinimumThatItWrites) {
  for (const uint64_t minimum : {uint64_t{0}, uint64_t{256}, uint64_t{1} << 40U}) {
    const Result<uint64_t> read = ParseMinimum(FormatMinimum(minimum));
    ASSERT_OK(read);
    EXPECT_EQ(*read, minimum);
  }
  for (const char* text : {"", "\n", "0", "1\n", "00\n", "+256\n", "256 \n", "256\n\n", "256\r\n",
                           "99999999999999999999999\n"}) {
    EXPECT_EQ(ParseMinimum(text).error().kind, ErrorKind::kCorrupt) << text;
  }
}

TEST(PrunedTest, ReadsExactlyTheKeptEntriesThatItWrites) {
  Bytes kept;
  AppendToKept(kept, 0, "first");
  AppendToKept(kept, 7, "");
  AppendToKept(kept, 255, "last");
  const auto entries = DecodeKept(kept);
  ASSERT_OK(entries);
  ASSERT_EQ(entries->size(), 3U);
  EXPECT_EQ((*entries)[0].bytes, "first");
  EXPECT_EQ((*entries)[1].place, 7);
  EXPECT_EQ((*entries)[2].bytes, "last");
  for (size_t length = 1; length < kept.size(); ++length) {
    const bool is_end = length == 8 || length == 11;  // behind one of them
    EXPECT_EQ(DecodeKept(kept.substr(0, length)).has_value(), is_end) << length;
  }
  EXPECT_FALSE(DecodeKept(""));
  Bytes twice;
  AppendToKept(twice, 7, "a");
  AppendToKept(twice, 7, "b");
  EXPECT_FALSE(DecodeKept(twice));
}

TEST(PrunedTest, NamesAFileForEachBundle) {
  EXPECT_EQ(KeptPath(5), "kept/entries/005");
  EXPECT_EQ(KeptPath(1'234'067), "kept/entries/x001/x234/067");
  EXPECT_EQ(*ParseKeptPath("kept/entries/x001/x234/067"), 1'234'067U);
  for (const char* path : {"", "kept/", "kept/0/005", "kept/entries/005.p/3", "tile/entries/005",
                           "kept/entries/5", "kept/entries/../005"}) {
    EXPECT_FALSE(ParseKeptPath(path)) << path;
  }
}

TEST(LossTest, ReadsExactlyWhatItWrites) {
  const Loss whole{"example.org/a", 70, Bytes(32, 'r'), Bytes(32, 'n')};
  const Loss unknown{"example.org/a/2", 1, {}, {}};
  for (const Loss& loss : {whole, unknown}) {
    const Result<Loss> read = Loss::Parse(loss.Format());
    ASSERT_OK(read);
    EXPECT_EQ(*read, loss);
  }
  EXPECT_EQ(unknown.Format(), "closes example.org/a/2 size 1 root unknown note unknown");
  for (const std::string& detail :
       {std::string(), std::string("closes"), whole.Format() + " ", " " + whole.Format(),
        std::string("closes  size 1 root unknown note unknown"),
        std::string("closes a size -1 root unknown note unknown"),
        std::string("closes a size 1 root 00 note unknown"),
        std::string("closes a size 1 note unknown root unknown")}) {
    EXPECT_EQ(Loss::Parse(detail).error().kind, ErrorKind::kCorrupt) << detail;
  }
}

}  // namespace
}  // namespace mandat
