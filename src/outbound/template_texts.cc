// SPDX-License-Identifier: Apache-2.0
#include "outbound/internal/template_parser.h"

namespace mandat::internal {
namespace {

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
constexpr char kAmendmentEn[] = {
#embed "templates/amendment.en.notice"
};
constexpr char kAmendmentFr[] = {
#embed "templates/amendment.fr.notice"
};
constexpr char kAssistanceEn[] = {
#embed "templates/assistance.en.notice"
};
constexpr char kAssistanceFr[] = {
#embed "templates/assistance.fr.notice"
};
constexpr char kAuditAnswerEn[] = {
#embed "templates/audit-answer.en.notice"
};
constexpr char kAuditAnswerFr[] = {
#embed "templates/audit-answer.fr.notice"
};
constexpr char kBreachUpdateEn[] = {
#embed "templates/breach-update.en.notice"
};
constexpr char kBreachUpdateFr[] = {
#embed "templates/breach-update.fr.notice"
};
constexpr char kBreachEn[] = {
#embed "templates/breach.en.notice"
};
constexpr char kBreachFr[] = {
#embed "templates/breach.fr.notice"
};
constexpr char kComplaintForwardedEn[] = {
#embed "templates/complaint-forwarded.en.notice"
};
constexpr char kComplaintForwardedFr[] = {
#embed "templates/complaint-forwarded.fr.notice"
};
constexpr char kContactReconfirmEn[] = {
#embed "templates/contact-reconfirm.en.notice"
};
constexpr char kContactReconfirmFr[] = {
#embed "templates/contact-reconfirm.fr.notice"
};
constexpr char kDeadLetterEn[] = {
#embed "templates/dead-letter.en.notice"
};
constexpr char kDeadLetterFr[] = {
#embed "templates/dead-letter.fr.notice"
};
constexpr char kDestructionCertificateEn[] = {
#embed "templates/destruction-certificate.en.notice"
};
constexpr char kDestructionCertificateFr[] = {
#embed "templates/destruction-certificate.fr.notice"
};
constexpr char kDutyOverdueEn[] = {
#embed "templates/duty-overdue.en.notice"
};
constexpr char kDutyOverdueFr[] = {
#embed "templates/duty-overdue.fr.notice"
};
constexpr char kDutyReminderEn[] = {
#embed "templates/duty-reminder.en.notice"
};
constexpr char kDutyReminderFr[] = {
#embed "templates/duty-reminder.fr.notice"
};
constexpr char kEndOfServicesEn[] = {
#embed "templates/end-of-services.en.notice"
};
constexpr char kEndOfServicesFr[] = {
#embed "templates/end-of-services.fr.notice"
};
constexpr char kInstructionInfringingEn[] = {
#embed "templates/instruction-infringing.en.notice"
};
constexpr char kInstructionInfringingFr[] = {
#embed "templates/instruction-infringing.fr.notice"
};
constexpr char kLegalDemandEn[] = {
#embed "templates/legal-demand.en.notice"
};
constexpr char kLegalDemandFr[] = {
#embed "templates/legal-demand.fr.notice"
};
constexpr char kPlainEn[] = {
#embed "templates/plain.en.notice"
};
constexpr char kPlainFr[] = {
#embed "templates/plain.fr.notice"
};
constexpr char kRequestForwardedEn[] = {
#embed "templates/request-forwarded.en.notice"
};
constexpr char kRequestForwardedFr[] = {
#embed "templates/request-forwarded.fr.notice"
};
constexpr char kResidualEn[] = {
#embed "templates/residual.en.notice"
};
constexpr char kResidualFr[] = {
#embed "templates/residual.fr.notice"
};
constexpr char kSubProcessorChangeEn[] = {
#embed "templates/sub-processor-change.en.notice"
};
constexpr char kSubProcessorChangeFr[] = {
#embed "templates/sub-processor-change.fr.notice"
};
constexpr char kSuspensionEn[] = {
#embed "templates/suspension.en.notice"
};
constexpr char kSuspensionFr[] = {
#embed "templates/suspension.fr.notice"
};
constexpr char kUnableToComplyEn[] = {
#embed "templates/unable-to-comply.en.notice"
};
constexpr char kUnableToComplyFr[] = {
#embed "templates/unable-to-comply.fr.notice"
};
#pragma clang diagnostic pop

// ccache does not follow embedded files; code with this word in it is compiled anew each time.
static_assert(true, ".incbin \"breach.en.notice\"");

template <size_t kBytes>
std::string_view View(const char (&text)[kBytes]) {
  return {text, kBytes};
}

}  // namespace

std::vector<std::pair<std::string_view, std::string_view>> ShippedTemplateTexts() {
  return {
      {"amendment.en.notice", View(kAmendmentEn)},
      {"amendment.fr.notice", View(kAmendmentFr)},
      {"assistance.en.notice", View(kAssistanceEn)},
      {"assistance.fr.notice", View(kAssistanceFr)},
      {"audit-answer.en.notice", View(kAuditAnswerEn)},
      {"audit-answer.fr.notice", View(kAuditAnswerFr)},
      {"breach-update.en.notice", View(kBreachUpdateEn)},
      {"breach-update.fr.notice", View(kBreachUpdateFr)},
      {"breach.en.notice", View(kBreachEn)},
      {"breach.fr.notice", View(kBreachFr)},
      {"complaint-forwarded.en.notice", View(kComplaintForwardedEn)},
      {"complaint-forwarded.fr.notice", View(kComplaintForwardedFr)},
      {"contact-reconfirm.en.notice", View(kContactReconfirmEn)},
      {"contact-reconfirm.fr.notice", View(kContactReconfirmFr)},
      {"dead-letter.en.notice", View(kDeadLetterEn)},
      {"dead-letter.fr.notice", View(kDeadLetterFr)},
      {"destruction-certificate.en.notice", View(kDestructionCertificateEn)},
      {"destruction-certificate.fr.notice", View(kDestructionCertificateFr)},
      {"duty-overdue.en.notice", View(kDutyOverdueEn)},
      {"duty-overdue.fr.notice", View(kDutyOverdueFr)},
      {"duty-reminder.en.notice", View(kDutyReminderEn)},
      {"duty-reminder.fr.notice", View(kDutyReminderFr)},
      {"end-of-services.en.notice", View(kEndOfServicesEn)},
      {"end-of-services.fr.notice", View(kEndOfServicesFr)},
      {"instruction-infringing.en.notice", View(kInstructionInfringingEn)},
      {"instruction-infringing.fr.notice", View(kInstructionInfringingFr)},
      {"legal-demand.en.notice", View(kLegalDemandEn)},
      {"legal-demand.fr.notice", View(kLegalDemandFr)},
      {"plain.en.notice", View(kPlainEn)},
      {"plain.fr.notice", View(kPlainFr)},
      {"request-forwarded.en.notice", View(kRequestForwardedEn)},
      {"request-forwarded.fr.notice", View(kRequestForwardedFr)},
      {"residual.en.notice", View(kResidualEn)},
      {"residual.fr.notice", View(kResidualFr)},
      {"sub-processor-change.en.notice", View(kSubProcessorChangeEn)},
      {"sub-processor-change.fr.notice", View(kSubProcessorChangeFr)},
      {"suspension.en.notice", View(kSuspensionEn)},
      {"suspension.fr.notice", View(kSuspensionFr)},
      {"unable-to-comply.en.notice", View(kUnableToComplyEn)},
      {"unable-to-comply.fr.notice", View(kUnableToComplyFr)},
  };
}

}  // namespace mandat::internal
