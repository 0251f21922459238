// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include "chain/chain_test_util.h"

namespace mandat {

// A small chain of fictitious companies. Both sides state zone, calendar and rules, so that every
// margin can be counted by hand.
inline constexpr std::string_view kTime = R"(
time: {zone: Europe/Brussels, calendar: BE, rules: reg-1182-71, week: mon-fri, clause: "20"}
)";

inline constexpr std::string_view kUpstreamTerms =
    R"(breach: {notice: {within: 24 hours, from: awareness, clause: "14"}}
requests: {forward: {within: 5 working-days, from: receipt-of-request, clause: "15"}}
confidentiality: {personnel: {text: Bound to secrecy, clause: "16"}}
transfers: {rule: {is: prior-notice, clause: "17"}}
audits:
  right: {text: By the controller, clause: "18"}
  inspection: {is: allowed, clause: "18"}
  frequency: {times: 1, per: calendar-year, clause: "18.1"}
  notice: {at-least: 2 weeks, before: audit, clause: "18.2"}
security:
  measures:
    - {id: locks, is: physical, text: Locked doors, clause: "19"}
)";

inline constexpr std::string_view kDownstreamTerms =
    R"(breach: {notice: {within: 12 hours, from: awareness, clause: "34"}}
requests: {forward: {within: 2 working-days, from: receipt-of-request, clause: "35"}}
confidentiality: {personnel: {text: Bound to secrecy, clause: "36"}}
transfers: {rule: {is: written-consent, clause: "37"}}
audits:
  right: {text: By the customer, clause: "38"}
  inspection: {is: allowed, clause: "38"}
  frequency: {times: 2, per: calendar-year, clause: "38.1"}
  notice: {at-least: 1 week, before: audit, clause: "38.2"}
security:
  measures:
    - {id: doors, is: physical, text: Locked doors, clause: "39"}
)";

inline std::string SmallUpstream() {
  std::string form = With(kForm,
                          "    - {id: faraway, name: Faraway, country: US, task: Counts, "
                          "clause: \"7.2\"}\n",
                          R"(  objection: {within: 14 days, from: receipt-of-notice, clause: "7.3"}
)");
  form = With(form, "end: {clause: \"12\"}", R"(end:
  clause: "12"
  trigger: {text: The end of the agreement, from: end-of-agreement, clause: "12.1"}
  delay: {within: 60 days, from: end-of-agreement, clause: "12.2"}
  certificate: {within: 14 days, from: completion-of-destruction, clause: "12.3"}
  backups: {at-most: 60 days, from: end-of-agreement, clause: "12.4"})");
  return form + std::string(kUpstreamTerms) + std::string(kTime);
}

inline std::string SmallDownstream() {
  std::string form = With(kForm, "form: acme", "form: mailer");
  form = With(form, "processor: {name: Acme,", "processor: {name: Mailer,");
  form = With(form,
              "    - {id: faraway, name: Faraway, country: US, task: Counts, "
              "clause: \"7.2\"}\n",
              R"(  objection: {within: 21 days, from: receipt-of-notice, clause: "27.3"}
)");
  form = With(form, "end: {clause: \"12\"}", R"(end:
  clause: "32"
  trigger: {text: Closure of the account, from: account-closure, clause: "32.1"}
  delay: {within: 30 days, from: account-closure, clause: "32.2"}
  certificate: {within: 7 days, from: completion-of-destruction, clause: "32.3"}
  backups: {at-most: 30 days, from: end-of-agreement, clause: "32.4"})");
  return form + std::string(kDownstreamTerms) + std::string(kTime);
}

inline std::string SmallDownstreamInstance() {
  std::string instance = With(kInstance, "form: acme@1", "form: mailer@1");
  instance = With(instance, "agreement: acme-demo", "agreement: acme-at-mailer");
  return With(instance, "controller: {name: Example (fictitious),",
              "controller: {role: processor, for: [Example (fictitious)], name: Acme,");
}

inline ChainReport CheckSmall(const std::string& upstream, const std::string& downstream,
                              const ChainOptions& options = {}) {
  const auto report = CheckChain(Parsed(upstream, std::string(kInstance)),
                                 Parsed(downstream, SmallDownstreamInstance()), options);
  if (!report) {
    ADD_FAILURE() << report.error().message;
    std::abort();
  }
  return *report;
}

inline const Link& LinkIn(const ChainReport& report, std::string_view promise) {
  const auto found = std::ranges::find(report.links, promise, &Link::promise);
  if (found == report.links.end()) {
    ADD_FAILURE() << "no link " << promise;
    std::abort();
  }
  return *found;
}

}  // namespace mandat
