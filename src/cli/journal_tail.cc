// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/journal_tail.h"

#include <fmt/core.h>

#include <algorithm>
#include <csignal>
#include <ctime>

#include "crypto/note.h"
#include "format/checkpoint.h"
#include "format/entry_line.h"
#include "format/tile.h"

namespace mandat {
namespace {

constexpr uint64_t kShownFirst = 10;
constexpr time_t kAskEverySeconds = 1;
constexpr long kSilenceSecondsMax = 10;

// SIGINT and SIGTERM, as something that is waited for: a line is printed whole or not at all.
class End {
 public:
  End() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  }
  End(const End&) = delete;
  End& operator=(const End&) = delete;
  ~End() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  bool IsAskedFor() { return IsAskedForWithin(0); }
  bool IsAskedForWithin(time_t seconds) {
    const timespec wait{seconds, 0};
    is_asked_for_ = is_asked_for_ || sigtimedwait(&signals_, nullptr, &wait) > 0;
    return is_asked_for_;
  }

 private:
  sigset_t signals_{};
  sigset_t before_{};
  bool is_asked_for_ = false;
};

// Reads a journal onwards by its bundles of entries. How long it is nobody has to tell: bundles are
// asked for wider and wider while they are there.
class TailReader {
 public:
  TailReader(HttpSettings settings, const std::string& agreement)
      : client_(std::move(settings)),
        path_(agreement == "system" ? "/v1/system/journal/"
                                    : AgreementPath(agreement, "/journal/")) {}

  // Names the journal, and says whether there is one.
  Result<std::string> Origin() {
    MANDAT_TRY(const Bytes text, Get("vkey"));
    MANDAT_TRY(const VerifierKey key,
               VerifierKey::Parse(text.substr(0, text.find_last_not_of(" \r\n") + 1)));
    return key.name;
  }
  Result<uint64_t> Size() {
    MANDAT_TRY(const Bytes text, Get("checkpoint"));
    MANDAT_TRY(const Note note, Note::Parse(text));
    MANDAT_TRY(const Checkpoint checkpoint, Checkpoint::Parse(note.text));
    return checkpoint.size;
  }
  void GoTo(uint64_t next) { next_ = next; }

  // Some entries from where it stands; none when it is at the end. `line` takes each.
  template <class Line>
  Result<bool> Read(Line line) {
    while (true) {
      const uint64_t first = next_ % kTileWidth;
      Tile tile;
      tile.level = Tile::kEntries;
      tile.index = next_ / kTileWidth;
      tile.width =
          static_cast<decltype(tile.width)>(std::min<uint64_t>(kTileWidth, first + wider_by_));
      const Result<Bytes> bundle = Get(tile.Format());
      if (!bundle && bundle.error().kind == ErrorKind::kNotFound) {
        if (std::exchange(wider_by_, 1) == 1) {
          return false;
        }
        continue;
      }
      if (!bundle) {
        return Fail(bundle.error());
      }
      MANDAT_TRY(const std::vector<ByteView> entries, DecodeBundle(*bundle, tile.width));
      for (uint64_t i = first; i < tile.width; ++i) {
        MANDAT_TRY(const Entry entry, Entry::Decode(entries[i]));
        line(EntryIndex{next_}, entry);
        ++next_;
      }
      wider_by_ = std::min<uint64_t>(kTileWidth, wider_by_ * 2);
      return true;
    }
  }

 private:
  Result<Bytes> Get(const std::string& file) {
    MANDAT_TRY(Reply reply, Ask(client_, {.path = path_ + file}));
    return std::move(reply.answer.body);
  }

  HttpClient client_;
  const std::string path_;
  uint64_t next_ = 0;
  uint64_t wider_by_ = kTileWidth;
};

Status PrintAll(TailReader& reader, LineFormat format, const std::string& origin, End& end) {
  bool more = true;
  while (more && !end.IsAskedFor()) {
    MANDAT_TRY(more, reader.Read([&](EntryIndex index, const Entry& entry) {
      fmt::print("{}\n", FormatLine(format, {origin, index, ""}, entry));
    }));
    std::fflush(stdout);
  }
  return {};
}

}  // namespace

Result<int> RunJournalTail(const Context& context, const TailOptions& options) {
  const std::optional<LineFormat> format =
      FindLineFormat(context.json ? "ndjson" : std::string_view(options.format));
  if (!format) {
    return Fail(Error::Invalid("--format is ndjson, syslog or text"));
  }
  MANDAT_TRY(HttpSettings settings, context.Settings());
  settings.silence_seconds_max = kSilenceSecondsMax;
  TailReader reader(std::move(settings), options.agreement);
  MANDAT_TRY(const std::string origin, reader.Origin());
  if (options.after) {
    reader.GoTo(*options.after + 1);
  } else if (!options.all) {
    MANDAT_TRY(const uint64_t size, reader.Size());
    reader.GoTo(size - std::min(size, kShownFirst));
  }
  End end;
  bool is_away = false;
  while (true) {
    const Status printed = PrintAll(reader, *format, origin, end);
    if (!options.follow || end.IsAskedFor()) {
      return printed ? Result<int>(0) : Fail(printed.error());
    }
    if (!printed && printed.error().kind != ErrorKind::kUnavailable) {
      return Fail(printed.error());
    }
    if (!printed && !std::exchange(is_away, true)) {
      PrintError(printed.error(), context.json);
    }
    is_away = is_away && !printed;
    if (end.IsAskedForWithin(kAskEverySeconds)) {
      return 0;
    }
  }
}

void AddTailCommand(CLI::App* group, const Context& context, TailOptions& options,
                    const AddCommand& add) {
  CLI::App* tail = add(group, "tail", "the newest entries, and those to come",
                       "mandat journal tail -a opinum-demo --follow --format ndjson",
                       [&context, &options] { return RunJournalTail(context, options); });
  tail->add_option("--agreement,-a", options.agreement, "id of the agreement, or system")
      ->required();
  tail->add_flag("--follow,-f", options.follow, "go on with those to come, until it is stopped");
  tail->add_option("--after", options.after,
                   "behind this entry, the last that you have; without it, the last ten");
  tail->add_flag("--all", options.all, "from the first entry on")->excludes("--after");
  tail->add_option("--format", options.format, "ndjson, syslog or text")->capture_default_str();
}

}  // namespace mandat
