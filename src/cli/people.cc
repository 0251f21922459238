// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/people.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

#include "base/assert.h"
#include "crypto/hash.h"
#include "evidence/report.h"

namespace mandat {
namespace {

constexpr std::array<std::string_view, 24> kSyllables = {
    "ba",  "dor", "fi", "gal", "ha", "jem", "ka", "lun", "mi", "nor", "o",   "pel",
    "qui", "ras", "so", "tam", "u",  "vel", "wi", "xan", "ya", "zer", "thu", "bri"};

// An endless line of draws that depend on nothing but the words it is made from.
class Draws {
 public:
  explicit Draws(std::string name) : name_(std::move(name)) {}

  // A number from 0 to below - 1. Requires: below > 0.
  uint64_t Next(uint64_t below) {
    if (at_ + sizeof(uint64_t) > block_.size()) {
      block_ = Bytes(Sha256({name_, "#", std::to_string(blocks_++)}).view());
      at_ = 0;
    }
    const uint64_t number = ReadBigEndian64(ByteView(block_).substr(at_));
    at_ += sizeof(uint64_t);
    return number % below;
  }

  template <size_t kCount>
  std::string_view Choose(const std::array<std::string_view, kCount>& words) {
    return words[Next(kCount)];
  }

  // Two or three syllables with a capital.
  std::string Name() {
    std::string name;
    for (uint64_t i = Next(2) + 2; i > 0; --i) {
      name += Choose(kSyllables);
    }
    name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
    return name;
  }

  std::string Hex(size_t digits) {
    std::string text;
    while (text.size() < digits) {
      text += "0123456789abcdef"[Next(16)];
    }
    return text;
  }

 private:
  std::string name_;
  Bytes block_;
  size_t at_ = 0;
  uint64_t blocks_ = 0;
};

struct Person {
  std::string first;
  std::string last;
  uint64_t index;
};

bool Has(std::string_view id, std::string_view word) {
  return id.find(word) != std::string_view::npos;
}

std::string Lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string Email(const Person& person) {
  return fmt::format("{}.{}.{}@example.org", Lower(person.first), Lower(person.last), person.index);
}

std::string MacAddress(Draws& draws) {
  std::string text = "02";  // administered locally: no manufacturer has it
  for (int i = 0; i < 5; ++i) {
    text += ":" + draws.Hex(2);
  }
  return text;
}

// Text that suits the name of a field as far as the name tells.
std::string TextFor(std::string_view id, const Person& person, Draws& draws) {
  static constexpr std::array<std::string_view, 4> kEnergies = {"electricity", "gas", "heat",
                                                                "water"};
  static constexpr std::array<std::string_view, 4> kDwellings = {"house", "flat", "terraced house",
                                                                 "farm"};
  if (Has(id, "mail")) return Email(person);
  if (Has(id, "first-name")) return person.first;
  if (Has(id, "surname") || Has(id, "last-name")) return person.last;
  if (Has(id, "name") || Has(id, "holder")) return person.first + " " + person.last;
  if (Has(id, "phone")) return fmt::format("+00 000 {:06}", draws.Next(1'000'000));
  if (Has(id, "street")) return fmt::format("{} {} Street", draws.Next(200) + 1, draws.Name());
  if (Has(id, "postal-code")) return fmt::format("{:04}", draws.Next(1000));
  if (Has(id, "city")) return draws.Name() + "ville";
  if (Has(id, "mac")) return MacAddress(draws);
  if (Has(id, "ip")) return fmt::format("192.0.2.{}", draws.Next(254) + 1);
  if (Has(id, "account")) return fmt::format("XX00{:012}", draws.Next(1'000'000'000'000));
  if (Has(id, "meter") || Has(id, "sensor")) return fmt::format("S-{:08}", person.index);
  if (Has(id, "energy")) return std::string(draws.Choose(kEnergies));
  if (Has(id, "dwelling")) return std::string(draws.Choose(kDwellings));
  if (id == "unit") return "kWh";
  if (id == "frame") return draws.Hex(256);
  return Lower(draws.Name());  // short, since the server may not tell how long is too long
}

std::string Day(Draws& draws) {
  return fmt::format("{:04}-{:02}-{:02}", 1990 + draws.Next(35), draws.Next(12) + 1,
                     draws.Next(28) + 1);
}

// At most this many bytes of ASCII.
std::string Fit(std::string text, uint32_t length_max) {
  if (length_max > 0 && text.size() > length_max) {
    text.resize(length_max);
  }
  return text;
}

std::string JsonValue(const Field& field, const Person& person, Draws& draws) {
  switch (field.type) {
    case FieldType::kText:
      return FormatJsonString(Fit(TextFor(field.id, person, draws), field.length_max));
    case FieldType::kEmail:
      return FormatJsonString(Email(person));
    case FieldType::kInteger:
      return std::to_string(draws.Next(10'000));
    case FieldType::kDecimal:
      return fmt::format("{}.{:02}", draws.Next(500) + 1, draws.Next(100));
    case FieldType::kBoolean:
      return draws.Next(2) == 0 ? "false" : "true";
    case FieldType::kDate:
      return "\"" + Day(draws) + "\"";
    case FieldType::kInstant:
      return fmt::format("\"{}T{:02}:{:02}:{:02}Z\"", Day(draws), draws.Next(24), draws.Next(60),
                         draws.Next(60));
  }
  Stop("unknown type of field");
}

// 16 bytes in the form of a UUID of one's own making. Source: RFC 9562 5.8.
std::array<uint8_t, 16> UuidBytes(std::string_view name) {
  const Hash hash = Sha256(name);
  std::array<uint8_t, 16> bytes;
  std::copy_n(hash.bytes.begin(), bytes.size(), bytes.begin());
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0f) | 0x80);
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3f) | 0x80);
  return bytes;
}

}  // namespace

FictitiousPeople::FictitiousPeople(uint64_t seed, std::string agreement, Collection collection)
    : seed_(seed), agreement_(std::move(agreement)), collection_(std::move(collection)) {}

SubjectId FictitiousPeople::Subject(uint64_t index) const {
  return SubjectId(UuidBytes(fmt::format("mandat person v1\n{}\n{}\n{}\n{}", seed_, agreement_,
                                         collection_.people, index)));
}

RecordId FictitiousPeople::Record(uint64_t index) const {
  return RecordId(UuidBytes(
      fmt::format("mandat record v1\n{}\n{}\n{}\n{}", seed_, agreement_, collection_.id, index)));
}

std::string FictitiousPeople::Fields(uint64_t index) const {
  Draws names(fmt::format("mandat name v1\n{}\n{}", seed_, index));
  std::string first = names.Name();
  const Person person{std::move(first), names.Name(), index};
  std::string text = "{";
  for (const Field& field : collection_.fields) {
    Draws draws(fmt::format("mandat field v1\n{}\n{}\n{}", seed_, index, field.id));
    text += (text.size() == 1 ? "\"" : ",\"") + field.id + "\":";
    text += JsonValue(field, person, draws);
  }
  return text + "}";
}

}  // namespace mandat
