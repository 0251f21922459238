// SPDX-License-Identifier: Apache-2.0
#include <curl/curl.h>

#include <algorithm>
#include <utility>

#include "evidence/source.h"

namespace mandat {
namespace {

constexpr int kRedirectsMax = 3;

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

struct Place {
  std::string scheme;
  std::string host;
  std::string port;

  bool IsLoopback() const { return host == "localhost" || host == "127.0.0.1" || host == "[::1]"; }
};

std::string Part(const Url& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) {
    return {};
  }
  std::string value(text);
  curl_free(text);
  return value;
}

Result<Place> PlaceOf(const std::string& text) {
  const Url url(curl_url(), &curl_url_cleanup);
  const bool parsed =
      url != nullptr && curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK;
  if (!parsed || !Part(url, CURLUPART_USER).empty() || !Part(url, CURLUPART_PASSWORD).empty() ||
      !Part(url, CURLUPART_QUERY).empty() || !Part(url, CURLUPART_FRAGMENT).empty()) {
    return Fail(Error::Invalid("not a plain http or https address"));
  }
  Place place{Part(url, CURLUPART_SCHEME), Part(url, CURLUPART_HOST), Part(url, CURLUPART_PORT)};
  if ((place.scheme != "http" && place.scheme != "https") || place.host.empty()) {
    return Fail(Error::Invalid("not a plain http or https address"));
  }
  return place;
}

// Whether what was asked of `from` may be asked of `to` instead.
bool MayFollow(const Place& from, const Place& to) {
  const bool same = from.scheme == to.scheme && from.port == to.port;
  const bool safer = from.scheme == "http" && to.scheme == "https";
  return from.host == to.host && (same || safer);
}

// True for what may stand in a header line.
bool IsToken(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

constexpr size_t kErrorPageBytesMax = size_t{64} << 10U;

struct Body {
  CURL* handle;
  size_t bytes_max;
  Bytes bytes = {};
  size_t dropped_bytes = 0;  // of a page that says why there is no file
  bool too_long = false;
};

size_t Receive(char* data, size_t unit, size_t count, void* into) {
  Body& body = *static_cast<Body*>(into);
  const size_t bytes = unit * count;
  long status = 0;
  curl_easy_getinfo(body.handle, CURLINFO_RESPONSE_CODE, &status);
  if (status != 200) {
    body.dropped_bytes += bytes;
    return body.dropped_bytes <= kErrorPageBytesMax ? bytes : 0;
  }
  if (bytes > body.bytes_max - body.bytes.size()) {
    body.too_long = true;
    return 0;  // stops the transfer
  }
  body.bytes.append(data, bytes);
  return bytes;
}

class UrlSource final : public JournalSource {
 public:
  UrlSource(std::string prefix, Place place, UrlOptions options)
      : prefix_(std::move(prefix)),
        place_(std::move(place)),
        options_(std::move(options)),
        handle_(curl_easy_init(), &curl_easy_cleanup) {}

  Result<Bytes> Get(std::string_view path, size_t bytes_max) override {
    std::string address = prefix_ + std::string(path);
    for (int i = 0; i <= kRedirectsMax; ++i) {
      Body body{handle_.get(), bytes_max};
      MANDAT_TRY(const long status, Fetch(address, body));
      if (status == 200) {
        return std::move(body.bytes);
      }
      if (status == 404 || status == 410) {
        return Fail(Error::NotFound("no such file in the journal"));
      }
      if (status < 300 || status > 399) {
        return Fail(Error::Unavailable("server answers " + std::to_string(status)));
      }
      MANDAT_TRY(address, Redirected());
    }
    return Fail(Error::Unavailable("server redirects in circles"));
  }

 private:
  void Prepare(const std::string& address, Body& body) {
    CURL* handle = handle_.get();
    curl_easy_setopt(handle, CURLOPT_URL, address.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, options_.connect_seconds_max);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, options_.silence_seconds_max);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "mandat-verify");
    curl_easy_setopt(handle, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Receive);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &body);
    if (options_.token) {
      curl_easy_setopt(handle, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
      curl_easy_setopt(handle, CURLOPT_XOAUTH2_BEARER, options_.token->c_str());
    }
  }

  // The status of the answer, its body in `body`.
  Result<long> Fetch(const std::string& address, Body& body) {
    if (handle_ == nullptr) {
      return Fail(Error::Unavailable("no http client"));
    }
    Prepare(address, body);
    const CURLcode code = curl_easy_perform(handle_.get());
    if (body.too_long) {
      return Fail(Error::Corrupt("a file of the journal is longer than its kind can be"));
    }
    if (code != CURLE_OK) {
      return Fail(Error::Unavailable(curl_easy_strerror(code)));
    }
    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
  }

  Result<std::string> Redirected() {
    char* target = nullptr;
    curl_easy_getinfo(handle_.get(), CURLINFO_REDIRECT_URL, &target);
    std::string address = target == nullptr ? std::string() : std::string(target);
    const Result<Place> to = PlaceOf(address);
    if (!to || !MayFollow(place_, *to)) {
      return Fail(Error::Unavailable("server redirects to another place, which is not followed"));
    }
    return address;
  }

  std::string prefix_;
  Place place_;
  UrlOptions options_;
  Handle handle_;
};

}  // namespace

bool ReadsUrls() { return true; }

Result<std::unique_ptr<JournalSource>> OpenUrlSource(std::string_view prefix, UrlOptions options) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) {
    return Fail(Error::Unavailable("no http client"));
  }
  std::string address(prefix);
  MANDAT_TRY(Place place, PlaceOf(address));
  if (options.token && place.scheme == "http" && !place.IsLoopback()) {
    return Fail(Error::Invalid("a token is not sent over plain http"));
  }
  if (options.token && !IsToken(*options.token)) {
    return Fail(Error::Invalid("the token is not one line of visible characters"));
  }
  if (!address.ends_with('/')) {
    address += '/';
  }
  return std::unique_ptr<JournalSource>(
      std::make_unique<UrlSource>(std::move(address), std::move(place), std::move(options)));
}

}  // namespace mandat
