// SPDX-License-Identifier: Apache-2.0
// The closed vocabularies of the agreement language.
#pragma once

#include <array>
#include <string_view>

namespace mandat::internal {

using Word = std::string_view;

inline constexpr auto kStatusWords =
    std::to_array<Word>({"stated", "not-stated", "external", "ambiguous"});
// What a contract's file was.
inline constexpr auto kTextFormatWords =
    std::to_array<Word>({"text", "markdown", "html", "pdf", "docx"});
// In order of urgency, as lawyers read them; "in good time" asks least.
inline constexpr auto kPromptnessWords =
    std::to_array<Word>({"immediately", "without-delay", "without-undue-delay",
                         "as-soon-as-possible", "promptly", "in-good-time", "in-reasonable-time"});
// What starts or ends a period.
inline constexpr auto kEventWords = std::to_array<Word>({"awareness",
                                                         "receipt-of-request",
                                                         "receipt-of-notice",
                                                         "sending-of-notice",
                                                         "receipt-of-objection",
                                                         "engagement-of-sub-processor",
                                                         "change",
                                                         "capture",
                                                         "account-closure",
                                                         "end-of-agreement",
                                                         "end-of-processing",
                                                         "end-of-legal-retention",
                                                         "completion-of-destruction",
                                                         "end-of-designation",
                                                         "suspension",
                                                         "instruction",
                                                         "audit",
                                                         "conclusion",
                                                         "renewal",
                                                         "delivery",
                                                         "invoice",
                                                         "notice-of-default",
                                                         "acknowledgement-of-incident",
                                                         "due-date",
                                                         "damage",
                                                         "not-stated"});
inline constexpr auto kDaysWords = std::to_array<Word>({"calendar", "not-stated"});
inline constexpr auto kWeekWords = std::to_array<Word>({"mon-fri", "mon-sat", "not-stated"});
inline constexpr auto kStrengthWords =
    std::to_array<Word>({"firm", "in-any-event", "generally", "best-effort"});
inline constexpr auto kPerWords =
    std::to_array<Word>({"calendar-year", "contract-year", "year", "half-year", "quarter", "month",
                         "week", "day", "request"});
inline constexpr auto kFormWords =
    std::to_array<Word>({"written", "electronic", "text-form", "any"});
inline constexpr auto kWhoWords =
    std::to_array<Word>({"processor", "controller", "both", "sub-processor", "authority", "person",
                         "auditor", "third-party"});

inline constexpr auto kPayerWords =
    std::to_array<Word>({"processor", "controller", "shared", "controller-if-further"});
inline constexpr auto kRoleWords =
    std::to_array<Word>({"controller", "joint-controllers", "processor"});
inline constexpr auto kAuthorisationWords = std::to_array<Word>({"general", "specific"});
inline constexpr auto kObjectionEffectWords =
    std::to_array<Word>({"no-engagement", "processor-may-terminate", "controller-may-terminate",
                         "either-may-terminate", "processor-may-suspend", "none"});
inline constexpr auto kSilenceWords = std::to_array<Word>({"consent", "refusal"});
inline constexpr auto kSuspendWords =
    std::to_array<Word>({"until-confirmed", "may-refuse", "none"});
inline constexpr auto kChangeWords =
    std::to_array<Word>({"by-instruction", "by-agreement", "none"});
inline constexpr auto kChoiceWords = std::to_array<Word>(
    {"erase", "return", "controller", "processor", "erase-unless-return-asked"});
inline constexpr auto kConsentWords =
    std::to_array<Word>({"instruction", "written-consent", "prior-notice", "none"});
inline constexpr auto kToolWords =
    std::to_array<Word>({"adequacy", "dec-2021-914", "dec-2021-915", "dec-2010-87",
                         "clauses-undated", "bcr", "derogation"});
inline constexpr auto kInspectionWords =
    std::to_array<Word>({"allowed", "information-only", "report-instead"});
inline constexpr auto kAmendmentWords =
    std::to_array<Word>({"mutual-agreement", "notice", "notice-and-objection",
                         "notice-in-listed-cases", "unilateral", "not-stated"});
inline constexpr auto kRangeWords = std::to_array<Word>({"allowed", "forbidden", "on-conditions"});
inline constexpr auto kLanguageWords = std::to_array<Word>({"de", "en", "es", "fr", "nl"});
inline constexpr auto kTimeRuleWords =
    std::to_array<Word>({"reg-1182-71", "be-civil-code", "de-bgb", "plain", "not-stated"});
inline constexpr auto kInstrumentWords =
    std::to_array<Word>({"dec-2021-914", "dec-2021-915", "dec-2010-87"});
inline constexpr auto kAcceptanceWords =
    std::to_array<Word>({"signature", "click", "conduct", "paper"});
inline constexpr auto kAreaWords = std::to_array<Word>(
    {"governance", "training",     "physical",    "access",        "authentication", "passwords",
     "sessions",   "network",      "encryption",  "logging",       "malware",        "patching",
     "backup",     "separation",   "development", "testing",       "media",          "mobile",
     "continuity", "supply-chain", "incidents",   "certification", "archive"});
inline constexpr auto kEnvironmentWords = std::to_array<Word>({"production", "test"});

inline constexpr auto kFieldTypeWords =
    std::to_array<Word>({"text", "email", "integer", "decimal", "boolean", "date", "instant"});
inline constexpr auto kFieldSearchWords = std::to_array<Word>({"none", "exact", "prefix", "range"});
inline constexpr auto kRoleErasureWords = std::to_array<Word>({"unit", "fields", "last"});
// The same without "fields": whoever a unit is kept under has no fields of their own.
inline constexpr auto kOwnerErasureWords = std::to_array<Word>({"unit", "last"});
inline constexpr auto kCollectionKindWords = std::to_array<Word>({"records", "series", "blobs"});
inline constexpr auto kGivesWords = std::to_array<Word>({"allowed", "refused"});
inline constexpr auto kGroundWords = std::to_array<Word>(
    {"not-in-force", "purpose-not-listed", "collection-unknown", "verb-not-listed",
     "category-not-listed", "people-not-listed", "place-not-listed", "not-for-this-purpose",
     "instruction-missing", "suspended", "held", "forbidden-by-instruction",
     "sub-processor-not-engaged"});
inline constexpr auto kOnlyWords = std::to_array<Word>({"sub-processors"});
// What starts the period for which data are kept.
inline constexpr auto kKeptFromWords = std::to_array<Word>(
    {"capture", "account-closure", "end-of-agreement", "end-of-designation", "instruction"});
inline constexpr auto kErasureWords = std::to_array<Word>({"not-stated", "required"});
inline constexpr auto kConcludedWords = std::to_array<Word>({"always", "on-request", "unknown"});

}  // namespace mandat::internal
