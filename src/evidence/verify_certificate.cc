// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "base/instant.h"
#include "crypto/note.h"
#include "crypto/tlog.h"
#include "evidence/evidence.h"
#include "evidence/internal/checkpoint.h"
#include "format/certificate.h"

namespace mandat {
namespace {

constexpr std::string_view kActErase = "erase";
constexpr size_t kAgreementHashDigits = 64;

Status RequireSame(const Certificate& certificate, std::string_view key,
                   std::string_view recorded) {
  if (certificate.Find(key) != recorded) {
    return Fail(Error::Corrupt("field " + std::string(key) + " is not what the journal says"));
  }
  return {};
}

// Version at the end of e.g. `acme-dpa@3`.
std::string_view VersionOf(std::string_view agreement) {
  const size_t at = agreement.rfind('@');
  return at == std::string_view::npos ? std::string_view() : agreement.substr(at + 1);
}

// The fields that the journal also knows. Requires: entry is that of the certificate.
Status VerifyFields(const Certificate& certificate, const Entry& entry, std::string_view origin) {
  if (entry.act != kActErase || entry.outcome != Outcome::kDone) {
    return Fail(Error::Corrupt("the entry does not record an erasure that was done"));
  }
  const std::string_view instruction =
      entry.instruction.empty() ? kNoInstruction : entry.instruction;
  MANDAT_TRY_STATUS(RequireSame(certificate, "entry", std::to_string(certificate.proof.index)));
  MANDAT_TRY_STATUS(
      RequireSame(certificate, "leaf", FormatHex(LeafHash(certificate.entry).view())));
  MANDAT_TRY_STATUS(RequireSame(certificate, "journal", origin));
  MANDAT_TRY_STATUS(RequireSame(certificate, "clause", entry.clause));
  MANDAT_TRY_STATUS(RequireSame(certificate, "instruction", instruction));
  MANDAT_TRY_STATUS(RequireSame(certificate, "units", std::to_string(entry.units_count)));
  MANDAT_TRY_STATUS(RequireSame(certificate, "people", std::to_string(entry.people_count)));
  MANDAT_TRY_STATUS(RequireSame(certificate, "executed-at", entry.at.Format()));
  if (VersionOf(*certificate.Find("agreement")) != std::to_string(entry.agreement_version)) {
    return Fail(Error::Corrupt("field agreement is not of the version that the journal says"));
  }
  const Result<Bytes> hash = ParseHex(*certificate.Find("agreement-hash"));
  if (!hash || hash->size() != kAgreementHashDigits / 2) {
    return Fail(Error::Corrupt("field agreement-hash is not a hash"));
  }
  return {};
}

Result<Instant> InstantOf(const Certificate& certificate, std::string_view key,
                          std::string_view suffix = "") {
  std::string_view value = *certificate.Find(key);
  if (value.ends_with(suffix)) {
    value.remove_suffix(suffix.size());
    const Result<Instant> instant = Instant::Parse(value);
    if (instant && instant->Format() == value) {
      return *instant;
    }
  }
  return Fail(Error::Corrupt("field " + std::string(key) + " is not an instant in utc"));
}

// Executed, complete and issued are in an order that can be. Only a partial certificate says by
// when the erasure will be complete; any other says when it was.
Status VerifyTimes(const Certificate& certificate) {
  const bool partial = certificate.Find("type") == kCertificatePartial;
  MANDAT_TRY(const Instant executed, InstantOf(certificate, "executed-at"));
  MANDAT_TRY(const Instant complete,
             InstantOf(certificate, "complete-at", partial ? kCertificateExpected : ""));
  MANDAT_TRY(const Instant issued, InstantOf(certificate, "issued-at"));
  if (complete < executed || issued < executed) {
    return Fail(Error::Corrupt("certificate is complete or issued before the erasure"));
  }
  if (!partial && issued < complete) {
    return Fail(Error::Corrupt("certificate is issued before the erasure is complete"));
  }
  return {};
}

// The certificate from a note signed by the key.
Result<Certificate> OpenCertificate(std::string_view note, const VerifierKey& key) {
  MANDAT_TRY(const VerifiedNote opened, OpenNote(note, {key}));
  return Certificate::Parse(opened.text);
}

void AddNotChecked(Report& report, const TlogPolicy* policy) {
  report.AddNotChecked("the words of the other fields: the processor vouches for them");
  report.AddNotChecked("copies outside the system, and what is named as residual or not covered");
  report.AddNotChecked(std::string(internal::kOriginNotShown));
  internal::AddOthersNotChecked(report, policy);
}

}  // namespace

Report VerifyCertificate(std::string_view certificate, const VerifierKey& key,
                         const TlogPolicy* policy) {
  Report report{.subject = "certificate"};
  const Result<Certificate> opened = OpenCertificate(certificate, key);
  if (!opened) {
    report.SetFailure("certificate", opened.error());
    return report;
  }
  report.AddVerified("certificate is signed by " + key.Format());
  Report inner;  // its facts about the entry repeat those of the certificate
  const Status included = internal::AddInclusion(inner, opened->proof, opened->entry, key, policy);
  report.lines.insert(report.lines.end(), inner.lines.begin(), inner.lines.end());
  if (!included) {
    report.failure = inner.failure;
    return report;
  }
  const Result<Entry> entry = Entry::Decode(opened->entry);
  Status status = entry ? VerifyFields(*opened, *entry, key.name) : Status{Fail(entry.error())};
  if (!status) {
    report.SetFailure("fields", status.error());
    return report;
  }
  report.AddVerified(
      "entry records an erasure that was done, and equals the fields entry, leaf, "
      "journal, agreement version, clause, instruction, units, people, executed-at");
  if (status = VerifyTimes(*opened); !status) {
    report.SetFailure("times", status.error());
    return report;
  }
  report.AddVerified("executed, complete and issued are in an order that their type allows");
  for (const Certificate::Field& field : opened->fields) {
    report.AddFact(field.key, field.value);
  }
  AddNotChecked(report, policy);
  return report;
}

}  // namespace mandat
