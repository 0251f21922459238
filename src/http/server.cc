// SPDX-License-Identifier: Apache-2.0
#include "http/server.h"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <condition_variable>
#include <thread>

#include "http/internal/router.h"
#include "http/internal/session.h"
#include "http/internal/tls.h"
#include "http/log.h"

namespace mandat {
namespace {

using asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using ErrorCode = boost::system::error_code;

constexpr int kBacklog = 1024;
constexpr std::chrono::milliseconds kAcceptPause{50};  // when the process has no descriptors left

}  // namespace

class Server::Impl {
 public:
  Impl(const Settings& settings, Agreements& agreements, const Credentials& credentials)
      : settings_(settings),
        router_(AllRoutes()),
        context_{agreements,    credentials,        router_,
                 metrics_,      openers_,           desk_,
                 draining_,     settings.backups,   settings.witnesses,
                 settings.feed, settings.timestamps} {
    for (size_t i = 0; i < std::max<size_t>(settings_.threads, 1); ++i) {
      threads_.push_back(
          std::make_unique<IoThread>(context_, settings_, metrics_.Make(router_.size())));
    }
    acceptor_.emplace(threads_.front()->io.get_executor());
  }

  Status Listen() {
    ErrorCode error;
    const asio::ip::address address = asio::ip::make_address(settings_.address, error);
    if (error) {
      return Fail(Error::Invalid("http.address is not an address"));
    }
    const tcp::endpoint endpoint(address, settings_.port);
    acceptor_->open(endpoint.protocol(), error);
    acceptor_->set_option(asio::socket_base::reuse_address(true), error);
    acceptor_->bind(endpoint, error);
    if (!error) {
      acceptor_->listen(kBacklog, error);
    }
    if (error) {
      return Fail(Error::Unavailable("cannot listen on " + settings_.address + " port " +
                                     std::to_string(settings_.port) + ": " + error.message()));
    }
    endpoint_ = acceptor_->local_endpoint(error);
    return {};
  }

  Status LoadCertificate() {
    if (settings_.tls_certificate.empty()) {
      return {};
    }
    MANDAT_TRY(std::shared_ptr<asio::ssl::context> tls,
               LoadTls(settings_.tls_certificate, settings_.tls_key));
    const std::lock_guard lock(mutex_);
    tls_ = std::move(tls);
    return {};
  }

  void Run() {
    asio::co_spawn(threads_.front()->io.get_executor(), Accept(), &SessionEnded);
    for (const auto& thread : threads_) {
      runners_.emplace_back([&thread = *thread] { thread.Run(); });
    }
  }

  const tcp::endpoint& endpoint() const { return endpoint_; }
  bool secure() const { return !settings_.tls_certificate.empty(); }

  void Drain() {
    if (draining_.exchange(true)) {
      return;
    }
    asio::post(threads_.front()->io, [this] {
      ErrorCode ignored;
      acceptor_->close(ignored);
    });
    ForEachThread(&IoThread::Drain);
    std::unique_lock lock(mutex_);
    const bool closed =
        closed_.wait_for(lock, settings_.timeouts.drain, [this] { return open_count_ == 0; });
    if (!closed) {
      lock.unlock();
      ForEachThread(&IoThread::CloseAll);
      lock.lock();
      closed_.wait(lock, [this] { return open_count_ == 0; });
    }
    lock.unlock();
    for (const auto& thread : threads_) {
      thread->Stop();
    }
    runners_.clear();
  }

 private:
  void ForEachThread(void (IoThread::*act)()) {
    for (const auto& thread : threads_) {
      asio::post(thread->io, [&thread = *thread, act] { (thread.*act)(); });
    }
  }

  Awaitable<void> Accept();
  void Spawn(IoThread& thread, Socket socket);
  bool TakeSeat();
  void LeaveSeat();

  const Settings settings_;
  const Router router_;
  Metrics metrics_;
  Workers openers_{2};
  Workers desk_{1};
  std::atomic<bool> draining_{false};
  Context context_;
  std::vector<std::unique_ptr<IoThread>> threads_;
  std::optional<Acceptor> acceptor_;
  tcp::endpoint endpoint_;

  std::mutex mutex_;
  std::condition_variable closed_;
  size_t open_count_ = 0;
  std::shared_ptr<asio::ssl::context> tls_;

  std::vector<std::jthread> runners_;
};

// Connections go to the threads in turn, so that they are spread evenly however few there are.
Awaitable<void> Server::Impl::Accept() {
  const UseAwaitable use;
  ErrorCode error;
  auto token = asio::redirect_error(use, error);
  Timer pause(acceptor_->get_executor());
  size_t turn = 0;
  while (acceptor_->is_open()) {
    IoThread& thread = *threads_[turn++ % threads_.size()];
    Socket socket(thread.io.get_executor());
    co_await acceptor_->async_accept(socket, token);
    if (!error && !draining_) {
      Spawn(thread, std::move(socket));
    } else if (error && error != asio::error::operation_aborted) {
      pause.expires_after(kAcceptPause);
      co_await pause.async_wait(token);
    }
  }
}

void Server::Impl::Spawn(IoThread& thread, Socket socket) {
  if (!TakeSeat()) {
    Log(LogLevel::kWarning, "too many connections",
        {{"connections", std::to_string(settings_.connections_max)}});
    return;  // closes it
  }
  ErrorCode ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const auto ended = [this](const std::exception_ptr& stray) {
    SessionEnded(stray);
    LeaveSeat();
  };
  std::shared_ptr<asio::ssl::context> tls;
  {
    const std::lock_guard lock(mutex_);
    tls = tls_;
  }
  if (tls) {
    asio::co_spawn(thread.io.get_executor(), ServeTls(thread, std::move(socket), std::move(tls)),
                   ended);
  } else {
    asio::co_spawn(thread.io.get_executor(), ServePlain(thread, std::move(socket)), ended);
  }
}

bool Server::Impl::TakeSeat() {
  const std::lock_guard lock(mutex_);
  if (open_count_ >= settings_.connections_max) {
    return false;
  }
  ++open_count_;
  metrics_.connections.store(static_cast<int64_t>(open_count_), std::memory_order_relaxed);
  return true;
}

void Server::Impl::LeaveSeat() {
  const std::lock_guard lock(mutex_);
  --open_count_;
  metrics_.connections.store(static_cast<int64_t>(open_count_), std::memory_order_relaxed);
  if (open_count_ == 0) {
    closed_.notify_all();
  }
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() { Drain(); }

Result<std::unique_ptr<Server>> Server::Start(const Settings& settings, Agreements& agreements,
                                              const Credentials& credentials) {
  auto impl = std::make_unique<Impl>(settings, agreements, credentials);
  MANDAT_TRY_STATUS(impl->LoadCertificate());
  MANDAT_TRY_STATUS(impl->Listen());
  impl->Run();
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

uint16_t Server::port() const { return impl_->endpoint().port(); }

std::string Server::url() const {
  const asio::ip::address address = impl_->endpoint().address();
  const std::string host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  return (impl_->secure() ? "https://" : "http://") + host + ":" + std::to_string(port());
}

Status Server::ReloadTls() { return impl_->LoadCertificate(); }

void Server::Drain() { impl_->Drain(); }

}  // namespace mandat
