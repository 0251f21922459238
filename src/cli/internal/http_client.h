// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mandat {

struct HttpRequest {
  std::string method = "GET";
  std::string path;                  // with a leading slash
  std::vector<std::string> headers;  // `Name: value`
  std::string body;
};

struct HttpAnswer {
  long status = 0;
  std::map<std::string, std::string, std::less<>> headers;  // names in lower case
  std::string body;

  std::string_view Header(std::string_view name) const;  // empty when it is not there
};

// Where to and as whom.
struct HttpSettings {
  std::string server;     // e.g. http://127.0.0.1:7480
  std::string token;      // sent as a bearer token; may be empty
  std::string authority;  // file with the certificates to trust; empty for the system's
  long connect_seconds_max = 10;
  long silence_seconds_max = 60;
};

// Errors: kInvalid (not an address, or a token that would travel in clear to another machine).
Status ValidateSettings(const HttpSettings& settings);

// One request at a time over one kept connection. Threading: one caller.
class HttpClient {
 public:
  explicit HttpClient(HttpSettings settings);
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;

  // Whatever the status. Errors: kUnavailable (no answer came).
  Result<HttpAnswer> Ask(const HttpRequest& request);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// Many requests at a time over kept connections, each answered by a call. Threading: one caller;
// answers come from within Step.
class HttpCrowd {
 public:
  using Answered = std::move_only_function<void(Result<HttpAnswer>)>;

  HttpCrowd(HttpSettings settings, size_t connections);
  ~HttpCrowd();

  // Sends now, or as soon as a connection is free.
  void Send(HttpRequest request, Answered answered);
  // The same, not before a time has passed.
  void SendLater(HttpRequest request, std::chrono::milliseconds wait, Answered answered);
  // Moves what is under way and waits at most this long for something to happen.
  void Step(std::chrono::milliseconds wait);
  // Sent and not yet answered.
  size_t open() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace mandat
