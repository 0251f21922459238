// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "evidence/source.h"
#include "format/pruned.h"
#include "format/tile.h"
#include "journal/pruning.h"
#include "service/open_agreement.h"

namespace mandat {

// The journal of an agreement as its own server would publish it.
class LiveSource final : public JournalSource {
 public:
  explicit LiveSource(OpenAgreement& agreement) : agreement_(agreement) {}

  Result<Bytes> Get(std::string_view path, size_t) override {
    Journal& journal = agreement_.journal();
    if (path == "checkpoint") {
      return journal.Publish();
    }
    if (path == "vkey") {
      return journal.verifier_key();
    }
    if (path == "minimum") {
      return FormatMinimum(journal.minimum());
    }
    if (const Result<uint64_t> bundle = ParseKeptPath(path)) {
      return ReadKept(agreement_.store(), *bundle);
    }
    const Result<Tile> tile = Tile::Parse(path);
    return tile ? journal.ReadTile(*tile) : Result<Bytes>(Fail(Error::NotFound("no such file")));
  }

 private:
  OpenAgreement& agreement_;
};

}  // namespace mandat
