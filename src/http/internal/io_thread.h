// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "http/internal/context.h"
#include "http/internal/responder.h"
#include "http/server.h"

namespace mandat {

namespace asio = boost::asio;

// The types of Asio bound to one kind of executor: any_io_executor costs a virtual call and a count
// for every operation.
using Executor = asio::io_context::executor_type;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
using UseAwaitable = asio::use_awaitable_t<Executor>;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using SteadyClock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;

class Session;

// One thread of the server and the connections that it serves.
// Threading: everything on that thread, except `mailbox` and posting to `io`.
class IoThread {
 public:
  IoThread(Context& context, const Server::Settings& settings, RequestCounts& counts);

  void Run();  // until Stop; on the calling thread
  void Stop();

  void Add(Session& session);
  void Remove(Session& session);
  // No new requests; connections between requests are closed.
  void Drain();
  // Closes every connection, whatever it is doing.
  void CloseAll();

  bool draining() const { return draining_; }
  std::string_view date() const { return date_; }

  asio::io_context io{1};
  Mailbox mailbox;
  Context& context;
  const Server::Settings& settings;
  RequestCounts& counts;

 private:
  Awaitable<void> SweepUntilStopped();
  void Tick();

  asio::executor_work_guard<Executor> guard_;
  Timer timer_;
  std::vector<Session*> sessions_;
  std::string date_;
  bool draining_ = false;
  bool stopping_ = false;
};

}  // namespace mandat
