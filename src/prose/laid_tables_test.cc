// SPDX-License-Identifier: Apache-2.0
// Tables as a printer leaves them: cells side by side, over several lines.
#include <gmock/gmock.h>

#include "prose/pdf_test_util.h"
#include "prose/reading_test_util.h"

namespace mandat {
namespace {

using ::testing::ElementsAre;

using Cells = std::vector<std::string>;
using Lines = std::vector<std::string>;

std::vector<Cells> RowsOf(const ContractText& text) {
  std::vector<Cells> rows;
  for (const Block& block : text.blocks) {
    if (block.kind == BlockKind::kRow) {
      rows.push_back(block.cells);
    }
  }
  return rows;
}

std::string Printed(const Lines& lines) {
  std::string text =
      "1. Object\n\n1.1 The parties agree on the processing of personal data.\n\n"
      "Annex 1 - Sub-processors\n\n";
  for (const std::string& line : lines) {
    text += line + "\n";
  }
  return text + "\n\nThe list may change at any time, if the controller is told before it does.\n";
}

const std::vector<Cells> kPlaces = {
    {"Sub-processor", "Address", "Task", "Country"},
    {"Example Hosting GmbH", "1 Beispielstrasse, 10115 Berlin, Germany",
     "Hosting of all servers, of the databases and of the backups", "Germany"},
    {"Maison Exemple SAS", "12 rue de l'Exemple, 75001 Paris", "Sending of e-mail to users",
     "France"},
    {"Sample Inc.", "500 Sample Avenue, Suite 12", "Support", "United States of America"}};

const Lines kTop = {
    "Sub-processor           Address                      Task                           Country",
    "",
    "Example Hosting GmbH    1 Beispielstrasse, 10115     Hosting of all servers, of     Germany",
    "                        Berlin, Germany              the databases and of the",
    "                                                     backups",
    "",
    "Maison Exemple SAS      12 rue de l'Exemple, 75001   Sending of e-mail to users     France",
    "                        Paris",
    "",
    "Sample Inc.             500 Sample Avenue, Suite     Support                        United",
    "                        12                                                          States of",
    "                                                                                    America"};

TEST(LaidTablesTest, ReadsCellsOverSeveralLinesAsOneEach) {
  const ContractText text = ReadOrFail(Printed(kTop));
  EXPECT_EQ(RowsOf(text), kPlaces);
  EXPECT_NE(FindBlock(text, "The list may change"), nullptr);
  // A passage of a cell is where it stands, not where it would stand.
  const Block* row = FindBlock(text, "Maison Exemple");
  ASSERT_NE(row, nullptr);
  const size_t at = row->text.find("France");
  const Passage where = row->Locate(at, at + 6, text.text);
  EXPECT_EQ(text.text.substr(where.begin, where.end - where.begin), "France");
}

TEST(LaidTablesTest, ReadsRowsWithoutBlankLinesBetweenThem) {
  Lines tight;
  for (const std::string& line : kTop) {
    if (!line.empty()) {
      tight.push_back(line);
    }
  }
  EXPECT_EQ(RowsOf(ReadOrFail(Printed(tight))), kPlaces);
}

TEST(LaidTablesTest, ReadsCellsInTheMiddleOfTheirRow) {
  const ContractText text = ReadOrFail(Printed(
      {"Sub-processor           Address                      Task                         Country",
       "", "                                                     Hosting of all servers, of",
       "                        1 Beispielstrasse, 10115",
       "Example Hosting GmbH                                 the databases and of the     Germany",
       "                        Berlin, Germany",
       "                                                     backups", "",
       "                        12 rue de l'Exemple, 75001",
       "Maison Exemple SAS                                   Sending of e-mail to users   France",
       "                        Paris", "",
       "Sample Inc.             500 Sample Avenue, Suite     Support                      United",
       "                        12                                                        States "
       "of",
       "                                                                                  "
       "America"}));
  EXPECT_EQ(RowsOf(text), kPlaces);
}

// Heads stand in the middle of their columns, blank lines part the rows.
const Lines kCentred = {"              Name         Address           Task           Country of",
                        "                                                            storage",
                        "",
                        "       Example       1 Sample Lane,     Hosting, Backups  Sampletown,",
                        "       Hosting       91710                                Norway",
                        "       GmbH          Beispieldorf",
                        "",
                        "                     548 Sample St,",
                        "       Heronry       San Example,       Inference         Iceland",
                        "       PBC           EU endpoint",
                        "",
                        "       Otterbase,    San Example,       Managed           Iceland",
                        "       Inc.          EU region          databases"};

TEST(LaidTablesTest, ReadsColumnsBelowHeadsThatStandInTheirMiddle) {
  EXPECT_EQ(RowsOf(ReadOrFail(Printed(kCentred))),
            (std::vector<Cells>{
                {"Name", "Address", "Task", "Country of storage"},
                {"Example Hosting GmbH", "1 Sample Lane, 91710 Beispieldorf", "Hosting, Backups",
                 "Sampletown, Norway"},
                {"Heronry PBC", "548 Sample St, San Example, EU endpoint", "Inference", "Iceland"},
                {"Otterbase, Inc.", "San Example, EU region", "Managed databases", "Iceland"}}));
}

TEST(LaidTablesTest, RowsThatBlankLinesPartAreOneEachThoughTheirLinesHadRoom) {
  EXPECT_EQ(RowsOf(ReadOrFail(Printed({"Sub-processor       Country     Tool", "",
                                       "Heron               FR          Mailer", "R2", "",
                                       "Otter               DE          Logs",
                                       "(Example SAS)                   and desk", "",
                                       "Badger              IE          Desk"}))),
            (std::vector<Cells>{{"Sub-processor", "Country", "Tool"},
                                {"Heron R2", "FR", "Mailer"},
                                {"Otter (Example SAS)", "DE", "Logs and desk"},
                                {"Badger", "IE", "Desk"}}));
  // The twin: blank lines that part groups of rows.
  const Lines groups = {"Sub-processor              Country           Tool",
                        "Heron                      FR                Mailer of letters",
                        "",
                        "Otter                      DE                Logs",
                        "Badger                     IE                Desk",
                        "",
                        "Stoat                      ES                Mailer",
                        "Vole                       PT                Desk"};
  EXPECT_EQ(RowsOf(ReadOrFail(Printed(groups))).size(), 6U);
}

TEST(LaidTablesTest, ATitleMayBeginOnALineOfItsOwn) {
  const std::vector<Cells> rows = {{"Name of the sub-processor", "Country", "Guarantees for it"},
                                   {"Heron Example", "France", "None needed"},
                                   {"Otterbase Inc.", "Iceland", "None needed"}};
  const Lines below = {"Heron Example       France         None needed",
                       "Otterbase Inc.      Iceland        None needed"};
  Lines first = {"Name of the", "sub-processor       Country        Guarantees for it", ""};
  Lines last = {"                                   Guarantees",
                "Name of the sub-    Country        for it", "processor", ""};
  first.insert(first.end(), below.begin(), below.end());
  last.insert(last.end(), below.begin(), below.end());
  EXPECT_EQ(RowsOf(ReadOrFail(Printed(first))), rows);
  EXPECT_EQ(RowsOf(ReadOrFail(Printed(last))), rows);
}

TEST(LaidTablesTest, ReadsPairsWithALongSecondCellButNoBulletsAndTheirItems) {
  const ContractText pairs = ReadOrFail(Printed(
      {"Kind of processing           Keeping, changing,",
       "                             sending and", "                             deleting", "",
       "Purpose                      The service that",
       "                             was agreed on,", "                             no other", "",
       "People                       Guests"}));
  EXPECT_EQ(RowsOf(pairs),
            (std::vector<Cells>{{"Kind of processing", "Keeping, changing, sending and deleting"},
                                {"Purpose", "The service that was agreed on, no other"},
                                {"People", "Guests"}}));
  const ContractText bullets =
      ReadOrFail(Printed({"\u2022  Heron Example", "\u2022  Otterbase", "\u2022  Badger Example",
                          "\u2022  Vole Example"}));
  EXPECT_TRUE(RowsOf(bullets).empty());
  EXPECT_EQ(FindBlock(bullets, "Otterbase")->kind, BlockKind::kItem);
}

TEST(LaidTablesTest, ARulerBelowTheTitlesIsNoRow) {
  EXPECT_EQ(RowsOf(ReadOrFail(
                Printed({"Name            Country   Tool", "--------------- --------- ----",
                         "Heron Example   France    Mail", "Otterbase       Iceland   Logs"}))),
            (std::vector<Cells>{{"Name", "Country", "Tool"},
                                {"Heron Example", "France", "Mail"},
                                {"Otterbase", "Iceland", "Logs"}}));
}

TEST(LaidTablesTest, ATableGoesOnOnTheNextPageWithoutItsHeadAndTheFootBetween) {
  const std::string text =
      "1. Object\n\n1.1 The parties agree.\n\n"
      "Annex 1 - Sub-processors\n\n"
      "     Sub-processor       Country     Tool\n\n"
      "     Heron               FR          Mailer\n\n"
      "     Otter               DE          Logs\n\n"
      "https://records.example.org/terms                         1/2\n"
      "\f11/23/26, 2:50 AM               Terms\n"
      "     Sub-processor       Country     Tool\n\n"
      "     Badger              IE          Desk\n\n"
      "     Vole                PT          Desk\n\n"
      "https://records.example.org/terms                         2/2\n";
  EXPECT_EQ(RowsOf(ReadOrFail(text)), (std::vector<Cells>{{"Sub-processor", "Country", "Tool"},
                                                          {"Heron", "FR", "Mailer"},
                                                          {"Otter", "DE", "Logs"},
                                                          {"Badger", "IE", "Desk"},
                                                          {"Vole", "PT", "Desk"}}));
}

TEST(LaidTablesTest, ReadsShortRowsWithEmptyCells) {
  const ContractText text =
      ReadOrFail(Printed({"Name            Country     Tool", "Alpha           FR          Mailer",
                          "Beta            DE", "Gamma                       Logs",
                          "Delta           IE          Desk"}));
  EXPECT_EQ(RowsOf(text), (std::vector<Cells>{{"Name", "Country", "Tool"},
                                              {"Alpha", "FR", "Mailer"},
                                              {"Beta", "DE", ""},
                                              {"Gamma", "", "Logs"},
                                              {"Delta", "IE", "Desk"}}));
}

TEST(LaidTablesTest, ReadsTablesOfPairs) {
  const ContractText text = ReadOrFail(
      Printed({"Sub-processor              Country", "Example Hosting            Germany",
               "Maison Exemple             France", "Sample Inc.                United States"}));
  EXPECT_EQ(RowsOf(text), (std::vector<Cells>{{"Sub-processor", "Country"},
                                              {"Example Hosting", "Germany"},
                                              {"Maison Exemple", "France"},
                                              {"Sample Inc.", "United States"}}));
}

TEST(LaidTablesTest, TakesNoListFormOrProseForATable) {
  const ContractText lists = ReadOrFail(
      "1.     Object\n\n1.1    The parties agree.\n1.2    It is free.\n1.3    It is short.\n\n"
      "(a)    one\n(b)    two\n(c)    three\n(d)    four\n\n"
      "For the controller            For the processor\nName: ______                  Name: "
      "______\nDate: ______                  Date: ______\nPlace: _____                  Place: "
      "_____\n");
  EXPECT_TRUE(RowsOf(lists).empty());
  const ContractText prose = ReadOrFail(
      "The  processor  treats  personal  data  on  documented  instructions  only,  and\n"
      "informs  the  controller  of  every  change  that  it  knows  of  in  good  time,\n"
      "as  long  as  this  agreement  is  in  force  and  not  a  day  longer  than  that.\n");
  EXPECT_TRUE(RowsOf(prose).empty());
}

TEST(LaidTablesTest, EndsATableBeforeTheHeadingOfTheNext) {
  const Lines first = {"Name            Country     Tool", "Alpha           FR          Mailer",
                       "Beta            DE          Desk", ""};
  const Lines second = {"", "Kind            Term        Place", "Orders          a year      FR",
                        "Logs            a month     DE"};
  for (const std::string heading : {"Annex 2 - Terms", "   Of terms"}) {
    Lines both = first;
    both.push_back(heading);
    both.insert(both.end(), second.begin(), second.end());
    const ContractText text = ReadOrFail(Printed(both));
    EXPECT_EQ(RowsOf(text).size(), 6U) << heading;
    EXPECT_EQ(RowsOf(text)[3], (Cells{"Kind", "Term", "Place"})) << heading;
  }
}

TEST(LaidTablesTest, ReadsTheTableOfAPdfWithHeadAndFootOfItsPages) {
  if (!HasPdftotext()) {
    GTEST_SKIP() << "no pdftotext";
  }
  const Lines table = {
      "Sub-processor         Address                    Task                      Country",
      "Example Hosting GmbH  1 Beispielstrasse,         Hosting of all servers    Germany",
      "                      10115 Berlin, Germany      and of the backups",
      "Maison Exemple SAS    12 rue de Exemple         Sending of e-mail         France"};
  std::vector<Lines> pages(3, Lines{"Example Ltd           Agreement of 2026", "", ""});
  for (size_t i = 0; i < pages.size(); ++i) {
    pages[i].insert(pages[i].end(),
                    {std::to_string(i + 1) + ". Duties", "",
                     "The processor treats personal data on instructions only.", "", ""});
    if (i == 1) {
      pages[i].insert(pages[i].end(), table.begin(), table.end());
    }
    pages[i].insert(
        pages[i].end(),
        {"", "", "", "Confidential                        Page " + std::to_string(i + 1)});
  }
  const ContractText text = ReadOrFail(PdfOf(pages), "contract.pdf");
  EXPECT_EQ(RowsOf(text),
            (std::vector<Cells>{
                {"Sub-processor", "Address", "Task", "Country"},
                {"Example Hosting GmbH", "1 Beispielstrasse, 10115 Berlin, Germany",
                 "Hosting of all servers and of the backups", "Germany"},
                {"Maison Exemple SAS", "12 rue de Exemple", "Sending of e-mail", "France"}}));
  EXPECT_EQ(FindBlock(text, "Confidential"), nullptr);
  EXPECT_EQ(FindBlock(text, "Example Ltd"), nullptr);
}

TEST(LaidTablesTest, TakesBarsForWhatPartsTheCellsWhereverTheyStand) {
  const ContractText text =
      ReadOrFail(Printed({"| Item                | What                           |",
                          "| ------------------- | ------------------------------ |",
                          "| Nature              | (e.g. hosting, sending mail)   |",
                          "| Term                | as long as the main agreement  |",
                          "| Kinds of data       | (e.g. names, addresses)        |",
                          "| People              | readers of the example paper   |",
                          "| Sensitive data      | none                           |"}));
  EXPECT_THAT(RowsOf(text),
              ElementsAre(Cells{"Item", "What"}, Cells{"Nature", "(e.g. hosting, sending mail)"},
                          Cells{"Term", "as long as the main agreement"},
                          Cells{"Kinds of data", "(e.g. names, addresses)"},
                          Cells{"People", "readers of the example paper"},
                          Cells{"Sensitive data", "none"}));
}

}  // namespace
}  // namespace mandat
