// SPDX-License-Identifier: Apache-2.0
#include "outbound/webhook_body.h"

#include <algorithm>
#include <set>

#include "format/json_tree.h"
#include "outbound/http_signature.h"
#include "outbound/webhook_address.h"

namespace mandat {
namespace {

constexpr std::string_view kContentType = "application/json";

// JSON has no other texts than these, and an object no key twice.
Status ValidateTexts(const Parcel& parcel) {
  bool valid = true;
  for (const std::string* text : {&parcel.notice, &parcel.agreement, &parcel.kind, &parcel.language,
                                  &parcel.subject, &parcel.body, &parcel.continues}) {
    valid = valid && IsUtf8(*text);
  }
  std::set<std::string_view> names;
  for (const auto& [name, value] : parcel.fields) {
    valid = valid && IsUtf8(name) && IsUtf8(value) && names.insert(name).second;
  }
  for (const Attachment& attachment : parcel.attachments) {
    valid = valid && IsUtf8(attachment.name) && IsUtf8(attachment.type);
  }
  return valid ? Status() : Fail(Error::Invalid("notice cannot be written as json"));
}

}  // namespace

Result<Bytes> WebhookBody(const Parcel& parcel) {
  MANDAT_TRY_STATUS(ValidateTexts(parcel));
  JsonTree fields = JsonTree::Object();
  for (const auto& [name, value] : parcel.fields) {
    fields.Set(name, value);
  }
  JsonTree body = JsonTree::Object();
  body.Set("notice", parcel.notice)
      .Set("kind", parcel.kind)
      .Set("agreement", parcel.agreement)
      .Set("attempt", JsonTree::Number(parcel.attempt))
      .Set("possible_duplicate", JsonTree::Bool(parcel.possible_duplicate))
      .Set("sent_at", parcel.at.Format())
      .Set("language", parcel.language)
      .Set("subject", parcel.subject)
      .Set("body", parcel.body)
      .Set("fields", std::move(fields));
  if (!parcel.continues.empty()) {
    body.Set("continues", parcel.continues);
  }
  if (!parcel.attachments.empty()) {
    JsonTree attachments = JsonTree::Array();
    for (const Attachment& attachment : parcel.attachments) {
      JsonTree one = JsonTree::Object();
      one.Set("name", attachment.name)
          .Set("type", attachment.type)
          .Set("base64", FormatBase64(attachment.bytes));
      attachments.Add(std::move(one));
    }
    body.Set("attachments", std::move(attachments));
  }
  return body.Format();
}

Result<WebhookRequest> WebhookRequestFor(const Parcel& parcel, const Signer& signer) {
  MANDAT_TRY(WebhookAddress address, WebhookAddress::Parse(parcel.address));
  MANDAT_TRY(Bytes body, WebhookBody(parcel));
  MANDAT_TRY(std::string key, FormatStructuredText(parcel.notice));
  std::string digest = ContentDigest(body);
  MANDAT_TRY(HttpSignature signature,
             SignHttpMessage(signer, kWebhookLabel,
                             {{"@method", "POST"},
                              {"@target-uri", address.text},
                              {"content-digest", digest},
                              {"content-type", std::string(kContentType)},
                              {"idempotency-key", key}},
                             {parcel.at, KeyThumbprint(signer.public_key()), "ed25519",
                              std::string(kWebhookTag)}));
  WebhookRequest request{std::move(address.text), std::move(body), {}};
  request.headers = {{"Content-Type", std::string(kContentType)},
                     {"Content-Digest", std::move(digest)},
                     {"Idempotency-Key", std::move(key)},
                     {"Mandat-Attempt", std::to_string(parcel.attempt)},
                     {"Signature-Input", std::move(signature.input)},
                     {"Signature", std::move(signature.signature)}};
  return request;
}

}  // namespace mandat
