#include "engine/contenders/registry.h"

#include "engine/contenders/auto_ar/auto_ar.h"
#include "engine/contenders/catalogue.h"
#include "engine/contenders/linear/linear.h"
#include "engine/contenders/module_loader.h"
#include "engine/contenders/reference/seasonal_naive.h"

namespace touchstone::contenders {

namespace {

class BuiltInRegistry : public Registry {
 public:
  Result<std::shared_ptr<const Contender>> make(const ContenderSpec& spec, const std::optional<ModelCard>& model,
                                                const std::string& device) const override {
    auto made = makeOne(spec, model, device);
    if (!made) {
      return made.error();
    }
    return std::shared_ptr<const Contender>(std::move(*made));
  }

  std::string torchVersion() const override { return m_module != nullptr ? m_module->version() : std::string(); }

 private:
  Result<std::unique_ptr<Contender>> makeOne(const ContenderSpec& spec, const std::optional<ModelCard>& model,
                                             const std::string& device) const {
    if (spec.method == "naive") {
      return asContender(makeNaive(spec));
    }
    if (spec.method == "seasonal-naive") {
      return asContender(makeSeasonalNaive(spec));
    }
    if (spec.method == "auto-ar") {
      return asContender(makeAutoAr(spec));
    }
    if (spec.method == "linear") {
      return makeLinear(spec);
    }
    const MethodCard* card = findMethod(spec.method);
    if (card != nullptr && card->needsTorch) {
      return makeWithTorch(spec, model, device);
    }
    return Error{ErrorCode::kUnsupported, "There is no method \"" + spec.method + "\" in this build.", spec.name};
  }

  Result<std::unique_ptr<Contender>> makeWithTorch(const ContenderSpec& spec, const std::optional<ModelCard>& model,
                                                   const std::string& device) const {
    if (m_module == nullptr) {
      auto module = loadTorchModule();
      if (!module) {
        return module.error();
      }
      m_module = *module;
    }
    TorchRequest request{spec, model, {}, device};
    if (model) {
      auto weights = locateWeights(*model);
      if (!weights) {
        return weights.error();
      }
      request.weights = std::move(*weights);
    }
    return m_module->make(request);
  }

  mutable const TorchModule* m_module = nullptr;  // engine thread only; lives until the process ends
};

}  // namespace

std::unique_ptr<Registry> makeRegistry() {
  return std::make_unique<BuiltInRegistry>();
}

}  // namespace touchstone::contenders
