// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "config/config.h"
#include "outbound/template.h"
#include "outbound/transport.h"
#include "service/agreements.h"
#include "service/postman.h"

namespace mandat {

// The postman with his texts and channels, as the operator set them up.
class PostOffice {
 public:
  // Errors: kInvalid (settings that do not go together, a text with a mistake), kNotFound,
  // kUnavailable (a file that cannot be read).
  static Result<std::unique_ptr<PostOffice>> Open(const Config::Notices& settings,
                                                  Agreements& agreements, Random& random);

  Postman& postman() { return *postman_; }

 private:
  PostOffice(Templates templates, size_t senders)
      : templates_(std::move(templates)), senders_(senders) {}

  const Templates templates_;
  std::unique_ptr<Signer> signer_;
  std::unique_ptr<Transport> mail_;
  std::unique_ptr<Transport> hook_;
  Workers senders_;
  std::unique_ptr<Postman> postman_;
};

}  // namespace mandat
