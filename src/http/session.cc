// SPDX-License-Identifier: Apache-2.0
#include "http/internal/session.h"

#include <algorithm>
#include <cstring>

#include "http/internal/dispatch.h"
#include "http/internal/problem.h"
#include "http/internal/router.h"
#include "http/log.h"
#include "vault/plaintext.h"

namespace mandat {
namespace {

constexpr size_t kInBytes = 4 << 10;
constexpr size_t kInBytesMax = 2 * kHeaderBytesMax;
constexpr size_t kOutBytesKept = 64 << 10;

void LogStray(std::string_view what) { Log(LogLevel::kFatal, "stray exception", {{"what", what}}); }

}  // namespace

Session::Session(IoThread& thread) : Exchange(thread.mailbox), thread_(thread), in_(kInBytes) {
  thread_.Add(*this);
}

Session::~Session() {
  Wipe(in_.data(), in_.size());
  raw_.Clear();
  thread_.Remove(*this);
}

void Session::Enter(Phase phase) {
  const Timeouts& timeouts = thread_.settings.timeouts;
  phase_ = phase;
  const SteadyClock::time_point now = SteadyClock::now();
  switch (phase) {
    case Phase::kIdle:
      deadline_ = now + timeouts.idle;
      return;
    case Phase::kHandshake:
      deadline_ = now + timeouts.header;
      return;
    case Phase::kHeader:
      began_ = now;
      deadline_ = now + timeouts.header;
      return;
    case Phase::kBody:
      deadline_ = now + timeouts.body;
      return;
    case Phase::kAnswer:
      deadline_ = SteadyClock::time_point::max();
      return;
    case Phase::kWrite:
      deadline_ = now + timeouts.write;
      return;
    case Phase::kLinger:
      deadline_ = now + timeouts.linger;
      return;
  }
}

void Session::Sweep(SteadyClock::time_point now) {
  if (now >= deadline_) {
    timed_out_ = true;
    deadline_ = SteadyClock::time_point::max();
    Cancel();
  }
}

void Session::Drain() {
  close_ = true;
  if (phase_ == Phase::kIdle) {
    Cancel();
  }
}

void Session::BeginRequest() {
  if (in_begin_ == in_end_) {
    Wipe(in_.data(), in_end_);
    in_begin_ = in_end_ = 0;
  }
  raw_.Clear();
  parser_.emplace(raw_, thread_.settings.body_bytes_max, thread_.settings.batch_bytes_max);
  request_ = Request();
  trouble_ = continued_ = answered_ = timed_out_ = false;
  close_ = thread_.draining();
  Enter(in_begin_ == in_end_ ? Phase::kIdle : Phase::kHeader);
}

// Makes room behind what has come in and is not parsed yet.
asio::mutable_buffer Session::RoomToRead() {
  if (in_begin_ == in_end_) {
    in_begin_ = in_end_ = 0;
  }
  if (in_end_ == in_.size() && in_begin_ > 0) {
    std::memmove(in_.data(), in_.data() + in_begin_, in_end_ - in_begin_);
    in_end_ -= in_begin_;
    in_begin_ = 0;
  }
  if (in_end_ == in_.size()) {
    std::vector<char> larger(2 * in_.size());
    std::ranges::copy(in_, larger.begin());
    Wipe(in_.data(), in_.size());
    in_ = std::move(larger);
  }
  return asio::buffer(in_.data() + in_end_, in_.size() - in_end_);
}

size_t Session::FirstLineBytes() const {
  const std::string_view come(in_.data() + in_begin_, in_end_ - in_begin_);
  return raw_.target.empty() ? std::min(come.find('\n'), come.size()) : 0;
}

bool Session::Parse(boost::system::error_code& error) {
  if (phase_ == Phase::kIdle && in_begin_ < in_end_) {
    Enter(Phase::kHeader);
  }
  if (in_begin_ == in_end_) {
    return false;
  }
  const bool had_header = parser_->is_header_done();
  in_begin_ += parser_->put(asio::buffer(in_.data() + in_begin_, in_end_ - in_begin_), error);
  if (error == boost::beast::http::error::need_more && in_end_ - in_begin_ < kInBytesMax) {
    error = {};
  }
  if (error) {
    parser_->Explain(error, FirstLineBytes());
    trouble_ = true;
    return true;
  }
  if (!had_header && parser_->is_header_done() && !parser_->is_done()) {
    Enter(Phase::kBody);
  }
  return parser_->is_done();
}

Session::Read Session::ReadOutcome() const {
  if (timed_out_ && (phase_ == Phase::kHeader || phase_ == Phase::kBody)) {
    return Read::kTrouble;
  }
  return trouble_ ? Read::kTrouble : Read::kEnd;
}

// Source: RFC 9110 10.1.1.
bool Session::OwesContinue() {
  const bool owes =
      raw_.expects_continue && !continued_ && parser_->is_header_done() && in_begin_ == in_end_;
  continued_ = continued_ || owes;
  return owes;
}

void Session::RefuseTrouble() {
  close_ = true;
  route_ = thread_.context.router.size();
  if (timed_out_) {
    timed_out_ = false;
    response_ = Problem(408, "timeout", "the request did not come in time");
  } else {
    response_ = Problem(raw_.trouble_status, raw_.trouble_title, raw_.trouble);
  }
  answered_ = true;
}

void Session::Ask() {
  if (!parser_->is_done() || trouble_) {
    return RefuseTrouble();
  }
  Enter(Phase::kAnswer);
  close_ = close_ || !parser_->keep_alive() || raw_.old_version;
  request_.method = raw_.method;
  const std::string_view target = raw_.target;
  const size_t mark = std::min(target.find('?'), target.size());
  request_.path = target.substr(0, mark);
  request_.query = target.substr(std::min(mark + 1, target.size()));
  request_.authorization = raw_.authorization;
  request_.purpose = raw_.purpose;
  request_.instruction = raw_.instruction;
  request_.idempotency_key = raw_.idempotency_key;
  request_.accept = raw_.accept;
  request_.range = raw_.range;
  request_.if_match = raw_.if_match;
  request_.if_none_match = raw_.if_none_match;
  request_.if_range = raw_.if_range;
  request_.upload_offset = raw_.upload_offset;
  request_.upload_complete = raw_.upload_complete;
  request_.body = raw_.body;
  try {
    route_ = Dispatch(thread_.context, request_, Responder(shared_from_this()));
  } catch (const std::exception& stray) {
    LogStray(stray.what());  // the responder answered 503 when it was let go
  }
}

void Session::Answer(MakeResponse make) {
  try {
    response_ = make(request_);
  } catch (const std::exception& stray) {
    LogStray(stray.what());
    response_ = Problem(503, "unavailable", "the answer could not be made");
  }
  answered_ = true;
  if (resume_) {
    auto resume = std::move(resume_);
    resume_ = nullptr;
    resume();
  }
}

Awaitable<void> Session::WaitForAnswer() {
  auto store = [this](auto handler) { resume_ = std::move(handler); };
  co_await asio::async_initiate<UseAwaitable, void()>(store, token_);
}

std::string_view Session::Compose() {
  close_ = close_ || thread_.draining();
  thread_.counts.Observe(
      route_, response_.status,
      std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - began_));
  out_.clear();
  if (raw_.method == Method::kHead && !response_.length) {
    response_.length = response_.body.size() + (response_.rest ? response_.rest->left() : 0);
    Wipe(response_.body);
    response_.body.clear();
    response_.rest.reset();
  }
  AppendResponse(out_, response_, thread_.date(), close_);
  Wipe(response_.body);
  rest_ = std::move(response_.rest);
  response_ = Response();
  request_ = Request();
  Enter(Phase::kWrite);
  return out_;
}

void Session::WipeAnswer() {
  Wipe(out_);
  out_.clear();
  if (out_.capacity() > kOutBytesKept && !rest_) {
    out_.shrink_to_fit();
  }
}

// Back-pressure: nothing is read or opened before the peer took what came before.
std::string_view Session::ComposeRest() {
  Enter(Phase::kWrite);
  out_.clear();
  const Status status = rest_->Next(out_);
  if (!status) {
    WipeAnswer();
    Log(LogLevel::kWarning, "answer ended unfinished",
        {{"kind", Name(status.error().kind)},
         {"detail", status.error().message},
         {"bytes_missing", std::to_string(rest_->left())}});
    rest_.reset();
    return {};
  }
  if (rest_->left() == 0) {
    rest_.reset();
  }
  return out_;
}

void SessionEnded(std::exception_ptr stray) {
  if (!stray) {
    return;
  }
  try {
    std::rethrow_exception(stray);
  } catch (const std::exception& exception) {
    LogStray(exception.what());
  }
}

}  // namespace mandat
