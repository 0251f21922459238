// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/sender.h"

namespace mandat {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kRetryWait(200);
constexpr std::chrono::milliseconds kStep(50);

}  // namespace

void Sender::Step() { crowd_.Step(kStep); }

Error Sender::Away(const Error& error) const {
  return Error::Unavailable("the server went away: " + error.message + "; when it is back, " +
                            advice_);
}

void Sender::SendLater(HttpRequest request, std::chrono::milliseconds wait,
                       HttpCrowd::Answered answered) {
  HttpRequest again = request;
  crowd_.SendLater(std::move(request), wait,
                   [this, again = std::move(again),
                    answered = std::move(answered)](Result<HttpAnswer> answer) mutable {
                     if (answer && answer->status != 503) {
                       trouble_since_.reset();
                       return answered(std::move(answer));
                     }
                     trouble_since_ = trouble_since_.value_or(Clock::now());
                     if (Clock::now() - *trouble_since_ >= patience_) {
                       return answered(answer ? Result<HttpAnswer>(Fail(ErrorOf(*answer)))
                                              : Result<HttpAnswer>(Fail(Away(answer.error()))));
                     }
                     ++retries_;
                     SendLater(std::move(again), kRetryWait, std::move(answered));
                   });
}

}  // namespace mandat
