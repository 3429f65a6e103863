// Weights as plain memory: what a .safetensors file holds, what a checkpoint keeps and what a fast path packs,
// without torch. Names are dotted paths as PyTorch writes them ("core.block.pw.weight").
// Shapes: row-major, values.size() = product of shape; a scalar has an empty shape and one value.
// Thread: value types.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/result.h"

namespace touchstone::nn {

struct HostTensor {
  std::vector<std::int64_t> shape;
  std::vector<float> values;

  friend bool operator==(const HostTensor&, const HostTensor&) = default;
};

using HostTensors = std::map<std::string, HostTensor, std::less<>>;

// The tensor of that name, if it has exactly that shape. Error kBadInput: absent or another shape, said in words.
Result<const HostTensor*> findTensor(const HostTensors& tensors, std::string_view name,
                                     const std::vector<std::int64_t>& shape);

// "[64, 1, 3]", for messages.
std::string shapeText(const std::vector<std::int64_t>& shape);

// Number of values of all tensors together.
std::int64_t valueCount(const HostTensors& tensors);

}  // namespace touchstone::nn
