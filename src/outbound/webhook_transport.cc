// SPDX-License-Identifier: Apache-2.0
#include "outbound/webhook_transport.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <utility>

#include "outbound/webhook_address.h"
#include "outbound/webhook_answer.h"
#include "outbound/webhook_body.h"

namespace mandat {
namespace {

constexpr size_t kAnswerBytesMax = 4096;

using Client = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Headers = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

// Where one attempt may go, and what it met.
struct Journey {
  bool private_addresses = false;
  bool secure = false;
  bool was_refused = false;    // an address that may not be reached
  bool has_connected = false;  // a socket to one that may
  size_t answer_bytes = 0;
};

// The address in network order.
Bytes AddressOf(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    const auto& four = reinterpret_cast<const sockaddr_in&>(address).sin_addr;
    return {reinterpret_cast<const char*>(&four), sizeof four};
  }
  if (address.sa_family == AF_INET6) {
    const auto& six = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    return {reinterpret_cast<const char*>(&six), sizeof six};
  }
  return {};
}

bool MayReach(const Journey& journey, Reach reach) {
  switch (reach) {
    case Reach::kPublic:
      return journey.secure;
    case Reach::kPrivate:
      return journey.secure && journey.private_addresses;
    case Reach::kLoopback:
      return journey.private_addresses;
    case Reach::kNever:
      return false;
  }
  return false;
}

// Asked for every address that a name has, at the time of the connection: a name cannot mean one
// machine when it is looked at and another when it is used.
curl_socket_t OpenSocket(void* context, curlsocktype /*purpose*/, curl_sockaddr* address) {
  Journey& journey = *static_cast<Journey*>(context);
  if (!MayReach(journey, ReachOf(AddressOf(address->addr)))) {
    journey.was_refused = true;
    return CURL_SOCKET_BAD;
  }
  journey.has_connected = true;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Reads a short answer to its end, so that the connection closes in order; nothing of it is kept.
size_t Receive(char* /*data*/, size_t unit, size_t count, void* context) {
  Journey& journey = *static_cast<Journey*>(context);
  const size_t bytes = unit * count;
  if (bytes > kAnswerBytesMax - journey.answer_bytes) {
    return 0;  // stops the transfer; the status is known
  }
  journey.answer_bytes += bytes;
  return bytes;
}

// Nothing if memory runs out.
Headers HeadersOf(const WebhookRequest& request) {
  Headers list(nullptr, &curl_slist_free_all);
  const auto append = [&list](const std::string& line) {
    curl_slist* shorter = list.release();
    curl_slist* longer = curl_slist_append(shorter, line.c_str());
    list.reset(longer == nullptr ? shorter : longer);
    return longer != nullptr;
  };
  bool whole = append("Expect:") && append("Accept:");  // curl's own, left out
  for (const auto& [name, value] : request.headers) {
    std::string line = name;
    line += ": ";
    line += value;
    whole = whole && append(line);
  }
  if (!whole) {
    list.reset();
  }
  return list;
}

std::string HeaderOf(CURL* client, const char* name) {
  curl_header* header = nullptr;
  const bool found = curl_easy_header(client, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK;
  return found ? std::string(header->value) : std::string();
}

class WebhookTransport final : public Transport {
 public:
  WebhookTransport(const Signer& signer, WebhookSettings settings)
      : signer_(signer), settings_(std::move(settings)) {}

  Delivery Send(const Parcel& parcel) override {
    const Result<WebhookRequest> request = WebhookRequestFor(parcel, signer_);
    if (!request) {
      return {Dispatch::kPermanent, PrintableReply(request.error().message), std::nullopt};
    }
    const Client client(curl_easy_init(), &curl_easy_cleanup);
    const Headers headers = HeadersOf(*request);
    if (client == nullptr || headers == nullptr) {
      return {Dispatch::kTransient, "no http client", std::nullopt};
    }
    Journey journey{settings_.private_addresses, request->address.starts_with("https:")};
    if (!Prepare(client.get(), *request, headers.get(), journey)) {
      return {Dispatch::kTransient, "the http client lacks an option", std::nullopt};
    }
    const CURLcode code = curl_easy_perform(client.get());
    return DeliveryOf(client.get(), code, journey, parcel.at);
  }

 private:
  // All or nothing: an option that is not there could be one that keeps an attempt safe.
  bool Prepare(CURL* client, const WebhookRequest& request, curl_slist* headers,
               Journey& journey) const {
    bool ready = true;
    const auto set = [&](CURLoption option, auto value) {
      ready = ready && curl_easy_setopt(client, option, value) == CURLE_OK;
    };
    set(CURLOPT_URL, request.address.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_PATH_AS_IS, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");  // behind a proxy the address of the connection would say nothing
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (!settings_.ca_file.empty()) {
      set(CURLOPT_CAINFO, settings_.ca_file.c_str());
      set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.connect_max.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.answer_max.count()));
    set(CURLOPT_USERAGENT, "mandat");
    set(CURLOPT_HTTPHEADER, headers);
    set(CURLOPT_POSTFIELDS, request.body.data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_OPENSOCKETFUNCTION, &OpenSocket);
    set(CURLOPT_OPENSOCKETDATA, &journey);
    set(CURLOPT_WRITEFUNCTION, &Receive);
    set(CURLOPT_WRITEDATA, &journey);
    return ready;
  }

  Delivery DeliveryOf(CURL* client, CURLcode code, const Journey& journey, Instant at) const {
    long status = 0;
    long request_bytes = 0;
    curl_easy_getinfo(client, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(client, CURLINFO_REQUEST_SIZE, &request_bytes);
    if (status >= 200) {
      return DeliveryOfStatus(status, HeaderOf(client, "Retry-After"), at,
                              settings_.retry_after_max);
    }
    if (request_bytes > 0) {
      const std::string_view why = code == CURLE_OK ? "no final status" : curl_easy_strerror(code);
      return {Dispatch::kUnknown, PrintableReply("sent, no answer: " + std::string(why)),
              std::nullopt};
    }
    if (journey.was_refused && !journey.has_connected) {
      return {Dispatch::kPermanent, "the address leads where a webhook may not go", std::nullopt};
    }
    return {Dispatch::kTransient, PrintableReply(curl_easy_strerror(code)), std::nullopt};
  }

  const Signer& signer_;
  WebhookSettings settings_;
};

}  // namespace

Result<std::unique_ptr<Transport>> OpenWebhookTransport(const Signer& signer,
                                                        WebhookSettings settings) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) {
    return Fail(Error::Unavailable("no http client"));
  }
  if (settings.connect_max.count() <= 0 || settings.answer_max.count() <= 0 ||
      settings.retry_after_max.count() < 0) {
    return Fail(Error::Invalid("a time allowed to a webhook is not positive"));
  }
  if (!settings.ca_file.empty() && !std::ifstream(settings.ca_file).good()) {
    return Fail(Error::Unavailable("file of trusted certificates cannot be read"));
  }
  return std::unique_ptr<Transport>(
      std::make_unique<WebhookTransport>(signer, std::move(settings)));
}

}  // namespace mandat
