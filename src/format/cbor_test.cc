// SPDX-License-Identifier: Apache-2.0
#include "format/cbor.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "base/error_test_util.h"

namespace mandat {
namespace {

Bytes FromHex(std::string_view text) {
  const Result<Bytes> bytes = ParseHex(text);
  EXPECT_OK(bytes);
  return bytes.value_or(Bytes());
}

// Covers: RFC 8949 4.2.1.
TEST(CborTest, WritesNumbersInTheirShortestForm) {
  const std::pair<int64_t, std::string_view> examples[] = {
      {0, "00"},
      {23, "17"},
      {24, "1818"},
      {255, "18ff"},
      {256, "190100"},
      {65535, "19ffff"},
      {65536, "1a00010000"},
      {4294967295, "1affffffff"},
      {4294967296, "1b0000000100000000"},
      {-1, "20"},
      {-24, "37"},
      {-25, "3818"},
      {-256, "38ff"},
      {-257, "390100"},
      {std::numeric_limits<int64_t>::max(), "1b7fffffffffffffff"},
      {std::numeric_limits<int64_t>::min(), "3b7fffffffffffffff"}};
  for (const auto& [value, hex] : examples) {
    CborWriter out(16);
    out.WriteInteger(value);
    const Bytes bytes = std::move(out).Take();
    EXPECT_EQ(FormatHex(bytes), hex);
    CborReader in(bytes);
    const Result<int64_t> read = in.ReadInteger();
    ASSERT_OK(read);
    EXPECT_EQ(*read, value);
    EXPECT_TRUE(in.AtEnd());
    EXPECT_OK(ValidateCbor(bytes));
  }
}

TEST(CborTest, ReadsBackEveryKindInsideEachOther) {
  CborWriter out(64);
  out.WriteMap(3);
  out.WriteText("a");
  out.WriteArray(2);
  out.WriteBool(true);
  out.WriteBool(false);
  out.WriteText("b");
  out.WriteBytes(Bytes(300, '\xff'));
  out.WriteText("aa");
  out.WriteUnsigned(std::numeric_limits<uint64_t>::max());
  const Bytes bytes = std::move(out).Take();
  EXPECT_OK(ValidateCbor(bytes));

  CborReader in(bytes);
  EXPECT_EQ(in.ReadMap().value_or(0), 3U);
  EXPECT_EQ(in.ReadText().value_or(""), "a");
  EXPECT_EQ(in.ReadArray().value_or(0), 2U);
  EXPECT_TRUE(in.ReadBool().value_or(false));
  EXPECT_FALSE(in.ReadBool().value_or(true));
  EXPECT_EQ(in.ReadText().value_or(""), "b");
  EXPECT_EQ(in.ReadBytes().value_or("").size(), 300U);
  EXPECT_EQ(in.ReadText().value_or(""), "aa");
  EXPECT_EQ(in.ReadUnsigned().value_or(0), std::numeric_limits<uint64_t>::max());
  EXPECT_TRUE(in.AtEnd());
}

// Covers: RFC 8949 4.2.1.
TEST(CborTest, OrdersTextKeysByLengthAndThenByBytes) {
  EXPECT_TRUE(CborTextBefore("b", "aa"));
  EXPECT_TRUE(CborTextBefore("aa", "ab"));
  EXPECT_FALSE(CborTextBefore("aa", "aa"));
  EXPECT_TRUE(CborTextBefore("z", "\xc3\xa9"));
  EXPECT_TRUE(CborTextBefore("zz", "\xc3\xa9"));
}

// Covers: RFC 8949 4.2.1.
TEST(CborTest, RefusesEverySecondSpelling) {
  const std::pair<std::string_view, std::string_view> examples[] = {
      {"1817", "one byte for what fits the head"},
      {"190018", "two bytes for what fits one"},
      {"1900ff", "two bytes for what fits one"},
      {"1a0000ffff", "four bytes for what fits two"},
      {"1b00000000ffffffff", "eight bytes for what fits four"},
      {"5801ff", "long length of bytes"},
      {"5f41ff", "indefinite bytes"},
      {"5f41ffff", "indefinite bytes with their end"},
      {"7f6161ff", "indefinite text"},
      {"9fff", "indefinite array"},
      {"bfff", "indefinite map"},
      {"1c", "reserved length"},
      {"a2020001", "map with a key too few"},
      {"a202000100", "map keys descending"},
      {"a201000100", "map key twice"},
      {"a2616200616100", "text keys descending"},
      {"61ff", "text that is not utf-8"},
      {"f6", "null"},
      {"f7", "undefined"},
      {"f800", "long simple value"},
      {"f93c00", "float"},
      {"c000", "tag"},
      {"", "nothing"},
      {"0000", "something behind it"},
      {"42ff", "bytes that end too early"},
      {"8200", "array that ends too early"},
      {"9bffffffffffffffff", "array longer than the world"},
      {"bbffffffffffffffff", "map longer than the world"},
      {"5bffffffffffffffff", "bytes longer than the world"}};
  for (const auto& [hex, why] : examples) {
    const Status status = ValidateCbor(FromHex(hex));
    ASSERT_FALSE(status) << hex << ": " << why;
    EXPECT_EQ(status.error().kind, ErrorKind::kCorrupt);
  }
}

TEST(CborTest, RefusesNestingThatCouldExhaustTheStack) {
  EXPECT_OK(ValidateCbor(Bytes(15, '\x81') + Bytes(1, '\0')));
  EXPECT_FALSE(ValidateCbor(Bytes(16, '\x81') + Bytes(1, '\0')));
  EXPECT_FALSE(ValidateCbor(Bytes(1'000'000, '\x81')));
}

TEST(CborTest, RefusesWhatIsNotOfTheAskedKind) {
  const Bytes text = FromHex("6161");
  EXPECT_FALSE(CborReader(text).ReadUnsigned());
  EXPECT_FALSE(CborReader(text).ReadInteger());
  EXPECT_FALSE(CborReader(text).ReadBytes());
  EXPECT_FALSE(CborReader(text).ReadArray());
  EXPECT_FALSE(CborReader(text).ReadMap());
  EXPECT_FALSE(CborReader(text).ReadBool());
  EXPECT_FALSE(CborReader("").ReadText());
  EXPECT_FALSE(CborReader(FromHex("1b8000000000000000")).ReadInteger());
}

TEST(CborTest, SurvivesArbitraryBytes) {
  constexpr uint32_t kSeed = 20260330;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 20'000; ++i) {
    Bytes bytes(random() % 40, '\0');
    for (char& c : bytes) {
      c = static_cast<char>(random());
    }
    if (const Status status = ValidateCbor(bytes); !status) {
      EXPECT_EQ(status.error().kind, ErrorKind::kCorrupt) << "seed " << kSeed;
    }
  }
}

}  // namespace
}  // namespace mandat
