// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <variant>

#include "cli/internal/acknowledged.h"
#include "cli/internal/commands.h"
#include "cli/internal/people.h"
#include "cli/internal/progress_bar.h"
#include "cli/internal/sender.h"
#include "cli/internal/status_kind.h"
#include "cli/internal/wire.h"

namespace mandat {
namespace {

constexpr std::string_view kAdvice = "load again with the same seed to go on";

// What the fields are: from the file if one is named, else from the server.
Result<Collection> CollectionFor(HttpClient& client, const LoadOptions& options,
                                 std::string_view agreement, std::string_view collection) {
  if (options.schema.empty()) {
    return FindCollection(client, agreement, collection);
  }
  MANDAT_TRY(const std::string text, ReadWholeFile(options.schema));
  const auto parsed = ServiceSchema::Parse(options.schema.string(), text);
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    return Fail(Error::Invalid("the schema has errors\n" + Render(*findings, text)));
  }
  const Collection* found = std::get<ServiceSchema>(parsed).FindCollection(collection);
  if (found == nullptr) {
    return Fail(Error::NotFound("the schema has no such collection"));
  }
  return *found;
}

// Registers people and stores a record of each.
class Loader {
 public:
  Loader(HttpSettings settings, const LoadOptions& options, FictitiousPeople people,
         std::string purpose, std::optional<AcknowledgedWriter> acknowledged)
      : options_(options),
        people_(std::move(people)),
        purpose_(std::move(purpose)),
        acknowledged_(std::move(acknowledged)),
        sender_(std::move(settings), options.connections,
                std::chrono::seconds(options.patience_seconds), std::string(kAdvice)) {}

  void Run() {
    ProgressBar progress("people");
    while ((next_ < options_.people_count && !error_) || sender_.open() > 0) {
      while (next_ < options_.people_count && !error_ &&
             sender_.open() < std::max(options_.connections, 1U)) {
        Register(next_++);
      }
      sender_.Step();
      progress.Show(stored_ + erased_, options_.people_count);
    }
    seconds_ = progress.seconds();
  }

  const std::optional<Error>& error() const { return error_; }

  boost::json::object Summary() const {
    return {{"agreement", options_.agreement},
            {"collection", options_.collection},
            {"purpose", purpose_},
            {"seed", options_.seed},
            {"people", options_.people_count},
            {"acknowledged", stored_},
            {"erased", erased_},
            {"retries", sender_.retries()},
            {"seconds", seconds_},
            {"complete", !error_}};
  }

  void PrintSummary() const {
    fmt::print("{} people acknowledged under {}, one record each in {}, for {}\n", stored_,
               options_.agreement, options_.collection, purpose_);
    if (erased_ > 0) {
      fmt::print("{} people were erased before and stay erased\n", erased_);
    }
    fmt::print("{:.1f} s, {:.0f} people a second, {} retries\n", seconds_,
               static_cast<double>(stored_) / std::max(seconds_, 0.001), sender_.retries());
  }

 private:
  std::string Key(uint64_t index, std::string_view step) const {
    return fmt::format("load-{}-{}-{}-{}", options_.seed, options_.collection, index, step);
  }

  void Register(uint64_t index) {
    HttpRequest request = RegisterRequest(options_.agreement, people_.Subject(index),
                                          people_.collection().people, purpose_);
    AddIdempotencyKey(request, Key(index, "person"));
    sender_.Send(std::move(request), [this, index](Result<HttpAnswer> answer) {
      if (Succeeded(answer)) {
        Store(index);
      }
    });
  }

  void Store(uint64_t index) {
    HttpRequest request =
        PutRequestFor(options_.agreement, options_.collection, people_.Record(index),
                      people_.Subject(index), people_.Fields(index), purpose_);
    AddIdempotencyKey(request, Key(index, "record"));
    sender_.Send(std::move(request), [this, index](Result<HttpAnswer> answer) {
      if (Succeeded(answer)) {
        Acknowledge(index);
      }
    });
  }

  void Acknowledge(uint64_t index) {
    ++stored_;
    if (acknowledged_) {
      if (Status added = acknowledged_->Add(index, people_.Record(index).Format()); !added) {
        error_ = added.error();
      }
    }
  }

  bool Succeeded(const Result<HttpAnswer>& answer) {
    const std::optional<ErrorKind> kind =
        answer ? KindOfStatus(answer->status) : std::optional(answer.error().kind);
    if (kind == ErrorKind::kShredded) {
      ++erased_;
    } else if (kind && !error_) {
      error_ = answer ? ErrorOf(*answer) : answer.error();
    }
    return !kind;
  }

  const LoadOptions& options_;
  const FictitiousPeople people_;
  const std::string purpose_;
  std::optional<AcknowledgedWriter> acknowledged_;
  uint64_t next_ = 0;
  uint64_t stored_ = 0;
  uint64_t erased_ = 0;
  double seconds_ = 0;
  std::optional<Error> error_;
  Sender sender_;  // last: its answers use the rest
};

// Reads acknowledged records again and compares them with what was made for them.
class Comparer {
 public:
  struct Counts {
    uint64_t same = 0, different = 0, missing = 0, erased = 0;
    bool ok() const { return different + missing == 0; }
  };

  Comparer(HttpSettings settings, const LoadOptions& options, const AcknowledgedLoad& load,
           FictitiousPeople people, std::string purpose, Counts& counts)
      : connections_(std::max(options.connections, 1U)),
        load_(load),
        people_(std::move(people)),
        purpose_(std::move(purpose)),
        counts_(counts),
        sender_(std::move(settings), options.connections,
                std::chrono::seconds(options.patience_seconds), std::string(kAdvice)) {}

  Status Run(ProgressBar& progress) {
    size_t next = 0;
    while ((next < load_.indexes.size() && !error_) || sender_.open() > 0) {
      while (next < load_.indexes.size() && !error_ && sender_.open() < connections_) {
        Read(load_.indexes[next++]);
      }
      sender_.Step();
      progress.Show(next, load_.indexes.size());
    }
    return error_ ? Status(Fail(*error_)) : Status();
  }

 private:
  void Read(uint64_t index) {
    sender_.Send(
        GetRequestFor(load_.name.agreement, load_.name.collection, people_.Record(index), purpose_),
        [this, index](Result<HttpAnswer> answer) { Compare(index, answer); });
  }

  void Compare(uint64_t index, const Result<HttpAnswer>& answer) {
    const std::optional<ErrorKind> kind =
        answer ? KindOfStatus(answer->status) : std::optional(answer.error().kind);
    if (kind == ErrorKind::kNotFound) {
      return Complain(index, "is missing", counts_.missing);
    }
    if (kind == ErrorKind::kShredded) {
      ++counts_.erased;
      return;
    }
    if (kind) {
      error_ = answer ? ErrorOf(*answer) : answer.error();
      return;
    }
    if (!IsRecord(answer->body, people_.Subject(index), people_.Fields(index))) {
      return Complain(index, "differs from what was stored", counts_.different);
    }
    ++counts_.same;
  }

  // The first few by name; the count says how many.
  void Complain(uint64_t index, std::string_view what, uint64_t& count) {
    constexpr uint64_t kNamedMax = 5;
    if (count++ < kNamedMax) {
      fmt::print(stderr, "record {} {}\n", people_.Record(index).Format(), what);
    }
  }

  const size_t connections_;
  const AcknowledgedLoad& load_;
  const FictitiousPeople people_;
  const std::string purpose_;
  Counts& counts_;
  std::optional<Error> error_;
  Sender sender_;
};

}  // namespace

Result<int> RunLoad(const Context& context, const LoadOptions& options) {
  MANDAT_TRY(HttpSettings settings, context.Settings());
  HttpClient client(settings);
  MANDAT_TRY(Collection collection,
             CollectionFor(client, options, options.agreement, options.collection));
  std::string purpose = options.purpose;
  if (purpose.empty()) {
    MANDAT_TRY(purpose, FindPurpose(client, options.agreement, "record", options.collection));
  }
  std::optional<AcknowledgedWriter> acknowledged;
  if (!options.acknowledged.empty()) {
    MANDAT_TRY(acknowledged,
               AcknowledgedWriter::Open(options.acknowledged,
                                        {options.agreement, options.collection, options.seed}));
  }
  Loader loader(std::move(settings), options,
                FictitiousPeople(options.seed, options.agreement, std::move(collection)),
                std::move(purpose), std::move(acknowledged));
  loader.Run();
  if (context.json) {
    PrintJson(loader.Summary());
  } else {
    loader.PrintSummary();
  }
  if (loader.error()) {
    return Fail(*loader.error());
  }
  return 0;
}

Result<int> RunLoadVerify(const Context& context, const LoadOptions& options) {
  MANDAT_TRY(const HttpSettings settings, context.Settings());
  MANDAT_TRY(const std::string text, ReadWholeFile(options.verify));
  MANDAT_TRY(const std::vector<AcknowledgedLoad> loads, ParseAcknowledged(text));
  HttpClient client(settings);
  Comparer::Counts counts;
  ProgressBar progress("records read again");
  for (const AcknowledgedLoad& load : loads) {
    const LoadName& name = load.name;
    MANDAT_TRY(Collection collection,
               CollectionFor(client, options, name.agreement, name.collection));
    std::string purpose = options.purpose;
    if (purpose.empty()) {
      MANDAT_TRY(purpose, FindPurpose(client, name.agreement, "consult", name.collection));
    }
    Comparer comparer(settings, options, load,
                      FictitiousPeople(name.seed, name.agreement, std::move(collection)),
                      std::move(purpose), counts);
    MANDAT_TRY_STATUS(comparer.Run(progress));
  }
  progress.Clear();
  if (context.json) {
    PrintJson({{"same", counts.same},
               {"different", counts.different},
               {"missing", counts.missing},
               {"erased", counts.erased}});
  } else {
    fmt::print("{} acknowledged records are there, byte by byte as they were made\n", counts.same);
    fmt::print("{} differ, {} are missing, {} were erased since\n", counts.different,
               counts.missing, counts.erased);
  }
  return counts.ok() ? 0 : ExitCode(ErrorKind::kCorrupt);
}

}  // namespace mandat
