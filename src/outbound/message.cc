// SPDX-License-Identifier: Apache-2.0
#include "outbound/message.h"

#include <fmt/format.h>

#include <algorithm>

#include "outbound/internal/message_encoding.h"

namespace mandat {
namespace {

using internal::Base64Lines;
using internal::MailDate;
using internal::MailHeader;
using internal::MailPhrase;
using internal::QuotedPrintable;

constexpr size_t kIdBytesMax = 300;
constexpr size_t kSubjectBytesMax = 2000;
constexpr size_t kFileNameBytesMax = 60;
// Neither quoted-printable nor base64 can hold these characters (RFC 2045 6.7), so no part can
// hold the boundary.
constexpr std::string_view kBoundary = "=_mandat_part";

bool IsControl(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 2045 5.1, without what few use.
bool IsToken(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return IsLetterOrDigit(c) || std::string_view("-._+").contains(c);
  });
}

// "text/calendar; method=PUBLISH; charset=utf-8".
bool IsMediaType(std::string_view text) {
  const size_t slash = text.find('/');
  size_t end = text.find("; ");
  if (slash == std::string_view::npos || text.size() > kFileNameBytesMax ||
      !IsToken(text.substr(0, slash)) ||
      !IsToken(text.substr(slash + 1, end == std::string_view::npos ? end : end - slash - 1))) {
    return false;
  }
  while (end != std::string_view::npos) {
    text.remove_prefix(end + 2);
    end = text.find("; ");
    const std::string_view parameter = text.substr(0, end);
    const size_t equals = parameter.find('=');
    if (equals == std::string_view::npos || !IsToken(parameter.substr(0, equals)) ||
        !IsToken(parameter.substr(equals + 1))) {
      return false;
    }
  }
  return true;
}

bool IsFileName(std::string_view text) {
  return IsToken(text) && text.size() <= kFileNameBytesMax && text.front() != '.';
}

// "<" dot-string "@" dot-string ">", as MessageId writes it.
bool IsMessageId(std::string_view text) {
  return text.size() > 4 && text.size() <= kIdBytesMax && text.front() == '<' &&
         text.back() == '>' && std::ranges::count(text, '@') == 1 &&
         std::ranges::all_of(text.substr(1, text.size() - 2), [](char c) {
           return IsLetterOrDigit(c) || std::string_view("-_.=@").contains(c);
         });
}

Status Validate(const MailMessage& message) {
  for (const std::string_view text :
       {std::string_view(message.from_name), std::string_view(message.subject)}) {
    if (std::ranges::any_of(text, IsControl) || !IsUtf8(text) || text.size() > kSubjectBytesMax) {
      return Fail(Error::Invalid("header of a message has a control character or is no text"));
    }
  }
  if (message.subject.empty()) {
    return Fail(Error::Invalid("message has no subject"));
  }
  if (!message.reply_to.empty()) {
    MANDAT_TRY([[maybe_unused]] const MailAddress valid, ParseAddress(message.reply_to));
  }
  if (!IsMessageId(message.id) ||
      (!message.replies_to.empty() && !IsMessageId(message.replies_to))) {
    return Fail(Error::Invalid("not an id of a message"));
  }
  if (message.notice.empty() || message.notice.size() > kIdBytesMax ||
      !std::ranges::all_of(message.notice, [](char c) { return c > ' ' && c <= '~'; })) {
    return Fail(Error::Invalid("not an id of a notice"));
  }
  if (!message.language.empty() && !IsToken(message.language)) {
    return Fail(Error::Invalid("not a language"));
  }
  const bool has_control = std::ranges::any_of(
      message.body, [](char c) { return IsControl(c) && c != '\n' && c != '\t'; });
  if (has_control || !IsUtf8(message.body)) {
    return Fail(Error::Invalid("body of a message has a control character or is not utf-8"));
  }
  size_t bytes = message.body.size();
  for (const Attachment& attachment : message.attachments) {
    if (!IsFileName(attachment.name) || !IsMediaType(attachment.type)) {
      return Fail(Error::Invalid("attachment has a name or a type that a header cannot carry"));
    }
    bytes += attachment.bytes.size();
  }
  if (bytes > kMessageBytesMax) {
    return Fail(Error::Invalid("message is too long"));
  }
  return {};
}

std::string FromHeader(const MailMessage& message) {
  if (message.from_name.empty()) {
    return "From: " + message.from.text() + "\r\n";
  }
  // On a line of its own, because encoded words and a long address do not fit on one.
  return "From: " + MailPhrase(message.from_name) + "\r\n <" + message.from.text() + ">\r\n";
}

std::string Headers(const MailMessage& message) {
  std::string headers = FromHeader(message);
  headers += "To: " + message.to.text() + "\r\n";
  if (!message.reply_to.empty()) {
    headers += "Reply-To: " + message.reply_to + "\r\n";
  }
  headers += "Date: " + MailDate(message.at) + "\r\n";
  headers += "Message-ID: " + message.id + "\r\n";
  if (!message.replies_to.empty()) {
    headers += "In-Reply-To: " + message.replies_to + "\r\n";
    headers += "References: " + message.replies_to + "\r\n";
  }
  headers += MailHeader("Subject", message.subject);
  headers += "Auto-Submitted: auto-generated\r\n";
  headers += "Mandat-Notice: " + message.notice + "\r\n";
  headers += "Mandat-Attempt: " + std::to_string(message.attempt) + "\r\n";
  if (message.possible_duplicate) {
    headers += "Mandat-Possible-Duplicate: yes\r\n";
  }
  if (!message.language.empty()) {
    headers += "Content-Language: " + message.language + "\r\n";
  }
  return headers + "MIME-Version: 1.0\r\n";
}

std::string TextPart(std::string_view body) {
  return "Content-Type: text/plain; charset=utf-8\r\n"
         "Content-Transfer-Encoding: quoted-printable\r\n\r\n" +
         QuotedPrintable(body);
}

std::string AttachmentPart(const Attachment& attachment) {
  return fmt::format(
      "Content-Type: {}\r\nContent-Transfer-Encoding: base64\r\n"
      "Content-Disposition: attachment; filename=\"{}\"\r\n\r\n{}",
      attachment.type, attachment.name, Base64Lines(attachment.bytes));
}

}  // namespace

std::string MessageId(std::string_view notice, std::string_view domain) {
  std::string id = "<";
  for (const char c : notice) {
    if (IsLetterOrDigit(c) || c == '-' || c == '_') {
      id += c;
    } else if (c == '/') {
      id += '.';
    } else {
      id += fmt::format("={:02X}", static_cast<unsigned char>(c));
    }
  }
  return id + "@" + std::string(domain) + ">";
}

Result<Bytes> FormatMessage(const MailMessage& message) {
  MANDAT_TRY_STATUS(Validate(message));
  Bytes bytes = Headers(message);
  if (message.attachments.empty()) {
    return bytes + TextPart(message.body);
  }
  bytes += fmt::format("Content-Type: multipart/mixed; boundary=\"{}\"\r\n\r\n", kBoundary);
  bytes += fmt::format("--{}\r\n", kBoundary) + TextPart(message.body);
  for (const Attachment& attachment : message.attachments) {
    bytes += fmt::format("\r\n--{}\r\n", kBoundary) + AttachmentPart(attachment);
  }
  return bytes + fmt::format("\r\n--{}--\r\n", kBoundary);
}

}  // namespace mandat
