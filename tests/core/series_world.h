// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/core_test_util.h"
#include "service/series.h"

namespace mandat {

// The shop with meters at customers, for 30 days, and sensors for the term.
inline AgreementTexts SeriesTexts(uint32_t version = 1) {
  AgreementTexts texts = ShopTexts(version);
  texts.form.insert(texts.form.find("data-categories:"),
                    "    - {verb: restrict, clause: \"3.3\"}\n");
  texts.schema += R"(
  - id: meters
    kind: series
    people: customers
    fields:
      - {id: power, type: integer, category: contact, required: true}
      - {id: level, type: decimal, category: contact}
      - {id: open, type: boolean, category: contact}
  - id: sensors
    kind: series
    people: customers
    fields:
      - {id: level, type: decimal, category: log}
)";
  return texts;
}

// A point of `meters`.
struct MeterPoint {
  Instant at;
  int64_t power = 0;
  std::optional<double> level;
  std::optional<bool> open;
  friend bool operator==(const MeterPoint&, const MeterPoint&) = default;
};

class SeriesWorld : public TestWorld {
 public:
  using TestWorld::TestWorld;

  static PointTable TableOf(const std::vector<MeterPoint>& points) {
    static const PointColumns columns = std::make_shared<const std::vector<PointColumn>>(
        std::vector<PointColumn>{{"power", FieldType::kInteger},
                                 {"level", FieldType::kDecimal},
                                 {"open", FieldType::kBoolean}});
    PointTable table(columns);
    uint32_t number = 0;
    for (const MeterPoint& point : points) {
      const std::array<PointValue, 3> values{
          PointValue::Integer(point.power),
          point.level ? PointValue::Decimal(*point.level) : PointValue(),
          point.open ? PointValue::Boolean(*point.open) : PointValue()};
      table.Add(point.at, values, ++number);
    }
    return table;
  }
  static std::vector<MeterPoint> PointsOf(const PointTable& table) {
    std::vector<MeterPoint> points;
    for (size_t i = 0; i < table.size(); ++i) {
      const auto values = table.values(i);
      MeterPoint point{table.at(i), values[0].integer(), {}, {}};
      if (values[1].there) {
        point.level = values[1].decimal();
      }
      if (values[2].there) {
        point.open = values[2].boolean();
      }
      points.push_back(point);
    }
    return points;
  }

  std::future<Result<AppendAnswer>> StartAppend(std::vector<NewPoints> points,
                                                std::string purpose = "support",
                                                std::string key = "",
                                                std::string collection = "meters") {
    Caller caller = As(std::move(purpose));
    caller.idempotency_key = key;
    caller.request = key;
    return Start<AppendAnswer>([&](Done<AppendAnswer> done) {
      AppendPoints(caller, {std::move(collection), std::move(points), 0}, std::move(done));
    });
  }
  Result<AppendAnswer> Append(uint8_t series, uint8_t person, const std::vector<MeterPoint>& points,
                              std::string purpose = "support", std::string key = "") {
    return StartAppend(Of(series, person, points), std::move(purpose), std::move(key)).get();
  }
  static std::vector<NewPoints> Of(uint8_t series, uint8_t person,
                                   const std::vector<MeterPoint>& points) {
    std::vector<NewPoints> fresh;
    fresh.push_back({Record(series), Person(person), TableOf(points)});
    return fresh;
  }

  PointsRequest Ask(uint8_t series) {
    PointsRequest request{
        "meters",
        {Record(series), Instant{0}, time().Now() + std::chrono::hours(24), {}, 10'000, {}, {}},
        {},
        false,
        0};
    return request;
  }
  std::future<Result<PointsAnswer>> StartReadPoints(PointsRequest request,
                                                    std::string purpose = "support") {
    return Start<PointsAnswer>([&](Done<PointsAnswer> done) {
      ReadPoints(As(std::move(purpose)), std::move(request), std::move(done));
    });
  }
  Result<PointsAnswer> Find(PointsRequest request, std::string purpose = "support") {
    return StartReadPoints(std::move(request), std::move(purpose)).get();
  }
  Result<std::vector<MeterPoint>> All(uint8_t series) {
    MANDAT_TRY(const PointsAnswer answer, Find(Ask(series)));
    return PointsOf(answer.page.points);
  }
  Result<SeriesAnswer> List(uint8_t person, std::optional<RecordId> after = {}, size_t limit = 20) {
    return Start<SeriesAnswer>([&](Done<SeriesAnswer> done) {
             ListSeries(As("support"), {"meters", Person(person), after, limit}, std::move(done));
           })
        .get();
  }
  Result<EraseAnswer> EraseOne(uint8_t series) {
    return Start<EraseAnswer>([&](Done<EraseAnswer> done) {
             EraseSeries(As("", "2026-014"), "meters", Record(series), std::move(done));
           })
        .get();
  }

  std::map<Bytes, Bytes> Rows(Space space, ByteView prefix = {}) {
    std::map<Bytes, Bytes> rows;
    const auto cursor = agreement().store().Scan(space, Bytes(1, '\0'), Bytes(64, '\xff'));
    for (; cursor->Valid(); cursor->Next()) {
      if (cursor->key().starts_with(prefix)) {
        rows.emplace(cursor->key(), cursor->value());
      }
    }
    EXPECT_OK(cursor->status());
    return rows;
  }
  // Changes rows behind the back of everybody, as somebody with the files could.
  void Tamper(const std::map<Bytes, Bytes>& rows) {
    const auto store = home().OpenStore("data");
    Batch batch;
    for (const auto& [key, value] : rows) {
      batch.Put(Space::kSeries, key, value);
    }
    ASSERT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }
};

}  // namespace mandat
