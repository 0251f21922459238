// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "chain/internal/diff_parts.h"
#include "chain/internal/words.h"

namespace mandat::internal {
namespace {

void Set(Facts& facts, const std::string& path, const std::string& aspect, const std::string& text,
         const std::string& clause = "") {
  if (text.empty() && clause.empty()) {
    return;
  }
  Wording& said = facts[{path, aspect}];
  said.text += (said.text.empty() ? "" : "; ") + text;
  said.clause = said.clause.empty() ? clause : said.clause;
}

void AddParty(Facts& facts, const std::string& path, const Party& party) {
  Set(facts, path, "name", party.name, party.clause);
  Set(facts, path, "address", party.address);
  Set(facts, path, "contact", party.contact);
  Set(facts, path, "data-protection-officer", party.data_protection_officer);
  Set(facts, path, "representative", party.representative);
  Set(facts, path, "role", std::string(Name(party.role)));
  Set(facts, path, "for", Joined(party.others));
  Set(facts, path, "speaks", party.speaks);
}

Facts FrameOf(const Agreement& agreement) {
  Facts facts;
  AddParty(facts, "parties.processor", agreement.processor());
  AddParty(facts, "parties.controller", agreement.controller());
  Set(facts, "form", "name", agreement.form());
  Set(facts, "form", "language", agreement.language());
  Set(facts, "form", "prevailing language", agreement.prevailing_language());
  Set(facts, "agreement", "start", agreement.start().Format());
  Set(facts, "agreement", "end", agreement.end() ? agreement.end()->Format() : "");
  const TimeTerms& time = agreement.time();
  Set(facts, "time", "zone", time.zone);
  Set(facts, "time", "calendar", time.calendar);
  Set(facts, "time", "rules", time.rules);
  Set(facts, "time", "week", time.week);
  Set(facts, "time", "hours", time.hours);
  const Acceptance& signed_by = agreement.acceptance();
  Set(facts, "signed", "by", signed_by.by);
  Set(facts, "signed", "on", signed_by.on);
  Set(facts, "signed", "how", signed_by.how);
  Set(facts, "signed", "kind", signed_by.kind);
  Set(facts, "signed", "authority", signed_by.authority);
  Set(facts, "signed", "evidence", signed_by.evidence);
  Set(facts, "signed", "for-processor", signed_by.for_processor);
  size_t rank = 0;
  for (const Part& part : agreement.parts()) {
    Set(facts, "precedence." + part.id, "",
        fmt::format("rank {}: {}{}{}", ++rank, part.text,
                    part.instrument.empty() ? "" : ", " + part.instrument,
                    part.is_concluded ? "" : ", not concluded"));
  }
  Set(facts, "erasure", "", agreement.erasure_on_instruction() ? "on instruction" : "",
      agreement.erasure_clause());
  Set(facts, "purposes", "list", "", agreement.purposes_clause());
  Set(facts, "operations", "list", "", agreement.verbs_clause());
  Set(facts, "data-categories", "list", "", agreement.categories_clause());
  Set(facts, "people", "list", "", agreement.people_clause());
  Set(facts, "places", "list", "", agreement.places_clause());
  Set(facts, "sub-processors", "list", "", agreement.subprocessors_clause());
  Set(facts, "instructions", "list", "", agreement.instructions_clause());
  Set(facts, "end", "list", "", agreement.end_clause());
  Set(facts, "duration", "list", "", agreement.duration_clause());
  return facts;
}

// What we may do: more of it is better for us.
Facts RoomOf(const Agreement& agreement) {
  Facts facts;
  const auto term = [](const std::string& dpv) { return dpv.empty() ? "" : ", " + dpv; };
  for (const Purpose& one : agreement.purposes()) {
    Set(facts, "purposes." + one.id, "", one.text + term(one.dpv), one.clause);
  }
  for (const AllowedVerb& one : agreement.verbs()) {
    Set(facts, "operations." + std::string(Name(one.verb)), "", std::string(Name(one.verb)),
        one.clause);
  }
  for (const DataCategory& one : agreement.categories()) {
    Set(facts, "data-categories." + one.id, "",
        one.text + (one.special ? ", special category" : "") +
            (one.criminal ? ", on offences" : "") + term(one.dpv),
        one.clause);
  }
  for (const PeopleCategory& one : agreement.people()) {
    Set(facts, "people." + one.id, "", one.text + term(one.dpv), one.clause);
  }
  for (const Place& one : agreement.places()) {
    Set(facts, "places." + one.country, "", one.text, one.clause);
  }
  return facts;
}

std::string SayRetention(const Retention& retention) {
  if (retention.days) {
    return fmt::format("{} days from {}", retention.days->count(), retention.from);
  }
  return retention.months
             ? fmt::format("{} months from {}", retention.months->count(), retention.from)
             : "for the term of the agreement";
}

Facts RetentionsOf(const Agreement& agreement) {
  Facts facts;
  for (const Retention& retention : agreement.retentions()) {
    for (const std::string& category : retention.categories) {
      Set(facts, "retention." + category, "", SayRetention(retention), retention.clause);
    }
  }
  return facts;
}

Facts AttestationsOf(const Agreement& agreement) {
  Facts facts;
  for (const Attestation& one : agreement.attestations()) {
    Set(facts, "attestations." + one.of, "",
        fmt::format("{}, {} on {}{}{}", one.says, one.owner, one.on,
                    one.until.empty() ? "" : ", until " + one.until,
                    one.evidence.empty() ? "" : ", evidence " + one.evidence));
  }
  return facts;
}

const Subprocessor* Find(const Agreement& agreement, const std::string& id) {
  for (const Subprocessor& one : agreement.subprocessors()) {
    if (one.id == id) {
      return &one;
    }
  }
  return nullptr;
}

// One line when it is on one side only, otherwise one for each detail.
Facts SubprocessorsOf(const Agreement& agreement, const Agreement& other) {
  Facts facts;
  for (const Subprocessor& one : agreement.subprocessors()) {
    const std::string path = "sub-processors.list." + one.id;
    if (Find(other, one.id) == nullptr) {
      Set(facts, path, "",
          fmt::format("{}, {}: {}{}", one.name, one.country.empty() ? "no country" : one.country,
                      one.task, one.tool.empty() ? "" : ", " + one.tool),
          one.clause);
      continue;
    }
    Set(facts, path, "name", one.name, one.clause);
    Set(facts, path, "country", one.country, one.clause);
    Set(facts, path, "seat", one.seat, one.clause);
    Set(facts, path, "task", one.task, one.clause);
    Set(facts, path, "address", one.address, one.clause);
    Set(facts, path, "contact", one.contact, one.clause);
    Set(facts, path, "tool", one.tool, one.clause);
    Set(facts, path, "contract", one.contract, one.clause);
    Set(facts, path, "measures", one.measures, one.clause);
    Set(facts, path, "environment", one.environment, one.clause);
  }
  return facts;
}

}  // namespace

Favour Opposite(Favour favour) {
  switch (favour) {
    case Favour::kController:
      return Favour::kProcessor;
    case Favour::kProcessor:
      return Favour::kController;
    case Favour::kNobody:
    case Favour::kUnclear:
      break;
  }
  return favour;
}

void CompareFacts(const Facts& before, const Facts& after, Favour more,
                  std::vector<Change>& changes) {
  for (const auto& [key, said] : before) {
    const auto found = after.find(key);
    if (found == after.end()) {
      changes.push_back({key.first, key.second, said.text, said.clause, "", "", Opposite(more)});
    } else if (found->second != said) {
      changes.push_back({key.first, key.second, said.text, said.clause, found->second.text,
                         found->second.clause,
                         said.text == found->second.text ? Favour::kNobody : Favour::kUnclear});
    }
  }
  for (const auto& [key, said] : after) {
    if (!before.contains(key)) {
      changes.push_back({key.first, key.second, "", "", said.text, said.clause, more});
    }
  }
}

void CompareLists(const Agreement& before, const Agreement& after, std::vector<Change>& changes) {
  CompareFacts(FrameOf(before), FrameOf(after), Favour::kUnclear, changes);
  CompareFacts(RoomOf(before), RoomOf(after), Favour::kProcessor, changes);
  CompareFacts(SubprocessorsOf(before, after), SubprocessorsOf(after, before), Favour::kProcessor,
               changes);
  CompareFacts(RetentionsOf(before), RetentionsOf(after), Favour::kUnclear, changes);
  CompareFacts(AttestationsOf(before), AttestationsOf(after), Favour::kController, changes);
}

}  // namespace mandat::internal
