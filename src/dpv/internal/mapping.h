// SPDX-License-Identifier: Apache-2.0
// Which terms of the Data Privacy Vocabulary 2.3 stand for which words of the agreement language.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mandat::internal {

// The legal bases of a transfer tool; empty for a word that the vocabulary has no term for.
// Source: GDPR Art. 45(3); GDPR Art. 46(2); GDPR Art. 46(5).
std::vector<std::string> BasesOfTool(std::string_view tool);

// What kind of measure an area of security is, and the class of such measures.
enum class MeasureKind : uint8_t { kTechnical, kOrganisational, kPhysical, kUnknown };
struct MeasureClass {
  MeasureKind kind = MeasureKind::kUnknown;
  std::string_view type;  // empty: none known
};
// Source: GDPR Art. 32(1).
MeasureClass ClassOfArea(std::string_view area);
std::string_view TypeOf(MeasureKind kind);

// The class of clauses that a term belongs to; empty for most.
std::string_view ClauseTypeOf(std::string_view path);

// True for terms by which somebody has to do something.
bool IsObligation(std::string_view path);

// The notice or right that a term is about; empty for most.
// Source: GDPR Art. 33(2).
std::string_view ConcernOf(std::string_view path);

// True for a country outside the European Economic Area.
// Source: GDPR Art. 44.
bool IsThirdCountry(std::string_view country);

}  // namespace mandat::internal
