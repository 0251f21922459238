// SPDX-License-Identifier: Apache-2.0
// Loads existing data: rows of a file become units of a collection.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>
#include <variant>

#include "cli/internal/commands.h"
#include "cli/internal/load_decider.h"
#include "cli/internal/load_source.h"
#include "cli/internal/load_state.h"
#include "cli/internal/load_unit.h"
#include "cli/internal/progress_bar.h"
#include "cli/internal/status_kind.h"
#include "cli/internal/wire.h"

namespace mandat {
namespace {

using Kind = LoadReason::Kind;

constexpr size_t kBatchBytes = size_t{8} << 20;
constexpr std::string_view kAdvice = "load again to go on where it ended";
constexpr std::string_view kPast = "past its retention";  // as the server words it
constexpr std::string_view kTooLongAgo = "captured too long ago for its retention";

// Some rows on their way, behind which the state is written.
class FileLoad {
 public:
  FileLoad(HttpSettings settings, const LoadOptions& options, const Collection& collection,
           UnitMaker maker, std::string purpose, LoadState state)
      : options_(options),
        collection_(collection),
        maker_(std::move(maker)),
        purpose_(std::move(purpose)),
        state_(std::move(state)),
        begun_at_(state_.offset),
        sender_(std::move(settings), 1, std::chrono::seconds(options.patience_seconds),
                std::string(kAdvice)),
        decider_(sender_, options.agreement, collection.id, collection.people, purpose_) {}

  // Errors: kConflict (the file is not the one that was begun), and those of the server.
  Status Run(LoadSource& source) {
    ProgressBar progress("rows");
    for (;;) {
      LoadRow row;
      MANDAT_TRY(const bool is_row, source.Next(row));
      if (!is_row) {
        break;
      }
      if (row.end <= begun_at_) {
        MANDAT_TRY_STATUS(RequireSame(row, source));
        continue;
      }
      if (row.begin < begun_at_) {
        return Fail(OtherFile());
      }
      MANDAT_TRY_STATUS(Add(row, source));
      progress.Show(state_.rows, ExpectedRows(row.end, source.bytes_total()));
    }
    if (source.bytes_read() < begun_at_) {
      return Fail(OtherFile());
    }
    MANDAT_TRY_STATUS(Flush());
    seconds_ = progress.seconds();
    return {};
  }

  const LoadState& state() const { return state_; }
  double seconds() const { return seconds_; }
  uint64_t retries() const { return sender_.retries(); }

 private:
  struct Item {
    LoadUnit unit;
    uint64_t line;
    std::string line_text;  // as it is sent
  };

  static Error OtherFile() {
    return Error::Conflict(
        "the input is not the one that this load began with; name another "
        "state file with --state to load it as a whole");
  }

  // As many as there will be, if the rest is like what was read.
  uint64_t ExpectedRows(uint64_t bytes_read, uint64_t bytes_total) const {
    return static_cast<uint64_t>(static_cast<double>(state_.rows) *
                                 static_cast<double>(bytes_total) /
                                 static_cast<double>(std::max<uint64_t>(bytes_read, 1)));
  }

  // What was done stands in the state already; here it is only compared.
  Status RequireSame(const LoadRow& row, const LoadSource& source) const {
    return row.end != begun_at_ || FormatHex(source.hash().view()) == state_.hash
               ? Status()
               : Status(Fail(OtherFile()));
  }

  Status Add(const LoadRow& row, const LoadSource& source) {
    std::optional<LoadUnit> unit;
    std::string fault = row.fault == nullptr ? "" : row.fault;
    const bool is_skipped = fault.empty() && maker_.IsSkipped(row);
    if (fault.empty() && !is_skipped) {
      unit = maker_.Make(row, fault);
    }
    // Two rows of one unit keep their order, so they do not go together.
    if (unit && !records_.insert(unit->record).second) {
      MANDAT_TRY_STATUS(Flush());
      records_.insert(unit->record);
    }
    if (unit) {
      std::string text = BatchLineFor(unit->record, unit->subject, unit->captured, unit->data);
      bytes_ += text.size();
      items_.push_back({std::move(*unit), row.line, std::move(text)});
    } else if (is_skipped) {
      ++state_.skipped;
    } else {
      state_.Add({Kind::kMalformed, "", std::move(fault)}, row.line);
    }
    ++state_.rows;
    state_.offset = row.end;
    state_.hash = FormatHex(source.hash().view());
    return ++rows_since_ >= options_.batch_rows || bytes_ >= kBatchBytes ? Flush() : Status();
  }

  Status Flush() {
    decider_.Forget();
    std::vector<Item> allowed;
    for (Item& item : items_) {
      MANDAT_TRY(const bool stands, Judge(item));
      if (stands) {
        allowed.push_back(std::move(item));
      }
    }
    items_.clear();
    records_.clear();
    rows_since_ = 0;
    bytes_ = 0;
    if (options_.dry_run) {
      state_.loaded += allowed.size();
      return {};
    }
    MANDAT_TRY_STATUS(StoreUnits(allowed));
    return state_.rows == 0 ? Status() : state_.Write(options_.state);
  }

  // What the agreement says before anything is sent.
  Result<bool> Judge(const Item& item) {
    MANDAT_TRY(const LoadDecider::Verdict verdict, decider_.Decide(item.unit.fields));
    if (!verdict.stands()) {
      state_.Add({Kind::kRefused, verdict.clause, verdict.reason}, item.line);
      return false;
    }
    if (item.unit.captured) {
      MANDAT_TRY(const bool is_expired, decider_.IsExpired(*item.unit.captured));
      if (is_expired) {
        state_.Add({Kind::kExpired, "", std::string(kTooLongAgo)}, item.line);
        return false;
      }
    }
    if (verdict.observed) {
      state_.Add({Kind::kObserved, verdict.clause, verdict.reason}, item.line);
    }
    return true;
  }

  // One request for all, with a line each way for every unit; whoever is new is registered along.
  Status StoreUnits(const std::vector<Item>& items) {
    if (items.empty()) {
      return {};
    }
    HttpRequest request = BatchRequestFor(options_.agreement, collection_.id, purpose_);
    for (const Item& item : items) {
      request.body += item.line_text;
    }
    AddIdempotencyKey(request, KeyOf(request.body));
    MANDAT_TRY(const HttpAnswer answer, SendPatiently(sender_, std::move(request)));
    if (KindOfStatus(answer.status)) {
      return Fail(ErrorOf(answer));
    }
    const std::vector<boost::json::object> told = ObjectsOfLines(answer.body);
    if (told.size() != items.size()) {
      return Fail(Error::Corrupt("the server answers another number of lines than it was sent"));
    }
    for (size_t i = 0; i < items.size(); ++i) {
      MANDAT_TRY(std::optional<LoadReason> reason, ReasonOf(told[i]));
      if (reason) {
        state_.Add(std::move(*reason), items[i].line);
      } else {
        ++state_.loaded;
      }
    }
    return {};
  }

  // The same batch has the same key, and no other has: sent again, it is done once.
  std::string KeyOf(std::string_view body) const {
    const Hash hash = Sha256({state_.mapping, options_.agreement, "\n", body});
    return "load-" + FormatHex(hash.view().substr(0, 16));
  }

  // Why the server did not take one unit; nullopt when it did, an error when that is no matter of
  // the unit.
  static Result<std::optional<LoadReason>> ReasonOf(const boost::json::object& told) {
    const std::string word = Text(told, "error");
    std::string detail = Text(told, "detail");
    if (word.empty()) {
      return std::optional<LoadReason>();
    }
    if (word == Name(ErrorKind::kRefused) || word == Name(ErrorKind::kUndecided)) {
      return LoadReason{Kind::kRefused, Text(told, "clause"), std::move(detail)};
    }
    if (word == Name(ErrorKind::kShredded)) {
      return detail.find(kPast) != std::string::npos
                 ? LoadReason{Kind::kExpired, "", std::string(kTooLongAgo)}
                 : LoadReason{Kind::kErased, "", "the person was erased"};
    }
    for (const ErrorKind kind : {ErrorKind::kInvalid, ErrorKind::kConflict, ErrorKind::kExceeded}) {
      if (word == Name(kind)) {
        return LoadReason{Kind::kMalformed, "", std::move(detail)};
      }
    }
    return Fail(word == Name(ErrorKind::kCorrupt) ? Error::Corrupt(detail)
                                                  : Error::Unavailable(detail));
  }

  const LoadOptions& options_;
  const Collection& collection_;
  const UnitMaker maker_;
  const std::string purpose_;
  LoadState state_;
  const uint64_t begun_at_;
  std::vector<Item> items_;
  std::set<RecordId> records_;  // of items_
  uint32_t rows_since_ = 0;
  size_t bytes_ = 0;  // of items_, as they are sent
  double seconds_ = 0;
  Sender sender_;  // its answers use the rest
  LoadDecider decider_;
};

Result<LoadMapping> ReadMapping(const std::filesystem::path& file, std::string& text) {
  MANDAT_TRY(text, ReadWholeFile(file));
  auto parsed = LoadMapping::Parse(file.string(), text);
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    return Fail(Error::Invalid("the mapping has errors\n" + Render(*findings, text)));
  }
  return std::move(std::get<LoadMapping>(parsed));
}

// The state to go on with, or a new one.
Result<LoadState> StateFor(const LoadOptions& options, std::string_view mapping_text) {
  LoadState fresh;
  fresh.mapping = FormatHex(Sha256(mapping_text).view());
  fresh.agreement = options.agreement;
  if (options.dry_run) {
    return fresh;
  }
  MANDAT_TRY(std::optional<LoadState> kept, LoadState::Read(options.state));
  if (!kept) {
    return fresh;
  }
  if (kept->mapping != fresh.mapping || kept->agreement != fresh.agreement) {
    return Fail(Error::Conflict("state file " + options.state.string() +
                                " belongs to a load with another mapping or agreement; name "
                                "another with --state"));
  }
  return std::move(*kept);
}

void PrintReport(const LoadState& state, bool dry_run) {
  for (const Kind kind :
       {Kind::kMalformed, Kind::kRefused, Kind::kExpired, Kind::kErased, Kind::kObserved}) {
    const uint64_t count = state.CountOf(kind);
    if (count == 0) {
      continue;
    }
    constexpr std::string_view kHeads[] = {"malformed", "refused by the agreement",
                                           "against the agreement, which is being observed",
                                           "past their retention", "of erased people"};
    fmt::print("{} rows {}{}\n", count, dry_run && kind == Kind::kRefused ? "would be " : "",
               kHeads[static_cast<size_t>(kind)]);
    for (const auto& [reason, tally] : state.tallies) {
      if (reason.kind != kind) {
        continue;
      }
      std::string lines;
      for (const uint64_t line : tally.lines) {
        lines += (lines.empty() ? "" : ", ") + std::to_string(line);
      }
      fmt::print("  {:>8}  {}{}{}\n            first lines {}\n", tally.count, reason.clause,
                 reason.clause.empty() ? "" : ": ", reason.text, lines);
    }
  }
}

void PrintOutcome(const Context& context, const LoadOptions& options, const FileLoad& load,
                  const std::string& collection, uint64_t before) {
  const LoadState& state = load.state();
  if (context.json) {
    boost::json::object told = state.ToJson();
    for (const char* inner : {"format", "mapping", "offset", "hash"}) {
      told.erase(inner);
    }
    told.emplace("collection", collection);
    told.emplace("dry-run", options.dry_run);
    told.emplace("seconds", load.seconds());
    told.emplace("retries", load.retries());
    return PrintJson(told);
  }
  fmt::print("{} rows, {} {} {} of {}, {} skipped\n", state.rows, state.loaded,
             options.dry_run ? "would be loaded into" : "loaded into", collection,
             options.agreement, state.skipped);
  if (before > 0) {
    fmt::print("{} of the rows were done by an earlier run\n", before);
  }
  fmt::print("{:.1f} s, {:.0f} rows a second, {} retries\n", load.seconds(),
             static_cast<double>(state.rows - before) / std::max(load.seconds(), 0.001),
             load.retries());
  PrintReport(state, options.dry_run);
}

}  // namespace

Result<int> RunLoadFile(const Context& context, const LoadOptions& asked) {
  LoadOptions options = asked;
  if (options.state.empty()) {
    options.state = options.file.string() + ".mandat-load";
  }
  MANDAT_TRY(HttpSettings settings, context.Settings());
  std::string text;
  MANDAT_TRY(const LoadMapping mapping, ReadMapping(options.mapping, text));
  MANDAT_TRY(const std::unique_ptr<LoadSource> source, LoadSource::Open(options.file, mapping));
  MANDAT_TRY(LoadState state, StateFor(options, text));
  HttpClient client(settings);
  MANDAT_TRY(const Collection collection,
             FindCollection(client, options.agreement, mapping.collection));
  std::string purpose = options.purpose.empty() ? mapping.purpose : options.purpose;
  if (purpose.empty()) {
    MANDAT_TRY(purpose, FindPurpose(client, options.agreement, "record", collection.id));
  }
  MANDAT_TRY(UnitMaker maker, UnitMaker::Create(mapping, collection, options.agreement));
  const uint64_t before = state.rows;
  FileLoad load(std::move(settings), options, collection, std::move(maker), std::move(purpose),
                std::move(state));
  const Status done = load.Run(*source);
  if (!done) {
    return Fail(done.error());
  }
  PrintOutcome(context, options, load, collection.id, before);
  return load.state().ExitCode();
}

}  // namespace mandat
