// SPDX-License-Identifier: Apache-2.0
#include "lint/internal/words.h"

#include <algorithm>
#include <array>

namespace mandat::internal {
namespace {

using Word = std::string_view;

constexpr auto kPlaceholder = std::to_array<Word>(
    {"[...", "[\xe2\x80\xa6", "[specify", "[to be", "[insert", "___", "tbd", "xx days", "xx hours",
     "#value", "#ref", "to be completed", "to be filled in", "to be agreed", "to be specified"});
constexpr auto kGenericPurpose = std::to_array<Word>(
    {"as necessary", "as needed", "provide the services", "provision of the services",
     "performance of the contract", "services of the framework", "services of the main",
     "legitimate business", "business purposes"});
constexpr auto kLawOfUnion =
    std::to_array<Word>({"union", "member state", "eu law", "law of the eu", "eu or"});
constexpr auto kToldFirst =
    std::to_array<Word>({"told", "tell", "inform", "notif", "before", "warn", "announce"});
constexpr auto kInstruction = std::to_array<Word>({"instruct"});
constexpr auto kVagueSecurity = std::to_array<Word>({"reasonable", "industry", "best practice"});
constexpr auto kRisk =
    std::to_array<Word>({"risk", "loss", "alteration", "disclosure", "destruction", "art. 32"});
constexpr auto kEncryption = std::to_array<Word>({"encrypt", "pseudonym", "tls", "https"});
constexpr auto kRestoring = std::to_array<Word>({"restor", "recover"});
constexpr auto kTesting = std::to_array<Word>({"test", "audit", "assess", "evaluat"});
constexpr auto kAncillary =
    std::to_array<Word>({"maintenance", "support", "ancillary", "inspection", "other services",
                         "affiliate", "group compan", "subcontractor"});
constexpr auto kHarmless = std::to_array<Word>({"without access", "no access"});
constexpr auto kLimit = std::to_array<Word>({"limit", "capped", "at most", "up to"});
constexpr auto kImpact = std::to_array<Word>({"impact", "assessment"});
constexpr auto kConsultation = std::to_array<Word>({"consult"});
constexpr auto kNature = std::to_array<Word>({"nature", "categor"});
constexpr auto kConsequence = std::to_array<Word>({"consequence", "effect"});
constexpr auto kMeasure = std::to_array<Word>({"measure"});
constexpr auto kContact = std::to_array<Word>({"contact"});
constexpr auto kBreachScope = std::to_array<Word>(
    {"must report", "has to report", "must notify", "attribut", "held against", "at fault",
     "caused by the processor", "sphere", "significant", "serious", "confirmed", "material"});
constexpr auto kCopy = std::to_array<Word>({"cop", "backup"});
constexpr auto kBeyondLaw =
    std::to_array<Word>({"contract", "prove", "proof", "evidence", "own records"});
constexpr auto kProcessorChoice =
    std::to_array<Word>({"processor chooses", "processor so chooses", "processor's choice",
                         "discretion", "processor decides"});
constexpr auto kDerogation = std::to_array<Word>({"art. 49", "article 49", "derogation"});
constexpr auto kEffort = std::to_array<Word>({"effort", "endeavour", "strive", "seek to"});
constexpr auto kRecordOfProcessing = std::to_array<Word>(
    {"record of processing", "records of processing", "register of processing", "art. 30"});
constexpr auto kSensitive =
    std::to_array<Word>({"patient", "resident", "health", "medical", "disab", "diagnos",
                         "biometric", "genetic", "religio", "trade union", "art. 9"});

constexpr auto kLists = std::to_array<WordList>({
    {Cue::kPlaceholder, "L-W02", "a blank that nobody filled in", kPlaceholder},
    {Cue::kGenericPurpose, "L-W03", "a purpose that only points at the services", kGenericPurpose},
    {Cue::kLawOfUnion, "L-A03", "the law that may demand processing is named", kLawOfUnion},
    {Cue::kToldFirst, "L-A04", "the controller hears of it", kToldFirst},
    {Cue::kInstruction, "L-B02", "persons act on instructions", kInstruction},
    {Cue::kVagueSecurity, "L-W05", "a level of security that is no level", kVagueSecurity},
    {Cue::kRisk, "L-C03", "the risk is weighed", kRisk},
    {Cue::kEncryption, "L-C02", "GDPR Art. 32(1)(a)", kEncryption},
    {Cue::kRestoring, "L-C02", "GDPR Art. 32(1)(c)", kRestoring},
    {Cue::kTesting, "L-C02", "GDPR Art. 32(1)(d)", kTesting},
    {Cue::kAncillary, "L-W08", "services of those who can see data", kAncillary},
    {Cue::kHarmless, "L-W08", "services of those who cannot", kHarmless},
    {Cue::kLimit, "L-W22", "liability for sub-processors has a limit", kLimit},
    {Cue::kImpact, "L-F05", "impact assessments are named", kImpact},
    {Cue::kConsultation, "L-F05", "prior consultation is named", kConsultation},
    {Cue::kNature, "L-F08", "nature of a breach", kNature},
    {Cue::kConsequence, "L-F08", "its consequences", kConsequence},
    {Cue::kMeasure, "L-F08", "measures against it", kMeasure},
    {Cue::kContact, "L-F08, L-I10", "a contact", kContact},
    {Cue::kBreachScope, "L-W11", "only some breaches are told", kBreachScope},
    {Cue::kCopy, "L-G02", "copies go too", kCopy},
    {Cue::kBeyondLaw, "L-W17", "data are kept without a law", kBeyondLaw},
    {Cue::kProcessorChoice, "L-W15", "the processor decides", kProcessorChoice},
    {Cue::kDerogation, "L-W20", "transfers rest on a derogation", kDerogation},
    {Cue::kEffort, "L-W14", "an effort instead of a duty", kEffort},
    {Cue::kRecordOfProcessing, "L-X04", "the record of GDPR Art. 30(2)", kRecordOfProcessing},
    {Cue::kSensitive, "L-I03", "people or measures that speak of special categories", kSensitive},
});

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsWordChar(char c) {
  const char lower = Lower(c);
  return (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool StandsAt(std::string_view text, size_t at, std::string_view word) {
  return text.size() - at >= word.size() &&
         std::ranges::equal(text.substr(at, word.size()), word, {}, Lower, Lower);
}

}  // namespace

std::span<const WordList> WordLists() { return kLists; }

bool Speaks(std::string_view text, Cue cue) {
  const std::span<const Word> words = kLists[static_cast<size_t>(cue)].words;
  for (size_t at = 0; at < text.size(); ++at) {
    const bool begins = at == 0 || !IsWordChar(text[at - 1]) || !IsWordChar(text[at]);
    if (begins && std::ranges::any_of(words, [&](Word word) { return StandsAt(text, at, word); })) {
      return true;
    }
  }
  return false;
}

bool Names(std::string_view text, std::string_view name) {
  for (size_t at = 0; at + name.size() <= text.size(); ++at) {
    const size_t end = at + name.size();
    const bool begins = at == 0 || !IsWordChar(text[at - 1]);
    // "TLS 1" does not stand in "TLS 1.2", but "TLS 1.1" stands in "TLS 1.1."
    const bool goes_on = end < text.size() &&
                         (IsWordChar(text[end]) ||
                          (text[end] == '.' && end + 1 < text.size() && IsWordChar(text[end + 1])));
    if (begins && !goes_on && StandsAt(text, at, name)) {
      return true;
    }
  }
  return false;
}

}  // namespace mandat::internal
