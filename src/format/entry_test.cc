// SPDX-License-Identifier: Apache-2.0
#include "format/entry.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/error_test_util.h"
#include "format/cbor.h"

namespace mandat {
namespace {

Entry FullEntry() {
  Entry entry;
  entry.at = {1'774'880'400'000'007};
  entry.actor = Bytes(8, '\xa1');
  entry.act = "consult";
  entry.outcome = Outcome::kRefused;
  entry.clause = "Annexe B 7.2";
  entry.agreement_version = 3;
  entry.purpose = "support";
  entry.collection = "guests";
  entry.units_count = 300;
  entry.people_count = 1;
  entry.instruction = "2026-014";
  entry.salt = Bytes(16, '\x5a');
  entry.people_root = Bytes(32, '\x11');
  entry.sealed_hash = Bytes(32, '\x22');
  entry.detail = "withheld";
  return entry;
}

Entry LeastEntry() {
  Entry entry;
  entry.act = "open";
  entry.salt = Bytes(16, '\x5a');
  return entry;
}

TEST(EntryTest, ReadsBackTheFullestAndTheLeastEntry) {
  for (const Entry& entry : {FullEntry(), LeastEntry()}) {
    const Result<Bytes> bytes = entry.Encode();
    ASSERT_OK(bytes);
    EXPECT_OK(ValidateCbor(*bytes));
    const Result<Entry> decoded = Entry::Decode(*bytes);
    ASSERT_OK(decoded);
    EXPECT_EQ(*decoded, entry);
  }
}

TEST(EntryTest, StaysWithinThreeHundredBytesInTheCommonCase) {
  EXPECT_LE(FullEntry().Encode().value_or(Bytes(999, 'x')).size(), 200U);
}

TEST(EntryTest, RefusesToWriteWhatItWouldNotRead) {
  const std::pair<std::string_view, std::function<void(Entry&)>> faults[] = {
      {"instant before 1970", [](Entry& entry) { entry.at = {-1}; }},
      {"instant after 9999", [](Entry& entry) { entry.at = {253'402'300'800'000'000}; }},
      {"actor too short", [](Entry& entry) { entry.actor.pop_back(); }},
      {"no act", [](Entry& entry) { entry.act.clear(); }},
      {"no outcome", [](Entry& entry) { entry.outcome = Outcome{}; }},
      {"unknown outcome", [](Entry& entry) { entry.outcome = static_cast<Outcome>(7); }},
      {"no salt", [](Entry& entry) { entry.salt.clear(); }},
      {"salt too long", [](Entry& entry) { entry.salt += 'x'; }},
      {"root too short", [](Entry& entry) { entry.people_root.pop_back(); }},
      {"hash too long", [](Entry& entry) { entry.sealed_hash += 'x'; }},
      {"act not utf-8", [](Entry& entry) { entry.act = "\xff"; }},
      {"clause not utf-8", [](Entry& entry) { entry.clause = "\xff"; }},
      {"purpose not utf-8", [](Entry& entry) { entry.purpose = "\xff"; }},
      {"collection not utf-8", [](Entry& entry) { entry.collection = "\xff"; }},
      {"instruction not utf-8", [](Entry& entry) { entry.instruction = "\xff"; }},
      {"detail not utf-8", [](Entry& entry) { entry.detail = "\xff"; }},
      {"too long", [](Entry& entry) { entry.detail = std::string(900, 'x'); }}};
  for (const auto& [what, spoil] : faults) {
    Entry entry = FullEntry();
    spoil(entry);
    const Result<Bytes> bytes = entry.Encode();
    ASSERT_FALSE(bytes) << what;
    EXPECT_EQ(bytes.error().kind, ErrorKind::kInvalid);
  }
}

TEST(EntryTest, FillsTheLastByteThatIsAllowed) {
  Entry entry = LeastEntry();
  const size_t empty = entry.Encode().value_or("").size();
  entry.detail = std::string(Entry::kBytesMax - empty - 4, 'x');  // its key and a head of three
  const Result<Bytes> bytes = entry.Encode();
  ASSERT_OK(bytes);
  EXPECT_EQ(bytes->size(), Entry::kBytesMax);
  EXPECT_OK(Entry::Decode(*bytes));
  entry.detail += 'x';
  EXPECT_FALSE(entry.Encode());
}

// Writes the pairs of a map as told, well-formed but not what Encode writes.
Bytes Pairs(uint64_t count, const std::function<void(CborWriter&)>& write) {
  CborWriter out(64);
  out.WriteMap(count);
  write(out);
  return std::move(out).Take();
}

void WriteLeastUntilVersion(CborWriter& out) {
  out.WriteUnsigned(1);
  out.WriteUnsigned(0);
  out.WriteUnsigned(2);
  out.WriteBytes("");
  out.WriteUnsigned(3);
  out.WriteText("open");
  out.WriteUnsigned(4);
  out.WriteUnsigned(1);
  out.WriteUnsigned(5);
  out.WriteText("");
  out.WriteUnsigned(6);
  out.WriteUnsigned(0);
}

void WriteSalt(CborWriter& out) {
  out.WriteUnsigned(12);
  out.WriteBytes(Bytes(16, '\x5a'));
}

TEST(EntryTest, RefusesWellFormedMapsThatItWouldNotWrite) {
  const auto least = [](CborWriter& out) {
    WriteLeastUntilVersion(out);
    WriteSalt(out);
  };
  EXPECT_OK(Entry::Decode(Pairs(7, least)));

  const auto empty_purpose = [](CborWriter& out) {
    WriteLeastUntilVersion(out);
    out.WriteUnsigned(7);
    out.WriteText("");
    WriteSalt(out);
  };
  const auto zero_units = [](CborWriter& out) {
    WriteLeastUntilVersion(out);
    out.WriteUnsigned(9);
    out.WriteUnsigned(0);
    WriteSalt(out);
  };
  const auto unknown_key = [&](CborWriter& out) {
    least(out);
    out.WriteUnsigned(16);
    out.WriteText("x");
  };
  const auto salt_twice = [&](CborWriter& out) {
    least(out);
    WriteSalt(out);
  };
  const auto salt_first = [](CborWriter& out) {
    WriteSalt(out);
    WriteLeastUntilVersion(out);
  };
  EXPECT_FALSE(Entry::Decode(Pairs(8, empty_purpose)));
  EXPECT_FALSE(Entry::Decode(Pairs(8, zero_units)));
  EXPECT_FALSE(Entry::Decode(Pairs(8, unknown_key)));
  EXPECT_FALSE(Entry::Decode(Pairs(8, salt_twice)));
  EXPECT_FALSE(Entry::Decode(Pairs(7, salt_first)));
  EXPECT_FALSE(Entry::Decode(Pairs(6, WriteLeastUntilVersion)));
}

TEST(EntryTest, RefusesEveryTruncationAndEveryAddition) {
  const Result<Bytes> bytes = FullEntry().Encode();
  ASSERT_OK(bytes);
  for (size_t length = 0; length < bytes->size(); ++length) {
    const Result<Entry> decoded = Entry::Decode(ByteView(*bytes).substr(0, length));
    ASSERT_FALSE(decoded) << length;
    EXPECT_EQ(decoded.error().kind, ErrorKind::kCorrupt);
  }
  EXPECT_FALSE(Entry::Decode(*bytes + '\0'));
  EXPECT_FALSE(Entry::Decode(*bytes + Bytes(2000, '\0')));
}

TEST(EntryTest, ReadsNothingThatItWouldNotWriteBackAfterAnyFlippedBit) {
  const Result<Bytes> bytes = FullEntry().Encode();
  ASSERT_OK(bytes);
  for (size_t bit = 0; bit < bytes->size() * 8; ++bit) {
    Bytes flipped = *bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    if (const Result<Entry> decoded = Entry::Decode(flipped)) {
      const Result<Bytes> again = decoded->Encode();
      ASSERT_OK(again);
      EXPECT_EQ(*again, flipped) << "bit " << bit;
    }
  }
}

}  // namespace
}  // namespace mandat
