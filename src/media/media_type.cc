// SPDX-License-Identifier: Apache-2.0
#include "media/media_type.h"

#include <magic.h>

#include <algorithm>
#include <array>
#include <memory>

namespace mandat {
namespace {

constexpr std::string_view kUnknown = "application/octet-stream";
constexpr size_t kNameBytesMax = 127;  // Source: RFC 6838 4.2

bool IsTokenCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
}

bool IsToken(std::string_view text) {
  return !text.empty() && text.size() <= kNameBytesMax &&
         std::ranges::all_of(text, &IsTokenCharacter);
}

// libmagic keeps state in its cookie, so each thread has one, read from the database once.
magic_t ThreadCookie() {
  thread_local const std::unique_ptr<magic_set, decltype(&magic_close)> cookie(
      magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF | MAGIC_ERROR),
      &magic_close);
  thread_local const bool loaded = cookie != nullptr && magic_load(cookie.get(), nullptr) == 0;
  return loaded ? cookie.get() : nullptr;
}

std::string_view TopOf(std::string_view type) { return type.substr(0, type.find('/')); }

// Formats that are text, whatever their type is called.
bool IsText(std::string_view type) {
  constexpr std::array<std::string_view, 9> kTexts = {
      "application/json",           "application/xml",      "application/javascript",
      "application/yaml",           "application/x-ndjson", "application/csv",
      "application/x-x509-ca-cert", "image/svg+xml",        "application/pgp-encrypted"};
  return TopOf(type) == "text" || TopOf(type) == "message" || type.ends_with("+json") ||
         type.ends_with("+xml") || std::ranges::find(kTexts, type) != kTexts.end();
}

// Formats that are a zip archive, or an older container, of something.
bool IsContainer(std::string_view type) {
  return type == "application/zip" || type.ends_with("+zip") ||
         type.starts_with("application/vnd.") || type == "application/java-archive" ||
         type == "application/msword" || type == "application/x-ole-storage" ||
         type == "application/CDFV2";
}

// The same format under two names.
std::string_view Canonical(std::string_view type) {
  constexpr std::array<std::array<std::string_view, 2>, 10> kNames = {{
      {"audio/x-wav", "audio/wav"},
      {"audio/vnd.wave", "audio/wav"},
      {"audio/x-m4a", "audio/mp4"},
      {"audio/mp3", "audio/mpeg"},
      {"image/jpg", "image/jpeg"},
      {"image/x-ms-bmp", "image/bmp"},
      {"video/x-matroska", "video/webm"},
      {"application/x-gzip", "application/gzip"},
      {"application/x-rar", "application/vnd.rar"},
      {"image/heif", "image/heic"},
  }};
  const auto found =
      std::ranges::find_if(kNames, [type](const auto& name) { return name[0] == type; });
  return found == kNames.end() ? type : (*found)[1];
}

// Types whose content always has a mark: what has none is not of them.
bool HasMark(std::string_view type) {
  return TopOf(type) == "image" || type == "application/pdf" || type == "application/zip" ||
         type == "application/gzip";
}

}  // namespace

bool IsMediaType(std::string_view text) {
  const size_t slash = text.find('/');
  return slash != std::string_view::npos && IsToken(text.substr(0, slash)) &&
         IsToken(text.substr(slash + 1));
}

std::string SniffMediaType(ByteView beginning) {
  beginning = beginning.substr(0, kSniffBytes);
  const magic_t cookie = ThreadCookie();
  const char* type =
      cookie == nullptr ? nullptr : magic_buffer(cookie, beginning.data(), beginning.size());
  const std::string_view told = type == nullptr ? std::string_view() : std::string_view(type);
  return IsMediaType(told) ? std::string(told) : std::string(kUnknown);
}

bool MediaTypesAgree(std::string_view declared, std::string_view sniffed) {
  if (declared == kUnknown || Canonical(declared) == Canonical(sniffed) ||
      sniffed == "application/x-empty" || sniffed == "inode/x-empty") {
    return true;
  }
  if (sniffed == kUnknown) {
    return !HasMark(declared) && !IsText(declared);
  }
  return (IsText(declared) && IsText(sniffed)) || (IsContainer(declared) && IsContainer(sniffed));
}

bool TakesMediaType(const std::vector<std::string>& taken, std::string_view type) {
  return taken.empty() || std::ranges::any_of(taken, [type](std::string_view one) {
           return one == type || one == "*/*" || (one.ends_with("/*") && TopOf(one) == TopOf(type));
         });
}

}  // namespace mandat
