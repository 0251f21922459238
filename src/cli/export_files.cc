// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/export_files.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fstream>
#include <vector>

#include "cli/internal/context.h"
#include "cli/internal/export.h"
#include "crypto/running_hash.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

Result<Hash> HashOfFile(const fs::path& path, uint64_t& bytes) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return Fail(Error::NotFound("no file " + path.string()));
  }
  RunningHash hash;
  std::string piece(size_t{1} << 16, '\0');
  bytes = 0;
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
    const auto got = static_cast<size_t>(in.gcount());
    hash.Add(std::string_view(piece).substr(0, got));
    bytes += got;
  }
  return std::move(hash).Finish();
}

}  // namespace

Status WriteOver(const fs::path& path, std::string_view bytes) {
  const fs::path fresh = path.string() + ".new";
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code trouble;
  if (out) {
    fs::rename(fresh, path, trouble);
  }
  return out && !trouble ? Status()
                         : Status(Fail(Error::Unavailable("cannot write " + path.string())));
}

Status AppendAt(const fs::path& path, uint64_t offset, std::string_view bytes) {
  std::error_code trouble;
  if (!fs::exists(path)) {
    std::ofstream(path, std::ios::binary).close();
  }
  fs::resize_file(path, offset, trouble);
  std::ofstream out(path, std::ios::binary | std::ios::app);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  return out && !trouble ? Status()
                         : Status(Fail(Error::Unavailable("cannot write " + path.string())));
}

Result<json::array> HashesOfExport(const fs::path& directory) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    const std::string name = fs::relative(entry.path(), directory).generic_string();
    if (entry.is_regular_file() && name != kExportManifest && name != kExportState) {
      names.push_back(name);
    }
  }
  std::ranges::sort(names);
  json::array files;
  for (const std::string& name : names) {
    uint64_t bytes = 0;
    MANDAT_TRY(const Hash hash, HashOfFile(directory / name, bytes));
    files.push_back({{"file", name}, {"bytes", bytes}, {"sha256", FormatHex(hash.view())}});
  }
  return files;
}

std::string HashOfExport(const json::array& files) {
  std::string lines;
  for (const json::value& file : files) {
    lines += Text(file.as_object(), "sha256") + "  " + Text(file.as_object(), "file") + "\n";
  }
  return FormatHex(Sha256(lines).view());
}

Result<int> RunExportVerify(const Context& context, const PersonExportOptions& options) {
  MANDAT_TRY(const Bytes text, ReadWholeFile(options.directory / kExportManifest));
  boost::system::error_code trouble;
  const json::value parsed = json::parse(text, trouble);
  const json::object* manifest = trouble ? nullptr : parsed.if_object();
  if (manifest == nullptr || Text(*manifest, "form") != "mandat person export 1") {
    return Fail(Error::Corrupt("the manifest is none of an export"));
  }
  MANDAT_TRY(const json::array files, HashesOfExport(options.directory));
  const json::value* listed = manifest->if_contains("files");
  const bool same = listed != nullptr && *listed == json::value(files) &&
                    Text(*manifest, "sha256") == HashOfExport(files);
  if (context.json) {
    PrintJson(
        json::object{{"whole", same}, {"files", files.size()}, {"sha256", HashOfExport(files)}});
  } else {
    fmt::print("{}\n", same ? "whole: every file is as the manifest says"
                            : "not whole: files are missing, changed, or more than listed");
    PrintFact("files", std::to_string(files.size()));
    PrintFact("sha256", HashOfExport(files));
  }
  return same ? 0 : ExitCode(ErrorKind::kCorrupt);
}

}  // namespace mandat
