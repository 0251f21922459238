// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/acknowledged.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

TEST(ParseAcknowledgedTest, JoinsTheRunsOfOneLoadAndLeavesOutALineWithoutItsEnd) {
  const auto loads = ParseAcknowledged(
      "load agreement=acme collection=sites seed=7\n0 id\n2 id\n"
      "load agreement=other collection=users seed=7\n5 id\n"
      "load agreement=acme collection=sites seed=7\n2 id\n1 id\n3 i");
  ASSERT_OK(loads);
  ASSERT_EQ(loads->size(), 2U);
  EXPECT_EQ((*loads)[0].name, (LoadName{"acme", "sites", 7}));
  EXPECT_EQ((*loads)[0].indexes, (std::vector<uint64_t>{0, 1, 2}));
  EXPECT_EQ((*loads)[1].indexes, (std::vector<uint64_t>{5}));
}

TEST(ParseAcknowledgedTest, RefusesWhatNoLoadWrote) {
  for (const char* text :
       {"0 id\n", "load agreement=acme\n", "load agreement=A collection=b seed=1\n",
        "load agreement=a collection=b seed=x\n", "load agreement=a collection=b seed=1\nx id\n",
        "load agreement=a collection=b seed=1 more\n"}) {
    const auto loads = ParseAcknowledged(text);
    ASSERT_FALSE(loads) << text;
    EXPECT_EQ(loads.error().kind, ErrorKind::kInvalid);
  }
}

TEST(AcknowledgedWriterTest, AddsToAFileThatParsesAgain) {
  const std::filesystem::path path = testing::TempDir() + "mandat_acknowledged_test";
  std::filesystem::remove(path);
  for (const uint64_t index : {4U, 9U}) {
    auto writer = AcknowledgedWriter::Open(path, {"acme", "sites", 1});
    ASSERT_OK(writer);
    ASSERT_OK(writer->Add(index, "id"));
  }
  std::string text(std::filesystem::file_size(path), '\0');
  std::FILE* file = std::fopen(path.c_str(), "r");
  ASSERT_EQ(std::fread(text.data(), 1, text.size(), file), text.size());
  std::fclose(file);
  const auto loads = ParseAcknowledged(text);
  ASSERT_OK(loads);
  ASSERT_EQ(loads->size(), 1U);
  EXPECT_EQ((*loads)[0].indexes, (std::vector<uint64_t>{4, 9}));
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace mandat
