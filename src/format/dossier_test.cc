// SPDX-License-Identifier: Apache-2.0
#include "format/dossier.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "format/disclosure.h"

namespace mandat {
namespace {

const std::string kHash(64, 'a');

Dossier Full() {
  Dossier dossier;
  dossier.kind = "person";
  dossier.agreement = "acme";
  dossier.journal = "example.org/journal/acme";
  dossier.from = "2026-03-01T00:00:00Z";
  dossier.until = "2026-04-01T00:00:00Z";
  dossier.subject = "0a000000-0000-4000-8000-00000000000a";
  dossier.actor = "a0a0a0a0a0a0a0a0";
  dossier.asked_by = {7};
  dossier.entries = {1, 5, 6};
  dossier.undisclosed = {5};
  dossier.versions = {{1, 0, 0}, {2, 4, std::nullopt}};
  dossier.files = {{"README.txt", 12, kHash}, {"entries/0.cbor", 120, kHash}};
  return dossier;
}

// Covers: GDPR Art. 28(3)(h).
TEST(DossierTest, IsReadAsItWasWritten) {
  for (const Dossier& dossier : {Full(), [] {
                                   Dossier least;
                                   least.kind = "period";
                                   return least;
                                 }()}) {
    const Result<Dossier> read = Dossier::Parse(dossier.Format());
    ASSERT_OK(read);
    EXPECT_EQ(*read, dossier);
  }
}

// Any other spelling is none: what was changed by hand does not pass.
TEST(DossierTest, RejectsWhatFormatDoesNotWrite) {
  const std::string text = Full().Format();
  for (size_t i = 0; i < text.size(); ++i) {
    EXPECT_FALSE(Dossier::Parse(text.substr(0, i))) << i;
    const Result<Dossier> wider = Dossier::Parse(text.substr(0, i) + " " + text.substr(i));
    EXPECT_TRUE(!wider || *wider != Full()) << i;
  }
  EXPECT_FALSE(Dossier::Parse(text + "\n"));
  const std::pair<std::string, std::string> changes[] = {
      {"\"kind\": \"person\"", "\"kind\": \"party\""},
      {"[1, 5, 6]", "[1, 6, 5]"},
      {"[1, 5, 6]", "[1, 1, 6]"},
      {"[1, 5, 6]", "[01, 5, 6]"},
      {"[1, 5, 6]", "[1,5,6]"},
      {"[1, 5, 6]", "[1, 5, -6]"},
      {"[1, 5, 6]", "[1, 5, 9223372036854775808]"},
      {"\"version\": 2", "\"version\": 1"},
      {"\"version\": 2", "\"version\": 4294967296"},
      {"README.txt", "../README.txt"},
      {"README.txt", "/README.txt"},
      {"README.txt", "a//b"},
      {"README.txt", ".git"},
      {"README.txt", "a/"},
      {"README.txt", "zz.txt"},
      {"README.txt", "manifest.json"},
      {"README.txt", "R\xc3\xa9.txt"},
      {kHash, std::string(63, 'a')},
      {kHash, std::string(64, 'A')},
      {"\"bytes\": 12", "\"bytes\": 1e1"}};
  for (const auto& [from, to] : changes) {
    std::string changed = text;
    const size_t at = changed.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    changed.replace(at, from.size(), to);
    EXPECT_FALSE(Dossier::Parse(changed)) << to;
  }
}

Disclosure SampleDisclosure() {
  return {"example.org/journal/acme",
          12,
          *SubjectId::Parse("0a000000-0000-4000-8000-00000000000a"),
          1,
          3,
          Bytes(32, '\x5a'),
          {Bytes(32, '\x01'), Bytes(32, '\x02')},
          40};
}

// Covers: GDPR Art. 15(1)(c).
TEST(DisclosureTest, IsReadAsItWasWritten) {
  const Result<Disclosure> read = Disclosure::Parse(SampleDisclosure().Format());
  ASSERT_OK(read);
  EXPECT_EQ(*read, SampleDisclosure());
}

TEST(DisclosureTest, RejectsWhatFormatDoesNotWrite) {
  const std::string text = SampleDisclosure().Format();
  for (size_t i = 0; i < text.size(); ++i) {
    const Result<Disclosure> cut = Disclosure::Parse(text.substr(0, i));
    // Where a whole line of the path is left out, it is another disclosure.
    EXPECT_TRUE(!cut || cut->path.size() < 2) << i;
    EXPECT_FALSE(Disclosure::Parse(text.substr(0, i) + "\n" + text.substr(i))) << i;
  }
  EXPECT_FALSE(Disclosure::Parse(text + "path: 00\n"));
  EXPECT_FALSE(Disclosure::Parse(text + "more: 1\n"));
}

}  // namespace
}  // namespace mandat
