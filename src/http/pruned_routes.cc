// SPDX-License-Identifier: Apache-2.0
// What is left of a journal's past: entries of bundles that are gone, and logs that were closed.
#include "crypto/note.h"
#include "format/pruned.h"
#include "http/internal/routes.h"
#include "journal/log_number.h"
#include "journal/pruning.h"

namespace mandat {
namespace {

void SendText(Result<std::string> text, Responder responder) {
  if (!text) {
    return std::move(responder).Send(std::move(text).error());
  }
  Response response;
  response.type = kTypeText;
  response.body = std::move(*text);
  std::move(responder).Send(std::move(response));
}

void SendBytes(Result<Bytes> bytes, std::string_view cache_control, Responder responder) {
  if (!bytes) {
    return std::move(responder).Send(std::move(bytes).error());
  }
  Response response;
  response.type = kTypeBytes;
  response.cache_control = cache_control;
  response.body = std::move(*bytes);
  std::move(responder).Send(std::move(response));
}

Result<std::string> ClosedCheckpoint(const Request& request) {
  MANDAT_TRY(ClosedLog log, ReadClosedLog(request.agreement->store(), request.number));
  return log.note.empty() ? Result<std::string>(Fail(Error::NotFound(
                                "only the size of the closed log's last checkpoint is known")))
                          : std::move(log.note);
}

Result<std::string> ClosedKey(const Request& request) {
  MANDAT_TRY([[maybe_unused]] const ClosedLog log,
             ReadClosedLog(request.agreement->store(), request.number));
  return VerifierKeyFor(OriginOf(request.agreement->journal().name(), request.number),
                        request.agreement->keyring().journal_signer())
             .Format() +
         "\n";
}

// The entries that were left are those of the log behind it, at the same indexes.
Result<Bytes> ClosedTile(const Request& request) {
  MANDAT_TRY(const ClosedLog log, ReadClosedLog(request.agreement->store(), request.number));
  const Tile& tile = request.tile;
  const uint64_t have = TileHashesCount(log.size, tile.level);
  if (tile.index > have / kTileWidth || tile.index * kTileWidth + tile.width > have) {
    return Fail(Error::NotFound("of the closed log there is no such tile"));
  }
  return request.agreement->journal().ReadTile(tile);
}

}  // namespace

// Source: C2SP tlog-tiles.
void GetMinimum(Context&, const Request& request, Responder responder) {
  SendText(FormatMinimum(request.agreement->journal().minimum()), std::move(responder));
}

void GetKept(Context&, const Request& request, Responder responder) {
  const Tile& tile = request.tile;
  SendBytes(tile.level == Tile::kEntries && tile.full()
                ? ReadKept(request.agreement->store(), tile.index)
                : Result<Bytes>(Fail(Error::NotFound("kept entries are those of whole bundles"))),
            kImmutable, std::move(responder));
}

void GetClosedCheckpoint(Context&, const Request& request, Responder responder) {
  SendText(ClosedCheckpoint(request), std::move(responder));
}

void GetClosedKey(Context&, const Request& request, Responder responder) {
  SendText(ClosedKey(request), std::move(responder));
}

void GetClosedTile(Context&, const Request& request, Responder responder) {
  SendBytes(ClosedTile(request), kImmutable, std::move(responder));
}

}  // namespace mandat
