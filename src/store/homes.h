// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "store/home.h"

namespace mandat {

// Where the homes of all agreements are. Names are ours: "system", "agreements/shop"; the empty
// name is the place above them all. Threading: any number of callers.
class Homes {
 public:
  virtual ~Homes() = default;

  // Opens a home, making it if it is not there. Errors: kUnavailable.
  virtual Result<std::unique_ptr<Home>> Open(const std::string& name) = 0;
  virtual bool Exists(const std::string& name) const = 0;
  // The names below one, without it: "shop" for "agreements".
  virtual std::vector<std::string> List(const std::string& above) const = 0;
};

}  // namespace mandat
