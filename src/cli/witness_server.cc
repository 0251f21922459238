// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/witness_server.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <csignal>
#include <exception>
#include <utility>

namespace mandat {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

using Awaitable = asio::awaitable<void>;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

constexpr std::string_view kAddCheckpoint = "/add-checkpoint";
constexpr std::string_view kCheckpoint = "/checkpoint";
constexpr uint32_t kHeaderBytesMax = 8 << 10;
constexpr std::chrono::milliseconds kAcceptPause{100};

WitnessAnswer Plain(unsigned status, std::string_view words) {
  return {status, "text/plain; charset=utf-8", std::string(words) + "\n"};
}

Response ResponseOf(WitnessAnswer answer, bool keep_alive) {
  Response response(static_cast<http::status>(answer.status), 11);
  response.set(http::field::content_type, answer.type);
  response.set(http::field::cache_control, "no-store");
  response.keep_alive(keep_alive);
  response.body() = std::move(answer.body);
  response.prepare_payload();
  return response;
}

}  // namespace

// Everything on the thread that runs it, except Stop.
class WitnessServer::Impl {
 public:
  Impl(Settings settings, Witness& witness, const TimeSource& time, Objection objection)
      : settings_(std::move(settings)),
        witness_(witness),
        time_(time),
        objection_(std::move(objection)) {}

  Status Listen() {
    boost::system::error_code error;
    const auto address = asio::ip::make_address(settings_.address, error);
    if (error) {
      return Fail(Error::Invalid("not an address to listen on"));
    }
    const asio::ip::tcp::endpoint place(address, settings_.port);
    acceptor_.open(place.protocol(), error);
    acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    acceptor_.bind(place, error);
    if (!error) {
      acceptor_.listen(asio::socket_base::max_listen_connections, error);
    }
    return error ? Status(Fail(Error::Unavailable("the address is taken, or not of this machine")))
                 : Status();
  }

  uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void Run() {
    signals_.async_wait([this](const boost::system::error_code& error, int) {
      if (!error) {
        io_.stop();
      }
    });
    Awaitable accepting = Accept();
    asio::co_spawn(io_, std::move(accepting), &Impl::Ended);
    io_.run();
  }

  void Stop() { io_.stop(); }

 private:
  // A stray exception ends one connection, and nothing else.
  static void Ended(const std::exception_ptr&) {}

  Awaitable Accept() {
    boost::system::error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    while (true) {
      asio::ip::tcp::socket socket(io_);
      co_await acceptor_.async_accept(socket, token);
      if (error) {  // e.g. no file descriptor is left: not again at once
        asio::steady_timer pause(io_, kAcceptPause);
        co_await pause.async_wait(token);
        continue;
      }
      if (open_ >= settings_.connections_max) {
        continue;  // the socket closes itself
      }
      Awaitable serving = Serve(beast::tcp_stream(std::move(socket)));
      asio::co_spawn(io_, std::move(serving), &Impl::Ended);
    }
  }

  Awaitable Serve(beast::tcp_stream stream) {
    const Count count(open_);
    beast::flat_buffer buffer;
    bool keep_alive = true;
    while (keep_alive) {
      http::request_parser<http::string_body> parser;
      parser.body_limit(Witness::kBytesMax);
      parser.header_limit(kHeaderBytesMax);
      boost::system::error_code error;
      auto token = asio::redirect_error(asio::use_awaitable, error);
      stream.expires_after(std::chrono::seconds(settings_.silence_seconds_max));
      co_await http::async_read(stream, buffer, parser, token);
      const bool too_long = error == http::error::body_limit || error == http::error::header_limit;
      if (error && !too_long) {
        co_return;
      }
      keep_alive = !too_long && parser.get().keep_alive();
      WitnessAnswer answer = too_long ? Plain(413, "the request is too long") : Ask(parser.get());
      Response response = ResponseOf(std::move(answer), keep_alive);
      stream.expires_after(std::chrono::seconds(settings_.silence_seconds_max));
      co_await http::async_write(stream, response, token);
      if (error) {
        co_return;
      }
    }
    boost::system::error_code error;
    stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  }

  WitnessAnswer Ask(const Request& request) {
    const std::string_view target(request.target().data(), request.target().size());
    if (target == kAddCheckpoint) {
      if (request.method() != http::verb::post) {
        return Plain(405, "a checkpoint is added by POST");
      }
      WitnessAnswer answer = witness_.AddCheckpoint(request.body(), time_.Now());
      if (!answer.objection.empty()) {
        objection_(answer.objection);
      }
      return answer;
    }
    if (!target.starts_with('/') || !target.ends_with(kCheckpoint) ||
        target.size() <= kCheckpoint.size()) {
      return Plain(404, "there is /add-checkpoint, and /<origin hash>/checkpoint");
    }
    return request.method() == http::verb::get
               ? witness_.Newest(target.substr(1, target.size() - 1 - kCheckpoint.size()))
               : Plain(405, "a checkpoint is read by GET");
  }

  // How many connections are open.
  class Count {
   public:
    explicit Count(size_t& open) : open_(open) { ++open_; }
    ~Count() { --open_; }
    Count(const Count&) = delete;
    Count& operator=(const Count&) = delete;

   private:
    size_t& open_;
  };

  const Settings settings_;
  Witness& witness_;
  const TimeSource& time_;
  const Objection objection_;
  size_t open_ = 0;
  asio::io_context io_{1};  // last but for what runs on it: sessions count themselves as they go
  asio::ip::tcp::acceptor acceptor_{io_};
  asio::signal_set signals_{io_, SIGTERM, SIGINT};
};

WitnessServer::WitnessServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WitnessServer::~WitnessServer() = default;

Result<std::unique_ptr<WitnessServer>> WitnessServer::Start(Settings settings, Witness& witness,
                                                            const TimeSource& time,
                                                            Objection objection) {
  auto impl = std::make_unique<Impl>(std::move(settings), witness, time, std::move(objection));
  MANDAT_TRY_STATUS(impl->Listen());
  return std::unique_ptr<WitnessServer>(new WitnessServer(std::move(impl)));
}

uint16_t WitnessServer::port() const { return impl_->port(); }
void WitnessServer::Run() { impl_->Run(); }
void WitnessServer::Stop() { impl_->Stop(); }

}  // namespace mandat
