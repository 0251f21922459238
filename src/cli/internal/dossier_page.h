// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "format/dossier.h"
#include "format/entry.h"

namespace mandat {

// What the page of a dossier tells.
struct DossierPage {
  Dossier dossier;                                  // without its files
  std::string title, controller, processor;         // of the agreement; may be empty
  std::vector<std::pair<uint64_t, Entry>> entries;  // the first of those it is about
  std::vector<uint64_t> certificates;
  std::vector<std::pair<std::string, std::string>> scope;  // collection, how many; "": people
  std::string key;                                         // verifier key of the journal
};

inline constexpr size_t kDossierRowsMax = 2'000;  // of the table; the others are files

// The page in English and in French: one file, without scripts and without anything from elsewhere.
std::string FormatDossierPage(const DossierPage& page);
// The file `README.txt`: what lies here, and the command that verifies it.
std::string FormatDossierReadme(const Dossier& dossier, std::string_view key);

// An act in words: English, French; the act itself where there are none.
std::pair<std::string, std::string> WordsOfAct(std::string_view act);
std::pair<std::string, std::string> WordsOfOutcome(Outcome outcome);

}  // namespace mandat
