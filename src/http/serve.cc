// SPDX-License-Identifier: Apache-2.0
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include "http/internal/session.h"

namespace mandat {
namespace {

using TlsStream = asio::ssl::stream<Socket>;
using ErrorCode = boost::system::error_code;

Socket& SocketOf(Socket& socket) { return socket; }
Socket& SocketOf(TlsStream& stream) { return stream.next_layer(); }

// A connection over a socket, or over TLS on one.
template <class Stream>
class StreamSession final : public Session {
 public:
  template <class... Arguments>
  explicit StreamSession(IoThread& thread, Arguments&&... arguments)
      : Session(thread), stream_(std::forward<Arguments>(arguments)...) {}

  Awaitable<void> Serve();

  void Cancel() override {
    ErrorCode ignored;
    SocketOf(stream_).cancel(ignored);
  }

  void Close() override {
    ErrorCode ignored;
    SocketOf(stream_).close(ignored);
  }

 private:
  Awaitable<bool> Handshake();
  Awaitable<Read> ReadRequest();
  Awaitable<bool> WriteAnswer();
  Awaitable<void> Linger();

  Stream stream_;
};

// One request after the other, each answered before the next is read, so that pipelined requests
// are answered in their order.
template <class Stream>
Awaitable<void> StreamSession<Stream>::Serve() {
  const bool open = co_await Handshake();
  bool more = open;
  while (more) {
    BeginRequest();
    if (leaving()) {
      co_return;
    }
    const Read read = co_await ReadRequest();
    if (read == Read::kEnd) {
      co_return;
    }
    Ask();
    if (!answered()) {
      co_await WaitForAnswer();
    }
    const bool written = co_await WriteAnswer();
    more = written && !closes();
    if (written && closes()) {
      co_await Linger();
    }
  }
}

template <class Stream>
Awaitable<bool> StreamSession<Stream>::Handshake() {
  if constexpr (std::is_same_v<Stream, TlsStream>) {
    Enter(Phase::kHandshake);
    ErrorCode error;
    auto token = asio::redirect_error(token_, error);
    co_await stream_.async_handshake(asio::ssl::stream_base::server, token);
    co_return !error;
  }
  co_return true;
}

template <class Stream>
Awaitable<Session::Read> StreamSession<Stream>::ReadRequest() {
  ErrorCode error;
  auto token = asio::redirect_error(token_, error);
  while (true) {
    ErrorCode broken;
    const bool complete = Parse(broken);
    if (complete) {
      co_return Read::kRequest;
    }
    if (OwesContinue()) {
      constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      const asio::const_buffer go_on = asio::buffer(kContinue);
      co_await asio::async_write(stream_, go_on, token);
    }
    const asio::mutable_buffer room = RoomToRead();
    const size_t bytes = co_await stream_.async_read_some(room, token);
    if (error) {
      co_return ReadOutcome();
    }
    TookIn(bytes);
  }
}

template <class Stream>
Awaitable<bool> StreamSession<Stream>::WriteAnswer() {
  ErrorCode error;
  auto token = asio::redirect_error(token_, error);
  const asio::const_buffer answer = asio::buffer(Compose());
  co_await asio::async_write(stream_, answer, token);
  WipeAnswer();
  while (!error && has_rest()) {
    const std::string_view piece = ComposeRest();
    if (piece.empty()) {
      co_return false;  // closed as it is: a part must not look like the whole
    }
    const asio::const_buffer more = asio::buffer(piece);
    co_await asio::async_write(stream_, more, token);
    WipeAnswer();
  }
  co_return !error;
}

// Closes in such a way that the peer gets the answer though we did not read all that it sent:
// closing with unread bytes would reset the connection.
template <class Stream>
Awaitable<void> StreamSession<Stream>::Linger() {
  Enter(Phase::kLinger);
  ErrorCode error;
  auto token = asio::redirect_error(token_, error);
  if constexpr (std::is_same_v<Stream, TlsStream>) {
    co_await stream_.async_shutdown(token);
    if (timed_out()) {
      co_return;
    }
  }
  SocketOf(stream_).shutdown(asio::socket_base::shutdown_send, error);
  size_t left = thread_.settings.body_bytes_max;
  std::array<char, 4096> waste;
  const asio::mutable_buffer bin = asio::buffer(waste);
  while (!error && left > 0) {
    const size_t bytes = co_await SocketOf(stream_).async_read_some(bin, token);
    left -= std::min(left, bytes);
  }
}

}  // namespace

Awaitable<void> ServePlain(IoThread& thread, Socket socket) {
  auto session = std::make_shared<StreamSession<Socket>>(thread, std::move(socket));
  co_await session->Serve();
}

Awaitable<void> ServeTls(IoThread& thread, Socket socket, std::shared_ptr<asio::ssl::context> tls) {
  auto session = std::make_shared<StreamSession<TlsStream>>(thread, std::move(socket), *tls);
  co_await session->Serve();
}

}  // namespace mandat
