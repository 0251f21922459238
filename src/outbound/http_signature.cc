// SPDX-License-Identifier: Apache-2.0
#include "outbound/http_signature.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/assert.h"
#include "crypto/hash.h"

namespace mandat {
namespace {

constexpr int64_t kSecondMicros = 1'000'000;
constexpr int64_t kCreatedMax = 999'999'999'999;  // years beyond any clock

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

bool IsName(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, IsNameCharacter);
}

// `@` marks what is derived from the message instead of being a header. RFC 9421 2.2.
bool IsComponentName(std::string_view name) {
  return IsName(name.starts_with('@') ? name.substr(1) : name);
}

// One line without blanks at its ends: what a receiver has after it parsed the header.
bool IsValue(std::string_view value) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  return std::ranges::all_of(value, [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\t'; }) &&
         (value.empty() || (!is_blank(value.front()) && !is_blank(value.back())));
}

// Without padding. RFC 4648 5.
std::string FormatBase64Url(ByteView bytes) {
  std::string text = FormatBase64(bytes);
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text.substr(0, text.find('='));
}

// RFC 9421 2.5, the value of @signature-params.
Result<std::string> FormatTerms(const std::vector<HttpComponent>& components,
                                const SignatureTerms& terms) {
  std::string text = "(";
  for (const HttpComponent& component : components) {
    text += text.size() == 1 ? "\"" : " \"";
    text += component.name + '"';
  }
  const int64_t created = terms.created.micros / kSecondMicros;
  if (terms.created.micros < 0 || created > kCreatedMax) {
    return Fail(Error::Invalid("instant of a signature is out of reach"));
  }
  MANDAT_TRY(const std::string key_id, FormatStructuredText(terms.key_id));
  text += ");created=" + std::to_string(created) + ";keyid=" + key_id;
  if (terms.algorithm) {
    MANDAT_TRY(const std::string algorithm, FormatStructuredText(*terms.algorithm));
    text += ";alg=" + algorithm;
  }
  if (terms.tag) {
    MANDAT_TRY(const std::string tag, FormatStructuredText(*terms.tag));
    text += ";tag=" + tag;
  }
  return text;
}

// Reads from the front of a text; everything gives false when it is not there.
class TermsReader {
 public:
  explicit TermsReader(std::string_view text) : rest_(text) {}

  bool IsAtEnd() const { return rest_.empty(); }
  bool Skip(std::string_view expected) {
    if (!rest_.starts_with(expected)) {
      return false;
    }
    rest_.remove_prefix(expected.size());
    return true;
  }
  // RFC 8941 4.2.5.
  std::optional<std::string> ReadText() {
    std::string text;
    if (!Skip("\"")) {
      return std::nullopt;
    }
    while (!rest_.empty() && rest_.front() != '"') {
      const bool escape = Skip("\\");
      if (rest_.empty() || rest_.front() < 0x20 || rest_.front() > 0x7e ||
          (escape && rest_.front() != '"' && rest_.front() != '\\')) {
        return std::nullopt;
      }
      text += rest_.front();
      rest_.remove_prefix(1);
    }
    return Skip("\"") ? std::optional(text) : std::nullopt;
  }
  std::optional<int64_t> ReadNumber() {
    int64_t value = 0;
    const auto [end, code] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (code != std::errc() || value < 0 || value > kCreatedMax) {
      return std::nullopt;
    }
    rest_.remove_prefix(static_cast<size_t>(end - rest_.data()));
    return value;
  }

 private:
  std::string_view rest_;
};

std::optional<SignatureTerms> ReadTerms(std::string_view text,
                                        const std::vector<HttpComponent>& components) {
  TermsReader reader(text);
  std::string_view before = "(";
  for (const HttpComponent& component : components) {
    if (!reader.Skip(before) || reader.ReadText() != component.name) {
      return std::nullopt;
    }
    before = " ";
  }
  SignatureTerms terms;
  if ((components.empty() && !reader.Skip("(")) || !reader.Skip(");created=")) {
    return std::nullopt;
  }
  const std::optional<int64_t> created = reader.ReadNumber();
  const std::optional<std::string> key_id =
      reader.Skip(";keyid=") ? reader.ReadText() : std::nullopt;
  if (!created || !key_id) {
    return std::nullopt;
  }
  terms.created = Instant{*created * kSecondMicros};
  terms.key_id = *key_id;
  const bool has_algorithm = reader.Skip(";alg=");
  terms.algorithm = has_algorithm ? reader.ReadText() : std::nullopt;
  const bool has_tag = reader.Skip(";tag=");
  terms.tag = has_tag ? reader.ReadText() : std::nullopt;
  if (has_algorithm != terms.algorithm.has_value() || has_tag != terms.tag.has_value()) {
    return std::nullopt;
  }
  return reader.IsAtEnd() ? std::optional(terms) : std::nullopt;
}

// What stands behind `label=`.
Result<std::string_view> MemberOf(std::string_view dictionary, std::string_view label) {
  if (!dictionary.starts_with(label) || !dictionary.substr(label.size()).starts_with('=')) {
    return Fail(Error::Invalid("signature has another label"));
  }
  return dictionary.substr(label.size() + 1);
}

}  // namespace

Result<std::string> FormatStructuredText(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c < 0x20 || c > 0x7e) {
      return Fail(Error::Invalid("text of a header is not printable"));
    }
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out + '"';
}

std::string FormatStructuredBytes(ByteView bytes) { return ":" + FormatBase64(bytes) + ":"; }

std::string ContentDigest(ByteView content) {
  return "sha-256=" + FormatStructuredBytes(Sha256(content).view());
}

std::string KeyThumbprint(ByteView public_key) {
  MANDAT_ASSERT(public_key.size() == kPublicKeyBytes);
  const std::string jwk =
      R"({"crv":"Ed25519","kty":"OKP","x":")" + FormatBase64Url(public_key) + R"("})";
  return FormatBase64Url(Sha256(jwk).view());
}

Result<std::string> SignatureBase(const std::vector<HttpComponent>& components,
                                  std::string_view terms_text) {
  std::string base;
  std::set<std::string_view> names;
  for (const HttpComponent& component : components) {
    if (!IsComponentName(component.name) || !IsValue(component.value) ||
        !names.insert(component.name).second) {
      return Fail(Error::Invalid("part of a message cannot be signed"));
    }
    base += '"' + component.name + "\": " + component.value + '\n';
  }
  base += "\"@signature-params\": ";
  return base += terms_text;
}

Result<HttpSignature> SignHttpMessage(const Signer& signer, std::string_view label,
                                      const std::vector<HttpComponent>& components,
                                      const SignatureTerms& terms) {
  if (!IsName(label)) {
    return Fail(Error::Invalid("label of a signature is not a name"));
  }
  MANDAT_TRY(const std::string text, FormatTerms(components, terms));
  MANDAT_TRY(const std::string base, SignatureBase(components, text));
  const std::string member = std::string(label) + "=";
  return HttpSignature{member + text, member + FormatStructuredBytes(signer.Sign(base))};
}

Result<SignatureTerms> VerifyHttpMessage(ByteView public_key, std::string_view label,
                                         const std::vector<HttpComponent>& components,
                                         const HttpSignature& signature) {
  MANDAT_TRY(const std::string_view text, MemberOf(signature.input, label));
  MANDAT_TRY(const std::string_view sealed, MemberOf(signature.signature, label));
  const std::optional<SignatureTerms> terms = ReadTerms(text, components);
  if (!terms || sealed.size() < 2 || sealed.front() != ':' || sealed.back() != ':') {
    return Fail(Error::Invalid("signature is not of the form that is written here"));
  }
  MANDAT_TRY(const std::string base, SignatureBase(components, text));
  MANDAT_TRY(const Bytes bytes, ParseBase64(sealed.substr(1, sealed.size() - 2)));
  if (!VerifySignature(public_key, base, bytes)) {
    return Fail(Error::Corrupt("signature of the message does not hold"));
  }
  return *terms;
}

}  // namespace mandat
