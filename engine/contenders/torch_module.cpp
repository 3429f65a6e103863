#include "engine/contenders/torch_module.h"

#include <torch/version.h>

#include "engine/contenders/dasha/dasha.h"
#include "engine/contenders/dlinear/dlinear.h"
#include "engine/contenders/foundation/foundation.h"
#include "engine/train/guard.h"

namespace touchstone::contenders {

namespace {

class BuiltInTorchModule : public TorchModule {
 public:
  std::string version() const override { return TORCH_VERSION; }

  Result<std::unique_ptr<Contender>> make(const TorchRequest& request) const override {
    return train::guarded("Setting up " + request.spec.name, [&]() -> Result<std::unique_ptr<Contender>> {
      if (request.spec.method == "cnn" || request.spec.method == "cnn-tuned" || request.spec.method == "dasha") {
        return makeDasha(request.spec, request.device);
      }
      if (request.device.starts_with("cuda")) {
        return Error{ErrorCode::kDevice, "DLinear and zero-shot models run on the CPU only. Use --device auto or cpu.",
                     request.spec.name};
      }
      if (request.spec.method == "dlinear") {
        return asContender(makeDLinear(request.spec));
      }
      if (request.spec.method == "foundation") {
        return asContender(makeFoundation(request));
      }
      return Error{ErrorCode::kUnsupported, "There is no method \"" + request.spec.method + "\" in this build.",
                   request.spec.name};
    });
  }
};

}  // namespace

}  // namespace touchstone::contenders

extern "C" const touchstone::contenders::TorchModule* touchstoneTorchModule() {
  static const touchstone::contenders::BuiltInTorchModule module;
  return &module;
}
