// SPDX-License-Identifier: Apache-2.0
//
// Structs as deterministic CBOR maps: a struct lists its members once, and both directions follow.
// Guarantees: one spelling for each value, so that decoding takes exactly what encoding writes;
// what is empty is absent. On disk: keys are never changed and never used again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "format/cbor.h"

namespace mandat {

// How a member is written. Specialise it for a type of one's own: `IsAbsent`, `Write`, `Read`.
template <class Value, class = void>
struct CborForm;

template <class Struct, class Value>
struct CborField {
  using Type = Value;

  uint64_t key;
  Value Struct::* member;
  bool is_octets = false;  // of a string: bytes, not text
};
template <class Struct, class Value>
constexpr CborField<Struct, Value> Member(uint64_t key, Value Struct::* member) {
  return {key, member};
}
template <class Struct>
constexpr CborField<Struct, Bytes> OctetsMember(uint64_t key, Bytes Struct::* member) {
  return {key, member, true};
}

// Requires: `Struct::Fields()` gives a tuple of fields in ascending order of keys.
template <class Struct>
void WriteCborRecord(CborWriter& out, const Struct& value);
// Errors: kCorrupt (an unknown key, a value that is none). The order of keys is for the caller.
template <class Struct>
Result<Struct> ReadCborRecord(CborReader& in);

template <class Struct>
Bytes EncodeCborRecord(const Struct& value, size_t bytes_expected = 256) {
  CborWriter out(bytes_expected);
  WriteCborRecord(out, value);
  return std::move(out).Take();
}

// Strict: exactly what EncodeCborRecord writes, which settles the order of keys, keys given twice
// and empty values at once. Errors: kCorrupt.
template <class Struct>
Result<Struct> DecodeCborRecord(ByteView bytes) {
  CborReader in(bytes);
  MANDAT_TRY(Struct value, ReadCborRecord<Struct>(in));
  if (EncodeCborRecord(value, bytes.size()) != bytes) {
    return Fail(Error::Corrupt("a stored record is not in its one form"));
  }
  return value;
}

template <class Value>
struct CborForm<Value, std::enable_if_t<std::is_unsigned_v<Value>>> {
  static bool IsAbsent(Value value) { return value == 0; }
  static void Write(CborWriter& out, Value value) {
    if constexpr (std::is_same_v<Value, bool>) {
      out.WriteBool(value);
    } else {
      out.WriteUnsigned(value);
    }
  }
  static Result<Value> Read(CborReader& in) {
    if constexpr (std::is_same_v<Value, bool>) {
      return in.ReadBool();
    } else {
      MANDAT_TRY(const uint64_t read, in.ReadUnsigned());
      if (!std::in_range<Value>(read)) {
        return Fail(Error::Corrupt("a stored number is too large"));
      }
      return static_cast<Value>(read);
    }
  }
};

// An enum with a `kLast`. It starts at 1; as a member on its own also at 0, which is absent.
template <class Value>
struct CborForm<Value, std::enable_if_t<std::is_enum_v<Value>>> {
  static bool IsAbsent(Value value) { return static_cast<uint64_t>(value) == 0; }
  static void Write(CborWriter& out, Value value) {
    out.WriteUnsigned(static_cast<uint64_t>(value));
  }
  static Result<Value> Read(CborReader& in) {
    MANDAT_TRY(const uint64_t read, in.ReadUnsigned());
    if (read == 0 || read > static_cast<uint64_t>(Value::kLast)) {
      return Fail(Error::Corrupt("a stored word is unknown"));
    }
    return static_cast<Value>(read);
  }
};

template <>
struct CborForm<Instant> {
  static bool IsAbsent(Instant) { return false; }
  static void Write(CborWriter& out, Instant at) { out.WriteInteger(at.micros); }
  static Result<Instant> Read(CborReader& in) {
    MANDAT_TRY(const int64_t micros, in.ReadInteger());
    return Instant{micros};
  }
};

template <>
struct CborForm<std::string> {
  static bool IsAbsent(const std::string& text) { return text.empty(); }
  static void Write(CborWriter& out, const std::string& text) { out.WriteText(text); }
  static Result<std::string> Read(CborReader& in) {
    MANDAT_TRY(const std::string_view text, in.ReadText());
    return std::string(text);
  }
};

template <class Value>
struct CborForm<std::optional<Value>> {
  static bool IsAbsent(const std::optional<Value>& value) { return !value; }
  static void Write(CborWriter& out, const std::optional<Value>& value) {
    CborForm<Value>::Write(out, *value);
  }
  static Result<std::optional<Value>> Read(CborReader& in) {
    MANDAT_TRY(Value value, CborForm<Value>::Read(in));
    return std::optional<Value>(std::move(value));
  }
};

template <class First, class Second>
struct CborForm<std::pair<First, Second>> {
  static void Write(CborWriter& out, const std::pair<First, Second>& value) {
    out.WriteArray(2);
    CborForm<First>::Write(out, value.first);
    CborForm<Second>::Write(out, value.second);
  }
  static Result<std::pair<First, Second>> Read(CborReader& in) {
    MANDAT_TRY(const uint64_t count, in.ReadArray());
    if (count != 2) {
      return Fail(Error::Corrupt("a stored pair is none"));
    }
    MANDAT_TRY(First first, CborForm<First>::Read(in));
    MANDAT_TRY(Second second, CborForm<Second>::Read(in));
    return std::pair<First, Second>(std::move(first), std::move(second));
  }
};

template <class Value>
struct CborForm<std::vector<Value>> {
  static bool IsAbsent(const std::vector<Value>& values) { return values.empty(); }
  static void Write(CborWriter& out, const std::vector<Value>& values) {
    out.WriteArray(values.size());
    for (const Value& value : values) {
      CborForm<Value>::Write(out, value);
    }
  }
  static Result<std::vector<Value>> Read(CborReader& in) {
    MANDAT_TRY(const uint64_t count, in.ReadArray());
    std::vector<Value> values;
    for (uint64_t i = 0; i < count; ++i) {
      MANDAT_TRY(Value value, CborForm<Value>::Read(in));
      values.push_back(std::move(value));
    }
    return values;
  }
};

// A struct within a struct.
template <class Value>
struct CborForm<Value, std::void_t<decltype(Value::Fields())>> {
  static bool IsAbsent(const Value&) { return false; }
  static void Write(CborWriter& out, const Value& value) { WriteCborRecord(out, value); }
  static Result<Value> Read(CborReader& in) { return ReadCborRecord<Value>(in); }
};

template <class Struct>
void WriteCborRecord(CborWriter& out, const Struct& value) {
  std::apply(
      [&](const auto&... fields) {
        uint64_t count = 0;
        const auto is_absent = [&](const auto& field) {
          using Type = typename std::decay_t<decltype(field)>::Type;
          return CborForm<Type>::IsAbsent(value.*field.member);
        };
        ((count += is_absent(fields) ? 0 : 1), ...);
        out.WriteMap(count);
        const auto write = [&](const auto& field) {
          using Type = typename std::decay_t<decltype(field)>::Type;
          if (is_absent(field)) {
            return;
          }
          out.WriteUnsigned(field.key);
          if constexpr (std::is_same_v<Type, Bytes>) {
            field.is_octets ? out.WriteBytes(value.*field.member)
                            : out.WriteText(value.*field.member);
          } else {
            CborForm<Type>::Write(out, value.*field.member);
          }
        };
        (write(fields), ...);
      },
      Struct::Fields());
}

template <class Struct>
Result<Struct> ReadCborRecord(CborReader& in) {
  MANDAT_TRY(const uint64_t count, in.ReadMap());
  Struct value;
  for (uint64_t i = 0; i < count; ++i) {
    MANDAT_TRY(const uint64_t key, in.ReadUnsigned());
    Status status = Fail(Error::Corrupt("a stored record has an unknown key"));
    const auto read = [&](const auto& field) -> Status {
      using Type = typename std::decay_t<decltype(field)>::Type;
      if constexpr (std::is_same_v<Type, Bytes>) {
        if (field.is_octets) {
          MANDAT_TRY(const ByteView bytes, in.ReadBytes());
          value.*field.member = bytes;
          return {};
        }
      }
      MANDAT_TRY(value.*field.member, CborForm<Type>::Read(in));
      return {};
    };
    std::apply(
        [&](const auto&... fields) {
          static_cast<void>(((fields.key == key ? (status = read(fields), true) : false) || ...));
        },
        Struct::Fields());
    MANDAT_TRY_STATUS(status);
  }
  return value;
}

}  // namespace mandat
