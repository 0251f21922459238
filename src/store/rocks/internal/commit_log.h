// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <rocksdb/db.h>

#include <array>
#include <deque>
#include <mutex>
#include <set>

#include "store/store.h"

namespace mandat {

using RocksFamilies = std::array<rocksdb::ColumnFamilyHandle*, kSpacesCount>;

Error Translate(const rocksdb::Status& status);
inline rocksdb::Slice ToSlice(ByteView bytes) { return {bytes.data(), bytes.size()}; }
inline ByteView ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// The commits of one database as its write-ahead log has them, and in memory those whose log had to
// go before somebody who follows had read them. Threading: any number of callers.
class CommitLog {
 public:
  // As Store::ForEachCommit.
  Status ForEach(rocksdb::DB& db, const RocksFamilies& families, Position since,
                 Store::OnCommit commit);
  // Keeps in memory what is in the log behind whoever follows, within a bound; nothing when nobody
  // does. To be called before the log is removed.
  void Remember(rocksdb::DB& db, const RocksFamilies& families);

 private:
  struct Kept {
    Position before;  // of the commit before it
    Position at;
    Batch batch;
  };

  // Gives what is kept in memory behind `since`.
  Status ForEachKept(Store::OnCommit& commit, Position since);
  // Whoever had come to `from` has come to `to`.
  void NoteFollower(Position from, Position to);

  std::mutex mutex_;
  std::multiset<Position> followers_;  // how far each has come
  std::deque<Kept> kept_;
  size_t kept_bytes_ = 0;
};

}  // namespace mandat
