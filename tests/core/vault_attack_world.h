// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "archive/target.h"
#include "backup/backups.h"
#include "core/core_test_util.h"
#include "service/blobs.h"
#include "service/record_event.h"
#include "service/series.h"
#include "store/rocks/disk_homes.h"
#include "vault/holds.h"

namespace mandat {

// Acts of one customer of a vault. Threading: as many callers as there are clients.
class VaultClient {
 public:
  VaultClient(std::shared_ptr<OpenAgreement> agreement, const TimeSource& time)
      : agreement_(std::move(agreement)), time_(time) {}

  Caller As(std::string purpose, std::string instruction = "") const {
    Caller caller;
    caller.agreement = agreement_;
    caller.actor = Bytes(8, 'a');
    caller.purpose = std::move(purpose);
    caller.instruction = std::move(instruction);
    return caller;
  }
  void Put(const std::string& collection, uint8_t record, uint8_t person, std::string body,
           std::vector<UnitPerson> people = {}) const {
    PutRequest request{
        collection,
        NewUnit{Record(record), Person(person), time_.Now(), Plaintext(std::move(body))}, 0};
    request.unit.people = std::move(people);
    EXPECT_OK(Start<PutAnswer>([&](Done<PutAnswer> done) {
                PutRecord(As("support"), std::move(request), std::move(done));
              }).get());
  }
  void Measure(uint8_t series, uint8_t person) const {
    static const PointColumns columns = std::make_shared<const std::vector<PointColumn>>(
        std::vector<PointColumn>{{"power", FieldType::kInteger}});
    PointTable table(columns);
    for (uint32_t i = 0; i < 3; ++i) {
      const std::array<PointValue, 1> values{PointValue::Integer(100 + i)};
      table.Add(time_.Now() + -std::chrono::minutes(i), values, i + 1);
    }
    std::vector<NewPoints> points;
    points.push_back({Record(series), Person(person), std::move(table)});
    EXPECT_OK(Start<AppendAnswer>([&](Done<AppendAnswer> done) {
                AppendPoints(As("support"), {"meters", std::move(points), 0}, std::move(done));
              }).get());
  }
  void Upload(uint8_t number, uint8_t person) const {
    NewBlob blob{Record(number),
                 Person(person),
                 time_.Now(),
                 "application/octet-stream",
                 {},
                 {},
                 Plaintext("{\"caption\":\"a file\"}"),
                 {}};
    EXPECT_OK(Start<UploadAnswer>([&](Done<UploadAnswer> done) {
                PutBlob(As("support"), "files", std::move(blob),
                        Plaintext(Bytes(size_t{70} << 10, 'x')), std::move(done));
              }).get());
  }

 private:
  std::shared_ptr<OpenAgreement> agreement_;
  const TimeSource& time_;
};

// The shop with records of several people, history, a searchable field, meters and files, in a
// directory of its own on disk.
class VaultOnDisk {
 public:
  VaultOnDisk() : root_(MakeRootKey(root_directory())) {
    agreement_ = Open(path());
    AgreementTexts texts = ShopTexts();
    texts.schema = kSchema;
    EXPECT_EQ(CompileAgreement(texts).rendered, "");
    EXPECT_OK(Start<Receipt>([&](Done<Receipt> done) {
                PutInForce(agreement_, texts, Bytes(8, 'o'), std::move(done));
              }).get());
  }

  std::filesystem::path path() const { return directory_.path() / "shop-acme"; }
  // Holds the file of the root key and nothing else.
  std::filesystem::path root_directory() const { return directory_.path() / "root"; }
  ManualTime& time() { return time_; }
  std::shared_ptr<OpenAgreement> shared() { return agreement_; }
  // Works with another copy of the directory from now on.
  void Use(std::shared_ptr<OpenAgreement> agreement) { agreement_ = std::move(agreement); }
  void Close() {
    Settle(*agreement_);
    agreement_.reset();
  }

  std::shared_ptr<OpenAgreement> Open(const std::filesystem::path& path) {
    auto home = DiskHome::Open(path, budget_);
    EXPECT_OK(home);
    const Environment environment{root_, time_, random_, workers_, "mandat.example/journal"};
    auto agreement =
        OpenAgreement::Open(std::move(*home), *AgreementId::Parse("shop-acme"), environment);
    EXPECT_OK(agreement);
    return agreement ? std::move(*agreement) : nullptr;
  }

  VaultClient client() const { return {agreement_, time_}; }
  Caller As(std::string purpose, std::string instruction = "") const {
    return client().As(std::move(purpose), std::move(instruction));
  }
  void Register(uint8_t number, const std::string& people = "customers") {
    EXPECT_OK(Start<RegisterAnswer>([&](Done<RegisterAnswer> done) {
                RegisterSubject(As("support"), Person(number), people, std::move(done));
              }).get());
  }
  void Put(const std::string& collection, uint8_t record, uint8_t person, std::string body,
           std::vector<UnitPerson> people = {}) {
    client().Put(collection, record, person, std::move(body), std::move(people));
  }
  void Measure(uint8_t series, uint8_t person) { client().Measure(series, person); }
  void Upload(uint8_t number, uint8_t person) { client().Upload(number, person); }
  void Erase(uint8_t person) {
    EXPECT_OK(StartErase(As("", "2026-014"), Person(person)).get());
    time_.Advance(std::chrono::seconds(1));
    Settle(*agreement_);
  }
  void Hold(EventKind kind, uint8_t person) {
    RecordRequest request;
    request.from_now = true;
    request.event.kind = kind;
    request.event.id = "case-1";
    request.event.by = "legal";
    if (kind == EventKind::kHold) {
      request.event.basis = "GDPR Art. 17(3)(e)";
      request.event.subjects = {Holds::TagOf(agreement_->keyring(), Person(person))};
    }
    EXPECT_OK(Start<RecordAnswer>([&](Done<RecordAnswer> done) {
                RecordEvent(agreement_, std::move(request), Bytes(8, 'o'), std::move(done));
              }).get());
  }
  // Copies what was committed since to both targets, as the server does by itself.
  void BackUp(const std::filesystem::path& data, const std::filesystem::path& ledger) {
    const auto data_target = OpenDirectoryTarget(data);
    const auto ledger_target = OpenDirectoryTarget(ledger);
    ASSERT_TRUE(data_target && ledger_target);
    EXPECT_OK(agreement_->journal().Publish());
    DiskHomes homes(directory_.path(), budget_, nullptr);
    Backups backups(data_target->get(), ledger_target->get(), homes, root_, random_);
    const BackedUp open{"shop-acme", "shop-acme", agreement_->store(),
                        agreement_->journal().published()};
    EXPECT_OK(backups.Run(open, time_.Now()));
    EXPECT_OK(backups.Ship(open, time_.Now()));
  }
  // What the house does once a day: the index moves, and the keys are wrapped anew.
  void RewrapAll() {
    EXPECT_OK(Rewrap(agreement_));
    Settle(*agreement_);
  }
  void ExpireAll() {
    for (int i = 0; i < 3; ++i) {
      const Result<Receipt> expired = Expire(agreement_);
      EXPECT_TRUE(expired) << expired.error().message;
    }
    Settle(*agreement_);
  }

 private:
  RootKey MakeRootKey(const std::filesystem::path& directory) {
    std::filesystem::create_directory(directory);
    EXPECT_OK(RootKey::CreateFile(directory / "root.key", random_));
    Result<RootKey> root = RootKey::Load(directory / "root.key");
    EXPECT_OK(root);
    return std::move(*root);
  }

  // The log behind what is written out is kept, as where there are backups.
  static RocksBudget MakeBudget() {
    RocksBudget budget = RocksBudget::Make(size_t{8} << 20, size_t{16} << 20);
    budget.log_kept_mib = 64;
    return budget;
  }

  static constexpr const char* kSchema = R"(schema: shop-data
version: 1
form: shop
collections:
  - id: letters
    people: customers
    history: true
    roles:
      - {id: clerk, people: staff, erasure: fields}
    fields:
      - {id: topic, type: text, length-max: 90, category: contact, search: exact}
      - {id: initials, type: text, length-max: 3, category: contact, role: clerk}
  - id: minutes
    people: customers
    erasure: last
    roles:
      - {id: attendees, people: customers, many: true, erasure: last}
    fields:
      - {id: line, type: text, category: log, length-max: 200}
  - id: meters
    kind: series
    people: customers
    fields:
      - {id: power, type: integer, category: contact, required: true}
  - id: files
    kind: blobs
    people: customers
    fields:
      - {id: caption, type: text, category: contact, length-max: 100}
)";

  SystemRandom random_;
  TemporaryDirectory directory_;
  ManualTime time_{*Instant::Parse("2026-03-02T09:00:00Z")};
  RootKey root_;
  RocksBudget budget_ = MakeBudget();
  Workers workers_{2};
  std::shared_ptr<OpenAgreement> agreement_;
};

}  // namespace mandat
