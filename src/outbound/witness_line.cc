// SPDX-License-Identifier: Apache-2.0
#include "outbound/witness_line.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <utility>

namespace mandat {
namespace {

constexpr size_t kAnswerBytesMax = 64 << 10;

using Client = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Headers = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

size_t Receive(char* data, size_t unit, size_t count, void* context) {
  std::string& body = *static_cast<std::string*>(context);
  const size_t bytes = unit * count;
  if (bytes > kAnswerBytesMax - body.size()) {
    return 0;  // stops the transfer
  }
  body.append(data, bytes);
  return bytes;
}

// Without parameters and in lower case.
std::string TypeOf(CURL* client) {
  const char* type = nullptr;
  if (curl_easy_getinfo(client, CURLINFO_CONTENT_TYPE, &type) != CURLE_OK || type == nullptr) {
    return "";
  }
  std::string text(type);
  text.erase(std::min(text.find_first_of("; \t"), text.size()));
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

class HttpWitnessLine final : public WitnessLine {
 public:
  explicit HttpWitnessLine(WitnessLineSettings settings) : settings_(std::move(settings)) {}

  Result<WitnessReply> Post(const std::string& address, std::string_view body) override {
    const Client client(curl_easy_init(), &curl_easy_cleanup);
    const Headers headers(curl_slist_append(nullptr, ("Content-Type: " + settings_.type).c_str()),
                          &curl_slist_free_all);
    WitnessReply reply;
    if (client == nullptr || headers == nullptr ||
        !Prepare(client.get(), address, body, headers.get(), reply.body)) {
      return Fail(Error::Unavailable("no http client"));
    }
    if (const CURLcode code = curl_easy_perform(client.get()); code != CURLE_OK) {
      std::string why = curl_easy_strerror(code);
      why[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(why[0])));
      return Fail(Error::Unavailable(why));
    }
    curl_easy_getinfo(client.get(), CURLINFO_RESPONSE_CODE, &reply.status);
    reply.type = TypeOf(client.get());
    return reply;
  }

 private:
  bool Prepare(CURL* client, const std::string& address, std::string_view body, curl_slist* headers,
               std::string& answer) const {
    bool ready = true;
    const auto set = [&](CURLoption option, auto value) {
      ready = ready && curl_easy_setopt(client, option, value) == CURLE_OK;
    };
    set(CURLOPT_URL, address.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!settings_.ca_file.empty()) {
      set(CURLOPT_CAINFO, settings_.ca_file.c_str());
      set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.connect_max.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.answer_max.count()));
    set(CURLOPT_USERAGENT, "mandat");
    set(CURLOPT_HTTPHEADER, headers);
    set(CURLOPT_POSTFIELDS, body.data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    set(CURLOPT_WRITEFUNCTION, &Receive);
    set(CURLOPT_WRITEDATA, &answer);
    return ready;
  }

  const WitnessLineSettings settings_;
};

}  // namespace

Result<std::unique_ptr<WitnessLine>> OpenWitnessLine(WitnessLineSettings settings) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) {
    return Fail(Error::Unavailable("no http client"));
  }
  if (!settings.ca_file.empty() && !std::ifstream(settings.ca_file).good()) {
    return Fail(Error::Unavailable("file of trusted certificates cannot be read"));
  }
  return std::unique_ptr<WitnessLine>(std::make_unique<HttpWitnessLine>(std::move(settings)));
}

}  // namespace mandat
