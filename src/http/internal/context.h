// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "base/workers.h"
#include "http/internal/metrics.h"
#include "service/agreements.h"
#include "service/credentials.h"

namespace mandat {

class BackupDesk;
class Feed;
class Timestamps;
class Witnesses;
class Router;

// What handlers reach; outlives every request.
struct Context {
  Agreements& agreements;
  const Credentials& credentials;
  const Router& router;
  Metrics& metrics;
  Workers& openers;  // for requests whose agreement has to be opened first
  Workers& desk;     // for what would keep a connection's thread from the others: syncs, compiling
  const std::atomic<bool>& draining;
  BackupDesk* backups = nullptr;           // null: there are none
  Witnesses* witnesses = nullptr;          // null: there are none
  const Feed* feed = nullptr;              // null: there is none
  const Timestamps* timestamps = nullptr;  // the same
};

}  // namespace mandat
