// SPDX-License-Identifier: Apache-2.0
// An attacker who holds the root key, every file of the operator's own home as it is now, and its
// data as it was before: whom can he link to what entries have for an actor? He shares no code with
// the product: keys and formats are from docs/internals/keys.md and data-layout.md.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "actors/account_world.h"
#include "base/error_test_util.h"
#include "core/erasure_attacker.h"
#include "store/temporary_test_util.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;
using attack::Octets;
using attack::View;

constexpr uint64_t kGenerationMax = 4;
constexpr std::string_view kAccount = "account/";

// The tags in entries that the attacker can link to an account, with its sealed row opened.
class Attacker {
 public:
  Attacker(Octets root, const fs::path& keys, const fs::path& data) {
    target_.root = std::move(root);
    target_.owner = "system";
    for (const auto& row : attack::ReadRows(data / "data.db")) {
      if (row.family == "default" && View(row.key).starts_with(kAccount)) {
        accounts_[row.key.substr(kAccount.size())] = row.value;
      } else if (row.family == "journal" && row.key[0] == 'e') {
        entries_ += row.value;
      }
    }
    FindAgreementKeys(keys);
    Scan(keys);
  }

  size_t accounts_count() const { return accounts_.size(); }
  size_t keys_count() const { return keys_.size(); }

  // Tag in entries, opened row of the account.
  std::map<Octets, Octets> Links() const {
    std::map<Octets, Octets> links;
    for (const auto& [id, key] : keys_) {
      const Octets tag = attack::Hmac(key, "mandat actor tag v2").substr(0, 8);
      const auto row = attack::OpenSealed(attack::Hkdf("mandat account v1", key, "account"),
                                          accounts_.at(id), "mandat account v1 " + id);
      if (row && entries_.find(tag) != Octets::npos) {
        links[tag] = *row;
      }
    }
    return links;
  }

 private:
  void FindAgreementKeys(const fs::path& keys) {
    for (const auto& [name, bytes] : attack::ReadFiles(keys)) {
      for (uint64_t generation = 0; generation <= kGenerationMax; ++generation) {
        if (const auto key = attack::UnwrapAgreementKey(target_, bytes, generation)) {
          agreement_keys_[*key] = generation;
        }
      }
    }
  }

  // Every offset of every file of the key stores, taken for the wrapped key of each account.
  void Scan(const fs::path& keys) {
    for (const auto& [name, bytes] : attack::ReadFiles(keys)) {
      if (!name.starts_with("keys-")) {
        continue;
      }
      for (size_t at = 0; at + attack::kWrappedBytes <= bytes.size(); ++at) {
        const View window = View(bytes).substr(at, attack::kWrappedBytes);
        if (attack::CouldBeKey(window.substr(0, attack::kKeyBytes))) {
          TryWindow(window);
        }
      }
    }
  }
  void TryWindow(View window) {
    for (const auto& [key, generation] : agreement_keys_) {
      for (const auto& [id, row] : accounts_) {
        if (!keys_.contains(id)) {
          if (const auto opened = attack::UnwrapRow(target_, key, generation, "s" + id, window)) {
            keys_[id] = *opened;
          }
        }
      }
    }
  }

  attack::Target target_;
  std::map<Octets, Octets> accounts_;  // id, sealed row
  Octets entries_;
  std::map<Octets, uint64_t> agreement_keys_;
  std::map<Octets, Octets> keys_;  // id, key of the account
};

class AccountAttackTest : public ::testing::Test {
 protected:
  void Open(const std::vector<Credential>& lines) {
    agreements_.reset();
    const Environment environment{root_, time_, random_, workers_, "mandat.example/journal"};
    Agreements::Settings settings;
    settings.data = directory_.path() / "data";
    settings.cache_bytes = size_t{1} << 20;
    settings.write_buffer_bytes = size_t{1} << 20;
    auto opened = Agreements::Open(settings, environment);
    ASSERT_OK(opened);
    agreements_ = std::move(*opened);
    auto tags = EnrolAccounts(agreements_->shared_system(), lines);
    ASSERT_OK(tags);
    tags_ = std::move(*tags);
  }
  // An entry by the account: a question about somebody who is not there.
  void Act(size_t line) {
    const Actor by{ActorRole::kOperator, "", tags_[line]};
    const auto asked = Wait<ActorAsked>([&](Done<ActorAsked> done) {
      AskActor(agreements_->shared_system(), {Bytes(8, 'x'), "", "why"}, by, std::move(done));
    });
    ASSERT_FALSE(asked);
  }
  fs::path Copy(const std::string& name) const {
    const fs::path to = directory_.path() / name;
    fs::copy(directory_.path() / "data" / "system", to, fs::copy_options::recursive);
    return to;
  }

  TemporaryDirectory directory_;
  ManualTime time_{*Instant::Parse("2026-03-30T10:00:00Z")};
  SystemRandom random_;
  const Bytes secret_ = Bytes(SecretBytes::kBytes, 'r');
  RootKey root_{SecretBytes(secret_)};
  Workers workers_{2};
  std::vector<Bytes> tags_;
  std::unique_ptr<Agreements> agreements_;
};

TEST_F(AccountAttackTest, LinksNobodyToTheEntriesOfAnAccountWhoseKeyIsDead) {
  const std::vector<Credential> both = {Line(ActorRole::kOperator, "gone"),
                                        Line(ActorRole::kOperator, "stays")};
  ASSERT_NO_FATAL_FAILURE(Open(both));
  Act(0);
  Act(1);
  const Bytes gone = tags_[0];
  const Bytes stays = tags_[1];
  agreements_.reset();
  const fs::path before = Copy("before");

  const Attacker then(secret_, before, before);
  ASSERT_EQ(then.accounts_count(), 2u);
  const auto linked = then.Links();
  ASSERT_EQ(linked.size(), 2u) << "with everything from before he links both";
  EXPECT_NE(linked.at(gone).find("gone"), Octets::npos);

  ASSERT_NO_FATAL_FAILURE(Open({both[1]}));
  time_.Advance(kKeep);
  ASSERT_OK(Wait<Receipt>([&](Done<Receipt> done) {
    EraseAccounts(agreements_->shared_system(), kKeep, std::move(done));
  }));
  ASSERT_OK(Wait<Receipt>(
      [&](Done<Receipt> done) { RewrapKeys(agreements_->shared_system(), {}, std::move(done)); }));
  agreements_.reset();
  const fs::path after = Copy("after");

  // His copy of the data is from before; the keys, by then, are those of now.
  const Attacker now(secret_, after, before);
  ASSERT_EQ(now.accounts_count(), 2u);
  const auto left = now.Links();
  EXPECT_EQ(now.keys_count(), 1u);
  EXPECT_FALSE(left.contains(gone)) << "a key that is dead still links";
  EXPECT_TRUE(left.contains(stays)) << "who has not ended is still told apart";

  // The entries are what they were.
  Octets entries;
  for (const auto& row : attack::ReadRows(after / "data.db")) {
    entries += row.family == "journal" && row.key[0] == 'e' ? row.value : "";
  }
  EXPECT_NE(entries.find(gone), Octets::npos);
  ASSERT_NO_FATAL_FAILURE(Open({both[1]}));
}

}  // namespace
}  // namespace mandat
