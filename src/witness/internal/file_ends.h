// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/bytes.h"

namespace mandat {

// False when not every byte could be written.
bool WriteToEnd(int fd, ByteView bytes);
// Makes what was renamed or made in a directory durable.
bool SyncDirectory(const std::filesystem::path& path);

}  // namespace mandat
