// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace mandat {
namespace {

using Clock = std::chrono::steady_clock;
using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;
using Lines = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

std::string PartOf(const Url& url, CURLUPart part) {
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

size_t ReceiveBody(char* data, size_t unit, size_t count, void* into) {
  static_cast<HttpAnswer*>(into)->body.append(data, unit * count);
  return unit * count;
}

size_t ReceiveHeader(char* data, size_t unit, size_t count, void* into) {
  HttpAnswer& answer = *static_cast<HttpAnswer*>(into);
  const std::string_view line(data, unit * count);
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    return line.size();
  }
  std::string name(line.substr(0, colon));
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
  std::string_view value = line.substr(colon + 1);
  value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
  value = value.substr(0, value.find_last_not_of(" \t\r\n") + 1);
  answer.headers.insert_or_assign(std::move(name), std::string(value));
  return line.size();
}

// A request under way: everything that curl points into stays here until the answer is there.
struct Exchange {
  Exchange() : easy(curl_easy_init(), &curl_easy_cleanup), lines(nullptr, &curl_slist_free_all) {}

  Easy easy;
  Lines lines;
  HttpRequest request;
  HttpAnswer answer;
  HttpCrowd::Answered answered;

  void AddLine(const std::string& line) {
    lines.reset(curl_slist_append(lines.release(), line.c_str()));
  }

  void Prepare(const HttpSettings& settings, HttpRequest next) {
    request = std::move(next);
    answer = {};
    lines.reset();
    CURL* handle = easy.get();
    curl_easy_reset(handle);
    const std::string address = settings.server + request.path;
    curl_easy_setopt(handle, CURLOPT_URL, address.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, settings.connect_seconds_max);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, settings.silence_seconds_max);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "mandat");
    curl_easy_setopt(handle, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
    curl_easy_setopt(handle, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &ReceiveBody);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &ReceiveHeader);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &answer);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (!settings.authority.empty()) {
      curl_easy_setopt(handle, CURLOPT_CAINFO, settings.authority.c_str());
    }
    if (!settings.token.empty()) {
      AddLine("Authorization: Bearer " + settings.token);
    }
    for (const std::string& line : request.headers) {
      AddLine(line);
    }
    if (request.method == "HEAD") {
      curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    } else if (request.method != "GET") {
      AddLine("Content-Type: application/json");
      AddLine("Expect:");  // no waiting for a "100 Continue"
      curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
      curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                       static_cast<curl_off_t>(request.body.size()));
    }
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, lines.get());
  }

  Result<HttpAnswer> Finish(CURLcode code) {
    if (code != CURLE_OK) {
      std::string why = curl_easy_strerror(code);
      why[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(why[0])));
      return Fail(Error::Unavailable(why));
    }
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    return std::move(answer);
  }
};

void StartCurl() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)ready;  // a failure shows when the first handle cannot be made
}

}  // namespace

std::string_view HttpAnswer::Header(std::string_view name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

Status ValidateSettings(const HttpSettings& settings) {
  const Url url(curl_url(), &curl_url_cleanup);
  if (curl_url_set(url.get(), CURLUPART_URL, settings.server.c_str(), 0) != CURLUE_OK) {
    return Fail(Error::Invalid("server is not an http or https address"));
  }
  const std::string scheme = PartOf(url, CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") {
    return Fail(Error::Invalid("server is not an http or https address"));
  }
  if (!settings.token.empty() && scheme == "http" && !IsLoopback(PartOf(url, CURLUPART_HOST))) {
    return Fail(Error::Invalid("a token is not sent over plain http to another machine"));
  }
  return {};
}

struct HttpClient::Inside {
  HttpSettings settings;
  Exchange exchange;
};

HttpClient::HttpClient(HttpSettings settings) {
  StartCurl();
  inside_ = std::make_unique<Inside>(std::move(settings));
}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

Result<HttpAnswer> HttpClient::Ask(const HttpRequest& request) {
  inside_->exchange.Prepare(inside_->settings, request);
  return inside_->exchange.Finish(curl_easy_perform(inside_->exchange.easy.get()));
}

struct HttpCrowd::Inside {
  struct Waiting {
    Clock::time_point from;
    HttpRequest request;
    Answered answered;
  };

  HttpSettings settings;
  CURLM* multi = nullptr;
  std::vector<std::unique_ptr<Exchange>> all;
  std::vector<Exchange*> idle;
  std::deque<Waiting> waiting;

  void StartWaiting() {
    const Clock::time_point now = Clock::now();
    for (auto next = waiting.begin(); next != waiting.end() && !idle.empty();) {
      if (next->from > now) {
        ++next;
        continue;
      }
      Exchange* exchange = idle.back();
      idle.pop_back();
      exchange->answered = std::move(next->answered);
      exchange->Prepare(settings, std::move(next->request));
      curl_easy_setopt(exchange->easy.get(), CURLOPT_PRIVATE, exchange);
      curl_multi_add_handle(multi, exchange->easy.get());
      next = waiting.erase(next);
    }
  }

  void AnswerFinished() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) {
        continue;
      }
      Exchange* exchange = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &exchange);
      Result<HttpAnswer> answer = exchange->Finish(message->data.result);
      curl_multi_remove_handle(multi, exchange->easy.get());
      Answered answered = std::move(exchange->answered);
      idle.push_back(exchange);
      answered(std::move(answer));
    }
  }
};

HttpCrowd::HttpCrowd(HttpSettings settings, size_t connections) {
  StartCurl();
  inside_ = std::make_unique<Inside>();
  inside_->settings = std::move(settings);
  inside_->multi = curl_multi_init();
  curl_multi_setopt(inside_->multi, CURLMOPT_MAXCONNECTS, static_cast<long>(connections));
  for (size_t i = 0; i < connections; ++i) {
    inside_->all.push_back(std::make_unique<Exchange>());
    inside_->idle.push_back(inside_->all.back().get());
  }
}

HttpCrowd::~HttpCrowd() {
  for (const auto& exchange : inside_->all) {
    curl_multi_remove_handle(inside_->multi, exchange->easy.get());
  }
  curl_multi_cleanup(inside_->multi);
}

void HttpCrowd::Send(HttpRequest request, Answered answered) {
  SendLater(std::move(request), std::chrono::milliseconds(0), std::move(answered));
}

void HttpCrowd::SendLater(HttpRequest request, std::chrono::milliseconds wait, Answered answered) {
  inside_->waiting.push_back({Clock::now() + wait, std::move(request), std::move(answered)});
}

void HttpCrowd::Step(std::chrono::milliseconds wait) {
  inside_->StartWaiting();
  int running = 0;
  curl_multi_perform(inside_->multi, &running);
  inside_->AnswerFinished();
  inside_->StartWaiting();
  curl_multi_perform(inside_->multi, &running);
  curl_multi_poll(inside_->multi, nullptr, 0, static_cast<int>(wait.count()), nullptr);
}

size_t HttpCrowd::open() const {
  return inside_->waiting.size() + inside_->all.size() - inside_->idle.size();
}

}  // namespace mandat
