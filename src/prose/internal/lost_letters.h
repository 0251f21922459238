// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "prose/document.h"
#include "prose/internal/clean_line.h"

namespace mandat::internal {

// Undoes, where it can, what a font without its table of characters did to a text: letters that
// became glyph numbers, either in a map of their own or all moved by one number. Gives every
// passage that has them; `text` is the document's.
std::vector<Damage> UndoLostLetters(std::string_view text, std::vector<CleanLine>& lines);

// Slips of a scanner that can have been only one thing: "l0 jours", "Te sous-traitant".
std::vector<Damage> UndoSlips(std::string_view text, std::vector<CleanLine>& lines);

// Counts the lines of all of them in one pass.
void NumberLines(std::string_view text, std::vector<Damage>& damages);

}  // namespace mandat::internal
