// SPDX-License-Identifier: Apache-2.0
#include "http/internal/responder.h"

namespace mandat {
namespace {

thread_local const Mailbox* served_here = nullptr;

}  // namespace

void Mailbox::Adopt() { served_here = this; }

bool Mailbox::IsHere() const { return served_here == this; }

void Mailbox::Post(std::shared_ptr<Exchange> exchange, MakeResponse make) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = waiting_.empty();
    waiting_.push_back({std::move(exchange), std::move(make)});
  }
  if (first) {
    wake_();
  }
}

void Mailbox::DeliverAll() {
  {
    const std::lock_guard lock(mutex_);
    std::swap(waiting_, delivering_);
  }
  for (Delivery& delivery : delivering_) {
    delivery.exchange->Answer(std::move(delivery.make));
  }
  delivering_.clear();
}

Responder::~Responder() {
  if (exchange_) {
    std::move(*this).Send(Error::Unavailable("the request was dropped"));
  }
}

void Responder::Send(MakeResponse make) && {
  Mailbox& mailbox = exchange_->mailbox();
  if (mailbox.IsHere()) {
    const std::shared_ptr<Exchange> exchange = std::move(exchange_);
    return exchange->Answer(std::move(make));
  }
  // Nothing of the connection stays with this thread: it must end on its own.
  mailbox.Post(std::move(exchange_), std::move(make));
}

void Responder::Send(Response response) && {
  std::move(*this).Send(MakeResponse(
      [response = std::move(response)](const Request&) mutable { return std::move(response); }));
}

void Responder::Send(Error error) && {
  std::move(*this).Send(MakeResponse(
      [error = std::move(error)](const Request& request) { return ProblemFor(request, error); }));
}

}  // namespace mandat
