// SPDX-License-Identifier: Apache-2.0
#include "archive/pack.h"

#include <algorithm>

#include "base/assert.h"
#include "crypto/aead.h"

namespace mandat {
namespace {

// On disk: the first bytes of both kinds of object, and what is authenticated with them.
constexpr std::string_view kPackMark = "mandat pack 1\n";
constexpr std::string_view kManifestMark = "mandat manifest 1\n";
constexpr size_t kFrameBytesMax = size_t{1} << 20;

Error Damaged() { return Error::Corrupt("an object of the backup cannot be opened"); }

Bytes FrameData(const std::string& name, size_t frame, size_t frames) {
  Bytes data = Bytes(kPackMark) + name;
  data.push_back('\0');
  AppendBigEndian32(data, static_cast<uint32_t>(frame));
  AppendBigEndian32(data, static_cast<uint32_t>(frames));
  return data;
}

}  // namespace

Bytes SealPack(const SecretBytes& key, const std::string& name, ByteView bytes, Random& random) {
  const size_t frames = std::max<size_t>(1, (bytes.size() + kFrameBytesMax - 1) / kFrameBytesMax);
  Bytes object(kPackMark);
  object.reserve(kPackMark.size() + 4 + bytes.size() + frames * (4 + kSealOverheadBytes));
  AppendBigEndian32(object, static_cast<uint32_t>(frames));
  for (size_t frame = 0; frame < frames; ++frame) {
    const ByteView part = bytes.substr(frame * kFrameBytesMax, kFrameBytesMax);
    const Bytes sealed = Seal(key, part, FrameData(name, frame, frames), random);
    AppendBigEndian32(object, static_cast<uint32_t>(sealed.size()));
    object.append(sealed);
  }
  return object;
}

Result<Bytes> OpenPack(const SecretBytes& key, const std::string& name, ByteView object) {
  if (!object.starts_with(kPackMark) || object.size() < kPackMark.size() + 4) {
    return Fail(Damaged());
  }
  object.remove_prefix(kPackMark.size());
  const size_t frames = ReadBigEndian32(object);
  object.remove_prefix(4);
  Bytes bytes;
  bytes.reserve(object.size());
  for (size_t frame = 0; frame < frames; ++frame) {
    if (object.size() < 4) {
      return Fail(Damaged());
    }
    const size_t size = ReadBigEndian32(object);
    object.remove_prefix(4);
    if (object.size() < size) {
      return Fail(Damaged());
    }
    Result<Bytes> part = Open(key, object.substr(0, size), FrameData(name, frame, frames));
    if (!part) {
      return Fail(Damaged());
    }
    bytes.append(*part);
    object.remove_prefix(size);
  }
  if (frames == 0 || !object.empty()) {
    return Fail(Damaged());
  }
  return bytes;
}

Bytes SealManifest(const SecretBytes& key, ByteView wrapped_key, const std::string& name,
                   ByteView record, Random& random) {
  MANDAT_ASSERT(wrapped_key.size() == kWrappedKeyBytes);
  Bytes object(kManifestMark);
  object.append(wrapped_key);
  object.append(Seal(key, record, Bytes(kManifestMark) + Bytes(wrapped_key) + name, random));
  return object;
}

Result<Bytes> WrappedKeyOf(ByteView manifest) {
  if (!manifest.starts_with(kManifestMark) ||
      manifest.size() < kManifestMark.size() + kWrappedKeyBytes) {
    return Fail(Damaged());
  }
  return Bytes(manifest.substr(kManifestMark.size(), kWrappedKeyBytes));
}

Result<Bytes> OpenManifest(const SecretBytes& key, const std::string& name, ByteView manifest) {
  MANDAT_TRY(const Bytes wrapped, WrappedKeyOf(manifest));
  Result<Bytes> record = Open(key, manifest.substr(kManifestMark.size() + kWrappedKeyBytes),
                              Bytes(kManifestMark) + wrapped + name);
  if (!record) {
    return Fail(Damaged());
  }
  return record;
}

}  // namespace mandat
