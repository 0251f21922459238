// SPDX-License-Identifier: Apache-2.0
// The kernel's own filter of system calls (seccomp), as Linux Documentation/userspace-api/
// seccomp_filter.rst says: a program in the machine language of packet filters.
#include "prose/internal/syscall_filter.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>

namespace mandat::internal {
namespace {

#if defined(__x86_64__)
constexpr uint32_t kProcessor = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr uint32_t kProcessor = AUDIT_ARCH_AARCH64;
#else
#error "say here by which name the kernel's filters know this processor"
#endif

constexpr uint32_t kOtherTable = 0x40000000;  // numbers of x32, which are another table
constexpr uint32_t kWrites = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;

// Calls that a program which reads a file and prints text has no use for.
constexpr auto kRefused = std::to_array<uint32_t>({
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_io_uring_setup,
    SYS_clone,
    SYS_execveat,
    SYS_ptrace,
    SYS_kill,
    SYS_tkill,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_pidfd_open,
    SYS_unshare,
    SYS_setns,
    SYS_mount,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_keyctl,
    SYS_userfaultfd,
    SYS_unlinkat,
    SYS_renameat2,
    SYS_linkat,
    SYS_symlinkat,
    SYS_mkdirat,
    SYS_mknodat,
    SYS_fchmodat,
    SYS_fchownat,
    SYS_truncate,
    SYS_setxattr,
    SYS_utimensat,
    SYS_prlimit64,
    SYS_memfd_create,
    SYS_shmget,
    SYS_msgget,
    SYS_open_by_handle_at,
#if defined(__x86_64__)
    SYS_fork,
    SYS_vfork,
    SYS_creat,
    SYS_unlink,
    SYS_rename,
    SYS_renameat,
    SYS_link,
    SYS_symlink,
    SYS_mkdir,
    SYS_rmdir,
    SYS_mknod,
    SYS_chmod,
    SYS_chown,
    SYS_lchown,
#endif
});

// These a C library tries before others, which are judged.
constexpr auto kAbsent = std::to_array<uint32_t>({SYS_clone3, SYS_openat2});

constexpr sock_filter Do(uint16_t code, uint32_t value) { return {code, 0, 0, value}; }
constexpr sock_filter If(uint16_t test, uint32_t value, uint8_t then, uint8_t otherwise) {
  return {static_cast<uint16_t>(BPF_JMP | test | BPF_K), then, otherwise, value};
}
constexpr sock_filter Load(size_t at) {
  return Do(BPF_LD | BPF_W | BPF_ABS, static_cast<uint32_t>(at));
}
constexpr sock_filter Answer(uint32_t action, uint32_t trouble = 0) {
  return Do(BPF_RET | BPF_K, action | trouble);
}

constexpr size_t kFirstArgument = offsetof(seccomp_data, args);
constexpr size_t kArgumentBytes = 8;  // the low half comes first on both processors

class Filter {
 public:
  constexpr Filter() {
    Add(Load(offsetof(seccomp_data, arch)));
    Add(If(BPF_JEQ, kProcessor, 1, 0));
    Add(Answer(SECCOMP_RET_KILL_PROCESS));
    Add(Load(offsetof(seccomp_data, nr)));
    Add(If(BPF_JGE, kOtherTable, 0, 1));
    Add(Answer(SECCOMP_RET_KILL_PROCESS));
    for (const uint32_t call : kRefused) {
      Add(If(BPF_JEQ, call, 0, 1));
      Add(Answer(SECCOMP_RET_ERRNO, EPERM));
    }
    for (const uint32_t call : kAbsent) {
      Add(If(BPF_JEQ, call, 0, 1));
      Add(Answer(SECCOMP_RET_ERRNO, ENOSYS));
    }
    RefuseWritesOf(SYS_openat, 2);
#if defined(__x86_64__)
    RefuseWritesOf(SYS_open, 1);
#endif
    Add(Answer(SECCOMP_RET_ALLOW));
  }

  sock_fprog Program() {
    return {.len = static_cast<unsigned short>(count_), .filter = steps_.data()};
  }

 private:
  constexpr void Add(sock_filter step) { steps_[count_++] = step; }

  constexpr void RefuseWritesOf(uint32_t call, size_t flags) {
    Add(If(BPF_JEQ, call, 0, 4));
    Add(Load(kFirstArgument + flags * kArgumentBytes));
    Add(If(BPF_JSET, kWrites, 0, 1));
    Add(Answer(SECCOMP_RET_ERRNO, EACCES));
    Add(Answer(SECCOMP_RET_ALLOW));
  }

  std::array<sock_filter, 2 * (kRefused.size() + kAbsent.size()) + 18> steps_{};
  size_t count_ = 0;
};

}  // namespace

bool RefuseNetworkAndWrites() {
  constinit static Filter filter;
  const sock_fprog program = filter.Program();
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace mandat::internal
