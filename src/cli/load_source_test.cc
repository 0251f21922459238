// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/load_source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "cli/internal/load_state.h"

namespace mandat {
namespace {

class LoadSourceTest : public testing::Test {
 protected:
  LoadSourceTest()
      : file_(std::filesystem::temp_directory_path() /
              ("mandat-load-source-" + std::to_string(getpid()))) {
    mapping_.subject = "who";
    mapping_.fields = {{"name", "name", "", {}}};
    mapping_.skip = {"note"};
  }
  ~LoadSourceTest() override { std::filesystem::remove(file_); }

  void Write(std::string_view text) const { std::ofstream(file_, std::ios::binary) << text; }

  // `line who name` of each row, or its fault; an error as it is.
  std::vector<std::string> ReadAll() {
    std::vector<std::string> told;
    Result<std::unique_ptr<LoadSource>> source = LoadSource::Open(file_, mapping_);
    if (!source) {
      return {source.error().message};
    }
    for (;;) {
      LoadRow row;
      const Result<bool> is_row = (*source)->Next(row);
      if (!is_row) {
        told.push_back(is_row.error().message);
        return told;
      }
      if (!*is_row) {
        bytes_ = (*source)->bytes_read();
        return told;
      }
      std::string line = std::to_string(row.line);
      for (const LoadCell& cell : row.cells) {
        line += " " + (cell.kind == LoadCell::Kind::kAbsent ? "-" : cell.text);
      }
      told.push_back(line + (row.fault == nullptr ? "" : std::string(" ") + row.fault));
    }
  }

  std::filesystem::path file_;
  LoadMapping mapping_;
  uint64_t bytes_ = 0;
};

using Lines = std::vector<std::string>;

TEST_F(LoadSourceTest, ReadsCsvWithAMarkAndRowsOverSeveralLines) {
  const std::string text =
      "\xef\xbb\xbfwho,note,name\r\n1,x,\"Ada\nExample\"\r\n\r\n2,,\r\n3,,\"\"";
  Write(text);
  EXPECT_EQ(ReadAll(), (Lines{"2 1 Ada\nExample", "5 2 -", "6 3 "}));
  EXPECT_EQ(bytes_, text.size());
}

TEST_F(LoadSourceTest, SaysWhichColumnsDoNotFit) {
  Write("who,note\n1,x\n");
  EXPECT_EQ(ReadAll(), Lines{"the input has no column `name`"});
  Write("who,name,phone\n");
  EXPECT_EQ(ReadAll(), Lines{"column `phone` of the input is neither mapped nor skipped"});
  mapping_.skips_unmapped = true;
  EXPECT_EQ(ReadAll(), Lines{});
}

TEST_F(LoadSourceTest, GoesOnBehindARowThatIsNone) {
  Write("who,name,note\n1,a\n2,b\"c,\n3,c,x\n");
  EXPECT_EQ(ReadAll(),
            (Lines{"2 the row has another number of values than there are columns",
                   "3 a field without quotes has a quote or a control character", "4 3 c"}));
}

TEST_F(LoadSourceTest, ReadsAFileWithoutAHeader) {
  mapping_.has_header = false;
  mapping_.columns = {"name", "who"};
  mapping_.separator = '\t';
  Write("Ada\t1\nBen\t2\n");
  EXPECT_EQ(ReadAll(), (Lines{"1 1 Ada", "2 2 Ben"}));
}

TEST_F(LoadSourceTest, ReadsNdjsonWithNumbersAsTheyAreWritten) {
  mapping_.format = LoadFormat::kNdjson;
  mapping_.fields[0].column = "person.name";
  Write(
      "{\"who\":1.50,\"person\":{\"name\":\"\\u0041da\"},\"note\":[1,{\"who\":9}]}\n\n"
      "{\"who\":null}\n{\"who\":1,\"extra\":2}\n[1]\n{\"who\":1,\"who\":2}\n{\"who\":[1]}\n"
      "{\"who\":tru}\n{\"who\":true}");
  EXPECT_EQ(ReadAll(), (Lines{"1 1.50 Ada", "3 - -",
                              "4 the line has a member that is neither mapped nor skipped",
                              "5 the line is no JSON object", "6 a member is there twice", "7  -",
                              "8 the line is no JSON", "9 true -"}));
}

TEST_F(LoadSourceTest, ReadsOneTableOfADump) {
  mapping_.format = LoadFormat::kPostgresql;
  mapping_.table = "public.people";
  Write(
      "SET x = 1;\nCOPY public.people (name, who, note) FROM "
      "stdin;\nAda\t1\t\\N\n\\N\t2\tx\n\\.\n");
  EXPECT_EQ(ReadAll(), (Lines{"3 1 Ada", "4 2 -"}));
  mapping_.table = "public.nobody";
  EXPECT_EQ(ReadAll(), Lines{"the dump has no rows of table public.nobody"});
}

// Rows that lie over the border of two reads are whole.
TEST_F(LoadSourceTest, ReadsFilesThatAreLargerThanOneRead) {
  std::string text = "who,name,note\n";
  constexpr size_t kRows = 40'000;
  for (size_t i = 0; i < kRows; ++i) {
    text += std::to_string(i) + ",\"" + std::string(60 + i % 37, 'x') + "\ny\",z\n";
  }
  ASSERT_GT(text.size(), size_t{3} << 20);
  Write(text);
  const Lines lines = ReadAll();
  ASSERT_EQ(lines.size(), kRows);
  EXPECT_TRUE(lines.back().starts_with("80000 39999 xxx")) << lines.back();
}

TEST_F(LoadSourceTest, KnowsTheSameBytesByTheirHash) {
  Write("who,name,note\n1,a,\n2,b,\n");
  const auto hash = [this](size_t rows) {
    const auto source = LoadSource::Open(file_, mapping_);
    LoadRow row;
    for (size_t i = 0; i < rows; ++i) {
      EXPECT_TRUE(*(*source)->Next(row));
    }
    return (*source)->hash();
  };
  const Hash first = hash(1);
  const Hash second = hash(2);
  EXPECT_NE(first, second);
  Write("who,name,note\n1,a,\n2,b,\n3,c,\n");
  EXPECT_EQ(hash(2), second) << "a file that grew is the same up to there";
  Write("who,name,note\n1,x,\n2,b,\n3,c,\n");
  EXPECT_NE(hash(2), second);
}

TEST(LoadStateTest, ReadsBackWhatItWrote) {
  LoadState state;
  state.mapping = "aa";
  state.agreement = "acme";
  state.offset = 12;
  state.hash = "bb";
  state.rows = 9;
  state.loaded = 3;
  state.skipped = 1;
  for (uint64_t line = 1; line < 8; ++line) {
    state.Add({LoadReason::Kind::kRefused, "acme@1#2", "not listed"}, line);
  }
  state.Add({LoadReason::Kind::kExpired, "", "too old"}, 9);
  const auto file =
      std::filesystem::temp_directory_path() / ("mandat-load-state-" + std::to_string(getpid()));
  ASSERT_TRUE(state.Write(file));
  const Result<std::optional<LoadState>> read = LoadState::Read(file);
  std::filesystem::remove(file);
  ASSERT_TRUE(read && *read);
  EXPECT_EQ((*read)->ToJson(), state.ToJson());
  EXPECT_EQ((*read)->CountOf(LoadReason::Kind::kRefused), 7U);
  EXPECT_EQ((*read)->tallies.begin()->second.lines.size(), LoadTally::kLinesMax);
  EXPECT_EQ(state.ExitCode(), 3);
  EXPECT_FALSE(*LoadState::Read("/nowhere/at/all"));
}

TEST(LoadStateTest, RefusesAStateThatIsNone) {
  for (const std::string_view text :
       {"", "{}", "[]", R"({"format":"mandat-load/1"})", R"({"format":"mandat-load/2","offset":1})",
        R"({"format":"mandat-load/1","offset":-1,"rows":0,"loaded":0,"skipped":0})"}) {
    EXPECT_FALSE(LoadState::Parse(text)) << text;
  }
}

}  // namespace
}  // namespace mandat
