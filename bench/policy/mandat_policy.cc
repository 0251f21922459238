// SPDX-License-Identifier: Apache-2.0
// Decides DIRECTORY/operations.tsv by Mandate. Writes the outcomes to DIRECTORY/mandat.outcomes and
// prints: engine, version, nanoseconds a decision, the same with making the operation.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/assert.h"
#include "mandate/mandate.h"

namespace mandat {
namespace {

// An operation in words, as the other engines are given it.
struct Row {
  std::string verb, purpose, collection, people;
  std::vector<std::string> categories;
  std::string place, instruction;
  Instant at;
};

std::string ReadText(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> Split(const std::string& line, char separator) {
  std::vector<std::string> words;
  std::istringstream text(line);
  for (std::string word; std::getline(text, word, separator);) {
    words.push_back(word);
  }
  return words;
}

std::vector<Row> ReadRows(const std::string& path) {
  std::vector<Row> rows;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> word = Split(line, '\t');
    rows.push_back({word.at(1), word.at(2), word.at(3), word.at(4), Split(word.at(5), ','),
                    word.at(6), word.at(7), Instant{std::stoll(word.at(8))}});
  }
  return rows;
}

// The value, or the end of the program with the first finding.
template <class T>
T Require(std::variant<T, std::vector<Finding>> parsed) {
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    fmt::print(stderr, "{}\n", findings->front().message);
    std::exit(1);
  }
  return std::get<T>(std::move(parsed));
}

std::shared_ptr<const Mandate> Compile(const std::string& agreements, const std::string& out) {
  return Require(Mandate::Compile(
      Require(Agreement::Parse({"opinum.yaml", ReadText(agreements + "opinum.yaml"),
                                "instance.yaml", ReadText(out + "instance.yaml")})),
      Require(ServiceSchema::Parse("schema.yaml",
                                   ReadText(agreements + "opinum-data-hub.schema.yaml")))));
}

// A category that the agreement does not list has the first number after those that it does.
CategorySet FindCategory(const Mandate& mandate, const std::string& id) {
  const std::vector<DataCategory>& listed = mandate.agreement().categories();
  return CategorySet{1} << (std::ranges::find(listed, id, &DataCategory::id) - listed.begin());
}

// What Decide is asked.
struct Request {
  Operation operation;
  Instant at;
};

Request MakeRequest(const Mandate& mandate, const Row& row) {
  Operation operation{.verb = *FindVerb(row.verb),
                      .purpose = row.purpose,
                      .collection = row.collection,
                      .people = row.people,
                      .place = row.place,
                      .instruction = row.instruction};
  for (const std::string& id : row.categories) {
    operation.categories |= FindCategory(mandate, id);
  }
  return {std::move(operation), row.at};
}

// Nanoseconds a call, over whole passes of at least half a second together. Every pass must allow
// as many, so that no call can be left out.
template <class Decide>
double Measure(size_t count, size_t allowed_count, Decide decide) {
  using Clock = std::chrono::steady_clock;
  size_t passes = 0;
  const Clock::time_point begin = Clock::now();
  do {
    size_t allowed = 0;
    for (size_t i = 0; i < count; ++i) {
      allowed += std::holds_alternative<Allowed>(decide(i)) ? 1 : 0;
    }
    MANDAT_ASSERT(allowed == allowed_count);
    ++passes;
  } while (Clock::now() - begin < std::chrono::milliseconds(500));
  const std::chrono::duration<double, std::nano> took = Clock::now() - begin;
  return took.count() / static_cast<double>(passes * count);
}

void Run(const std::string& out) {
  const auto mandate = Compile(std::string(MANDAT_SOURCE_DIR) + "/agreements/", out);
  const std::vector<Row> rows = ReadRows(out + "operations.tsv");
  const auto decide = [&](const Request& request) {
    return mandate->Decide(request.operation, request.at);
  };
  std::vector<Request> requests;
  size_t allowed_count = 0;
  std::ofstream outcomes(out + "mandat.outcomes");
  for (const Row& row : rows) {
    requests.push_back(MakeRequest(*mandate, row));
    const bool is_allowed = std::holds_alternative<Allowed>(decide(requests.back()));
    outcomes << (is_allowed ? "allowed\n" : "refused\n");
    allowed_count += is_allowed ? 1 : 0;
  }
  const double decided =
      Measure(rows.size(), allowed_count, [&](size_t i) { return decide(requests[i]); });
  const double made = Measure(rows.size(), allowed_count,
                              [&](size_t i) { return decide(MakeRequest(*mandate, rows[i])); });
  fmt::print("Mandat\t{}\t{:.1f}\t{:.1f}\n", MANDAT_VERSION, decided, made);
}

}  // namespace
}  // namespace mandat

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: mandat-policy-bench DIRECTORY\n");
    return 2;
  }
  mandat::Run(std::string(argv[1]) + "/");
  return 0;
}
