// SPDX-License-Identifier: Apache-2.0
#include "bench/crowd.h"

#include <fmt/core.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <future>
#include <thread>

#include "crypto/hash.h"
#include "format/credentials.h"
#include "format/entry.h"
#include "service/activate_agreement.h"
#include "service/purges.h"
#include "service/put_record.h"
#include "service/subjects.h"

extern char** environ;

namespace mandat {
namespace {

constexpr std::string_view kForm = R"(form: shop
version: 1
title: Shop support agreement
language: en
parties:
  processor: {name: Shop Support (fictitious), address: Example Street 1,
    contact: dpo@example.org, clause: "1"}
  controller: {clause: "1"}
purposes:
  clause: "2"
  list: [{id: support, text: Answer customers, clause: "2.1"}]
operations:
  clause: "3"
  list:
    - {verb: record, clause: "3.1"}
    - {verb: alter, clause: "3.1"}
    - {verb: consult, clause: "3.2"}
data-categories:
  clause: "4"
  list: [{id: contact, text: Name and address, clause: "4.1"}]
people:
  clause: "5"
  list: [{id: customers, text: Customers, clause: "5.1"}]
places:
  clause: "6"
  list: [{country: BE, text: Data centre, clause: "6.1"}]
sub-processors: {clause: "6", list: not-stated}
retention: [{categories: [contact], keep: {days: 30}, from: capture, clause: "7.1"}]
permissions:
  - {purposes: all, operations: all, categories: all, people: all, clause: "3"}
instructions: {clause: "8"}
erasure: {clause: "9", instruction: required}
end: {clause: "10"}
duration: {clause: "11"}
)";

constexpr std::string_view kSchema = R"(schema: shop-data
version: 1
form: shop
collections:
  - id: contacts
    people: customers
    fields: [{id: name, type: text, category: contact, length-max: 250, required: true}]
)";

constexpr std::chrono::days kKept{30};
constexpr std::string_view kName =
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    "xxxxx"
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    "xxxxx";

std::string NameOf(uint64_t agreement) { return "shop-" + std::to_string(agreement); }

AgreementTexts TextsOf(uint64_t agreement) {
  return {std::string(kForm), "agreement: " + NameOf(agreement) + R"(
version: 1
form: shop@1
controller: {name: Acme Example (fictitious), address: Example Road 2, contact: legal@example.org}
start: 2026-01-01T00:00:00Z
signed: {by: the customer, on: 2025-12-01, how: click}
)",
          std::string(kSchema)};
}

Bytes IdOf(uint64_t number, char kind) {
  Bytes id;
  AppendBigEndian64(id, Mix(number * 2 + (kind == 's' ? 1 : 0)));
  AppendBigEndian64(id, Mix(number + 77));
  return id;
}

SubjectId PersonOf(uint64_t number) { return *SubjectId::Decode(IdOf(number, 's')); }
RecordId RecordOf(uint64_t number) { return *RecordId::Decode(IdOf(number, 'r')); }

[[noreturn]] void Give(const std::string& what) {
  fmt::print(stderr, "bench: {}\n", what);
  std::exit(1);
}

template <class T>
T Require(Result<T> result) {
  if (!result) {
    Give(result.error().message);
  }
  return std::move(*result);
}

template <class Answer, class Call>
Answer Wait(Call call) {
  std::promise<Result<Answer>> promise;
  std::future<Result<Answer>> future = promise.get_future();
  call(Done<Answer>([&promise](Result<Answer> answer) { promise.set_value(std::move(answer)); }));
  return Require(future.get());
}

pid_t running = 0;  // ended whichever way the benchmark ends

void EndRunning() {
  if (running != 0) {
    kill(running, SIGTERM);
    waitpid(std::exchange(running, 0), nullptr, 0);
  }
}

}  // namespace

Crowd::Crowd(const std::string& name, uint64_t agreements, Budget budget) : scratch_(name) {
  WriteSettings(budget);
  const std::unique_ptr<Agreements> all = Open(64);
  std::atomic<uint64_t> next{0};
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::jthread> makers;
  for (int maker = 0; maker < 4; ++maker) {
    makers.emplace_back([&] {
      for (uint64_t number = next++; number < agreements; number = next++) {
        (void)Wait<ActivateAnswer>([&](Done<ActivateAnswer> done) {
          ActivateAgreement(*all, *AgreementId::Parse(NameOf(number)), TextsOf(number),
                            Bytes(8, 'b'), std::move(done));
        });
        if (number % 1000 == 999) {
          fmt::print("  {} agreements made\n", number + 1);
          std::fflush(stdout);
        }
      }
    });
  }
  makers.clear();
  fmt::print("{} agreements made in {:.1f} s\n", agreements,
             std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
}

Crowd::~Crowd() { Stop(); }

void Crowd::WriteSettings(Budget budget) {
  const std::filesystem::path& directory = scratch_.path();
  token_ = "bench_" + FormatHex(random_.Draw(32));
  const Credential credential{ActorRole::kApplication, "", Bytes(Sha256(token_).view()), "bench"};
  std::ofstream(directory / "credentials") << FormatCredentials({credential});
  if (!RootKey::CreateFile(directory / "root.key", random_)) {
    Give("no root key");
  }
  std::ofstream(directory / "mandat.toml")
      << "data = \"" << (directory / "data").string()
      << "\"\norigin = \"mandat.example/journal\"\ncredentials = \""
      << (directory / "credentials").string() << "\"\n[keys]\nroot = \""
      << (directory / "root.key").string() << "\"\n[http]\nport = 0\n[log]\nlevel = \"warning\"\n"
      << "[store]\ncache_bytes = " << budget.cache_bytes
      << "\nwrite_buffer_bytes = " << budget.write_buffer_bytes
      << "\nopen_agreements_max = " << budget.open_max << "\n";
  root_ = std::make_unique<RootKey>(Require(RootKey::Load(directory / "root.key")));
}

std::unique_ptr<Agreements> Crowd::Open(size_t open_max) {
  Agreements::Settings settings;
  settings.data = scratch_.path() / "data";
  settings.open_max = open_max;
  return Require(
      Agreements::Open(settings, {*root_, time_, random_, workers_, "mandat.example/journal"}));
}

void Crowd::PutExpiring(uint64_t first, uint64_t agreements, uint64_t units, Instant at) {
  const std::unique_ptr<Agreements> all = Open(64);
  for (uint64_t number = first; number < first + agreements; ++number) {
    Caller caller;
    caller.agreement = Require(all->Find(*AgreementId::Parse(NameOf(number))));
    caller.actor = Bytes(8, 'b');
    caller.purpose = "support";
    (void)Wait<RegisterAnswer>([&](Done<RegisterAnswer> done) {
      RegisterSubject(caller, PersonOf(1), "customers", std::move(done));
    });
    std::atomic<uint64_t> written{0};
    std::promise<void> all_written;
    for (uint64_t unit = 0; unit < units; ++unit) {
      while (unit > written + 2000) {
        std::this_thread::yield();
      }
      PutRecord(caller,
                {"contacts",
                 NewUnit{RecordOf(1'000'000 + unit), PersonOf(1), at + -kKept,
                         Plaintext("{\"name\":\"" + std::string(kName) + "\"}")},
                 0},
                [&](const Result<PutAnswer>& answer) {
                  if (!answer) {
                    Give(answer.error().message);
                  }
                  if (++written == units) {
                    all_written.set_value();
                  }
                });
    }
    all_written.get_future().wait();
  }
}

Crowd::Expired Crowd::FindExpired(uint64_t agreement) {
  const std::unique_ptr<Agreements> all = Open(64);
  const auto open = Require(all->Find(*AgreementId::Parse(NameOf(agreement))));
  const PurgeReport report = Require(ReportPurges(*open, time_.Now(), 2));
  Expired expired;
  const auto at = [&](EntryIndex index) {
    return Require(Entry::Decode(Require(open->journal().ReadEntry(index)))).at;
  };
  for (const PurgeDay& day : report.days) {
    expired.first = expired.units == 0 ? at(day.first) : expired.first;
    expired.last = at(day.last);
    expired.units += day.units_count;
  }
  return expired;
}

std::chrono::milliseconds Crowd::Start() {
  std::atexit(EndRunning);
  const std::string program =
      (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "mandatd").string();
  const std::string flag = "--config=" + (scratch_.path() / "mandat.toml").string();
  int out[2];
  if (pipe(out) != 0) {
    Give("no pipe");
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  const std::array<char*, 3> arguments{const_cast<char*>(program.c_str()),
                                       const_cast<char*>(flag.c_str()), nullptr};
  const auto begin = std::chrono::steady_clock::now();
  if (posix_spawn(&running, program.c_str(), &actions, nullptr, arguments.data(), environ) != 0) {
    Give("mandatd cannot be started");
  }
  close(out[1]);
  std::FILE* lines = fdopen(out[0], "r");
  std::array<char, 512> line{};
  if (std::fgets(line.data(), line.size(), lines) == nullptr) {
    Give("mandatd did not become ready");
  }
  const auto took = std::chrono::steady_clock::now() - begin;
  std::fclose(lines);
  const std::string ready(line.data());
  port_ = static_cast<uint16_t>(std::atoi(ready.c_str() + ready.rfind(':') + 1));
  server_ = running;
  return std::chrono::duration_cast<std::chrono::milliseconds>(took);
}

void Crowd::Stop() {
  EndRunning();
  server_ = 0;
}

size_t Crowd::ResidentBytes() const {
  std::ifstream file("/proc/" + std::to_string(server_) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmRSS:")) {
      return std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
    }
  }
  return 0;
}

size_t Crowd::FilesOpen() const {
  std::error_code error;
  const std::filesystem::directory_iterator files("/proc/" + std::to_string(server_) + "/fd",
                                                  error);
  return error ? 0 : static_cast<size_t>(std::distance(files, {}));
}

std::string Crowd::Head(std::string_view line) const {
  return std::string(line) + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token_ +
         "\r\nMandat-Purpose: support\r\n";
}

std::string Crowd::WithBody(std::string_view line, const std::string& body) const {
  return Head(line) +
         "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

std::string Crowd::Register(uint64_t agreement, uint64_t person) const {
  return WithBody("POST /v1/agreements/" + NameOf(agreement) + "/subjects",
                  "{\"subject\":\"" + PersonOf(person).Format() + "\",\"people\":\"customers\"}");
}

std::string Crowd::Put(uint64_t agreement, uint64_t person, uint64_t record) const {
  return WithBody("PUT /v1/agreements/" + NameOf(agreement) + "/collections/contacts/records/" +
                      RecordOf(record).Format(),
                  "{\"subject\":\"" + PersonOf(person).Format() + "\",\"data\":{\"name\":\"" +
                      std::string(kName) + "\"}}");
}

std::string Crowd::Get(uint64_t agreement, uint64_t record) const {
  return Head("GET /v1/agreements/" + NameOf(agreement) + "/collections/contacts/records/" +
              RecordOf(record).Format()) +
         "\r\n";
}

}  // namespace mandat
