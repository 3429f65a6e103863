#include "engine/nn/weights.h"

#include <torch/torch.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace touchstone::nn {

namespace {

std::vector<std::pair<std::string, at::Tensor>> namedTensors(const torch::nn::Module& module) {
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const auto& item : module.named_parameters()) {
    tensors.emplace_back(item.key(), item.value());
  }
  for (const auto& item : module.named_buffers()) {
    tensors.emplace_back(item.key(), item.value());
  }
  return tensors;
}

}  // namespace

Result<void> loadModule(torch::nn::Module& module, const HostTensors& tensors, std::span<const std::string> ignored) {
  const torch::NoGradGuard noGrad;
  auto places = namedTensors(module);
  for (auto& [name, place] : places) {
    const auto found = findTensor(tensors, name, place.sizes().vec());
    if (!found) {
      return found.error();
    }
    auto* values = const_cast<float*>(found.value()->values.data());  // from_blob takes no const; only read
    place.copy_(torch::from_blob(values, place.sizes(), torch::kFloat32));
  }
  for (const auto& item : tensors) {
    const std::string& name = item.first;
    const bool isKnown =
        std::any_of(places.begin(), places.end(), [&](const auto& place) { return place.first == name; });
    if (!isKnown && std::find(ignored.begin(), ignored.end(), name) == ignored.end()) {
      return Error{ErrorCode::kBadInput,
                   "The tensor \"" + name + "\" has no place in this network. The file holds weights of another model.",
                   {}};
    }
  }
  return {};
}

HostTensor toHost(const at::Tensor& tensor) {
  const at::Tensor host = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
  const auto* values = host.data_ptr<float>();
  return {host.sizes().vec(), std::vector<float>(values, values + host.numel())};
}

HostTensors moduleTensors(const torch::nn::Module& module) {
  HostTensors tensors;
  for (const auto& [name, tensor] : namedTensors(module)) {
    tensors.emplace(name, toHost(tensor));
  }
  return tensors;
}

}  // namespace touchstone::nn
