// Makes contenders from their specs. Those that need torch come from the module libtouchstone_torch.so, opened the first
// time one is asked for, so that nothing else waits for LibTorch's half second.
// Thread: engine thread. Blocking: make() the first time for the module's load. Errors: kUnsupported when the module is
// missing or does not load, kNotFound for a model's weights, kBadInput for options.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/contenders/contender.h"
#include "engine/contenders/model_catalogue.h"

namespace touchstone::contenders {

class Registry {
 public:
  virtual ~Registry() = default;
  virtual Result<std::shared_ptr<const Contender>> make(const ContenderSpec& spec, const std::optional<ModelCard>& model,
                                                        const std::string& device) const = 0;
  // Version of LibTorch once the module is loaded; empty before.
  virtual std::string torchVersion() const = 0;
};

// The contenders of this build.
std::unique_ptr<Registry> makeRegistry();

}  // namespace touchstone::contenders
