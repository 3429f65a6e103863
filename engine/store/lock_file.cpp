#include "engine/store/lock_file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>
#include <sstream>
#include <thread>
#include <utility>

namespace touchstone::store {

namespace {

namespace fs = std::filesystem;

Error systemError(int number, const fs::path& path) {
  const std::string folder = path.parent_path().string();
  switch (number) {
  case EACCES:
  case EPERM:
  case EROFS:
    return {ErrorCode::kReadOnly,
            "The folder cannot be written. Copy the project to a folder of your own, or open it read-only.", folder};
  case ENOSPC:
  case EDQUOT:
    return {ErrorCode::kDiskFull, "The disk is full, or a quota is reached. Free some space and try again.", folder};
  default:
    return {ErrorCode::kInternal, std::string("The lock file cannot be made (") + std::strerror(number) + ").",
            path.string()};
  }
}

std::string hostName() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

std::string firstLine(int descriptor) {
  std::array<char, 512> bytes{};
  const ssize_t size = pread(descriptor, bytes.data(), bytes.size(), 0);
  const std::string text(bytes.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  return text.substr(0, text.find('\n'));
}

// "1234 host touchstone-cli"
Error lockedBy(int descriptor, const fs::path& project) {
  std::istringstream line(firstLine(descriptor));
  std::string program;
  std::string host;
  long process = 0;
  std::string who = "another Touchstone";
  if (line >> process >> host && std::getline(line >> std::ws, program)) {
    who = program + " (process " + std::to_string(process) + " on " + host + ")";
    if (process == getpid() && host == hostName()) {
      who = "this program";
    }
  }
  return {ErrorCode::kLocked,
          "The project is being written by " + who + ". Wait for it, or open the project read-only.", project.string()};
}

bool writeHolder(int descriptor) {
  const std::string text = std::to_string(getpid()) + " " + hostName() + " " + program_invocation_short_name + "\n";
  return ftruncate(descriptor, 0) == 0 &&
         pwrite(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

constexpr auto kPatience = std::chrono::milliseconds(50);

// False with errno set where somebody holds it all the time.
bool lockWithin(int descriptor, std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK || std::chrono::steady_clock::now() >= end) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

// The last holder removes the file: one that was opened just before is no longer the one that others will find.
bool isStillThere(int descriptor, const fs::path& path) {
  struct stat held {};
  struct stat named {};
  return fstat(descriptor, &held) == 0 && stat(path.c_str(), &named) == 0 && held.st_ino == named.st_ino &&
         held.st_dev == named.st_dev;
}

}  // namespace

bool LockFile::isHeld(const fs::path& project) {
  const int descriptor = open((project.string() + ".lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return false;
  }
  const bool isHeld = flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close(descriptor);  // and releases it
  return isHeld;
}

Result<LockFile> LockFile::acquire(const fs::path& project) {
  const fs::path path = project.string() + ".lock";
  while (true) {
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) {
      return systemError(errno, path);
    }
    LockFile lock({}, descriptor);  // without a path it only closes
    if (!lockWithin(descriptor, kPatience)) {
      return errno == EWOULDBLOCK ? lockedBy(descriptor, project) : systemError(errno, path);
    }
    if (isStillThere(descriptor, path)) {
      lock.m_path = path;
      if (!writeHolder(descriptor)) {
        return systemError(errno, path);
      }
      return lock;
    }
  }
}

LockFile::LockFile(LockFile&& other) noexcept
    : m_path(std::exchange(other.m_path, {})), m_descriptor(std::exchange(other.m_descriptor, -1)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
  std::swap(m_path, other.m_path);
  std::swap(m_descriptor, other.m_descriptor);
  return *this;
}

LockFile::~LockFile() {
  if (m_descriptor < 0) {
    return;
  }
  if (!m_path.empty()) {
    unlink(m_path.c_str());  // while it is still held: see isStillThere
  }
  close(m_descriptor);
}

}  // namespace touchstone::store
