#include "engine/contenders/module_loader.h"

#include <dlfcn.h>

#include "engine/base/folders.h"

namespace touchstone::contenders {

Result<const TorchModule*> loadTorchModule() {
  const auto file = base::libraryFolder() / "libtouchstone_torch.so";
  // The module stays open: torch registers objects that must live until the process ends.
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) {
    const char* reason = dlerror();
    return Error{ErrorCode::kUnsupported,
                 std::string("The module with LibTorch does not load: ") + (reason != nullptr ? reason : "unknown reason") +
                     ". Run packaging/setup and packaging/build again.",
                 file.string()};
  }
  using Factory = const TorchModule* (*)();
  const auto factory = reinterpret_cast<Factory>(dlsym(library, "touchstoneTorchModule"));
  const TorchModule* module = factory != nullptr ? factory() : nullptr;
  if (module == nullptr) {
    return Error{ErrorCode::kUnsupported, "The module with LibTorch belongs to another version. Run packaging/build again.", file.string()};
  }
  return module;
}

}  // namespace touchstone::contenders
