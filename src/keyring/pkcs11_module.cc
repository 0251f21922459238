// SPDX-License-Identifier: Apache-2.0
#include "keyring/internal/pkcs11_module.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <map>
#include <string>

namespace mandat {
namespace {

ck_rv_t Start(const ck_function_list& calls) {
  ck_c_initialize_args arguments{};
  arguments.flags = CKF_OS_LOCKING_OK;
  const ck_rv_t answer = calls.C_Initialize(&arguments);
  return answer == CKR_CRYPTOKI_ALREADY_INITIALIZED ? CKR_OK : answer;
}

// Libraries by path: PKCS#11 allows a process one start of each.
struct Loaded {
  std::mutex mutex;
  std::map<std::filesystem::path, std::weak_ptr<Pkcs11Module>> modules;
};

Loaded& AllLoaded() {
  static Loaded loaded;
  return loaded;
}

}  // namespace

Result<std::shared_ptr<Pkcs11Module>> Pkcs11Module::Load(const std::filesystem::path& library) {
  if (library.empty()) {
    return Fail(Error::Invalid("keys.pkcs11_module is needed for a root key in a token"));
  }
  Loaded& loaded = AllLoaded();
  const std::lock_guard lock(loaded.mutex);
  if (auto module = loaded.modules[library].lock()) {
    return module;
  }
  void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    return Fail(Error::Unavailable("pkcs11 library " + library.string() + " cannot be loaded"));
  }
  const auto get = reinterpret_cast<CK_C_GetFunctionList>(dlsym(handle, "C_GetFunctionList"));
  ck_function_list* calls = nullptr;
  if (get == nullptr || get(&calls) != CKR_OK || calls == nullptr) {
    dlclose(handle);
    return Fail(Error::Unavailable(library.string() + " is not a pkcs11 library"));
  }
  std::shared_ptr<Pkcs11Module> module(new Pkcs11Module(calls));
  if (const ck_rv_t answer = Start(*calls); answer != CKR_OK) {
    return Fail(Pkcs11Error("pkcs11 library does not start", answer));
  }
  loaded.modules[library] = module;
  return module;
}

// The library stays mapped: several leave threads or destructors behind.
Pkcs11Module::~Pkcs11Module() { calls_->C_Finalize(nullptr); }

Status Pkcs11Module::Restart() {
  calls_->C_Finalize(nullptr);
  ++epoch_;
  if (const ck_rv_t answer = Start(*calls_); answer != CKR_OK) {
    return Fail(Pkcs11Error("pkcs11 library does not start", answer));
  }
  return {};
}

Error Pkcs11Error(std::string_view doing, ck_rv_t answer) {
  const std::string message = fmt::format("{} (pkcs11 {:#x})", doing, answer);
  switch (answer) {
    case CKR_PIN_INCORRECT:
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE:
    case CKR_PIN_EXPIRED:
    case CKR_PIN_LOCKED:
      return Error::Invalid(message);
    default:
      return Error::Unavailable(message);
  }
}

}  // namespace mandat
