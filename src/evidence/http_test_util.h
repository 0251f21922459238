// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/assert.h"

namespace mandat {

// Answers GET on a port of this machine with prepared bytes, one connection at a time.
class HttpTestServer {
 public:
  HttpTestServer() : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
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
  ~HttpTestServer() {
    stopped_ = true;
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  HttpTestServer(const HttpTestServer&) = delete;
  HttpTestServer& operator=(const HttpTestServer&) = delete;

  std::string Address(const std::string& host = "127.0.0.1") const {
    return "http://" + host + ":" + std::to_string(port_);
  }
  void SetAnswer(const std::string& path, std::string status, std::string head, std::string body) {
    const std::lock_guard lock(mutex_);
    answers_[path] = "HTTP/1.1 " + std::move(status) +
                     "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
                     "\r\n" + std::move(head) + "\r\n" + std::move(body);
  }
  void SetFile(const std::string& path, std::string body) {
    SetAnswer(path, "200 OK", "", std::move(body));
  }
  std::vector<std::string> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void Serve() {
    while (!stopped_) {
      const int connection = accept(listener_, nullptr, nullptr);
      if (connection >= 0) {
        Answer(connection);
        close(connection);
      }
    }
  }

  void Answer(int connection) {
    std::string request;
    char buffer[4096];
    while (request.find("\r\n\r\n") == std::string::npos) {
      const ssize_t got = recv(connection, buffer, sizeof buffer, 0);
      if (got <= 0) {
        return;
      }
      request.append(buffer, static_cast<size_t>(got));
    }
    const size_t begin = request.find(' ') + 1;
    const std::string path = request.substr(begin, request.find(' ', begin) - begin);
    std::string answer = "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
      if (const auto found = answers_.find(path); found != answers_.end()) {
        answer = found->second;
      }
    }
    for (size_t sent = 0; sent < answer.size();) {
      const ssize_t some =
          send(connection, answer.data() + sent, answer.size() - sent, MSG_NOSIGNAL);
      if (some <= 0) {
        return;
      }
      sent += static_cast<size_t>(some);
    }
  }

  int listener_;
  uint16_t port_ = 0;
  std::atomic<bool> stopped_ = false;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> answers_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

}  // namespace mandat
