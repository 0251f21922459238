// SPDX-License-Identifier: Apache-2.0
#include "outbound/smtp_transport.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>

#include "outbound/internal/smtp_dialogue.h"
#include "outbound/message.h"

namespace mandat {
namespace {

using internal::SmtpDialogue;

constexpr std::chrono::seconds kGoodByeMax(2);

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;
using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string Part(const Url& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) {
    return {};
  }
  std::string value(text);
  curl_free(text);
  return value;
}

bool IsLoopback(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

bool IsPrintable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

Status ValidateServer(const SmtpSettings& settings) {
  const Url url(curl_url(), &curl_url_cleanup);
  if (url == nullptr ||
      curl_url_set(url.get(), CURLUPART_URL, settings.url.c_str(), 0) != CURLUE_OK) {
    return Fail(Error::Invalid("mail server is not given as smtp://host:port"));
  }
  const std::string scheme = Part(url, CURLUPART_SCHEME);
  const std::string host = Part(url, CURLUPART_HOST);
  const std::string path = Part(url, CURLUPART_PATH);
  const bool has_more = !Part(url, CURLUPART_USER).empty() || !Part(url, CURLUPART_QUERY).empty() ||
                        !Part(url, CURLUPART_FRAGMENT).empty() || (!path.empty() && path != "/");
  if ((scheme != "smtp" && scheme != "smtps") || host.empty() || has_more) {
    return Fail(Error::Invalid("mail server is not given as smtp://host:port"));
  }
  if (!settings.ca_file.empty() && !std::ifstream(settings.ca_file)) {
    return Fail(Error::Invalid("file of authorities for the mail server cannot be read"));
  }
  if (settings.without_tls && (scheme == "smtps" || !IsLoopback(host))) {
    return Fail(Error::Invalid("mail without tls is sent only to smtp:// on this machine"));
  }
  if (settings.without_tls && !settings.user.empty()) {
    return Fail(Error::Invalid("a password is not sent without tls"));
  }
  return {};
}

// One attempt: the message as it is read, the replies as they are heard.
struct Attempt {
  ByteView unsent;
  SmtpDialogue dialogue;
  std::optional<std::chrono::steady_clock::time_point> over_at;
  std::array<char, CURL_ERROR_SIZE> error{};
};

size_t GiveData(char* into, size_t unit, size_t count, void* data) {
  Attempt& attempt = *static_cast<Attempt*>(data);
  const size_t bytes = std::min(unit * count, attempt.unsent.size());
  std::memcpy(into, attempt.unsent.data(), bytes);
  attempt.unsent.remove_prefix(bytes);
  if (bytes == 0) {
    attempt.dialogue.EndData();
  }
  return bytes;
}

size_t HearLine(char* line, size_t unit, size_t count, void* data) {
  static_cast<Attempt*>(data)->dialogue.Hear({line, unit * count});
  return unit * count;
}

// Listens for our good-bye only: other words hold the password and the message.
int HearOurselves(CURL*, curl_infotype type, char* words, size_t bytes, void* data) {
  if (type == CURLINFO_HEADER_OUT) {
    static_cast<Attempt*>(data)->dialogue.Say({words, bytes});
  }
  return 0;
}

// Stops waiting for the server's good-bye; what came of the notice is known by then.
int Watch(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  Attempt& attempt = *static_cast<Attempt*>(data);
  if (!attempt.dialogue.IsOver()) {
    return 0;
  }
  const auto now = std::chrono::steady_clock::now();
  if (!attempt.over_at) {
    attempt.over_at = now;
  }
  return now - *attempt.over_at > kGoodByeMax ? 1 : 0;
}

void PrepareServer(CURL* handle, const SmtpSettings& settings) {
  const std::string url = settings.url + (settings.url.ends_with('/') ? "" : "/") + settings.hello;
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_PROXY, "");  // none, whatever the environment says
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(settings.connect_max.count()));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.total_max.count()));
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(settings.total_max).count();
  curl_easy_setopt(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(seconds));
  curl_easy_setopt(handle, CURLOPT_USE_SSL,
                   static_cast<long>(settings.without_tls ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!settings.ca_file.empty()) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, settings.ca_file.c_str());
    curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);  // that file and no other
  }
  if (!settings.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, settings.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, settings.password.c_str());
  }
}

void PrepareData(CURL* handle, Attempt& attempt) {
  // Without a size the data ends where it ends; with one, the library also counts the dots that
  // it adds, and could end too early.
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, &GiveData);
  curl_easy_setopt(handle, CURLOPT_READDATA, &attempt);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &HearLine);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &attempt);
  curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, &HearOurselves);
  curl_easy_setopt(handle, CURLOPT_DEBUGDATA, &attempt);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &Watch);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &attempt);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, attempt.error.data());
}

// Keeps the library from writing to the standard output.
size_t DropBody(char*, size_t unit, size_t count, void*) { return unit * count; }

}  // namespace

SmtpTransport::SmtpTransport(SmtpSettings settings, MailAddress from)
    : settings_(std::move(settings)), from_(std::move(from)) {
  if (settings_.hello.empty()) {
    settings_.hello = from_.domain();
  }
}

Result<std::unique_ptr<SmtpTransport>> SmtpTransport::Create(SmtpSettings settings) {
  MANDAT_TRY_STATUS(ValidateServer(settings));
  MANDAT_TRY(MailAddress from, ParseAddress(settings.from));
  if (!settings.hello.empty() && !IsHostName(settings.hello, 1)) {
    return Fail(Error::Invalid("not a name of a host to call ourselves"));
  }
  if (settings.user.empty() != settings.password.empty()) {
    return Fail(Error::Invalid("mail user and password are given both or neither"));
  }
  if (!IsPrintable(settings.user) || settings.password.contains('\0')) {
    return Fail(Error::Invalid("mail user or password has characters that are not supported"));
  }
  if (settings.connect_max.count() <= 0 || settings.total_max.count() <= 0) {
    return Fail(Error::Invalid("a mail server needs some time to answer"));
  }
  auto transport =
      std::unique_ptr<SmtpTransport>(new SmtpTransport(std::move(settings), std::move(from)));
  // What stands in every message is tried now, not with the first notice.
  const Parcel parcel{.notice = "none", .address = transport->settings_.from, .subject = "none"};
  MANDAT_TRY([[maybe_unused]] const Bytes message, transport->Compose(parcel));
  return transport;
}

Result<Bytes> SmtpTransport::Compose(const Parcel& parcel) const {
  MANDAT_TRY(MailAddress to, ParseAddress(parcel.address));
  return FormatMessage({.from = from_,
                        .from_name = settings_.from_name,
                        .to = std::move(to),
                        .reply_to = settings_.reply_to,
                        .at = parcel.at,
                        .id = MessageId(parcel.notice, from_.domain()),
                        .replies_to = parcel.continues.empty()
                                          ? std::string()
                                          : MessageId(parcel.continues, from_.domain()),
                        .notice = parcel.notice,
                        .attempt = parcel.attempt,
                        .possible_duplicate = parcel.possible_duplicate,
                        .language = parcel.language,
                        .subject = parcel.subject,
                        .body = parcel.body,
                        .attachments = parcel.attachments});
}

Delivery SmtpTransport::Send(const Parcel& parcel) {
  const Result<Bytes> message = Compose(parcel);
  if (!message) {
    return {Dispatch::kPermanent, PrintableReply("not sent: " + message.error().message), {}};
  }
  const Handle handle(curl_easy_init(), &curl_easy_cleanup);
  const List recipients(curl_slist_append(nullptr, parcel.address.c_str()), &curl_slist_free_all);
  if (handle == nullptr || recipients == nullptr) {
    return {Dispatch::kTransient, "not sent: no mail client", {}};
  }
  Attempt attempt{.unsent = *message};
  PrepareServer(handle.get(), settings_);
  PrepareData(handle.get(), attempt);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, &DropBody);
  curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, from_.text().c_str());
  curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());

  const CURLcode code = curl_easy_perform(handle.get());
  const std::string reason =
      attempt.error[0] == '\0' ? curl_easy_strerror(code) : attempt.error.data();
  // This is what the library says of a server that refuses MAIL, RCPT or DATA.
  return attempt.dialogue.Outcome(reason, code == CURLE_SEND_ERROR);
}

}  // namespace mandat
