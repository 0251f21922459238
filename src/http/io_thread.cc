// SPDX-License-Identifier: Apache-2.0
#include "http/internal/io_thread.h"

#include <fmt/chrono.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <ctime>

#include "http/internal/session.h"

namespace mandat {
namespace {

// Source: RFC 9110 5.6.7.
std::string FormatDate() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(now));
}

}  // namespace

IoThread::IoThread(Context& all, const Server::Settings& chosen, RequestCounts& mine)
    : mailbox([this] { asio::post(io, [this] { mailbox.DeliverAll(); }); }),
      context(all),
      settings(chosen),
      counts(mine),
      guard_(io.get_executor()),
      timer_(io.get_executor()),
      date_(FormatDate()) {
  asio::co_spawn(io.get_executor(), SweepUntilStopped(), &SessionEnded);
}

void IoThread::Run() {
  mailbox.Adopt();
  io.run();
}

void IoThread::Stop() {
  asio::post(io, [this] {
    stopping_ = true;
    guard_.reset();
    timer_.cancel();
  });
}

void IoThread::Add(Session& session) { sessions_.push_back(&session); }

void IoThread::Remove(Session& session) { std::erase(sessions_, &session); }

void IoThread::Drain() {
  draining_ = true;
  for (Session* session : sessions_) {
    session->Drain();
  }
}

void IoThread::CloseAll() {
  for (Session* session : sessions_) {
    session->Close();
  }
}

// One timer for all connections of the thread: setting one for each request costs a tenth of the
// whole request.
Awaitable<void> IoThread::SweepUntilStopped() {
  const UseAwaitable use;
  boost::system::error_code error;
  auto token = asio::redirect_error(use, error);
  while (!stopping_) {
    Tick();
    timer_.expires_after(settings.timeouts.sweep);
    co_await timer_.async_wait(token);
  }
}

void IoThread::Tick() {
  date_ = FormatDate();
  const SteadyClock::time_point now = SteadyClock::now();
  for (Session* session : sessions_) {
    session->Sweep(now);
  }
}

}  // namespace mandat
