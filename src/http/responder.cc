// SPDX-License-Identifier: Apache-2.0
#include "http/internal/responder.h"

#include <thread>
#include <utility>

namespace mandat {
namespace {

thread_local const Mailbox* served_here = nullptr;

}  // namespace

Mailbox::~Mailbox() {
  while (posting_.load(std::memory_order_acquire) != 0) {
    std::this_thread::yield();
  }
}

void Mailbox::Adopt() { served_here = this; }

bool Mailbox::IsHere() const { return served_here == this; }

void Mailbox::Post(std::shared_ptr<Exchange> exchange, MakeResponse make) {
  posting_.fetch_add(1, std::memory_order_relaxed);
  Exchange* const top = exchange.get();
  top->make_ = std::move(make);
  top->self_ = std::move(exchange);
  Exchange* below = top_.load(std::memory_order_relaxed);
  do {
    top->below_ = below;
  } while (!top_.compare_exchange_weak(below, top, std::memory_order_release,
                                       std::memory_order_relaxed));
  // `top` belongs to the serving thread from here on.
  if (below == nullptr) {
    wake_();
  }
  posting_.fetch_sub(1, std::memory_order_release);
}

void Mailbox::DeliverAll() {
  Exchange* pile = top_.exchange(nullptr, std::memory_order_acquire);
  Exchange* first = nullptr;
  while (pile != nullptr) {
    Exchange* const below = std::exchange(pile->below_, first);
    first = std::exchange(pile, below);
  }
  while (first != nullptr) {
    const std::shared_ptr<Exchange> exchange = std::move(first->self_);
    first = std::exchange(exchange->below_, nullptr);
    exchange->Answer(std::move(exchange->make_));
  }
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
