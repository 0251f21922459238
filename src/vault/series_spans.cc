// SPDX-License-Identifier: Apache-2.0
#include "vault/internal/series_spans.h"

#include <algorithm>
#include <cmath>

#include "vault/series.h"

namespace mandat::internal {
namespace {

double NumberOf(FieldType type, const PointValue& value) {
  return type == FieldType::kDecimal ? value.decimal() : static_cast<double>(value.integer());
}

bool IsLess(FieldType type, const PointValue& a, const PointValue& b) {
  return type == FieldType::kDecimal ? a.decimal() < b.decimal() : a.integer() < b.integer();
}

}  // namespace

Result<SpanTable> SpanTable::Make(const std::vector<PointColumn>& fields,
                                  const std::vector<std::string>& functions) {
  SpanTable table;
  table.fields_ = fields;
  auto columns = std::make_shared<std::vector<PointColumn>>();
  for (const std::string& name : functions) {
    const auto* const known = std::ranges::find(kPointFunctions, name);
    if (known == std::end(kPointFunctions)) {
      return Fail(Error::Invalid("function is not one of count, first, last, min, max, mean, sum"));
    }
    const auto function = static_cast<Function>(known - std::begin(kPointFunctions));
    if (std::ranges::find(table.functions_, function) != table.functions_.end()) {
      return Fail(Error::Invalid("function `" + name + "` stands twice"));
    }
    table.functions_.push_back(function);
  }
  for (const PointColumn& field : fields) {
    for (const Function function : table.functions_) {
      const FieldType type = function == Function::kCount ? FieldType::kInteger
                             : function == Function::kMean || function == Function::kSum
                                 ? FieldType::kDecimal
                                 : field.type;
      const std::string_view name = kPointFunctions[static_cast<size_t>(function)];
      columns->push_back({field.name + "." + std::string(name), type});
    }
  }
  table.columns_ = std::move(columns);
  table.tallies_.resize(fields.size());
  return table;
}

// Sums together with what each addition loses, as in A. Neumaier, ZAMM 54 (1974), 39-51.
void SpanTable::Add(std::span<const PointValue> values) {
  for (size_t i = 0; i < values.size(); ++i) {
    const PointValue& value = values[i];
    if (!value.there) {
      continue;
    }
    Tally& tally = tallies_[i];
    const FieldType type = fields_[i].type;
    if (tally.count++ == 0) {
      tally.first = tally.least = tally.most = value;
    }
    tally.last = value;
    if (IsLess(type, value, tally.least)) {
      tally.least = value;
    }
    if (IsLess(type, tally.most, value)) {
      tally.most = value;
    }
    const double number = NumberOf(type, value);
    const double sum = tally.sum + number;
    tally.lost += std::abs(tally.sum) >= std::abs(number) ? (tally.sum - sum) + number
                                                          : (number - sum) + tally.sum;
    tally.sum = sum;
  }
}

PointValue SpanTable::ValueOf(Function function, const Tally& tally) {
  if (function == Function::kCount) {
    return PointValue::Integer(static_cast<int64_t>(tally.count));
  }
  if (tally.count == 0) {
    return {};
  }
  const double sum = std::isfinite(tally.sum) ? tally.sum + tally.lost : tally.sum;
  switch (function) {
    case Function::kCount:
      break;
    case Function::kFirst:
      return tally.first;
    case Function::kLast:
      return tally.last;
    case Function::kMin:
      return tally.least;
    case Function::kMax:
      return tally.most;
    case Function::kMean: {
      const double mean = sum / static_cast<double>(tally.count);
      return std::isfinite(mean) ? PointValue::Decimal(mean) : PointValue();
    }
    case Function::kSum:
      return std::isfinite(sum) ? PointValue::Decimal(sum) : PointValue();
  }
  return {};
}

void SpanTable::Flush(Instant start, PointTable& out) {
  row_.clear();
  for (const Tally& tally : tallies_) {
    for (const Function function : functions_) {
      row_.push_back(ValueOf(function, tally));
    }
  }
  out.Add(start, row_);
  std::ranges::fill(tallies_, Tally());
  std::ranges::fill(row_, PointValue());
}

}  // namespace mandat::internal
