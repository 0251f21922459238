// SPDX-License-Identifier: Apache-2.0
#include "post_office.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "http/log.h"
#include "outbound/http_signature.h"
#include "outbound/smtp_transport.h"
#include "outbound/webhook_transport.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

Result<std::string> ReadPassword(const fs::path& file) {
  std::error_code error;
  const fs::perms mode = fs::status(file, error).permissions();
  if (error) {
    return Fail(Error::NotFound("no file " + file.string()));
  }
  if ((mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none) {
    return Fail(Error::Invalid("others may read " + file.string() + "; its mode must be 0600"));
  }
  std::ifstream in(file, std::ios::binary);
  std::string password{std::istreambuf_iterator<char>(in), {}};
  while (password.ends_with('\n') || password.ends_with('\r')) {
    password.pop_back();
  }
  return password;
}

// As `x` of a JWK (RFC 7515 2).
std::string Base64Url(ByteView bytes) {
  std::string text = FormatBase64(bytes);
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text.substr(0, text.find('='));
}

// Receivers learn the key from the operator, who has it from here.
void TellKey(const Signer& signer) {
  Log(LogLevel::kInfo, "notices are signed",
      {{"key", Base64Url(signer.public_key())}, {"keyid", KeyThumbprint(signer.public_key())}});
}

Result<std::unique_ptr<Transport>> OpenMail(const Config::Notices& settings) {
  SmtpSettings smtp;
  smtp.url = settings.smtp_url;
  smtp.without_tls = settings.smtp_tls == "none";
  smtp.ca_file = settings.smtp_ca_file;
  smtp.user = settings.smtp_user;
  smtp.from = settings.from;
  smtp.from_name = settings.from_name;
  smtp.reply_to = settings.reply_to;
  smtp.total_max = std::chrono::seconds(120);  // a server that hangs holds back others' notices
  if (!settings.smtp_password_file.empty()) {
    MANDAT_TRY(smtp.password, ReadPassword(settings.smtp_password_file));
  }
  MANDAT_TRY(std::unique_ptr<SmtpTransport> mail, SmtpTransport::Create(std::move(smtp)));
  return std::unique_ptr<Transport>(std::move(mail));
}

}  // namespace

Result<std::unique_ptr<PostOffice>> PostOffice::Open(const Config::Notices& settings,
                                                     Agreements& agreements, Random& random) {
  Templates templates = Templates::Shipped();
  if (!settings.templates.empty()) {
    MANDAT_TRY(templates, Templates::Load(settings.templates));
  }
  std::unique_ptr<PostOffice> office(
      new PostOffice(std::move(templates), static_cast<size_t>(settings.senders)));
  if (!settings.smtp_url.empty()) {
    MANDAT_TRY(office->mail_, OpenMail(settings));
  }
  if (settings.webhooks != "off") {
    MANDAT_TRY(office->signer_, agreements.system().keyring().LoadSigner("notice"));
    TellKey(*office->signer_);
    WebhookSettings hooks;
    hooks.ca_file = settings.webhook_ca_file.string();
    hooks.private_addresses = settings.webhooks == "private";
    MANDAT_TRY(office->hook_, OpenWebhookTransport(*office->signer_, hooks));
  }
  Postman::Patience patience;
  patience.at_once = static_cast<size_t>(settings.senders);
  patience.usual.first = patience.urgent.first = std::chrono::seconds(settings.retry_seconds);
  office->postman_ = std::make_unique<Postman>(
      office->templates_, Postman::Channels{office->mail_.get(), office->hook_.get()}, patience,
      random, office->senders_, [](const AgreementId& id, const Error& error) {
        Log(LogLevel::kWarning, "notices failed",
            {{"agreement", id.text()}, {"detail", error.message}});
      });
  return office;
}

}  // namespace mandat
