// SPDX-License-Identifier: Apache-2.0
#include "format/certificate.h"

#include <algorithm>
#include <array>

#include "base/ids.h"
#include "format/internal/lines.h"
#include "format/note.h"

namespace mandat {
namespace {

constexpr std::string_view kTitle = "mandat certificate of destruction v1";
constexpr std::string_view kEntryMark = "--- entry";
constexpr std::string_view kProofMark = "--- proof";

// A certificate says what was done. That nobody will ever find a way back is not ours to say.
constexpr std::array<std::string_view, 3> kPromises = {"unrecoverable", "irrecoverable",
                                                       "irr\xc3\xa9"
                                                       "cup\xc3\xa9rable"};

std::string Lowered(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lowered;
}

bool PromisesTooMuch(std::string_view value) {
  const std::string lowered = Lowered(value);
  return std::ranges::any_of(kPromises, [&](std::string_view promise) {
    return lowered.find(promise) != std::string::npos;
  });
}

bool IsValue(std::string_view value) {
  return !value.empty() && value.size() <= Certificate::kValueBytesMax && value.front() != ' ' &&
         value.back() != ' ' && IsUtf8(value) &&
         std::ranges::none_of(value, [](char c) { return static_cast<uint8_t>(c) < 0x20; });
}

// What is wrong with the fields, as one phrase; null when nothing is.
const char* Fault(const Certificate& certificate) {
  if (certificate.fields.size() > Certificate::kFieldsMax) {
    return "certificate has too many fields";
  }
  const std::vector<std::string_view>& required = Certificate::RequiredKeys();
  size_t next = 0;
  for (const Certificate::Field& field : certificate.fields) {
    if (!IsName(field.key) || !IsValue(field.value)) {
      return "certificate has a malformed field";
    }
    if (PromisesTooMuch(field.value)) {
      return "certificate promises more than was done";
    }
    if (next < required.size() && field.key == required[next]) {
      ++next;
    } else if (std::ranges::find(required, field.key) != required.end()) {
      return "certificate has a required field twice or out of order";
    }
  }
  if (next != required.size()) {
    return "certificate lacks a required field";
  }
  const std::string_view type = *certificate.Find("type");
  if (type != kCertificateDestruction && type != kCertificateReturn &&
      type != kCertificatePartial) {
    return "certificate is of an unknown type";
  }
  return certificate.entry.empty() ? "certificate holds no entry" : nullptr;
}

std::unexpected<Error> Broken(const char* what) { return Fail(Error::Corrupt(what)); }

}  // namespace

const std::vector<std::string_view>& Certificate::RequiredKeys() {
  static const std::vector<std::string_view> keys = {
      "certificate", "type",        "agreement",   "agreement-hash", "clause",   "law",
      "controller",  "processor",   "trigger",     "instruction",    "method",   "units",
      "people",      "executed-at", "complete-at", "verification",   "residual", "not-covered",
      "entry",       "leaf",        "issued-at",   "journal"};
  return keys;
}

std::optional<std::string_view> Certificate::Find(std::string_view key) const {
  const auto found = std::ranges::find(fields, key, &Field::key);
  return found == fields.end() ? std::nullopt : std::optional<std::string_view>(found->value);
}

Result<std::string> Certificate::Format() const {
  if (const char* fault = Fault(*this)) {
    return Fail(Error::Invalid(fault));
  }
  std::string text = std::string(kTitle) + "\n";
  for (const Field& field : fields) {
    text += field.key + ": " + field.value + "\n";
  }
  text += "\n" + std::string(kEntryMark) + "\n" + FormatBase64(entry) + "\n";
  text += "\n" + std::string(kProofMark) + "\n" + proof.Format();
  if (!IsNoteText(text)) {
    return Fail(Error::Invalid("certificate holds a proof that is not text"));
  }
  return text;
}

Result<Certificate> Certificate::Parse(std::string_view text) {
  internal::Lines lines(text);
  if (!IsNoteText(text) || lines.Take() != kTitle) {
    return Broken("not a certificate of destruction");
  }
  Certificate certificate;
  auto line = lines.Take();
  for (; line && !line->empty(); line = lines.Take()) {
    const size_t colon = line->find(": ");
    if (colon == std::string_view::npos || certificate.fields.size() == kFieldsMax) {
      return Broken("certificate has a line that is not a field, or too many");
    }
    certificate.fields.push_back(
        {std::string(line->substr(0, colon)), std::string(line->substr(colon + 2))});
  }
  if (lines.Take() != kEntryMark) {
    return Broken("certificate holds no entry");
  }
  line = lines.Take();
  Result<Bytes> entry = ParseBase64(line.value_or(""));
  if (!entry || entry->empty()) {
    return Broken("certificate holds an entry that is not base64");
  }
  certificate.entry = *std::move(entry);
  if (lines.Take() != "" || lines.Take() != kProofMark) {
    return Broken("certificate holds no proof");
  }
  MANDAT_TRY(certificate.proof, TlogProof::Parse(lines.rest()));
  if (const char* fault = Fault(certificate)) {
    return Broken(fault);
  }
  return certificate;
}

}  // namespace mandat
