// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "crypto/hash.h"

namespace mandat {

// One bucket on a port of this machine that takes PUT, GET, DELETE and lists, two names a page,
// and checks every signature by its own reckoning. The next answers can be made to go wrong.
class S3TestServer {
 public:
  enum class Trouble { kNone, kInternal, kCut, kSlowDown, kFull };

  S3TestServer() : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    MANDAT_ASSERT(bind(listener_, raw, length) == 0 && listen(listener_, 8) == 0);
    MANDAT_ASSERT(getsockname(listener_, raw, &length) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { Serve(); });
  }
  ~S3TestServer() {
    stopped_ = true;
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  S3TestServer(const S3TestServer&) = delete;
  S3TestServer& operator=(const S3TestServer&) = delete;

  std::string Address() const { return "http://127.0.0.1:" + std::to_string(port_); }
  static constexpr std::string_view kBucket = "backups";
  static constexpr std::string_view kKeyId = "EXAMPLEKEYID";
  static constexpr std::string_view kSecret = "an example secret";

  // The next `count` requests go wrong in this way.
  void Fail(Trouble trouble, int count) {
    const std::lock_guard lock(mutex_);
    trouble_ = trouble;
    trouble_count_ = count;
  }
  std::map<std::string, std::string> objects() const {
    const std::lock_guard lock(mutex_);
    return objects_;
  }
  int requests_count() const { return requests_count_; }

 private:
  struct Request {
    std::string method;
    std::string path;
    std::string query;
    std::map<std::string, std::string> lines;  // names in lower case
    std::string body;
  };

  void Serve() {
    while (!stopped_) {
      const int connection = accept(listener_, nullptr, nullptr);
      if (connection >= 0) {
        Request request;
        if (Read(connection, request)) {
          ++requests_count_;
          Send(connection, Answer(request));
        }
        close(connection);
      }
    }
  }

  static bool Read(int connection, Request& request) {
    std::string bytes;
    const auto more = [&] {
      char buffer[65536];
      const ssize_t got = recv(connection, buffer, sizeof buffer, 0);
      if (got > 0) {
        bytes.append(buffer, static_cast<size_t>(got));
      }
      return got > 0;
    };
    while (bytes.find("\r\n\r\n") == std::string::npos) {
      if (!more()) {
        return false;
      }
    }
    const size_t head_end = bytes.find("\r\n\r\n");
    std::istringstream head(bytes.substr(0, head_end));
    std::string target;
    head >> request.method >> target;
    std::string line;
    std::getline(head, line);
    while (std::getline(head, line)) {
      std::string name = line.substr(0, line.find(':'));
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
      std::string value = line.substr(line.find(':') + 1);
      value.erase(0, value.find_first_not_of(' '));
      value.erase(value.find_last_not_of("\r ") + 1);
      request.lines[name] = value;
    }
    if (request.lines.contains("expect")) {
      Send(connection, "HTTP/1.1 100 Continue\r\n\r\n");
    }
    const size_t length = std::stoul("0" + request.lines["content-length"]);
    while (bytes.size() < head_end + 4 + length) {
      if (!more()) {
        return false;
      }
    }
    request.body = bytes.substr(head_end + 4);
    request.path = target.substr(0, target.find('?'));
    request.query = target.contains('?') ? target.substr(target.find('?') + 1) : "";
    return true;
  }

  static void Send(int connection, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t some = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (some <= 0) {
        return;
      }
      bytes.remove_prefix(static_cast<size_t>(some));
    }
  }

  static std::string Say(const std::string& status, const std::string& body) {
    return "HTTP/1.1 " + status +
           "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
  }
  static std::string Refuse(const std::string& status, const std::string& code) {
    return Say(status, "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code></Error>");
  }

  std::string Answer(Request& request) {
    const std::lock_guard lock(mutex_);
    if (trouble_count_ > 0) {
      --trouble_count_;
      switch (trouble_) {
        case Trouble::kInternal:
          return Refuse("500 Internal Server Error", "InternalError");
        case Trouble::kSlowDown:
          return Refuse("503 Slow Down", "SlowDown");
        case Trouble::kFull:
          return Refuse("507 Insufficient Storage", "QuotaExceeded");
        case Trouble::kCut:
          return "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
        case Trouble::kNone:
          break;
      }
    }
    if (!IsSigned(request)) {
      return Refuse("403 Forbidden", "SignatureDoesNotMatch");
    }
    const std::string root = "/" + std::string(kBucket);
    if (request.path == root) {
      return ListPage(request.query);
    }
    if (!request.path.starts_with(root + "/")) {
      return Refuse("404 Not Found", "NoSuchBucket");
    }
    const std::string name = request.path.substr(root.size() + 1);
    if (request.method == "PUT") {
      objects_[name] = request.body;
      return Say("200 OK", "");
    }
    if (request.method == "DELETE") {
      objects_.erase(name);
      return Say("204 No Content", "");
    }
    const auto found = objects_.find(name);
    return found == objects_.end() ? Refuse("404 Not Found", "NoSuchKey")
                                   : Say("200 OK", found->second);
  }

  std::string ListPage(const std::string& query) const {
    const size_t at = query.find("prefix=");
    std::string prefix = query.substr(at + 7);
    for (size_t slash; (slash = prefix.find("%2F")) != std::string::npos;) {
      prefix.replace(slash, 3, "/");
    }
    std::string after;
    if (query.starts_with("continuation-token=")) {
      after = query.substr(19, query.find('&') - 19);
      for (size_t slash; (slash = after.find("%2F")) != std::string::npos;) {
        after.replace(slash, 3, "/");
      }
    }
    std::string body;
    std::string last;
    int count = 0;
    bool more = false;
    for (const auto& [name, bytes] : objects_) {
      if (name.starts_with(prefix) && name > after) {
        if (++count > 2) {
          more = true;
          break;
        }
        body += "<Contents><Key>" + name + "</Key></Contents>";
        last = name;
      }
    }
    return Say("200 OK",
               "<ListBucketResult xmlns=\"x\"><IsTruncated>" +
                   std::string(more ? "true" : "false") + "</IsTruncated>" + body +
                   (more ? "<NextContinuationToken>" + last + "</NextContinuationToken>" : "") +
                   "</ListBucketResult>");
  }

  static std::string Between(const std::string& text, const std::string& before, char end) {
    const size_t at = text.find(before);
    return at == std::string::npos
               ? ""
               : text.substr(at + before.size(), text.find(end, at) - at - before.size());
  }

  // The signature as the specification of Signature Version 4 has it.
  static bool IsSigned(Request& request) {
    const std::string authorization = request.lines["authorization"] + ",";
    const std::string scope = Between(authorization, "Credential=", ',');
    const std::string names = Between(authorization, "SignedHeaders=", ',');
    const std::string content = request.lines["x-amz-content-sha256"];
    if (!scope.starts_with(std::string(kKeyId) + "/") ||
        content != FormatHex(Sha256(request.body).view())) {
      return false;
    }
    std::string lines;
    std::istringstream each(names);
    for (std::string name; std::getline(each, name, ';');) {
      lines += name + ":" + request.lines[name] + "\n";
    }
    const std::string canonical = request.method + "\n" + request.path + "\n" + request.query +
                                  "\n" + lines + "\n" + names + "\n" + content;
    const std::string place = scope.substr(scope.find('/') + 1);  // day/region/s3/aws4_request
    const std::string text = "AWS4-HMAC-SHA256\n" + request.lines["x-amz-date"] + "\n" + place +
                             "\n" + FormatHex(Sha256(canonical).view());
    Bytes key = "AWS4" + std::string(kSecret);
    std::istringstream parts(place);
    for (std::string part; std::getline(parts, part, '/');) {
      key = HmacSha256(key, {part}).view();
    }
    return Between(authorization, "Signature=", ',') == FormatHex(HmacSha256(key, {text}).view());
  }

  int listener_;
  uint16_t port_ = 0;
  std::atomic<bool> stopped_ = false;
  std::atomic<int> requests_count_ = 0;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> objects_;
  Trouble trouble_ = Trouble::kNone;
  int trouble_count_ = 0;
  std::thread thread_;
};

}  // namespace mandat
