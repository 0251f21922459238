// SPDX-License-Identifier: Apache-2.0
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <system_error>
#include <type_traits>

#include "outbound/event_sink.h"

namespace mandat {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using asio::ip::udp;
using ErrorCode = boost::system::error_code;

constexpr std::chrono::milliseconds kLookAgain{10};

// Begins one operation and runs it to its end, or to that of its time.
template <class Begin>
ErrorCode Await(asio::io_context& io, tcp::socket& socket, std::chrono::milliseconds most,
                Begin begin) {
  ErrorCode outcome;
  bool is_done = false;
  begin([&](const ErrorCode& error, const auto&...) {
    outcome = error;
    is_done = true;
  });
  io.restart();
  io.run_for(most);
  if (!is_done) {
    ErrorCode ignored;
    socket.cancel(ignored);
    io.restart();
    io.run();
    outcome = asio::error::timed_out;
  }
  return outcome;
}

// A connection, plain or with TLS, for as long as something is to be confirmed.
//
// Syslog has no answers. What a receiver has read is known by its end of the connection: it closes
// behind our own end, and its system resets the connection instead where it closed before it had
// read everything. So Confirm ends the connection, and the next lines begin another.
template <class Stream>
class StreamSink final : public EventSink {
 public:
  StreamSink(NetSinkSettings settings, std::shared_ptr<ssl::context> tls)
      : settings_(std::move(settings)), tls_(std::move(tls)) {}

  Status Take(const std::vector<std::string>& lines) override {
    if (!stream_) {
      MANDAT_TRY_STATUS(Connect());
    }
    if (HasEnded()) {
      return Lost("the receiver closed the connection");
    }
    const std::string all = Framed(lines);
    const ErrorCode error = Await(io_, socket(), settings_.write_max, [&](auto done) {
      asio::async_write(*stream_, asio::buffer(all), std::move(done));
    });
    return error ? Lost("the receiver takes nothing: " + error.message()) : Status();
  }

  Status Confirm() override {
    if (!stream_) {
      return {};
    }
    if constexpr (kIsTls) {
      // Source: RFC 5425 4.4. An end without an answer to it is told by what follows.
      (void)Await(io_, socket(), settings_.close_max,
                  [this](auto done) { stream_->async_shutdown(std::move(done)); });
    }
    ErrorCode error;
    socket().shutdown(tcp::socket::shutdown_send, error);
    error = error ? error : ReadToEnd();
    // A receiver that leaves its end open has at least everything in its system.
    const bool is_over = error == asio::error::eof || error == asio::error::timed_out;
    if (!is_over || !IsAcknowledged()) {
      return Lost("the receiver did not read everything: " + error.message());
    }
    stream_.reset();
    return {};
  }

 private:
  static constexpr bool kIsTls = !std::is_same_v<Stream, tcp::socket>;

  tcp::socket& socket() {
    if constexpr (kIsTls) {
      return stream_->next_layer();
    } else {
      return *stream_;
    }
  }

  Status Lost(const std::string& why) {
    stream_.reset();
    return Fail(Error::Unavailable(why));
  }

  Status Connect() {
    ErrorCode error;
    // The system's resolver has a time of its own.
    const auto places =
        tcp::resolver(io_).resolve(settings_.target.host, std::to_string(settings_.target.port),
                                   tcp::resolver::numeric_service, error);
    if (error) {
      return Fail(Error::Unavailable("the receiver has no address: " + error.message()));
    }
    if constexpr (kIsTls) {
      stream_.emplace(io_, *tls_);
    } else {
      stream_.emplace(io_);
    }
    error = Await(io_, socket(), settings_.connect_max,
                  [&](auto done) { asio::async_connect(socket(), places, std::move(done)); });
    if (error) {
      return Lost("the receiver cannot be reached: " + error.message());
    }
    socket().set_option(tcp::no_delay(true), error);
    if constexpr (kIsTls) {
      return ShakeHands();
    }
    return {};
  }

  // Source: RFC 5425 4.2.
  Status ShakeHands() {
    if constexpr (kIsTls) {
      const std::string& host = settings_.target.host;
      ErrorCode error;
      (void)asio::ip::make_address(host, error);
      if (error) {  // a name, not an address
        (void)SSL_set_tlsext_host_name(stream_->native_handle(), host.c_str());
      }
      stream_->set_verify_mode(ssl::verify_peer);
      stream_->set_verify_callback(ssl::host_name_verification(host));
      error = Await(io_, socket(), settings_.connect_max, [this](auto done) {
        stream_->async_handshake(ssl::stream_base::client, std::move(done));
      });
      if (error) {
        return Lost("no tls with the receiver: " + error.message());
      }
    }
    return {};
  }

  // Source: RFC 6587 3.4.1; RFC 5425 4.3.
  std::string Framed(const std::vector<std::string>& lines) const {
    std::string all;
    for (const std::string& line : lines) {
      all += settings_.counts_octets ? std::to_string(line.size()) + " " + line : line + "\n";
    }
    return all;
  }

  bool HasEnded() {
    char byte = 0;
    const ssize_t got = recv(socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
  }

  // What the receiver says is not for us.
  ErrorCode ReadToEnd() {
    std::array<char, 1024> ignored;
    const auto until = std::chrono::steady_clock::now() + settings_.close_max;
    ErrorCode error;
    while (!error) {
      const auto left = until - std::chrono::steady_clock::now();
      const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(left);
      error = wait.count() <= 0
                  ? ErrorCode(asio::error::timed_out)
                  : Await(io_, socket(), wait, [&](auto done) {
                      socket().async_read_some(asio::buffer(ignored), std::move(done));
                    });
    }
    return error;
  }

  // An end of the receiver's that crossed our last bytes is followed by a reset, or by nothing.
  bool IsAcknowledged() {
    const auto until = std::chrono::steady_clock::now() + settings_.close_max;
    while (true) {
      int trouble = 0;
      socklen_t size = sizeof trouble;
      int unacknowledged = 0;
      const int file = socket().native_handle();
      if (getsockopt(file, SOL_SOCKET, SO_ERROR, &trouble, &size) != 0 || trouble != 0 ||
          ioctl(file, SIOCOUTQ, &unacknowledged) != 0) {
        return false;
      }
      if (unacknowledged == 0) {
        return true;
      }
      if (std::chrono::steady_clock::now() >= until) {
        return false;
      }
      asio::steady_timer(io_, kLookAgain).wait();
    }
  }

  const NetSinkSettings settings_;
  const std::shared_ptr<ssl::context> tls_;
  asio::io_context io_;
  std::optional<Stream> stream_;
};

// Datagrams may be lost on the way, and nobody learns of it. Source: RFC 5426 5.
class DatagramSink final : public EventSink {
 public:
  explicit DatagramSink(NetSinkSettings settings) : settings_(std::move(settings)) {}

  Status Take(const std::vector<std::string>& lines) override {
    if (!socket_) {
      MANDAT_TRY_STATUS(Connect());
    }
    for (const std::string& line : lines) {
      ErrorCode error;
      socket_->send(asio::buffer(line), 0, error);
      if (error) {
        socket_.reset();
        return Fail(Error::Unavailable("the receiver takes nothing: " + error.message()));
      }
    }
    return {};
  }

  Status Confirm() override { return {}; }

 private:
  Status Connect() {
    ErrorCode error;
    const auto places =
        udp::resolver(io_).resolve(settings_.target.host, std::to_string(settings_.target.port),
                                   udp::resolver::numeric_service, error);
    if (error || places.empty()) {
      return Fail(Error::Unavailable("the receiver has no address: " + error.message()));
    }
    socket_.emplace(io_);
    asio::connect(*socket_, places, error);
    if (error) {
      socket_.reset();
      return Fail(Error::Unavailable("the receiver cannot be reached: " + error.message()));
    }
    return {};
  }

  const NetSinkSettings settings_;
  asio::io_context io_;
  std::optional<udp::socket> socket_;
};

Result<std::shared_ptr<ssl::context>> TlsContext(const NetSinkSettings& settings) {
  std::error_code missing;
  for (const std::string& file : {settings.ca_file, settings.certificate, settings.key}) {
    if (!file.empty() && !std::filesystem::is_regular_file(file, missing)) {
      return Fail(Error::NotFound("no file " + file));
    }
  }
  auto tls = std::make_shared<ssl::context>(ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
  ErrorCode error;
  if (settings.ca_file.empty()) {
    tls->set_default_verify_paths(error);
  } else {
    tls->load_verify_file(settings.ca_file, error);
  }
  if (error) {
    return Fail(Error::Invalid("certificates of the receiver's authority cannot be read"));
  }
  if (settings.certificate.empty()) {
    return tls;
  }
  tls->use_certificate_chain_file(settings.certificate, error);
  if (!error) {
    tls->use_private_key_file(settings.key, ssl::context::pem, error);
  }
  if (error || SSL_CTX_check_private_key(tls->native_handle()) != 1) {
    return Fail(Error::Invalid("certificate and key of the feed cannot be read, or do not fit"));
  }
  return tls;
}

}  // namespace

Result<std::unique_ptr<EventSink>> OpenNetSink(NetSinkSettings settings) {
  if (settings.certificate.empty() != settings.key.empty()) {
    return Fail(Error::Invalid("certificate and key of the feed are given both or neither"));
  }
  switch (settings.target.kind) {
    case SinkTarget::Kind::kFile:
      return Fail(Error::Invalid("a file is no receiver"));
    case SinkTarget::Kind::kUdp:
      return std::unique_ptr<EventSink>(std::make_unique<DatagramSink>(std::move(settings)));
    case SinkTarget::Kind::kTcp:
      return std::unique_ptr<EventSink>(
          std::make_unique<StreamSink<tcp::socket>>(std::move(settings), nullptr));
    case SinkTarget::Kind::kTls:
      break;
  }
  MANDAT_TRY(std::shared_ptr<ssl::context> tls, TlsContext(settings));
  return std::unique_ptr<EventSink>(
      std::make_unique<StreamSink<ssl::stream<tcp::socket>>>(std::move(settings), std::move(tls)));
}

}  // namespace mandat
