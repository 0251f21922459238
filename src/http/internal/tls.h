// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <memory>

#include "base/result.h"

namespace mandat {

// A server's side of TLS 1.2 and 1.3 with this certificate chain and key, both in PEM.
// Errors: kNotFound (no such file), kInvalid (not PEM, or the two do not fit).
Result<std::shared_ptr<boost::asio::ssl::context>> LoadTls(const std::filesystem::path& certificate,
                                                           const std::filesystem::path& key);

}  // namespace mandat
