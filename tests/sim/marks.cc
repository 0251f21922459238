// SPDX-License-Identifier: Apache-2.0
#include "sim/marks.h"

#include <vector>

namespace mandat::sim {
namespace {

struct Mark {
  std::string_view name;
  Bytes bytes;
  bool is_id = false;
};

std::vector<Mark> MakeMarks() {
  std::vector<Mark> marks;
  marks.push_back({"a body", Bytes(kBodyMark)});
  Bytes value;
  AppendBigEndian64(value, static_cast<uint64_t>(kPointMark));
  value.resize(6);
  marks.push_back({"a value", value});
  marks.push_back({"a value", Bytes(value.rbegin(), value.rend())});
  marks.push_back({"a value", std::to_string(kPointMark).substr(0, 12)});
  for (const char byte : {kPersonByte, kRecordByte}) {
    const std::string_view name = byte == kPersonByte ? "the id of a person" : "the id of a unit";
    const std::string hex = byte == kPersonByte ? "51515151" : "7e7e7e7e";
    marks.push_back({name, Bytes(8, byte), true});
    marks.push_back({name, hex + hex, true});
    marks.push_back({name, hex + "-" + hex.substr(0, 4), true});
  }
  return marks;
}

}  // namespace

std::optional<std::string_view> FindMark(ByteView bytes, Marks marks) {
  static const std::vector<Mark> kMarks = MakeMarks();
  for (const Mark& mark : kMarks) {
    if ((marks == Marks::kAll || !mark.is_id) && bytes.find(mark.bytes) != ByteView::npos) {
      return mark.name;
    }
  }
  return std::nullopt;
}

}  // namespace mandat::sim
