// SPDX-License-Identifier: Apache-2.0
// Objects by path style over HTTP, each request signed by Signature Version 4.
#include <curl/curl.h>

#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>

#include "archive/internal/s3_listing.h"
#include "archive/target.h"
#include "crypto/hash.h"

namespace mandat {
namespace {

constexpr size_t kAnswerBytesMax = size_t{1} << 30;

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Lines = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

struct Answer {
  long status = 0;
  Bytes body;
};

size_t Receive(char* data, size_t unit, size_t count, void* into) {
  Bytes& body = *static_cast<Bytes*>(into);
  const size_t bytes = unit * count;
  if (bytes > kAnswerBytesMax - body.size()) {
    return 0;  // stops the transfer
  }
  body.append(data, bytes);
  return bytes;
}

// Every octet but the unreserved ones as "%" and two digits.
std::string Escape(std::string_view text, bool keep_slash) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~' || (keep_slash && c == '/');
    if (plain) {
      out.push_back(c);
    } else {
      const auto octet = static_cast<uint8_t>(c);
      out += {'%', kDigits[octet >> 4], kDigits[octet & 15]};
    }
  }
  return out;
}

bool IsWorthARetry(CURLcode code) {
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_WRITE_ERROR:
      return false;
    default:
      return true;
  }
}

bool IsWorthARetry(long status) { return status == 408 || status == 429 || status >= 500; }

class S3Target final : public Target {
 public:
  explicit S3Target(S3Settings settings)
      : settings_(std::move(settings)),
        signing_("aws:amz:" + settings_.region + ":s3"),
        handle_(curl_easy_init(), &curl_easy_cleanup) {}

  Status Put(const std::string& name, ByteView bytes) override {
    MANDAT_TRY(const std::string address, AddressOf(name));
    MANDAT_TRY(const Answer answer, Ask("PUT", address, bytes));
    return answer.status == 200 || answer.status == 204 ? Status() : Refused(answer);
  }

  Result<std::optional<Bytes>> Get(const std::string& name) override {
    MANDAT_TRY(const std::string address, AddressOf(name));
    MANDAT_TRY(Answer answer, Ask("GET", address, {}));
    if (answer.status == 200) {
      return std::optional<Bytes>(std::move(answer.body));
    }
    const bool missing = answer.status == 404 && S3ErrorCode(answer.body) != "NoSuchBucket";
    if (!missing) {
      MANDAT_TRY_STATUS(Refused(answer));
    }
    return std::optional<Bytes>();
  }

  Result<std::vector<std::string>> List(const std::string& prefix) override {
    std::vector<std::string> names;
    std::string token;
    do {
      // Signed as it stands: parameters in the order of their names.
      std::string query = token.empty() ? "" : "continuation-token=" + Escape(token, false) + "&";
      query += "list-type=2&prefix=" + Escape(settings_.prefix + prefix, false);
      MANDAT_TRY(const Answer answer, Ask("GET", Bucket() + "?" + query, {}));
      if (answer.status != 200) {
        MANDAT_TRY_STATUS(Refused(answer));
      }
      MANDAT_TRY(S3Listing page, ParseS3Listing(answer.body));
      for (const std::string& key : page.keys) {
        if (key.starts_with(settings_.prefix)) {
          names.push_back(key.substr(settings_.prefix.size()));
        }
      }
      token = std::move(page.next);
    } while (!token.empty());
    std::ranges::sort(names);
    return names;
  }

  Status Remove(const std::string& name) override {
    MANDAT_TRY(const std::string address, AddressOf(name));
    MANDAT_TRY(const Answer answer, Ask("DELETE", address, {}));
    const bool gone = answer.status == 200 || answer.status == 204 || answer.status == 404;
    return gone ? Status() : Refused(answer);
  }

 private:
  std::string Bucket() const { return settings_.endpoint + "/" + settings_.bucket; }

  Result<std::string> AddressOf(const std::string& name) const {
    if (!IsObjectName(name)) {
      return Fail(Error::Invalid("not the name of an object of a backup"));
    }
    return Bucket() + "/" + Escape(settings_.prefix + name, true);
  }

  // An answer that is no success, in words; what the store calls it is part of the message.
  static Status Refused(const Answer& answer) {
    const std::string code = S3ErrorCode(answer.body);
    const std::string tail =
        " (" + std::to_string(answer.status) + (code.empty() ? "" : " " + code) + ")";
    if (answer.status == 401 || answer.status == 403) {
      return Fail(Error::Unavailable("backup store refuses these credentials" + tail));
    }
    if (answer.status == 507 || code == "QuotaExceeded" || code == "EntityTooLarge") {
      return Fail(Error::Unavailable("backup store is full" + tail));
    }
    if (code == "NoSuchBucket") {
      return Fail(Error::Unavailable("backup store has no such bucket" + tail));
    }
    return Fail(Error::Unavailable("backup store does not take the request" + tail));
  }

  // What may succeed later is tried again, each time after twice as long.
  Result<Answer> Ask(const char* method, const std::string& address, ByteView body) {
    const std::lock_guard lock(mutex_);
    if (handle_ == nullptr) {
      return Fail(Error::Unavailable("no http client"));
    }
    std::chrono::milliseconds wait = settings_.retry_first;
    for (int attempt = 1;; ++attempt, wait *= 2) {
      Answer answer;
      const CURLcode code = Perform(method, address, body, answer);
      const bool again = code == CURLE_OK ? IsWorthARetry(answer.status) : IsWorthARetry(code);
      if (!again || attempt >= settings_.attempts_max) {
        if (code != CURLE_OK) {
          return Fail(Error::Unavailable(std::string("backup store cannot be reached: ") +
                                         curl_easy_strerror(code)));
        }
        return answer;
      }
      settings_.pause ? settings_.pause(wait) : std::this_thread::sleep_for(wait);
    }
  }

  CURLcode Perform(const char* method, const std::string& address, ByteView body, Answer& answer) {
    CURL* handle = handle_.get();
    curl_easy_reset(handle);
    const Hash hash = Sha256(body);
    const std::string content = "x-amz-content-sha256: " + FormatHex(hash.view());
    // What arrives is compared by the store before it answers.
    const std::string checksum = "x-amz-checksum-sha256: " + FormatBase64(hash.view());
    curl_slist* lines = curl_slist_append(nullptr, content.c_str());
    if (std::string_view(method) == "PUT") {
      lines = curl_slist_append(lines, checksum.c_str());
      lines = curl_slist_append(lines, "Content-Type: application/octet-stream");
      curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.data());
      curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    }
    const Lines held(lines, &curl_slist_free_all);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, method);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, lines);
    curl_easy_setopt(handle, CURLOPT_URL, address.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, settings_.silence_seconds_max);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "mandat");
    curl_easy_setopt(handle, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
    curl_easy_setopt(handle, CURLOPT_AWS_SIGV4, signing_.c_str());
    curl_easy_setopt(handle, CURLOPT_USERNAME, settings_.key_id.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, settings_.secret.c_str());
    if (!settings_.ca_file.empty()) {
      curl_easy_setopt(handle, CURLOPT_CAINFO, settings_.ca_file.c_str());
    }
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Receive);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer.body);
    const CURLcode code = curl_easy_perform(handle);
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer.status);
    return code;
  }

  const S3Settings settings_;
  const std::string signing_;
  std::mutex mutex_;  // one request at a time
  Handle handle_;
};

// Scheme, host and port, and nothing else.
bool IsEndpoint(std::string_view text) {
  const size_t scheme = text.starts_with("https://")  ? 8
                        : text.starts_with("http://") ? 7
                                                      : std::string_view::npos;
  return scheme != std::string_view::npos && text.size() > scheme &&
         std::ranges::all_of(text.substr(scheme), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '.' || c == ':' || c == '[' || c == ']';
         });
}

}  // namespace

Result<std::unique_ptr<Target>> OpenS3Target(S3Settings settings) {
  if (!IsEndpoint(settings.endpoint)) {
    return Fail(Error::Invalid("not the address of a backup store: scheme, host and port"));
  }
  if (!IsObjectName(settings.bucket) || settings.bucket.contains('/')) {
    return Fail(Error::Invalid("not the name of a bucket"));
  }
  const bool has_prefix = !settings.prefix.empty();
  if (has_prefix && (!settings.prefix.ends_with('/') ||
                     !IsObjectName(settings.prefix.substr(0, settings.prefix.size() - 1)))) {
    return Fail(Error::Invalid("not a prefix for names in a bucket"));
  }
  if (settings.key_id.empty() || settings.secret.empty() || settings.region.empty()) {
    return Fail(Error::Invalid("backup store needs a region, a key id and a secret"));
  }
  return std::unique_ptr<Target>(std::make_unique<S3Target>(std::move(settings)));
}

}  // namespace mandat
