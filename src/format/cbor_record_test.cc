// SPDX-License-Identifier: Apache-2.0
#include "format/cbor_record.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/error_test_util.h"

namespace mandat {
namespace {

enum class Word : uint8_t { kOne = 1, kTwo, kLast = kTwo };
enum class Mood : uint8_t { kNone, kGood, kLast = kGood };

struct Inner {
  uint64_t number = 0;
  std::string text;

  static constexpr auto Fields() {
    return std::tuple(Member(1, &Inner::number), Member(2, &Inner::text));
  }
  friend bool operator==(const Inner&, const Inner&) = default;
};

// One member of every form.
struct Every {
  uint64_t number = 0;
  uint8_t small = 0;
  bool is_so = false;
  Word word = Word::kOne;
  Mood mood = Mood::kNone;
  Instant at;
  std::string text;
  Bytes octets;
  std::optional<Instant> when;
  std::optional<Word> maybe;
  std::vector<std::pair<std::string, std::string>> pairs;
  std::vector<uint64_t> numbers;
  std::vector<Inner> inners;
  Inner inner;
  std::optional<uint32_t> count;

  static constexpr auto Fields() {
    return std::tuple(Member(1, &Every::number), Member(2, &Every::small), Member(3, &Every::is_so),
                      Member(4, &Every::word), Member(5, &Every::mood), Member(6, &Every::at),
                      Member(7, &Every::text), OctetsMember(8, &Every::octets),
                      Member(9, &Every::when), Member(10, &Every::maybe), Member(11, &Every::pairs),
                      Member(12, &Every::numbers), Member(13, &Every::inners),
                      Member(14, &Every::inner), Member(24, &Every::count));
  }
  friend bool operator==(const Every&, const Every&) = default;
};

Every Full() {
  Every value;
  value.number = std::numeric_limits<uint64_t>::max();
  value.small = 255;
  value.is_so = true;
  value.word = Word::kTwo;
  value.mood = Mood::kGood;
  value.at = {-1};
  value.text = "caf\xc3\xa9";
  value.octets = Bytes("\x00\xff", 2);
  value.when = Instant{};
  value.maybe = Word::kOne;
  value.pairs = {{"a", "b"}, {"", ""}};
  value.numbers = {0, 24};
  value.inners = {{1, "x"}, {}};
  value.inner = {2, ""};
  value.count = 0;
  return value;
}

void ExpectCorrupt(const Bytes& bytes, std::string_view why) {
  const Result<Every> read = DecodeCborRecord<Every>(bytes);
  ASSERT_FALSE(read) << why;
  EXPECT_EQ(read.error().kind, ErrorKind::kCorrupt) << why;
}

// Every, reduced to the members that are always there: word, at, inner.
constexpr std::string_view kLeast = "a3040106000ea0";

// Covers: RFC 8949 4.2.1.
TEST(CborRecordTest, WritesTheGoldenBytesOfARecord) {
  const std::string golden =
      "af"                    // a map of fifteen
      "011bffffffffffffffff"  // number
      "0218ff"                // small
      "03f5"                  // is_so
      "0402"                  // word
      "0501"                  // mood
      "0620"                  // at: -1
      "0765636166c3a9"        // text
      "084200ff"              // octets
      "0900"                  // when: 0
      "0a01"                  // maybe
      "0b828261616162826060"  // pairs
      "0c82001818"            // numbers
      "0d82a20101026178a0"    // inners
      "0ea10102"              // inner
      "181800";               // count: 0
  EXPECT_EQ(FormatHex(EncodeCborRecord(Full())), golden);
  EXPECT_EQ(FormatHex(EncodeCborRecord(Every())), kLeast);
}

TEST(CborRecordTest, ReadsBackWhatItWrote) {
  for (const Every& value : {Every(), Full()}) {
    const Result<Every> read = DecodeCborRecord<Every>(EncodeCborRecord(value));
    ASSERT_OK(read);
    EXPECT_EQ(*read, value);
  }
}

TEST(CborRecordTest, LeavesOutWhatIsEmptyAndKeepsAnEmptyElementOfAList) {
  Every value;
  value.inners = {{}};
  EXPECT_EQ(FormatHex(EncodeCborRecord(value)), "a4040106000d81a00ea0");
  const Result<Every> read = DecodeCborRecord<Every>(EncodeCborRecord(value));
  ASSERT_OK(read);
  EXPECT_EQ(read->inners.size(), 1U);
}

TEST(CborRecordTest, TellsAnAbsentOptionFromOneThatIsZero) {
  Every value;
  value.count = 0;
  const Result<Every> zero = DecodeCborRecord<Every>(EncodeCborRecord(value));
  ASSERT_OK(zero);
  EXPECT_EQ(zero->count, std::optional<uint32_t>(0));
  const Result<Every> none = DecodeCborRecord<Every>(*ParseHex(kLeast));
  ASSERT_OK(none);
  EXPECT_EQ(none->count, std::nullopt);
}

// Covers: RFC 8949 4.2.1.
TEST(CborRecordTest, RefusesEveryOtherSpelling) {
  const std::pair<std::string_view, std::string_view> others[] = {
      {"an unknown key", "a4040106000ea00f01"},
      {"keys out of order", "a3060004010ea0"},
      {"a key given twice", "a40401040106000ea0"},
      {"a key given twice with two values", "a40402040106000ea0"},
      {"a member that is never absent is", "a206000ea0"},
      {"zero present", "a40100040106000ea0"},
      {"false present", "a403f4040106000ea0"},
      {"an absent word present", "a40401050006000ea0"},
      {"empty text present", "a40401060007600ea0"},
      {"empty octets present", "a40401060008400ea0"},
      {"an empty list present", "a4040106000c800ea0"},
      {"null for what is absent", "a40401060009f60ea0"},
      {"a longer head than needed", "a4021807040106000ea0"},
      {"a longer key than needed", "a318040106000ea0"},
      {"an indefinite map", "bf040106000ea0ff"},
      {"a map that announces more", "a4040106000ea0"},
      {"a map that announces less", "a2040106000ea0"},
      {"an array for a map", "83040106000ea0"},
      {"a key that is text", "a361340106000ea0"},
      {"nothing at all", ""}};
  for (const auto& [why, hex] : others) {
    const Result<Bytes> bytes = ParseHex(hex);
    ASSERT_OK(bytes);
    ExpectCorrupt(*bytes, why);
  }
}

TEST(CborRecordTest, RefusesValuesThatDoNotFitTheirMember) {
  const std::pair<std::string_view, std::string_view> others[] = {
      {"a number of nine bits", "a402190100040106000ea0"},
      {"a number of 33 bits", "a4040106000ea018181b0000000100000000"},
      {"a negative number", "a40120040106000ea0"},
      {"a word behind the last", "a3040306000ea0"},
      {"a word of 300", "a30419012c06000ea0"},
      {"no word", "a3040006000ea0"},
      {"no word in an option", "a4040106000a000ea0"},
      {"a word behind the last in an option", "a4040106000a030ea0"},
      {"an instant of more than 63 bits", "a30401061b80000000000000000ea0"},
      {"text for octets", "a4040106000861610ea0"},
      {"octets for text", "a4040106000741610ea0"},
      {"text that is not UTF-8", "a4040106000761ff0ea0"},
      {"a pair of one", "a4040106000b818161610ea0"},
      {"a pair of three", "a4040106000b81836161616161610ea0"},
      {"a struct with an unknown key", "a3040106000ea10301"},
      {"a struct that is none", "a3040106000e00"},
      {"a flag that is a number", "a40301040106000ea0"},
      {"a list longer than the bytes", "a4040106000c9b00000000ffffffff0ea0"}};
  for (const auto& [why, hex] : others) {
    const Result<Bytes> bytes = ParseHex(hex);
    ASSERT_OK(bytes);
    ExpectCorrupt(*bytes, why);
  }
}

TEST(CborRecordTest, RefusesATruncatedRecordAtEveryByteAndAnyTail) {
  const Bytes bytes = EncodeCborRecord(Full());
  for (size_t size = 0; size < bytes.size(); ++size) {
    ExpectCorrupt(bytes.substr(0, size), "cut at " + std::to_string(size));
  }
  for (const char tail : {'\x00', '\x01', '\xa0', '\xff'}) {
    ExpectCorrupt(bytes + tail, "a tail");
  }
}

TEST(CborRecordTest, NoChangedByteReadsAsTheSameRecord) {
  const Bytes bytes = EncodeCborRecord(Full());
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (int value = 0; value < 256; ++value) {
      Bytes changed = bytes;
      changed[i] = static_cast<char>(value);
      const Result<Every> read = DecodeCborRecord<Every>(changed);
      EXPECT_EQ(read && *read == Full(), changed == bytes) << "byte " << i << " as " << value;
      EXPECT_TRUE(read || read.error().kind == ErrorKind::kCorrupt);
    }
  }
}

}  // namespace
}  // namespace mandat
