// SPDX-License-Identifier: Apache-2.0
//
// The small files beside an agreement's databases that hold one key each, wrapped by the root key:
// what they are, how they come under another root key, and what it means when one is not right.
#pragma once

#include <string>
#include <vector>

#include "keyring/root_key.h"
#include "store/home.h"

namespace mandat {

// Whether a key of this use has a file of its own: `<use>-key`. A new use has to be listed in
// key_files.cc, or it would stay under the old root key.
bool HasKeyFile(std::string_view use);

// Every key file that a home may have, the agreement key's last.
std::vector<std::string> KeyFileNames(uint64_t generation);

// Wraps every key file of a home anew under the root key in force, whatever generation it has, and
// overwrites the old form. Returns how many were moved; again gives 0. After a crash at any step
// the next call, and the next start, go on. Threading: nobody else opens or writes the home's key
// files. Errors: kCorrupt (a file opens under neither root key), kUnavailable.
Result<size_t> MoveKeyFiles(Home& home, const RootKey& root, const std::string& owner,
                            Random& random);
// Finishes what a crash during MoveKeyFiles left; before anything is read.
Status SettleKeyFiles(Home& home);

// Where the key files of a home stand.
struct KeyFilesStanding {
  uint64_t generation = 0;   // 0: the home has no keys yet
  std::vector<Bytes> roots;  // ids of the root keys that the files are under, each once
  size_t files_count = 0;
  size_t behind_count = 0;  // still under the root key before
};
// Errors: as DiagnoseKeyFiles.
Result<KeyFilesStanding> ReadKeyFiles(const Home& home, const RootKey& root,
                                      const std::string& owner);

// Whether every key file is there that a home with data has. Errors: kCorrupt (says which one is
// not, and what that means), kUnavailable.
Status RequireKeyFiles(const Home& home);

// Says which key file is not right, what is lost with it, and what brings it back; fine when all
// are. For a home that holds data. Errors: kCorrupt, kUnavailable.
Status DiagnoseKeyFiles(const Home& home, const RootKey& root, const std::string& owner);

}  // namespace mandat
