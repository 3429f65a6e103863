#include "engine/base/folders.h"

#include <dlfcn.h>

#include <cstdlib>

namespace touchstone::base {

namespace {

std::filesystem::path fromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? std::filesystem::path(value) : std::filesystem::path();
}

std::filesystem::path userDataFolder() {
  const auto xdg = fromEnvironment("XDG_DATA_HOME");
  return (xdg.empty() ? fromEnvironment("HOME") / ".local" / "share" : xdg) / "touchstone";
}

}  // namespace

std::filesystem::path libraryFolder() {
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&libraryFolder), &info) == 0 || info.dli_fname == nullptr) {
    return {};
  }
  std::error_code ignored;
  const auto real = std::filesystem::canonical(info.dli_fname, ignored);
  return real.empty() ? std::filesystem::path(info.dli_fname).parent_path() : real.parent_path();
}

std::filesystem::path resourceFolder() {
  if (const auto given = fromEnvironment("TOUCHSTONE_RESOURCES"); !given.empty()) {
    return given;
  }
  std::error_code ignored;
  if (const auto installed = libraryFolder().parent_path() / "share" / "touchstone"; std::filesystem::exists(installed, ignored)) {
    return installed;
  }
  return TOUCHSTONE_RESOURCE_DIR;
}

std::filesystem::path userPresetFolder() {
  return userDataFolder() / "presets";
}

std::filesystem::path userCacheFolder() {
  if (const auto given = fromEnvironment("TOUCHSTONE_CACHE"); !given.empty()) {
    return given;
  }
  if (const auto xdg = fromEnvironment("XDG_CACHE_HOME"); !xdg.empty()) {
    return xdg / "touchstone";
  }
  const auto home = fromEnvironment("HOME");
  return home.empty() ? home : home / ".cache" / "touchstone";
}

std::vector<std::filesystem::path> modelFolders() {
  std::vector<std::filesystem::path> folders;
  if (const auto given = fromEnvironment("TOUCHSTONE_MODELS"); !given.empty()) {
    folders.push_back(given);
  }
  folders.push_back(userDataFolder() / "models");
  if (const auto data = fromEnvironment("TOUCHSTONE_DATA"); !data.empty()) {
    folders.push_back(data / "models");
  }
  return folders;
}

}  // namespace touchstone::base
