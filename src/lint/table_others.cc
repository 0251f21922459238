// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "lint/internal/table.h"

namespace mandat::internal {
namespace {

constexpr auto kSubprocessors = std::to_array<Check>({
    {"L-D01", Severity::kError, "GDPR Art. 28(2); GDPR Art. 28(3)(d)",
     "no word on authorising sub-processors",
     "without prior specific or general written authorisation none may be engaged",
     "prior specific, or general, written authorisation of the controller"},
    {"L-D02", Severity::kError, "GDPR Art. 28(2)", "changes of sub-processors are not told",
     "a general authorisation stands only as long as every change is told before",
     "every intended addition or replacement is told in writing before it happens"},
    {"L-D03", Severity::kError, "GDPR Art. 28(2)", "the right to object has no place or no effect",
     "an objection that changes nothing is no opportunity to object",
     "the controller may object; no engagement while it does, or it may end the contract",
     "warning where one may object and only the effect is missing"},
    {"L-D04", Severity::kWarning, "GDPR Art. 28(2); Dec. 2021/915 Cl. 7.7(a)",
     "notice of or objection to a sub-processor has no number",
     "nobody can tell when the time to object is over, or whether there was any",
     "told at least 30 days before, objection within 14 days of receipt",
     "note where a house rule sets the time, or where only the meaning of silence is open"},
    {"L-D05", Severity::kError, "GDPR Art. 28(4)",
     "sub-processors are not bound to the same obligations",
     "protection would end at the first sub-processor",
     "the same data protection obligations are imposed on every sub-processor by contract"},
    {"L-D06", Severity::kError, "GDPR Art. 28(4)",
     "the processor does not answer for its sub-processors",
     "the controller has no contract with them; it can turn to the processor alone",
     "the processor remains fully liable for its sub-processors"},
    {"L-D07", Severity::kWarning, "GDPR Art. 28(2); Dec. 2021/915 Annex IV",
     "the list of sub-processors is missing or incomplete",
     "the controller must know the whole chain: who, where, for what, and whom to reach",
     "name, address, contact, task and place of each sub-processor"},
});

constexpr auto kTransfers = std::to_array<Check>({
    {"L-T01", Severity::kError, "GDPR Art. 44; GDPR Art. 46(1)",
     "data leave the European Economic Area without an instrument",
     "without an adequacy decision or appropriate safeguards the transfer is unlawful",
     "the instrument: adequacy decision, clauses of Dec. 2021/914 with their module, binding "
     "corporate rules",
     "note where it rests on a date that is known from memory alone"},
    {"L-T02", Severity::kWarning, "GDPR Art. 94(2); Dec. 2021/914 Art. 4",
     "an instrument is cited that is not in force", "who relies on it relies on nothing",
     "the instrument that replaced it",
     "error where a transfer rests on it; note where it rests on memory alone"},
});

constexpr auto kFurther = std::to_array<Check>({
    {"L-X01", Severity::kWarning, "Dec. 2021/915 Cl. 10(a)",
     "the controller can neither suspend nor terminate",
     "a controller whose processor fails must be able to stop it (Art. 28(1))",
     "the controller may suspend the processing, and end it if the failure is not cured"},
    {"L-X02", Severity::kNote, "GDPR Art. 28(5); GDPR Art. 42",
     "no certificate and no code of conduct",
     "they are optional, and an easy way to show sufficient guarantees",
     "approved code of conduct or certification, if there is one"},
    {"L-X03", Severity::kWarning, "GDPR Art. 82(2)", "no word on liability",
     "the law shares it out; parties that say nothing argue about it later",
     "who is liable for what, without touching the rights of the people concerned"},
    {"L-X04", Severity::kNote, "GDPR Art. 30(2)", "no word on the processor's record",
     "the law asks for the record in any case; the agreement may say who sees it",
     "the processor keeps a record of processing under GDPR Art. 30(2)"},
    {"L-X05", Severity::kNote, "Dec. 2021/915 Cl. 8(c)", "inaccurate data are not told",
     "accuracy is the controller's duty, but the processor may see the error first",
     "the processor tells without delay if it learns that data are inaccurate or outdated"},
});

constexpr auto kCurrency = std::to_array<Check>({
    {"L-V01", Severity::kWarning, "GDPR Art. 32(1)", "a protocol does not protect any more",
     "measures must follow the state of the art; data on such a connection can be read",
     "a current protocol, without the old ones beside it", "note where it rests on memory alone"},
    {"L-V02", Severity::kWarning, "GDPR Art. 28(5); GDPR Art. 32(1)",
     "a certificate is of an edition that no longer counts",
     "it shows what once was; nobody audits it any more",
     "the current edition, or the standard without its year",
     "note where it rests on memory alone"},
});

constexpr auto kNumbers = std::to_array<Check>({
    {"L-Q01", Severity::kNote, "GDPR Art. 28(3)", "haste is asked for and no number is given",
     "no clock can run on words; a house rule gives one where the contract does not",
     "a period in the contract, or a house rule in the agreement"},
    {"L-Q02", Severity::kWarning, "GDPR Art. 28(3)", "periods are given that cannot be counted",
     "without a calendar nobody knows which days are working days",
     "time zone, calendar of holidays, working days and rules of counting",
     "note where only days, weeks or months are counted, or the calendar is known"},
    {"L-Q03", Severity::kWarning, "GDPR Art. 28(3)", "a period has no beginning",
     "a number without the event that starts it never ends",
     "the event that starts the period, e.g. `from: awareness`", "note where a house rule says it"},
    {"L-Q04", Severity::kNote, "GDPR Art. 28(9)",
     "another language prevails over the one that was read",
     "a value read from a translation may differ from what was agreed",
     "compare with the text that prevails and record it under `confirmations`"},
});

}  // namespace

std::span<const Check> SubprocessorChecks() { return kSubprocessors; }
std::span<const Check> TransferChecks() { return kTransfers; }
std::span<const Check> FurtherChecks() { return kFurther; }
std::span<const Check> CurrencyChecks() { return kCurrency; }
std::span<const Check> NumberChecks() { return kNumbers; }

}  // namespace mandat::internal
