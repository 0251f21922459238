// SPDX-License-Identifier: Apache-2.0
#include "format/pg_copy.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace mandat {
namespace {

using Values = std::vector<std::optional<std::string>>;

// Everything that a dump gives of a table, as though its text came in pieces of some bytes.
struct Read {
  std::vector<Values> rows;
  std::vector<std::string> faults;
  size_t lines = 0;
  bool found = false;
  std::vector<std::string> columns;
};

Read ReadAll(const std::string& text, const std::string& table, size_t piece = 1U << 20,
             std::vector<std::string> columns = {}) {
  PgDump dump(table, std::move(columns));
  Read read;
  size_t at = 0;
  size_t known = std::min(piece, text.size());
  while (at < text.size()) {
    PgRow row;
    const size_t bytes =
        dump.Take(std::string_view(text).substr(at, known - at), known == text.size(), row);
    if (bytes == 0) {
      EXPECT_LT(known, text.size()) << "nothing is taken off a whole text";
      if (known == text.size()) {
        break;
      }
      known = std::min(known + piece, text.size());
      continue;
    }
    at += bytes;
    read.lines += row.lines;
    if (row.fault != nullptr) {
      read.faults.emplace_back(row.fault);
    } else if (row.is_row) {
      read.rows.push_back(row.values);
    }
  }
  read.found = dump.found();
  read.columns = dump.columns();
  return read;
}

constexpr std::string_view kDump = R"(--
-- PostgreSQL database dump
--

\restrict abc
SET standard_conforming_strings = on;
CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS $_$
  select 'it''s; COPY public.people (id) FROM stdin;'
$_$;
COMMENT ON TABLE public.people IS 'two
INSERT INTO public.people VALUES (9);
lines';

COPY public.others (id, name) FROM stdin;
1	not ours
\.

COPY public.people (id, "Name", note) FROM stdin;
1	Ada Example	\N
2	Ben\tExample	a\\b\x41\101
3	Cleo	
\.

INSERT INTO public.people (id, "Name", note) VALUES (4, 'Dan''s', NULL), (5, E'x\ny', '(;)'::text);
INSERT INTO public.others VALUES (1, 'x');
INSERT INTO public.people VALUES (-6.5, 'F', true);
)";

TEST(PgDumpTest, GivesTheRowsOfOneTableAndPassesOverAllElse) {
  const Read read = ReadAll(std::string(kDump), "public.people");
  EXPECT_EQ(read.faults, std::vector<std::string>());
  EXPECT_TRUE(read.found);
  EXPECT_EQ(read.columns, (std::vector<std::string>{"id", "Name", "note"}));
  EXPECT_EQ(read.rows, (std::vector<Values>{{"1", "Ada Example", std::nullopt},
                                            {"2", "Ben\tExample", "a\\bAA"},
                                            {"3", "Cleo", ""},
                                            {"4", "Dan's", std::nullopt},
                                            {"5", "x\ny", "(;)"},
                                            {"-6.5", "F", "true"}}));
  EXPECT_EQ(read.lines, static_cast<size_t>(std::ranges::count(kDump, '\n')));
}

TEST(PgDumpTest, GivesTheSameWhereverItsTextIsCut) {
  const Read whole = ReadAll(std::string(kDump), "public.people");
  for (const size_t piece : {1U, 2U, 3U, 7U, 64U, 333U}) {
    const Read read = ReadAll(std::string(kDump), "public.people", piece);
    EXPECT_EQ(read.rows, whole.rows) << piece;
    EXPECT_EQ(read.faults, whole.faults) << piece;
    EXPECT_EQ(read.lines, whole.lines) << piece;
  }
}

TEST(PgDumpTest, FindsATableOfAnySchemaByItsNameAlone) {
  EXPECT_EQ(ReadAll(std::string(kDump), "others").rows.size(), 2U);
  EXPECT_FALSE(ReadAll(std::string(kDump), "public.nobody").found);
}

TEST(PgDumpTest, TakesTheColumnsOfAnInsertWithoutThem) {
  const std::string text = "INSERT INTO t VALUES ('a', 1);\n";
  EXPECT_EQ(ReadAll(text, "t", 1U << 20, {"name", "n"}).rows, (std::vector<Values>{{"a", "1"}}));
  EXPECT_EQ(ReadAll(text, "t").faults.size(), 1U);
}

TEST(PgDumpTest, SaysWhichRowsItCannotReadAndGoesOn) {
  const Read copied = ReadAll("COPY t (a, b) FROM stdin;\n1\n1\t2\n1\\\n\\.\n", "t");
  EXPECT_EQ(copied.rows, (std::vector<Values>{{"1", "2"}}));
  EXPECT_EQ(copied.faults.size(), 2U);
  for (const std::string text :
       {"INSERT INTO t (a) VALUES (now());\n", "INSERT INTO t (a) VALUES (1, 2);\n",
        "INSERT INTO t (a) SELECT 1;\n", "INSERT INTO t (a) VALUES (DEFAULT);\n",
        "COPY t (a) FROM stdin WITH (FORMAT csv);\n1\n\\.\n"}) {
    const Read read = ReadAll(text + "INSERT INTO t (a) VALUES (7);\n", "t");
    EXPECT_EQ(read.faults.size(), 1U) << text;
    EXPECT_EQ(read.rows, (std::vector<Values>{{"7"}})) << text;
  }
  EXPECT_EQ(ReadAll("INSERT INTO t (a) VALUES ('cut", "t").faults.size(), 1U);
}

TEST(PgNameTest, IsAsPostgresqlMeansIt) {
  for (const auto& [text, name] : std::vector<std::pair<std::string, std::string>>{
           {"Public.People (", "public.people"},
           {"\"Public\".\"Two \"\"Words\"\"\" ", "Public.Two \"Words\""},
           {"plain", "plain"}}) {
    size_t bytes = 0;
    EXPECT_EQ(TakePgName(text, bytes), name);
  }
  size_t bytes = 0;
  EXPECT_EQ(TakePgName("", bytes), std::nullopt);
  EXPECT_EQ(TakePgName("\"open", bytes), std::nullopt);
  EXPECT_EQ(TakePgName("a.", bytes), std::nullopt);
}

}  // namespace
}  // namespace mandat
