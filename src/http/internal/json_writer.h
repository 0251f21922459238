// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.h"

namespace mandat {

// Appends a text in quotes, in the shortest form: never longer than any JSON it was read from.
// Requires: well-formed UTF-8. Source: RFC 8259 7.
void AppendJsonText(Bytes& out, std::string_view text);

// Writes compact JSON; the caller opens and closes in pairs.
class JsonWriter {
 public:
  explicit JsonWriter(size_t bytes_expected) { out_.reserve(bytes_expected); }

  JsonWriter& BeginObject() { return Begin('{'); }
  JsonWriter& EndObject() { return End('}'); }
  JsonWriter& BeginArray() { return Begin('['); }
  JsonWriter& EndArray() { return End(']'); }
  JsonWriter& Key(std::string_view name);
  JsonWriter& Text(std::string_view text);
  JsonWriter& Unsigned(uint64_t value);
  JsonWriter& Bool(bool value) { return Raw(value ? "true" : "false"); }
  // JSON that is already written.
  JsonWriter& Raw(std::string_view json);

  Bytes Take() && { return std::move(out_); }

 private:
  JsonWriter& Begin(char c);
  JsonWriter& End(char c);
  void Separate();

  Bytes out_;
  bool comma_ = false;
};

}  // namespace mandat
