// SPDX-License-Identifier: Apache-2.0
#include "keyring/internal/pkcs11_uri.h"

#include <array>
#include <utility>

#include "crypto/hash.h"
#include "keyring/pkcs11_root.h"

namespace mandat {
namespace {

constexpr std::string_view kScheme = "pkcs11:";

Error Wrong(std::string_view what) {
  return Error::Invalid("pkcs11 uri of the root key " + std::string(what));
}

// Characters that may stand unescaped in a path attribute. Source: RFC 7512 2.3 (pk11-pchar).
bool StandsForItself(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') ||
         std::string_view("-._~:[]@!$'()*+,=&").find(c) != std::string_view::npos;
}

Result<std::string> Unescape(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      if (!StandsForItself(text[i])) {
        return Fail(Wrong("has a character that must be escaped"));
      }
      plain.push_back(text[i]);
      continue;
    }
    std::string digits(text.substr(i + 1, 2));
    for (char& c : digits) {
      c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    const Result<Bytes> byte = ParseHex(digits);
    if (!byte || byte->size() != 1) {
      return Fail(Wrong("has a damaged escape"));
    }
    plain += *byte;
    i += 2;
  }
  return plain;
}

std::string Escape(std::string_view plain, bool all) {
  std::string text;
  for (const char c : plain) {
    if (!all && StandsForItself(c)) {
      text.push_back(c);
    } else {
      text += "%" + FormatHex(ByteView(&c, 1));
    }
  }
  return text;
}

using Field = std::optional<std::string> Pkcs11Uri::*;
constexpr std::array<std::pair<std::string_view, Field>, 6> kFields = {{
    {"token", &Pkcs11Uri::token},
    {"manufacturer", &Pkcs11Uri::manufacturer},
    {"model", &Pkcs11Uri::model},
    {"serial", &Pkcs11Uri::serial},
    {"object", &Pkcs11Uri::object},
    {"id", &Pkcs11Uri::id},
}};

}  // namespace

bool IsPkcs11Uri(std::string_view root) { return root.starts_with(kScheme); }

Result<Pkcs11Uri> Pkcs11Uri::Parse(std::string_view text) {
  if (!IsPkcs11Uri(text)) {
    return Fail(Wrong("must begin with pkcs11:"));
  }
  text.remove_prefix(kScheme.size());
  if (text.find('?') != std::string_view::npos) {
    return Fail(Wrong("must not name pin or module; use keys.pkcs11_pin_file, keys.pkcs11_module"));
  }
  Pkcs11Uri uri;
  bool typed = false;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(';'));
    text.remove_prefix(part.size() == text.size() ? part.size() : part.size() + 1);
    const size_t equals = part.find('=');
    if (equals == std::string_view::npos) {
      return Fail(Wrong("must be attributes like token=house;object=root"));
    }
    const std::string_view name = part.substr(0, equals);
    MANDAT_TRY(std::string value, Unescape(part.substr(equals + 1)));
    if (name == "type") {
      if (value != "secret-key" || std::exchange(typed, true)) {
        return Fail(Wrong("must name a secret key, once"));
      }
      continue;
    }
    Field field = nullptr;
    for (const auto& [known, target] : kFields) {
      field = known == name ? target : field;
    }
    if (field == nullptr) {
      return Fail(
          Wrong("has an attribute that is not token, manufacturer, model, serial, object, "
                "id or type"));
    }
    if (uri.*field || value.empty()) {
      return Fail(Wrong("has an attribute that is empty or there twice"));
    }
    uri.*field = std::move(value);
  }
  if (!uri.object && !uri.id) {
    return Fail(Wrong("must name the key by object or id"));
  }
  return uri;
}

std::string Pkcs11Uri::Format() const {
  std::string text(kScheme);
  for (const auto& [name, field] : kFields) {
    if (this->*field) {
      text += (text.size() == kScheme.size() ? "" : ";") + std::string(name) + "=" +
              Escape(*(this->*field), name == "id");
    }
  }
  return text + ";type=secret-key";
}

}  // namespace mandat
