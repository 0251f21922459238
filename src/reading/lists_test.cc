// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "base/error_test_util.h"
#include "prose/read_document.h"
#include "reading/contract_reading.h"

namespace mandat {
namespace {

std::string Items(std::string_view clauses, std::string_view field) {
  const std::string text =
      "Data Processing Agreement\n\nbetween Ashdown Example Ltd (\"Controller\") and Penrose "
      "Example Ltd (\"Processor\").\n\n1. Instructions\n\n1.1 The Processor processes personal "
      "data only on documented instructions from the Controller.\n\n2. Matter\n\n" +
      std::string(clauses) + "\n";
  const Result<ContractText> read = ReadDocument(text, "contract.txt");
  EXPECT_TRUE(read);
  const ContractReading reading = read ? ReadTerms(*read) : ContractReading{};
  const FoundTerm* term = reading.Find(field);
  std::string all;
  for (const FoundItem& item : term == nullptr ? std::vector<FoundItem>{} : term->items) {
    all += (all.empty() ? "" : "; ") + item.text;
  }
  return all;
}

// Covers: GDPR Art. 28(3)
TEST(Lists, WhatStandsBeforeAListIsNoItem) {
  EXPECT_EQ(
      Items("2.1 Categories of data: the data that are sent, as the Controller alone decides, "
            "include names, e-mail addresses and the content of messages.",
            "data-categories"),
      "names; e-mail addresses; the content of messages");
  EXPECT_EQ(Items("2.1 Categories of data subjects: senders and recipients of messages.", "people"),
            "senders; recipients of messages");
  EXPECT_EQ(
      Items("2.1 Purposes: (a) sending messages; (b) finding faults; and (c) support.", "purposes"),
      "sending messages; finding faults; support");
}

TEST(Lists, BracketsAndShortWordsAreNotCut) {
  EXPECT_EQ(Items("2.1 Categories of data: contact data (name, address), logs.", "data-categories"),
            "contact data (name, address); logs");
  EXPECT_EQ(Items("2.1 Categories of data subjects: users of e-mail and SMS.", "people"),
            "users of e-mail and SMS");
}

TEST(Lists, ASentenceOnTheDataIsNoList) {
  EXPECT_EQ(Items("2.1 Personal data are processed by machine, with care.", "data-categories"), "");
  EXPECT_EQ(Items("2.1 For the purposes of Article 26, the parties agree.", "purposes"), "");
}

TEST(Lists, ATableThatLostItsColumnsIsReadByWhatComesAgain) {
  const std::string_view table =
      "2.1 See the annex.\n\nANNEX 1\n\nData and purposes\n\nTYPE OF DATA PURPOSE OF PROCESSING\n\n"
      "Identity\n\nName, address\n\nHosting of records\n\nElectronic identity\n\nE-mail "
      "address\n\nHosting of records\n";
  EXPECT_EQ(Items(table, "purposes"), "Hosting of records");
  EXPECT_EQ(Items(table, "data-categories"), "Name; address; E-mail address");
  EXPECT_EQ(Items(table, "nature"), "Hosting of records");
}

}  // namespace
}  // namespace mandat
