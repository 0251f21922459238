// SPDX-License-Identifier: Apache-2.0
// The closed tables: what may happen, and how each place of the language is read.
#include <algorithm>
#include <array>

#include "docket/internal/matter_table.h"

namespace mandat {
namespace {

using Word = std::string_view;

constexpr auto kBreachEvents =
    std::to_array<Word>({"awareness", "receipt-of-notice", "receipt-of-request"});
constexpr auto kIncidentEvents = std::to_array<Word>({"acknowledgement-of-incident", "awareness"});
constexpr auto kRequestEvents = std::to_array<Word>({"receipt-of-request"});
constexpr auto kComplaintEvents = std::to_array<Word>({"receipt-of-notice", "receipt-of-request"});
constexpr auto kSubprocessorEvents =
    std::to_array<Word>({"engagement-of-sub-processor", "change", "sending-of-notice",
                         "receipt-of-notice", "receipt-of-objection", "receipt-of-request"});
constexpr auto kSubprocessorFailureEvents = std::to_array<Word>({"awareness", "receipt-of-notice"});
constexpr auto kInstructionEvents = std::to_array<Word>({"instruction", "awareness"});
constexpr auto kInabilityEvents = std::to_array<Word>({"awareness", "instruction"});
constexpr auto kLegalDemandEvents =
    std::to_array<Word>({"receipt-of-notice", "receipt-of-request", "awareness"});
constexpr auto kAuditEvents =
    std::to_array<Word>({"audit", "receipt-of-request", "receipt-of-notice", "sending-of-notice"});
constexpr auto kEndEvents = std::to_array<Word>(
    {"end-of-agreement", "account-closure", "end-of-processing", "end-of-legal-retention"});
constexpr auto kDestructionEvents = std::to_array<Word>({"completion-of-destruction"});
constexpr auto kConfidentialityEvents =
    std::to_array<Word>({"awareness", "receipt-of-request", "end-of-designation", "conclusion"});
constexpr auto kSuspensionEvents =
    std::to_array<Word>({"suspension", "notice-of-default", "awareness"});
constexpr auto kAmendmentEvents =
    std::to_array<Word>({"change", "receipt-of-notice", "sending-of-notice", "awareness"});
constexpr auto kTerminationEvents =
    std::to_array<Word>({"notice-of-default", "receipt-of-objection", "end-of-agreement",
                         "receipt-of-notice", "awareness"});
constexpr auto kAssistanceEvents = std::to_array<Word>({"awareness", "receipt-of-request"});
constexpr auto kContractEvents = std::to_array<Word>({"conclusion", "renewal"});
constexpr auto kSecurityEvents = std::to_array<Word>(
    {"awareness", "change", "delivery", "end-of-designation", "conclusion", "receipt-of-request"});
constexpr auto kRegisterEvents =
    std::to_array<Word>({"conclusion", "change", "end-of-designation"});
constexpr auto kAnyEvents = std::to_array<Word>({"awareness",
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
                                                 "damage"});

// Three things may go wrong with an instruction, and each is a matter of its own, because a clock
// of one must not start for another: every instruction is received, few are unlawful.
constexpr auto kMatters = std::to_array<Matter>({
    {"breach", "A personal data breach, judged to be one.", kBreachEvents},
    {"incident", "Something that may be a breach and is not judged yet.", kIncidentEvents},
    {"request", "A person asks to use a right.", kRequestEvents},
    {"complaint", "A complaint of a person, or a letter of an authority.", kComplaintEvents},
    {"sub-processor", "Another processor is to be engaged or replaced.", kSubprocessorEvents},
    {"sub-processor-failure", "A sub-processor does not do what it owes.",
     kSubprocessorFailureEvents},
    {"instruction", "An instruction that seems to break the law.", kInstructionEvents},
    {"inability", "An instruction, or the agreement, cannot be followed.", kInabilityEvents},
    {"legal-demand", "A law or an authority demands processing without instruction.",
     kLegalDemandEvents},
    {"audit", "The controller sees for itself.", kAuditEvents},
    {"end", "The services end, and the data go.", kEndEvents},
    {"destruction", "The data are destroyed.", kDestructionEvents},
    {"confidentiality", "What is to be kept secret.", kConfidentialityEvents},
    {"suspension", "Processing is stopped for a while.", kSuspensionEvents},
    {"amendment", "The agreement is to change.", kAmendmentEvents},
    {"termination", "A party means to end the agreement.", kTerminationEvents},
    {"assistance", "The controller needs help with a duty of its own.", kAssistanceEvents},
    {"contract", "The agreement begins, or begins again.", kContractEvents},
    {"security", "A measure is due.", kSecurityEvents},
    {"register", "A list or register is due.", kRegisterEvents},
    {"term", "Any one obligation, named by its path.", kAnyEvents},
});

}  // namespace

std::span<const Matter> Matters() { return kMatters; }

const Matter* FindMatter(std::string_view name) {
  const auto found = std::ranges::find(kMatters, name, &Matter::name);
  return found == kMatters.end() ? nullptr : &*found;
}

namespace internal {
namespace {

// Reading: where the contract does not say what starts a promise, it is the event that the law or
// the nature of the promise gives. A promise that has neither runs from the moment at which whoever
// owes it knows of its cause.
constexpr auto kPlaces = std::to_array<PlaceReading>({
    {"sub-processors.notice", "sub-processor", "engagement-of-sub-processor", "processor",
     Shape::kLead, "GDPR Art. 28(2)"},
    {"sub-processors.objection", "sub-processor", "receipt-of-notice", "controller", Shape::kWindow,
     "GDPR Art. 28(2)"},
    {"sub-processors.effect", "sub-processor", "receipt-of-objection"},
    {"sub-processors.copy", "sub-processor", "receipt-of-request"},
    {"sub-processors.register", "register", "conclusion"},
    {"sub-processors.failure", "sub-processor-failure", "awareness"},
    {"retention", "contract", "capture", "processor", Shape::kAct, "GDPR Art. 5(1)(e)"},
    {"duration", "contract", "conclusion", "both", Shape::kTerm},
    {"contacts.deemed-receipt", "contract", "sending-of-notice", "both", Shape::kTerm},
    {"instructions.legal-exception", "legal-demand", "receipt-of-notice", "processor", Shape::kAct,
     "GDPR Art. 28(3)(a)"},
    {"instructions.infringing", "instruction", "instruction", "processor", Shape::kAct,
     "GDPR Art. 28(3)"},
    {"instructions.unable", "inability", "awareness"},
    {"confidentiality.duty", "confidentiality", "end-of-agreement", "both"},
    {"confidentiality.training", "confidentiality", "conclusion"},
    {"confidentiality.survival", "confidentiality", "end-of-agreement", "both"},
    {"confidentiality.deletion", "confidentiality", "end-of-agreement"},
    {"security.change", "security", "change"},
    {"security.measures.", "security", "awareness"},
    {"breach.notice", "breach", "awareness", "processor", Shape::kAct, "GDPR Art. 33(2)"},
    {"breach.cooperation", "breach", "awareness", "processor", Shape::kAct, "GDPR Art. 28(3)(f)"},
    {"breach.", "breach", "awareness"},
    {"requests.forward", "request", "receipt-of-request", "processor", Shape::kAct,
     "GDPR Art. 28(3)(e)"},
    {"requests.complaints", "complaint", "receipt-of-notice"},
    {"requests.assist", "request", "receipt-of-request", "processor", Shape::kAct,
     "GDPR Art. 28(3)(e)"},
    {"requests.", "request", "receipt-of-request"},
    {"assistance.impact-assessment", "assistance", "receipt-of-request", "processor", Shape::kAct,
     "GDPR Art. 28(3)(f)"},
    {"assistance.security", "assistance", "receipt-of-request", "processor", Shape::kAct,
     "GDPR Art. 28(3)(f)"},
    {"assistance.", "assistance", "awareness"},
    {"audits.information", "audit", "receipt-of-request", "processor", Shape::kAct,
     "GDPR Art. 28(3)(h)"},
    {"audits.right", "audit", "receipt-of-request", "processor", Shape::kAct, "GDPR Art. 28(3)(h)"},
    {"audits.frequency", "audit", "audit", "controller", Shape::kQuota},
    {"audits.notice", "audit", "audit", "controller", Shape::kLead},
    {"audits.hours", "audit", "audit", "controller"},
    {"audits.", "audit", "receipt-of-request"},
    {"end.trigger", "end", "end-of-agreement", "processor", Shape::kStart, "GDPR Art. 28(3)(g)"},
    {"end.delay", "end", "end-of-agreement", "processor", Shape::kAct, "GDPR Art. 28(3)(g)"},
    {"end.certificate", "destruction", "completion-of-destruction"},
    {"end.", "end", "end-of-agreement"},
    // Whoever is suspended or ended has the time, and the other acts when it is over.
    {"suspension.by-controller", "suspension", "notice-of-default"},
    {"suspension.by-processor", "suspension", "notice-of-default", "controller", Shape::kWindow},
    {"suspension.most", "suspension", "suspension"},
    {"termination.rule", "termination", "notice-of-default", "both", Shape::kWindow},
    {"termination.by-controller", "termination", "notice-of-default", "processor", Shape::kAct, "",
     "controller"},
    {"termination.by-processor", "termination", "notice-of-default", "controller", Shape::kWindow,
     "", "processor"},
    {"amendment.rule", "amendment", "change", "processor", Shape::kLead},
    {"amendment.objection", "amendment", "receipt-of-notice", "controller", Shape::kWindow},
    {"amendment.severability", "amendment", "awareness", "both"},
    {"liability.claims", "term", "damage", "controller", Shape::kWindow},
    {"own-use.own-register", "register", "end-of-designation"},
    {"controller-duties.", "term", "awareness", "controller"},
    {"commercial.list.renewal", "contract", "renewal", "both", Shape::kTerm},
    {"commercial.list.non-renewal", "contract", "renewal", "both", Shape::kTerm},
    {"", "term", "awareness"},
});

// Source: GDPR Art. 28(2); GDPR Art. 28(3); GDPR Art. 28(3)(a); GDPR Art. 28(3)(e);
// GDPR Art. 28(3)(g); GDPR Art. 33(2).
// Invariant (law is the floor): these stand whatever the contract says or leaves unsaid.
constexpr auto kFloors = std::to_array<Floor>({
    {"sub-processors.notice", std::nullopt},
    {"instructions.legal-exception", std::nullopt},
    {"instructions.infringing", Promptness::kImmediately},
    {"breach.notice", Promptness::kWithoutUndueDelay},
    {"requests.forward", std::nullopt},
    {"end.delay", std::nullopt},
});

bool Fits(const PlaceReading& place, std::string_view path) {
  return place.path == path || place.path.empty() ||
         (place.path.ends_with('.') && path.starts_with(place.path));
}

}  // namespace

std::span<const Floor> Floors() { return kFloors; }

const PlaceReading& ReadingOf(std::string_view path) {
  return *std::ranges::find_if(kPlaces, [path](const auto& place) { return Fits(place, path); });
}

size_t RankOf(std::string_view path) {
  return static_cast<size_t>(&ReadingOf(path) - kPlaces.data());
}

// An event that happens to the agreement as a whole happens once, so all that it starts belongs to
// one matter, wherever the contract speaks of it.
std::string_view MatterOfEvent(std::string_view event, TimedKind kind) {
  struct Row {
    std::string_view event;
    std::string_view matter;
    std::string_view matter_of_lead;
  };
  constexpr auto kRows = std::to_array<Row>({
      {"end-of-agreement", "end", "termination"},
      {"account-closure", "end", "end"},
      {"end-of-processing", "end", "end"},
      {"end-of-legal-retention", "end", "end"},
      {"completion-of-destruction", "destruction", "destruction"},
      {"conclusion", "contract", "contract"},
      {"renewal", "contract", "contract"},
      {"suspension", "suspension", "suspension"},
      {"acknowledgement-of-incident", "incident", "incident"},
      {"engagement-of-sub-processor", "sub-processor", "sub-processor"},
      {"audit", "audit", "audit"},
  });
  if (kind != TimedKind::kAct && kind != TimedKind::kWindow && kind != TimedKind::kLead) {
    return {};
  }
  const auto row = std::ranges::find(kRows, event, &Row::event);
  if (row == kRows.end()) {
    return {};
  }
  return kind == TimedKind::kLead ? row->matter_of_lead : row->matter;
}

std::string_view MatterOfName(std::string_view path, std::string_view event) {
  constexpr auto kLists = std::to_array<std::string_view>({"obligations.", "controller-duties."});
  const auto list = std::ranges::find_if(
      kLists, [path](std::string_view prefix) { return path.starts_with(prefix); });
  if (list == kLists.end()) {
    return {};
  }
  const std::string_view id = path.substr(list->size());
  for (const Matter& matter : kMatters) {
    const bool is_named = id.starts_with(matter.name) && id.size() > matter.name.size() &&
                          id[matter.name.size()] == '-';
    if (is_named && std::ranges::find(matter.events, event) != matter.events.end()) {
      return matter.name;
    }
  }
  return {};
}

bool IsSameEvent(std::string_view matter, std::string_view one, std::string_view other) {
  struct Row {
    std::string_view matter;
    std::string_view one;
    std::string_view other;
  };
  constexpr auto kRows = std::to_array<Row>({
      {"sub-processor", "engagement-of-sub-processor", "change"},
      {"complaint", "receipt-of-notice", "receipt-of-request"},
      {"incident", "acknowledgement-of-incident", "awareness"},
  });
  return one == other || std::ranges::any_of(kRows, [&](const Row& row) {
           return row.matter == matter && ((row.one == one && row.other == other) ||
                                           (row.one == other && row.other == one));
         });
}

}  // namespace internal
}  // namespace mandat
