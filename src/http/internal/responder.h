// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "http/internal/problem.h"
#include "http/internal/request.h"
#include "http/internal/response.h"
#include "service/caller.h"

namespace mandat {

// Makes a response, on the thread of its connection.
using MakeResponse = std::move_only_function<Response(const Request&)>;

class Mailbox;

// One connection, as the answer to its present request sees it.
// Threading: everything on the connection's own thread.
class Exchange {
 public:
  explicit Exchange(Mailbox& mailbox) : mailbox_(mailbox) {}
  virtual ~Exchange() = default;

  Mailbox& mailbox() const { return mailbox_; }
  // Takes the response and goes on with the connection. Called once for each request.
  virtual void Answer(MakeResponse make) = 0;

 private:
  friend class Mailbox;

  Mailbox& mailbox_;
  // While it waits in the mailbox, which a request's one answer does at most once.
  std::shared_ptr<Exchange> self_;
  Exchange* below_ = nullptr;
  MakeResponse make_;
};

// Brings responses from any thread to the one thread that serves some connections. A burst of them
// wakes it once, since waking a thread costs more than answering; no lock, since whoever is woken
// would only run into whoever still posts.
// Threading: Post from any thread, the rest from the thread that serves.
class Mailbox {
 public:
  // `wake` has DeliverAll called soon, on the serving thread.
  explicit Mailbox(std::move_only_function<void()> wake) : wake_(std::move(wake)) {}
  // Waits for those who have posted and are not back from waking. Requires: nothing more is posted.
  ~Mailbox();

  // To be called first of all by the serving thread.
  void Adopt();
  bool IsHere() const;

  void Post(std::shared_ptr<Exchange> exchange, MakeResponse make);
  // In the order in which they were posted.
  void DeliverAll();

 private:
  std::move_only_function<void()> wake_;
  std::atomic<Exchange*> top_{nullptr};
  std::atomic<int> posting_{0};
};

// The duty to answer one request, exactly once. Let go unanswered, it answers 503.
// Threading: may be handed to any thread.
class Responder {
 public:
  explicit Responder(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
  Responder(Responder&&) = default;
  Responder& operator=(Responder&&) = delete;
  ~Responder();

  void Send(Response response) &&;
  // The response is made later, on the thread of the connection.
  void Send(MakeResponse make) &&;
  void Send(Error error) &&;

 private:
  std::shared_ptr<Exchange> exchange_;
};

// What a use case calls when it is done: the answer is formatted on the thread of the connection,
// not on the agreement's sequencer.
template <class Answer>
Done<Answer> SendAs(Response (*format)(const Request&, Answer), Responder responder) {
  return [format, responder = std::move(responder)](Result<Answer> answer) mutable {
    std::move(responder).Send(
        MakeResponse([format, answer = std::move(answer)](const Request& request) mutable {
          return answer ? format(request, std::move(*answer)) : ProblemFor(request, answer.error());
        }));
  };
}

}  // namespace mandat
