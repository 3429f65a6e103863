// The border between the core and libtouchstone_torch.so: one function with C linkage gives one object.
// The core opens the module (module_loader.h); engine/contenders/torch_module.cpp, inside it, implements this.
// Thread: engine thread. Blocking: make() reads weights. Errors: Result; no exception crosses the border.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/contenders/contender.h"
#include "engine/contenders/model_catalogue.h"

namespace touchstone::contenders {

struct TorchRequest {
  ContenderSpec spec;
  std::optional<ModelCard> model;   // for foundation models
  std::filesystem::path weights;    // where its weights lie; empty without a model
  std::string device = "auto";      // auto, cpu, cuda:K
};

class TorchModule {
 public:
  virtual ~TorchModule() = default;
  virtual std::string version() const = 0;  // of LibTorch
  virtual Result<std::unique_ptr<Contender>> make(const TorchRequest& request) const = 0;
};

}  // namespace touchstone::contenders

// Lives as long as the process.
extern "C" const touchstone::contenders::TorchModule* touchstoneTorchModule();
