// Small and read-only file systems for one test program: a mount namespace of its own, so that nothing is left behind.
// Where the system does not permit that, the tests that need it are skipped with the reason.
#pragma once

#include <cerrno>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

namespace touchstone::test {

class MountNamespace {
 public:
  // Call first in main(), while the program has one thread.
  static MountNamespace& enter() {
    static MountNamespace space;
    return space;
  }

  // Empty: mounting works.
  const std::string& problem() const { return m_problem; }

  bool mountSmall(const std::filesystem::path& folder, const std::string& size) const {
    return ::mount("tmpfs", folder.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
  }
  bool resize(const std::filesystem::path& folder, const std::string& size) const {
    return ::mount("tmpfs", folder.c_str(), "tmpfs", MS_REMOUNT, ("size=" + size).c_str()) == 0;
  }
  // The folder `source` once more at `target`, where nobody can write, not even root.
  bool mountReadOnly(const std::filesystem::path& source, const std::filesystem::path& target) const {
    return ::mount(source.c_str(), target.c_str(), nullptr, MS_BIND, nullptr) == 0 &&
           ::mount(nullptr, target.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0;
  }
  void unmount(const std::filesystem::path& folder) const { umount2(folder.c_str(), MNT_DETACH); }

 private:
  MountNamespace() {
    const uid_t user = geteuid();
    const gid_t group = getegid();
    // An ordinary user becomes root in a user namespace, where the system permits it.
    const int flags = user == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
    if (unshare(flags) != 0) {
      m_problem = std::string("this system does not permit mount namespaces: ") + std::strerror(errno);
      return;
    }
    if (user != 0) {
      std::ofstream("/proc/self/setgroups") << "deny";
      std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
      std::ofstream("/proc/self/gid_map") << "0 " << group << " 1";
    }
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
      m_problem = std::string("this system does not permit mounting: ") + std::strerror(errno);
    }
  }

  std::string m_problem;
};

}  // namespace touchstone::test

#define SKIP_WITHOUT_MOUNTS()                                                                                          \
  if (const auto& problem = MountNamespace::enter().problem(); !problem.empty()) QSKIP(problem.c_str())
