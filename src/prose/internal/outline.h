// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "prose/document.h"
#include "prose/internal/draft.h"

namespace mandat::internal {

// Whether a text is an annexed model contract, and which: "SCC" for clauses on transfers.
enum class ScopeKind : uint8_t { kBody, kAnnex, kModel, kSignature };

// A part of a text with a numbering of its own.
struct Scope {
  ScopeKind kind = ScopeKind::kBody;
  size_t begin = 0;  // in the drafts; of the heading, if there is one
  size_t end = 0;
  bool has_heading = false;
  Label label;  // of an annex
  std::string heading;
  std::optional<size_t> parent;  // in the list of scopes
  TextPart part = TextPart::kBody;
};

// The body, and each annex, model contract and signature block, in reading order.
std::vector<Scope> FindScopes(const std::vector<Draft>& drafts);

// Whether a draft could be a heading that has no number.
bool MayHead(const Draft& draft);
// Marks those of a text whose format marks none, if what it numbers are lists below them.
void MarkPlainHeads(std::vector<Draft>& drafts, size_t begin, size_t end);

// Puts the drafts into clauses: fills `out.clauses` and `out.blocks`.
void BuildOutline(std::vector<Draft> drafts, ContractText& out);

// What is left of a labelled draft.
std::string_view WordsBehind(const Draft& draft, const Label& label);
// "Annexe" of "ANNEXE".
std::string TitleCase(std::string_view word);

}  // namespace mandat::internal
