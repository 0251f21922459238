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
#include "cli/internal/verifier.h"
#include "crypto/note.h"
#include "evidence/source.h"
#include "format/checkpoint.h"
#include "format/pruned.h"
#include "format/tile.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr size_t kExportConnections = 8;

std::string_view Trimmed(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \r\n") + 1);
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

// One entry that was kept of a bundle that is gone.
Result<Bytes> GetKept(HttpClient& client, const EvidenceOptions& options) {
  MANDAT_TRY(const Bytes kept, GetFile(client, options, KeptPath(options.entry / kTileWidth)));
  MANDAT_TRY(const std::vector<KeptEntry> entries, DecodeKept(kept));
  for (const KeptEntry& entry : entries) {
    if (entry.place == options.entry % kTileWidth) {
      return Bytes(entry.bytes);
    }
  }
  return Fail(Error::Shredded("the entry was pruned"));
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
  if (!bundle && bundle.error().kind == ErrorKind::kShredded) {
    return GetKept(client, options);
  }
  if (!bundle) {
    return Fail(bundle.error());
  }
  MANDAT_TRY(const std::vector<ByteView> entries, DecodeBundle(*bundle, tile.width));
  return Bytes(entries[options.entry % kTileWidth]);
}

// A file of the journal: what never changes, a partial tile that a full one may have replaced, or
// what may not be there at all.
struct WantedFile {
  std::string path;
  bool changes = false;  // what is there already is not relied on
  std::string instead;   // where it is found when it is gone from there; empty: nowhere
  bool may_be_missing = false;
};

WantedFile Wanted(const Tile& tile) {
  return {tile.Format(), !tile.full(),
          tile.full() ? std::string() : Tile{tile.level, tile.index, kTileWidth}.Format()};
}

// What a journal of this size with that minimum consists of, beside its checkpoint.
std::vector<WantedFile> FilesOf(uint64_t size, uint64_t minimum) {
  std::vector<WantedFile> files;
  for (const Tile& tile : AllTiles(size)) {
    const bool is_gone = tile.level == Tile::kEntries && tile.index < minimum / kTileWidth;
    files.push_back(is_gone ? WantedFile{.path = KeptPath(tile.index), .may_be_missing = true}
                            : Wanted(tile));
  }
  return files;
}

// Downloads files side by side; those that are there already and never change are kept.
class Download {
 public:
  Download(HttpSettings settings, std::string prefix, fs::path directory)
      : prefix_(std::move(prefix)),
        directory_(std::move(directory)),
        crowd_(std::move(settings), kExportConnections) {}

  // Gives how many there are.
  Result<size_t> Run(const std::vector<WantedFile>& files) {
    ProgressBar progress("files");
    size_t next = 0;
    while ((next < files.size() && !error_) || crowd_.open() > 0) {
      while (next < files.size() && !error_ && crowd_.open() < kExportConnections) {
        Take(files[next++]);
      }
      crowd_.Step(std::chrono::milliseconds(50));
      progress.Show(next, files.size());
    }
    return error_ ? Result<size_t>(Fail(*error_)) : files.size() - missing_;
  }

 private:
  void Take(const WantedFile& wanted) {
    const fs::path file = directory_ / wanted.path;
    std::error_code trouble;
    if (!wanted.changes && fs::exists(file, trouble)) {
      return;
    }
    crowd_.Send({.path = prefix_ + wanted.path}, [this, file, wanted](Result<HttpAnswer> answer) {
      if (!answer) {
        error_ = answer.error();
      } else if (answer->status == 404 && !wanted.instead.empty()) {
        Take({.path = wanted.instead});  // it has been filled since
      } else if (answer->status == 404 && wanted.may_be_missing) {
        ++missing_;
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
  size_t missing_ = 0;
  HttpCrowd crowd_;
};

// What the journal was pruned to, before its checkpoint is taken, which has the entry that says so.
Result<uint64_t> GetMinimum(HttpClient& client, const EvidenceOptions& options) {
  MANDAT_TRY(const Bytes text, GetFile(client, options, "minimum"));
  return ParseMinimum(text);
}

// The last checkpoints of logs that this one goes on behind.
Result<size_t> GetClosed(HttpClient& client, const EvidenceOptions& options,
                         const fs::path& directory) {
  size_t count = 0;
  while (true) {
    const std::string path = "closed/" + std::to_string(count + 1) + "/checkpoint";
    const Result<Bytes> note = GetFile(client, options, path);
    if (!note && note.error().kind == ErrorKind::kNotFound) {
      return count;
    }
    if (!note) {
      return Fail(note.error());
    }
    MANDAT_TRY_STATUS(ReplaceFile(directory / path, *note));
    ++count;
  }
}

}  // namespace

Result<int> RunJournalVerify(const Context& context, const EvidenceOptions& options) {
  JournalQuestion question;
  MANDAT_TRY(question.key, FindKey(options.key));
  MANDAT_TRY(question.policy, FindPolicy(options.policy));
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
  MANDAT_TRY(const uint64_t minimum, GetMinimum(client, options));
  MANDAT_TRY(const Bytes checkpoint, GetFile(client, options, "checkpoint"));
  MANDAT_TRY(const Bytes key, GetFile(client, options, "vkey"));
  MANDAT_TRY(const uint64_t size, SizeOf(checkpoint));
  const fs::path directory(options.out);
  MANDAT_TRY(size_t files,
             Download(settings, JournalPath(options), directory).Run(FilesOf(size, minimum)));
  MANDAT_TRY(const size_t closed, GetClosed(client, options, directory));
  if (minimum > 0) {
    MANDAT_TRY_STATUS(ReplaceFile(directory / "minimum", FormatMinimum(minimum)));
  }
  MANDAT_TRY_STATUS(ReplaceFile(directory / "vkey", key));
  // Last: a directory with a checkpoint has all that it stands for.
  MANDAT_TRY_STATUS(ReplaceFile(directory / "checkpoint", checkpoint));
  files += closed + (minimum > 0 ? 3 : 2);
  if (context.json) {
    PrintJson(
        {{"directory", options.out}, {"entries", size}, {"minimum", minimum}, {"files", files}});
  } else {
    fmt::print("{} entries in {} files are in {}\n", size - minimum, files, options.out);
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
