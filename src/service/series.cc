// SPDX-License-Identifier: Apache-2.0
#include "service/series.h"

#include "duty/zone.h"
#include "service/internal/erasure_rows.h"
#include "service/internal/use_case.h"

namespace mandat {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

class AppendWork final : public UseCase {
 public:
  AppendWork(const Caller& caller, Operation operation, std::vector<NewPoints> points,
             Done<AppendAnswer> done)
      : UseCase(caller, std::move(operation)),
        series_(caller.agreement->series()),
        points_(std::move(points)),
        done_(std::move(done)) {}

  // Sealed on this thread, so that the sequencer only stages bytes.
  static void Run(std::unique_ptr<AppendWork> work) {
    Gate& gate = work->gate();
    if (const Result<Permit> permit = gate.Admit(work->operation()); permit) {
      Result<SealedPoints> sealed = work->series_.Seal(*permit, std::move(work->points_));
      if (!sealed) {
        return work->done_(Fail(std::move(sealed).error()));
      }
      work->sealed_.emplace(std::move(*sealed));
    }
    gate.Submit(std::move(work));
  }

  bool writes() const override { return true; }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    if (!sealed_) {
      MANDAT_TRY(SealedPoints sealed, series_.Seal(permit, std::move(points_)));
      sealed_.emplace(std::move(sealed));
    }
    return series_.StageAppend(std::move(permit), *sealed_, context);
  }

  Bytes ReplayNote() const override {
    Bytes note;
    for (const uint64_t count :
         {sealed_->counts().stored, sealed_->counts().replaced, sealed_->counts().expired}) {
      AppendBigEndian64(note, count);
    }
    return note;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    AppendCounts counts;
    if (const ByteView note = release->replay_note(); release->replayed() && note.size() == 24) {
      counts.stored = ReadBigEndian64(note);
      counts.replaced = ReadBigEndian64(note.substr(8));
      counts.expired = ReadBigEndian64(note.substr(16));
    } else if (sealed_) {
      counts = sealed_->counts();
    }
    done_(AppendAnswer{std::move(counts), ReceiptOf(*release)});
  }

 private:
  Series& series_;
  std::vector<NewPoints> points_;
  std::optional<SealedPoints> sealed_;
  Done<AppendAnswer> done_;
};

// A read on its way: what was found stays closed until its entry is durable.
template <class Page, class Answer>
class SeriesReadWork final : public UseCase {
 public:
  using Reading = SeriesReading<Page>;
  using Find = std::move_only_function<Result<Reading>(const Series&, Permit)>;

  SeriesReadWork(const Caller& caller, Operation operation, Find find, Done<Answer> done)
      : UseCase(caller, std::move(operation)),
        series_(caller.agreement->series()),
        find_(std::move(find)),
        done_(std::move(done)) {}

  static void Run(std::unique_ptr<SeriesReadWork> work) {
    Gate& gate = work->gate();
    Result<Permit> permit = gate.Admit(work->operation());
    if (permit) {
      work->reading_ = work->find_(work->series_, std::move(*permit));
    }
    gate.Submit(std::move(work));
  }

  bool writes() const override { return false; }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    if (!reading_ || !*reading_ || Series::IsStale(**reading_, context)) {
      reading_ = find_(series_, std::move(permit));
    }
    if (!*reading_) {
      return Fail(reading_->error());
    }
    return (*reading_)->facts;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    Reading reading = std::move(**reading_);
    done_(Answer{std::move(reading.found).Open(*release), ReceiptOf(*release)});
  }

 private:
  const Series& series_;
  Find find_;
  Done<Answer> done_;
  std::optional<Result<Reading>> reading_;
};

class EraseSeriesWork final : public UseCase {
 public:
  EraseSeriesWork(const Caller& caller, Operation operation, const RecordId& series,
                  Done<EraseAnswer> done)
      : UseCase(caller, std::move(operation)),
        all_(caller.agreement->series()),
        series_(series),
        done_(std::move(done)) {}

  bool writes() const override { return true; }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    MANDAT_TRY(Facts facts, all_.StageErase(std::move(permit), series_, context));
    chunks_count_ = facts.units_count;
    context.staging.Put(Space::kMeta, Bytes(kLastErasureRow), EncodeInstant(context.at));
    return facts;
  }

  Bytes ReplayNote() const override {
    Bytes note;
    AppendBigEndian64(note, chunks_count_);
    return note;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    if (release->replayed() && release->replay_note().size() == 8) {
      chunks_count_ = ReadBigEndian64(release->replay_note());
    }
    EraseAnswer answer;
    answer.units_count = chunks_count_;
    answer.receipt = ReceiptOf(*release);
    done_(std::move(answer));
  }

 private:
  Series& all_;
  RecordId series_;
  Done<EraseAnswer> done_;
  uint64_t chunks_count_ = 0;
};

// Which span an instant lies in. Errors: kUnavailable (the agreement's zone is not known here).
Result<std::function<std::pair<Instant, Instant>(Instant)>> SpanOf(const SpanLength& every,
                                                                   const Mandate& mandate) {
  if (!every.civil_day) {
    const int64_t length = microseconds(every.length).count();
    return [length](Instant at) {
      const Instant start{at.micros - at.micros % length};  // nothing is before 1970
      return std::pair(start, Instant{start.micros + length});
    };
  }
  const std::string& name = mandate.agreement().time().zone;
  const Result<Zone> zone = Zone::Get(name.empty() ? "UTC" : name);
  if (!zone) {
    return Fail(Error::Unavailable("zone data for the agreement's days is missing"));
  }
  return [zone = *zone](Instant at) {
    const Day day = zone.DayOf(at);
    return std::pair(zone.StartOf(day), zone.StartOf(day + days(1)));
  };
}

// "2H" with letter H gives 2 and takes it off; 0 when there is no such part.
std::optional<int64_t> TakePart(std::string_view& text, char letter) {
  const size_t end = text.find(letter);
  if (end == std::string_view::npos) {
    return 0;
  }
  int64_t count = 0;
  if (end == 0 || end > 4) {
    return std::nullopt;
  }
  for (const char c : text.substr(0, end)) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    count = count * 10 + (c - '0');
  }
  text.remove_prefix(end + 1);
  return count;
}

}  // namespace

// The durations are those of ISO 8601-1:2019, 5.5.2.
Result<SpanLength> SpanLength::Parse(std::string_view text) {
  constexpr minutes kDay{24 * 60};
  if (text == "P1D") {
    return SpanLength{kDay, true};
  }
  const Error wrong = Error::Invalid(
      "span is not P1D or a part of a day like PT1M, PT15M, PT1H that a day has a whole number of "
      "times");
  if (!text.starts_with("PT") || text.size() == 2) {
    return Fail(wrong);
  }
  text.remove_prefix(2);
  const std::optional<int64_t> whole_hours = TakePart(text, 'H');
  const std::optional<int64_t> rest = whole_hours ? TakePart(text, 'M') : std::nullopt;
  if (!rest || !text.empty()) {
    return Fail(wrong);
  }
  const minutes length = hours(*whole_hours) + minutes(*rest);
  if (length < minutes(1) || length > kDay || kDay % length != minutes(0)) {
    return Fail(wrong);
  }
  return SpanLength{length, false};
}

void AppendPoints(Caller caller, AppendRequest request, Done<AppendAnswer> done) {
  Operation operation = OperationFor(Verb::kRecord, caller, std::move(request.collection));
  operation.categories = request.categories;
  AppendWork::Run(std::make_unique<AppendWork>(caller, std::move(operation),
                                               std::move(request.points), std::move(done)));
}

void ReadPoints(Caller caller, PointsRequest request, Done<PointsAnswer> done) {
  using PointsWork = SeriesReadWork<PointsPage, PointsAnswer>;
  Operation operation = OperationFor(Verb::kConsult, caller, std::move(request.collection));
  operation.categories = request.categories;
  auto find = [query = std::move(request.query), every = request.every, last = request.last](
                  const Series& series,
                  Permit permit) mutable -> Result<SeriesReading<PointsPage>> {
    if (last) {
      return series.ReadLast(std::move(permit), query);
    }
    if (every) {
      MANDAT_TRY(query.span, SpanOf(*every, permit.mandate()));
    }
    return series.Read(std::move(permit), query);
  };
  PointsWork::Run(
      std::make_unique<PointsWork>(caller, std::move(operation), std::move(find), std::move(done)));
}

void ListSeries(Caller caller, SeriesRequest request, Done<SeriesAnswer> done) {
  using ListWork = SeriesReadWork<SeriesPage, SeriesAnswer>;
  Operation operation = OperationFor(Verb::kConsult, caller, std::move(request.collection));
  auto find = [subject = request.subject, after = request.after, limit = request.limit](
                  const Series& series, Permit permit) {
    return series.List(std::move(permit), subject, after, limit);
  };
  ListWork::Run(
      std::make_unique<ListWork>(caller, std::move(operation), std::move(find), std::move(done)));
}

// Source: GDPR Art. 17(1).
void EraseSeries(Caller caller, std::string collection, const RecordId& series,
                 Done<EraseAnswer> done) {
  Operation operation = OperationFor(Verb::kErase, caller, std::move(collection));
  caller.agreement->gate().Submit(std::unique_ptr<Work>(
      std::make_unique<EraseSeriesWork>(caller, std::move(operation), series, std::move(done))));
}

}  // namespace mandat
