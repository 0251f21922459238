// SPDX-License-Identifier: Apache-2.0
#define OPENSSL_SUPPRESS_DEPRECATED  // SHA256_Init and its kin are the shortest way to a state

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <rocksdb/db.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>

#include "core/erasure_attacker.h"

namespace attack {
namespace {

namespace fs = std::filesystem;

constexpr size_t kBlockBytes = 64;

const unsigned char* Raw(View bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

struct HmacPads {
  SHA256_CTX inner;
  SHA256_CTX outer;
};

HmacPads PadsOf(View key) {
  std::array<unsigned char, kBlockBytes> block{};
  std::memcpy(block.data(), key.data(), key.size());
  HmacPads pads;
  for (unsigned char& c : block) {
    c ^= 0x36;
  }
  SHA256_Init(&pads.inner);
  SHA256_Update(&pads.inner, block.data(), block.size());
  for (unsigned char& c : block) {
    c ^= 0x36 ^ 0x5c;
  }
  SHA256_Init(&pads.outer);
  SHA256_Update(&pads.outer, block.data(), block.size());
  return pads;
}

Octets Finish(HmacPads pads, View message) {
  std::array<unsigned char, kKeyBytes> hash;
  SHA256_Update(&pads.inner, message.data(), message.size());
  SHA256_Final(hash.data(), &pads.inner);
  SHA256_Update(&pads.outer, hash.data(), hash.size());
  SHA256_Final(hash.data(), &pads.outer);
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace

Octets BigEndian(uint64_t value, size_t bytes) {
  Octets out(bytes, '\0');
  for (size_t i = bytes; i-- > 0; value >>= 8) {
    out[i] = static_cast<char>(value & 0xff);
  }
  return out;
}

Octets FromHex(View text) {
  Octets out;
  for (size_t i = 0; i + 1 < text.size(); i += 2) {
    out.push_back(static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
  }
  return out;
}

std::optional<Octets> OpenSealed(View key, View sealed, View associated) {
  static EVP_CIPHER* const method = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  static EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
  if (key.size() != kKeyBytes || sealed.size() < 28) {
    return std::nullopt;
  }
  Octets tag(sealed.substr(sealed.size() - 16));
  Octets out(sealed.size() - 28, '\0');
  int written = 0;
  int ignored = 0;
  const bool ok =
      EVP_DecryptInit_ex2(context, method, Raw(key), Raw(sealed), nullptr) == 1 &&
      EVP_DecryptUpdate(context, nullptr, &ignored, Raw(associated),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_DecryptUpdate(context, reinterpret_cast<unsigned char*>(out.data()), &written,
                        Raw(sealed.substr(12)), static_cast<int>(out.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, 16, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context, reinterpret_cast<unsigned char*>(out.data()) + written,
                          &ignored) == 1;
  return ok ? std::optional<Octets>(std::move(out)) : std::nullopt;
}

Octets Hkdf(View salt, View key, View info) { return Hmac(Hmac(salt, key), Octets(info) + '\1'); }

Octets EncryptBlock(View key, View block) {
  Octets out(2 * block.size(), '\0');
  int written = 0;
  EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
  EVP_EncryptInit_ex2(context, EVP_aes_256_ecb(), Raw(key), nullptr, nullptr);
  EVP_CIPHER_CTX_set_padding(context, 0);
  EVP_EncryptUpdate(context, reinterpret_cast<unsigned char*>(out.data()), &written, Raw(block),
                    static_cast<int>(block.size()));
  EVP_CIPHER_CTX_free(context);
  out.resize(block.size());
  return out;
}

Octets Sha256(View message) {
  Octets hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(Raw(message), message.size(), reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

Octets Hmac(View key, View message) { return Finish(PadsOf(key), message); }

std::vector<Octets> HmacStates(View key) {
  const HmacPads pads = PadsOf(key);
  const auto bytes = [](const SHA256_CTX& state) {
    return Octets(reinterpret_cast<const char*>(state.h), sizeof state.h);
  };
  return {bytes(pads.inner), bytes(pads.outer)};
}

Octets ExtractedKey(View subject_key, View bucket_key) { return Hmac(bucket_key, subject_key); }

Octets UnitKey(View extracted, View collection, View record) {
  Octets info = "mandat unit v1";
  info.append(collection);
  info.push_back('\0');
  info.append(record);
  info.push_back('\1');
  return Hmac(extracted, info);
}

std::optional<Octets> UnwrapAgreementKey(const Target& target, View wrapped, uint64_t generation) {
  return OpenSealed(target.root, wrapped,
                    "mandat key v1 agreement " + target.owner + " " + std::to_string(generation));
}

std::optional<Octets> UnwrapRow(const Target& target, View agreement_key, uint64_t generation,
                                View row, View wrapped) {
  return OpenSealed(
      agreement_key, wrapped,
      "mandat key v1 " + target.owner + " " + std::to_string(generation) + " " + Octets(row));
}

uint32_t SealedUnit::day() const {
  int64_t expires = 0;
  for (size_t i = 17; i < kUnitHeaderBytes; ++i) {
    expires = static_cast<int64_t>(static_cast<uint64_t>(expires) << 8 |
                                   static_cast<unsigned char>(header[i]));
  }
  return expires == INT64_MAX ? 0 : static_cast<uint32_t>((expires - 1) / 86'400'000'000);
}

std::optional<Octets> OpenUnit(const Target& target, const SealedUnit& unit, View unit_key) {
  const Octets associated =
      "mandat unit v1 " + target.owner + Octets(1, '\0') + target.UnitRow() + unit.header;
  if (unit.exact) {
    return OpenSealed(unit_key, unit.rest, associated);
  }
  for (size_t length = 28; length <= unit.rest.size(); ++length) {
    if (auto body = OpenSealed(unit_key, View(unit.rest).substr(0, length), associated)) {
      return body;
    }
  }
  return std::nullopt;
}

std::map<std::string, Octets> ReadFiles(const std::string& directory) {
  std::map<std::string, Octets> files;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) {
      std::ifstream file(entry.path(), std::ios::binary);
      files[fs::relative(entry.path(), directory)] =
          Octets(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
  }
  return files;
}

namespace {

template <class See>
void WithFamilies(const std::string& database, See see) {
  std::vector<std::string> names;
  if (!rocksdb::DB::ListColumnFamilies({}, database, &names).ok()) {
    return;
  }
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name : names) {
    families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  }
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* raw = nullptr;
  if (!rocksdb::DB::OpenForReadOnly({}, database, families, &handles, &raw).ok()) {
    return;
  }
  const std::unique_ptr<rocksdb::DB> db(raw);
  for (rocksdb::ColumnFamilyHandle* handle : handles) {
    see(*db, handle);
    db->DestroyColumnFamilyHandle(handle);
  }
}

}  // namespace

std::optional<Octets> FindRow(const std::string& database, const std::string& family, View key) {
  std::optional<Octets> found;
  WithFamilies(database, [&](rocksdb::DB& db, rocksdb::ColumnFamilyHandle* handle) {
    std::string value;
    if (handle->GetName() == family &&
        db.Get({}, handle, rocksdb::Slice(key.data(), key.size()), &value).ok()) {
      found = value;
    }
  });
  return found;
}

std::vector<Row> ReadRows(const std::string& database) {
  std::vector<Row> found;
  WithFamilies(database, [&](rocksdb::DB& db, rocksdb::ColumnFamilyHandle* handle) {
    const std::unique_ptr<rocksdb::Iterator> at(db.NewIterator({}, handle));
    for (at->SeekToFirst(); at->Valid(); at->Next()) {
      found.push_back({handle->GetName(), at->key().ToString(), at->value().ToString()});
    }
  });
  return found;
}

std::vector<Octets> ReadMemory(int process) {
  const std::string base = "/proc/" + std::to_string(process);
  const int memory = open((base + "/mem").c_str(), O_RDONLY);
  const int pages = open((base + "/pagemap").c_str(), O_RDONLY);
  const auto page_bytes = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  std::vector<Octets> runs;
  std::ifstream maps(base + "/maps");
  for (std::string line; std::getline(maps, line);) {
    uint64_t first = 0;
    uint64_t end = 0;
    char rights[5] = {};
    constexpr uint64_t kShadowBytes = uint64_t{1}
                                      << 40;  // so large is only a sanitizer's map of it
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &first, &end, rights) != 3 || rights[1] != 'w' ||
        end - first >= kShadowBytes) {
      continue;
    }
    bool goes_on = false;
    std::vector<uint64_t> present(4096);
    Octets page(page_bytes, '\0');
    for (uint64_t at = first; at < end; at += present.size() * page_bytes) {
      const size_t count = std::min<uint64_t>(present.size(), (end - at) / page_bytes);
      const ssize_t got =
          pread(pages, present.data(), count * 8, static_cast<off_t>(at / page_bytes * 8));
      for (size_t i = 0; i < count; ++i) {
        constexpr uint64_t kPresentOrSwapped = uint64_t{3} << 62;
        const bool there =
            got > static_cast<ssize_t>(i * 8) && (present[i] & kPresentOrSwapped) != 0 &&
            pread(memory, page.data(), page_bytes, static_cast<off_t>(at + i * page_bytes)) ==
                static_cast<ssize_t>(page_bytes) &&
            page.find_first_not_of('\0') != Octets::npos;
        if (there && !goes_on) {
          runs.emplace_back();
        }
        if (there) {
          runs.back() += page;
        }
        goes_on = there;
      }
    }
  }
  close(memory);
  close(pages);
  return runs;
}

bool CouldBeKey(View bytes) {
  std::array<uint64_t, 4> seen{};  // one bit for each value of a byte
  for (const char c : bytes) {
    const auto value = static_cast<unsigned char>(c);
    seen[value >> 6] |= uint64_t{1} << (value & 63);
  }
  if ((seen[2] | seen[3]) == 0) {
    return false;  // text
  }
  int different = 0;
  for (const uint64_t word : seen) {
    different += __builtin_popcountll(word);
  }
  return different >= 20;
}

}  // namespace attack
