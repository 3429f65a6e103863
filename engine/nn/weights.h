// Moves weights between a torch module and plain memory; names are the module's own dotted names.
// Thread: whoever owns the module. Errors: kBadInput: a tensor is missing, superfluous or has another shape.
#pragma once

#include <span>
#include <string>

#include "engine/nn/host_tensors.h"

namespace at {
class Tensor;
}
namespace torch::nn {
class Module;
}

namespace touchstone::nn {

// Fills every parameter and buffer of `module`. Tensors of `ignored` names may be present without a place in it.
Result<void> loadModule(torch::nn::Module& module, const HostTensors& tensors,
                        std::span<const std::string> ignored = {});

// A copy as float32 on the host.
HostTensor toHost(const at::Tensor& tensor);

// Every parameter and buffer, as float32 on the host.
HostTensors moduleTensors(const torch::nn::Module& module);

}  // namespace touchstone::nn
