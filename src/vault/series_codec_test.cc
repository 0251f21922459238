// SPDX-License-Identifier: Apache-2.0
#include "vault/internal/series_codec.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "base/error_test_util.h"

namespace mandat::internal {
namespace {

using Row = std::vector<PointValue>;

const std::vector<PointColumn> kColumns = {
    {"n", FieldType::kInteger}, {"x", FieldType::kDecimal}, {"b", FieldType::kBoolean}};

PointColumns Columns() { return std::make_shared<const std::vector<PointColumn>>(kColumns); }

Plaintext Encode(const PointTable& table) {
  std::vector<uint32_t> order(table.size());
  std::iota(order.begin(), order.end(), 0U);
  return EncodeChunk(table, order);
}

// Reads all of it; the error if there is one.
Status ReadAll(Bytes body, PointTable* out = nullptr,
               const std::vector<PointColumn>& columns = kColumns) {
  MANDAT_TRY(ChunkReader reader, ChunkReader::Open(Plaintext(std::move(body)), columns));
  while (true) {
    MANDAT_TRY(const bool there, reader.Next());
    if (!there) {
      return {};
    }
    if (out != nullptr) {
      out->Add(reader.at(), reader.values());
    }
  }
}

void ExpectSame(const PointTable& a, const PointTable& b) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a.at(i), b.at(i));
    for (size_t column = 0; column < kColumns.size(); ++column) {
      const PointValue& left = a.values(i)[column];
      const PointValue& right = b.values(i)[column];
      EXPECT_EQ(left.there, right.there);
      EXPECT_TRUE(!left.there || left.bits == right.bits) << "row " << i << " column " << column;
    }
  }
}

TEST(SeriesCodecTest, GivesBackEveryBitOfAnyPoints) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 chance(seed);
  for (int round = 0; round < 200; ++round) {
    PointTable table(Columns());
    int64_t at = static_cast<int64_t>(chance() % 1'000'000'000'000);
    const uint64_t kind = chance() % 4;
    for (uint64_t i = chance() % 300 + 1; i > 0; --i) {
      at += kind == 0 ? 60'000'000 : static_cast<int64_t>(chance() % 100'000 + 1);
      Row row(3);
      row[0] = {chance() % 8 != 0, kind == 1 ? chance() : chance() % 100};
      row[1] = kind == 2 ? PointValue{true, chance() % 0x7ff0000000000000U}
                         : PointValue::Decimal(static_cast<double>(chance() % 1000) / 100);
      row[2] = {kind != 3, chance() % 2};
      table.Add({at}, row);
    }
    PointTable read(Columns());
    ASSERT_OK(ReadAll(Bytes(Encode(table).Reveal()), &read));
    ExpectSame(table, read);
  }
}

// The bytes of docs/internals/series.md.
TEST(SeriesCodecTest, WritesTheDocumentedBytes) {
  PointTable table(Columns());
  for (int64_t i = 0; i < 4; ++i) {
    table.Add({1'000'000 + i * 1000},
              Row{PointValue::Integer(5 + i), PointValue::Decimal(20.5), PointValue()});
  }
  EXPECT_EQ(FormatHex(Encode(table).Reveal()),
            "010402"  // form, 4 points, 2 columns
            "07"
            "80897a"
            "d00f"
            "0001"  // instants: the first, the distance, twice the same
            "09"
            "69"
            "01"
            "6e"
            "00"
            "00"
            "0a020202"  // n: all there, deltas 5 1 1 1
            "0b"
            "64"
            "01"
            "78"
            "00"
            "02"
            "01"
            "9a03000000");  // x: tenths, deltas 205 0 0 0
}

TEST(SeriesCodecTest, SteadySourcesTakeLittle) {
  PointTable table(Columns());
  for (int64_t i = 0; i < 1440; ++i) {
    table.Add({i * 60'000'000}, Row{PointValue::Integer(1000 + i % 7), PointValue(), PointValue()});
  }
  EXPECT_LT(Encode(table).Reveal().size(), 1500U);
}

TEST(SeriesCodecTest, ReadsTheColumnsThatAreWanted) {
  PointTable table(Columns());
  table.Add({1}, Row{PointValue::Integer(7), PointValue::Decimal(0.5), PointValue::Boolean(true)});
  const std::vector<PointColumn> wanted = {
      {"n", FieldType::kDecimal}, {"new", FieldType::kInteger}, {"x", FieldType::kBoolean}};
  PointTable read(std::make_shared<const std::vector<PointColumn>>(wanted));
  ASSERT_OK(ReadAll(Bytes(Encode(table).Reveal()), &read, wanted));
  EXPECT_EQ(read.values(0)[0].decimal(), 7.0) << "a whole number is a decimal as well";
  EXPECT_FALSE(read.values(0)[1].there);
  EXPECT_FALSE(read.values(0)[2].there) << "a field of another type is not there";
}

TEST(SeriesCodecTest, ABodyThatIsCutOffOrChangedIsDamagedOrSomethingElseButNeverACrash) {
  PointTable table(Columns());
  for (int64_t i = 0; i < 40; ++i) {
    Row row{PointValue::Integer(i * i), PointValue::Decimal(std::sqrt(static_cast<double>(i))),
            PointValue::Boolean(i % 2 == 0)};
    row[static_cast<size_t>(i % 3)].there = i % 5 != 0;
    table.Add({i * i + 1}, row);
  }
  const Bytes body(Encode(table).Reveal());
  for (size_t bytes = 0; bytes < body.size(); ++bytes) {
    const Status read = ReadAll(body.substr(0, bytes));
    ASSERT_FALSE(read) << bytes;
    EXPECT_EQ(read.error().kind, ErrorKind::kCorrupt);
  }
  EXPECT_FALSE(ReadAll(body + "x"));
  for (size_t i = 0; i < body.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes changed = body;
      changed[i] = static_cast<char>(changed[i] ^ 1 << bit);
      const Status read = ReadAll(changed);
      EXPECT_TRUE(read || read.error().kind == ErrorKind::kCorrupt);
      (void)ColumnsOfBody(changed);
    }
  }
}

}  // namespace
}  // namespace mandat::internal
