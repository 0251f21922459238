// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "http/internal/io_thread.h"
#include "http/internal/request_parser.h"

namespace mandat {

// One connection, whatever it runs over: the state of its present request, and how long it may
// take. Threading: everything on the thread that serves it.
class Session : public Exchange, public std::enable_shared_from_this<Session> {
 public:
  explicit Session(IoThread& thread);
  ~Session() override;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void Answer(MakeResponse make) override;

  // Called every now and then: ends what has taken too long.
  void Sweep(SteadyClock::time_point now);
  void Drain();
  virtual void Cancel() = 0;  // ends the operation that is being waited for
  virtual void Close() = 0;

 protected:
  enum class Phase : uint8_t { kHandshake, kIdle, kHeader, kBody, kAnswer, kWrite, kLinger };

  // What reading came to.
  enum class Read : uint8_t { kRequest, kTrouble, kEnd };

  void Enter(Phase phase);
  bool timed_out() const { return timed_out_; }

  // Readies the buffers for the next request of the connection.
  void BeginRequest();
  // Between requests, and the server is stopping.
  bool leaving() const { return phase_ == Phase::kIdle && thread_.draining(); }
  // Parses what is in the buffer; true when there is no more to read for this request.
  bool Parse(boost::system::error_code& error);
  Read ReadOutcome() const;
  asio::mutable_buffer RoomToRead();
  void TookIn(size_t bytes) { in_end_ += bytes; }
  bool OwesContinue();

  // Has the request answered, at once or later.
  void Ask();
  bool answered() const { return answered_; }
  Awaitable<void> WaitForAnswer();
  // Puts the answer into one buffer.
  std::string_view Compose();
  void WipeAnswer();
  // More of the answer is to come when this has left.
  bool has_rest() const { return rest_ != nullptr; }
  // The next piece; empty when the answer must end here, unfinished.
  std::string_view ComposeRest();
  bool closes() const { return close_; }

  IoThread& thread_;
  UseAwaitable token_;

 private:
  void RefuseTrouble();
  size_t FirstLineBytes() const;

  std::vector<char> in_;
  size_t in_begin_ = 0;
  size_t in_end_ = 0;
  RawRequest raw_;
  std::optional<RequestParser> parser_;
  Request request_;
  bool trouble_ = false;
  bool continued_ = false;

  Response response_;
  Bytes out_;
  std::unique_ptr<BodySource> rest_;
  bool answered_ = false;
  bool close_ = false;
  std::move_only_function<void()> resume_;

  Phase phase_ = Phase::kHandshake;
  bool timed_out_ = false;
  SteadyClock::time_point deadline_;
  SteadyClock::time_point began_;
  size_t route_ = 0;
};

// Serves connections that were just accepted, on the thread whose socket it is, until they close.
Awaitable<void> ServePlain(IoThread& thread, Socket socket);
Awaitable<void> ServeTls(IoThread& thread, Socket socket, std::shared_ptr<asio::ssl::context> tls);

// What a spawned session ends with: one place for exceptions that nobody expects.
void SessionEnded(std::exception_ptr stray);

}  // namespace mandat
