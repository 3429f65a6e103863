#include "engine/nn/host_tensors.h"

namespace touchstone::nn {

std::string shapeText(const std::vector<std::int64_t>& shape) {
  std::string text = "[";
  for (const std::int64_t size : shape) {
    if (text.size() > 1) {
      text += ", ";
    }
    text += std::to_string(size);
  }
  return text + "]";
}

Result<const HostTensor*> findTensor(const HostTensors& tensors, std::string_view name,
                                     const std::vector<std::int64_t>& shape) {
  const auto found = tensors.find(name);
  if (found == tensors.end()) {
    return Error{ErrorCode::kBadInput,
                 "The tensor \"" + std::string(name) + "\" is missing. The file holds weights of another model.",
                 {}};
  }
  if (found->second.shape != shape) {
    return Error{ErrorCode::kBadInput,
                 "The tensor \"" + std::string(name) + "\" has the shape " + shapeText(found->second.shape) + ", not " +
                     shapeText(shape) + ". The file holds weights of another model.",
                 {}};
  }
  return &found->second;
}

std::int64_t valueCount(const HostTensors& tensors) {
  std::int64_t count = 0;
  for (const auto& [name, tensor] : tensors) {
    count += static_cast<std::int64_t>(tensor.values.size());
  }
  return count;
}

}  // namespace touchstone::nn
