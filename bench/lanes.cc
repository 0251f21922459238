// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <fmt/core.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "bench/crowd.h"

namespace mandat {
namespace {

[[noreturn]] void Give(const char* what) {
  fmt::print(stderr, "bench: {}\n", what);
  std::exit(1);
}

}  // namespace

Lanes::Lanes(uint16_t port, size_t count, std::chrono::microseconds pause, Request request)
    : pause_(pause),
      request_(std::move(request)),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      lanes_(count) {
  for (size_t i = 0; i < count; ++i) {
    Lane& lane = lanes_[i];
    lane.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    setsockopt(lane.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(lane.fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      Give("cannot connect to the server");
    }
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, lane.fd, &event);
  }
}

Lanes::~Lanes() {
  for (const Lane& lane : lanes_) {
    close(lane.fd);
  }
  close(epoll_);
}

void Lanes::Send(size_t i) {
  Lane& lane = lanes_[i];
  const std::string text = request_(i, lane.number++);
  lane.started = Clock::now();
  lane.under_way = true;
  if (write(lane.fd, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    Give("cannot send a request");
  }
}

// True when a whole answer has come in.
bool Lanes::TakeAnswer(Lane& lane) {
  std::array<char, 16384> buffer;
  const ssize_t bytes = read(lane.fd, buffer.data(), buffer.size());
  if (bytes <= 0) {
    Give("the server closed a connection");
  }
  lane.in.append(buffer.data(), static_cast<size_t>(bytes));
  const size_t header = lane.in.find("\r\n\r\n");
  const size_t length = lane.in.find("Content-Length: ");
  if (header == std::string::npos || length > header) {
    return false;
  }
  size_t body = 0;
  std::from_chars(lane.in.data() + length + 16, lane.in.data() + header, body);
  if (lane.in.size() < header + 4 + body) {
    return false;
  }
  if (!lane.in.starts_with("HTTP/1.1 200") && !lane.in.starts_with("HTTP/1.1 201")) {
    if (failed_++ == 0) {
      fmt::print(stderr, "bench: {}\n", lane.in.substr(0, 400));
    }
  }
  lane.in.clear();
  lane.under_way = false;
  return true;
}

// Each lane starts at its own place in the pause, so that they do not march in step.
Rate Lanes::Run(std::chrono::milliseconds time, uint64_t each) {
  std::vector<double> micros;
  const Clock::time_point begin = Clock::now();
  const Clock::time_point end = begin + time;
  size_t under_way = 0;
  for (size_t i = 0; i < lanes_.size(); ++i) {
    lanes_[i].next = begin + pause_ * static_cast<int64_t>(i) / static_cast<int64_t>(lanes_.size());
    lanes_[i].number = 0;
  }
  std::array<epoll_event, 256> events;
  for (Clock::time_point now = begin; now < end || under_way > 0; now = Clock::now()) {
    Clock::time_point soonest = end;
    bool more = false;
    for (size_t i = 0; i < lanes_.size() && now < end; ++i) {
      Lane& lane = lanes_[i];
      if (lane.under_way || lane.number >= each) {
        continue;
      }
      if (lane.next <= now) {
        Send(i);
        ++under_way;
      } else {
        soonest = std::min(soonest, lane.next);
        more = true;
      }
    }
    if (under_way == 0 && !more) {
      break;
    }
    const auto wait = std::chrono::duration_cast<std::chrono::nanoseconds>(
        more ? std::max(soonest - now, Clock::duration(0)) : std::chrono::seconds(20));
    const timespec timeout{wait.count() / 1'000'000'000, wait.count() % 1'000'000'000};
    const int ready =
        epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &timeout, nullptr);
    if (ready == 0 && !more) {
      Give("the server does not answer");
    }
    for (int i = 0; i < ready; ++i) {
      Lane& lane = lanes_[events[static_cast<size_t>(i)].data.u64];
      if (TakeAnswer(lane)) {
        const Clock::time_point answered = Clock::now();
        micros.push_back(
            std::chrono::duration<double, std::micro>(answered - lane.started).count());
        lane.next = answered + pause_;
        --under_way;
      }
    }
  }
  if (micros.empty()) {
    return {};
  }
  const double took = std::chrono::duration<double>(Clock::now() - begin).count();
  std::sort(micros.begin(), micros.end());
  return {static_cast<double>(micros.size()) / took, micros[micros.size() / 2],
          micros[micros.size() * 99 / 100]};
}

}  // namespace mandat
