// SPDX-License-Identifier: Apache-2.0
#include "evidence/evidence.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <system_error>
#include <utility>

#include "cli/internal/commands.h"
#include "cli/internal/progress_bar.h"
#include "crypto/note.h"
#include "evidence/source.h"
#include "format/checkpoint.h"
#include "format/tile.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr size_t kExportConnections = 8;

std::string_view Trimmed(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \r\n") + 1);
}

// A verifier key as text, or a file that holds it.
Result<VerifierKey> KeyFrom(const std::string& given) {
  if (const Result<VerifierKey> key = ParseVerifierKey(given)) {
    return key;
  }
  const Result<Bytes> text = ReadWholeFile(given);
  if (!text) {
    return Fail(Error::Invalid("key is neither a verifier key nor a file that holds one"));
  }
  return ParseVerifierKey(Trimmed(*text));
}

// `/v1/agreements/ID/journal/`, or the system's.
std::string JournalPath(const EvidenceOptions& options) {
  return options.agreement == "system" ? "/v1/system/journal/"
                                       : AgreementPath(options.agreement, "/journal/");
}

Result<Bytes> GetFile(HttpClient& client, const EvidenceOptions& options, std::string_view path) {
  MANDAT_TRY(Reply reply, Ask(client, {.path = JournalPath(options) + std::string(path)}));
  return std::move(reply.answer.body);
}

// The key as given, else the one that the server publishes.
Result<VerifierKey> KeyOrPublished(HttpClient& client, const EvidenceOptions& options) {
  if (!options.key.empty()) {
    return KeyFrom(options.key);
  }
  MANDAT_TRY(const Bytes published, GetFile(client, options, "vkey"));
  return ParseVerifierKey(Trimmed(published));
}

int PrintReport(const Context& context, const Report& report) {
  fmt::print("{}", context.json ? report.FormatJson() : report.FormatText());
  return report.ok() ? 0 : ExitCode(report.failure->kind);
}

// The size that a checkpoint speaks of. It decides only what to download, not what is true.
Result<uint64_t> SizeOf(std::string_view note) {
  MANDAT_TRY(const Note parsed, Note::Parse(note));
  MANDAT_TRY(const Checkpoint checkpoint, Checkpoint::Parse(parsed.text));
  return checkpoint.size;
}

Status ReplaceFile(const fs::path& path, std::string_view bytes) {
  std::error_code trouble;
  fs::create_directories(path.parent_path(), trouble);
  const fs::path fresh = path.string() + ".new";
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) {
    return Fail(Error::Unavailable("cannot write " + path.string()));
  }
  fs::rename(fresh, path, trouble);
  return trouble ? Status(Fail(Error::Unavailable("cannot write " + path.string()))) : Status();
}

// One entry as the journal publishes it, not as the server words it.
Result<Bytes> GetEntry(HttpClient& client, const EvidenceOptions& options) {
  MANDAT_TRY(const Bytes checkpoint, GetFile(client, options, "checkpoint"));
  MANDAT_TRY(const uint64_t size, SizeOf(checkpoint));
  if (options.entry >= size) {
    return Fail(Error::NotFound("the journal has " + std::to_string(size) + " entries"));
  }
  Tile tile = TileAt(size, Tile::kEntries, options.entry / kTileWidth);
  Result<Bytes> bundle = GetFile(client, options, tile.Format());
  if (!bundle && bundle.error().kind == ErrorKind::kNotFound) {
    tile.width = kTileWidth;  // it has been filled since
    bundle = GetFile(client, options, tile.Format());
  }
  if (!bundle) {
    return Fail(bundle.error());
  }
  MANDAT_TRY(const std::vector<ByteView> entries, DecodeBundle(*bundle, tile.width));
  return Bytes(entries[options.entry % kTileWidth]);
}

// Downloads tiles side by side; full ones that are there already never change and are kept.
class TileDownload {
 public:
  TileDownload(HttpSettings settings, std::string prefix, fs::path directory)
      : prefix_(std::move(prefix)),
        directory_(std::move(directory)),
        crowd_(std::move(settings), kExportConnections) {}

  Status Run(const std::vector<Tile>& tiles) {
    ProgressBar progress("files");
    size_t next = 0;
    while ((next < tiles.size() && !error_) || crowd_.open() > 0) {
      while (next < tiles.size() && !error_ && crowd_.open() < kExportConnections) {
        Take(tiles[next++]);
      }
      crowd_.Step(std::chrono::milliseconds(50));
      progress.Show(next, tiles.size());
    }
    return error_ ? Status(Fail(*error_)) : Status();
  }

 private:
  void Take(const Tile& tile) {
    const fs::path file = directory_ / tile.Format();
    std::error_code trouble;
    if (tile.full() && fs::exists(file, trouble)) {
      return;
    }
    crowd_.Send({.path = prefix_ + tile.Format()}, [this, file, tile](Result<HttpAnswer> answer) {
      if (!answer) {
        error_ = answer.error();
      } else if (answer->status == 404 && !tile.full()) {
        Take({tile.level, tile.index, kTileWidth});  // it has been filled since
      } else if (answer->status != 200) {
        error_ = ErrorOf(*answer);
      } else if (const Status written = ReplaceFile(file, answer->body); !written) {
        error_ = written.error();
      }
    });
  }

  const std::string prefix_;
  const fs::path directory_;
  std::optional<Error> error_;
  HttpCrowd crowd_;
};

}  // namespace

Result<int> RunJournalVerify(const Context& context, const EvidenceOptions& options) {
  JournalQuestion question;
  if (!options.key.empty()) {
    MANDAT_TRY(question.key, KeyFrom(options.key));
  }
  if (!options.since.empty()) {
    MANDAT_TRY(question.since, ReadWholeFile(options.since));
  }
  std::string place = options.place;
  UrlOptions url;
  if (place.empty()) {
    MANDAT_TRY(const HttpSettings settings, context.Settings());
    place = settings.server + JournalPath(options);
  }
  if (place.starts_with("http")) {
    MANDAT_TRY(HttpSettings settings, context.Settings());
    if (!settings.token.empty()) {
      url.token = std::move(settings.token);
    }
  }
  MANDAT_TRY(const auto source, OpenSource(place, std::move(url)));
  ProgressBar progress("entries");
  const Report report =
      VerifyJournal(*source, question,
                    [&progress](uint64_t done, uint64_t total) { progress.Show(done, total); });
  progress.Clear();
  return PrintReport(context, report);
}

Result<int> RunJournalShow(const Context& context, const EvidenceOptions& options) {
  MANDAT_TRY(const Reply reply,
             Ask(context, {.path = AgreementPath(options.agreement,
                                                 "/entries/" + std::to_string(options.entry))}));
  if (context.json) {
    PrintJson(reply.body);
  } else {
    PrintObject(reply.Told());
  }
  return 0;
}

Result<int> RunJournalCheckpoint(const Context& context, const EvidenceOptions& options) {
  MANDAT_TRY(HttpSettings settings, context.Settings());
  HttpClient client(std::move(settings));
  MANDAT_TRY(const Bytes checkpoint, GetFile(client, options, "checkpoint"));
  if (!options.out.empty()) {
    MANDAT_TRY_STATUS(ReplaceFile(options.out, checkpoint));
  }
  if (context.json) {
    MANDAT_TRY(const uint64_t size, SizeOf(checkpoint));
    PrintJson({{"size", size}, {"checkpoint", checkpoint}});
  } else {
    fmt::print("{}", checkpoint);
  }
  return 0;
}

Result<int> RunJournalProve(const Context& context, const EvidenceOptions& options) {
  MANDAT_TRY(HttpSettings settings, context.Settings());
  HttpClient client(std::move(settings));
  const std::string number = std::to_string(options.entry);
  MANDAT_TRY(
      const Reply proof,
      Ask(client, {.path = AgreementPath(options.agreement, "/entries/" + number + "/proof")}));
  MANDAT_TRY(const Bytes entry, GetEntry(client, options));
  MANDAT_TRY(const VerifierKey key, KeyOrPublished(client, options));
  if (!options.out.empty()) {
    const fs::path at = fs::path(options.out);
    MANDAT_TRY_STATUS(ReplaceFile(at / (number + ".tlog-proof"), proof.answer.body));
    MANDAT_TRY_STATUS(ReplaceFile(at / (number + ".entry"), entry));
    MANDAT_TRY_STATUS(ReplaceFile(at / "vkey", key.Format() + "\n"));
  }
  const int code = PrintReport(context, VerifyProof(proof.answer.body, entry, key));
  if (!options.out.empty() && !context.json) {
    fmt::print(
        "\nto verify it without this server:\n  mandat-verify proof {0}/{1}.tlog-proof "
        "--entry {0}/{1}.entry --key '{2}'\n",
        options.out, number, key.Format());
  }
  return code;
}

Result<int> RunJournalExport(const Context& context, const EvidenceOptions& options) {
  MANDAT_TRY(const HttpSettings settings, context.Settings());
  HttpClient client(settings);
  MANDAT_TRY(const Bytes checkpoint, GetFile(client, options, "checkpoint"));
  MANDAT_TRY(const Bytes key, GetFile(client, options, "vkey"));
  MANDAT_TRY(const uint64_t size, SizeOf(checkpoint));
  const fs::path directory(options.out);
  const std::vector<Tile> tiles = AllTiles(size);
  MANDAT_TRY_STATUS(TileDownload(settings, JournalPath(options), directory).Run(tiles));
  MANDAT_TRY_STATUS(ReplaceFile(directory / "vkey", key));
  // Last: a directory with a checkpoint has all that it stands for.
  MANDAT_TRY_STATUS(ReplaceFile(directory / "checkpoint", checkpoint));
  if (context.json) {
    PrintJson({{"directory", options.out}, {"entries", size}, {"files", tiles.size() + 2}});
  } else {
    fmt::print("{} entries in {} files are in {}\n", size, tiles.size() + 2, options.out);
    fmt::print("\nto verify them without this server:\n  mandat-verify journal {} --key '{}'\n",
               options.out, Trimmed(key));
  }
  return 0;
}

Result<int> RunCertificateGet(const Context& context, const EvidenceOptions& options) {
  MANDAT_TRY(
      const Reply reply,
      Ask(context, {.path = AgreementPath(options.agreement,
                                          "/certificates/" + std::to_string(options.entry))}));
  if (!options.out.empty()) {
    MANDAT_TRY_STATUS(ReplaceFile(options.out, reply.answer.body));
  }
  if (context.json) {
    PrintJson({{"entry", options.entry}, {"certificate", reply.answer.body}});
  } else if (options.out.empty()) {
    fmt::print("{}", reply.answer.body);
  } else {
    fmt::print("certificate of entry {} is in {}\n", options.entry, options.out);
  }
  return 0;
}

Result<int> RunCertificateVerify(const Context& context, const EvidenceOptions& options) {
  MANDAT_TRY(const Bytes certificate, ReadWholeFile(options.place));
  if (!options.key.empty()) {
    MANDAT_TRY(const VerifierKey key, KeyFrom(options.key));
    return PrintReport(context, VerifyCertificate(certificate, key));
  }
  if (options.agreement.empty()) {
    return Fail(
        Error::Invalid("certificate needs a key; name it with --key, or --agreement to take "
                       "the one that the server publishes"));
  }
  MANDAT_TRY(HttpSettings settings, context.Settings());
  HttpClient client(std::move(settings));
  MANDAT_TRY(const VerifierKey key, KeyOrPublished(client, options));
  return PrintReport(context, VerifyCertificate(certificate, key));
}

}  // namespace mandat
