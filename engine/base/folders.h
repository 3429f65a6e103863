// Where the program finds what it ships and what set-up put on this machine.
// Thread: free functions that read the environment; call from any thread.
#pragma once

#include <filesystem>
#include <vector>

namespace touchstone::base {

// presets, samples, published results, model cards: TOUCHSTONE_RESOURCES, or ../share/touchstone beside the library, or the
// source tree that it was built from.
std::filesystem::path resourceFolder();

// Where the user's own presets are: XDG_DATA_HOME/touchstone/presets. It may not exist.
std::filesystem::path userPresetFolder();

// Folders that may hold pretrained models, in order: TOUCHSTONE_MODELS, the user's data folder, TOUCHSTONE_DATA/models.
std::vector<std::filesystem::path> modelFolders();

// What can be made again: TOUCHSTONE_CACHE, or XDG_CACHE_HOME/touchstone, or ~/.cache/touchstone. It may not exist; empty where
// none of the three is known.
std::filesystem::path userCacheFolder();

// The folder of the shared library that this code is in; the torch module lies beside it.
std::filesystem::path libraryFolder();

}  // namespace touchstone::base
