// The places of a backbone where a convolution stands, and what may be put there: a mixture of kernels while the
// architecture is searched, one convolution afterwards. A backbone asks a ConvMaker for every searched place, in the
// order of its layers, so that both networks share all the rest.
// Shapes: forward() takes [N, in, L] or [N, in, H, W] in any memory layout and gives [N, out, ceil(L / stride)] or
// [N, out, ceil(H / stride), ceil(W / stride)]. Fastest in and out on the CPU: position-major (layout.h).
// Thread: trial slot.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "engine/nn/torch_pch.h"

namespace touchstone::nn {

// How the weights start; biases are 0 with kXavier and drawn with kFanIn.
enum class ConvInit {
  kXavier,  // Xavier-uniform with gain sqrt(2)
  kFanIn,   // PyTorch's default: uniform within 1 / sqrt(taps x in)
};

struct ConvPlace {
  std::string name = "";  // dotted, as in the checkpoint: "layer1.0.conv1"
  int index = -1;         // among the searched places; -1: not searched
  int dims = 2;           // 1: along a sequence, 2: over an image
  int in = 1;             // channels
  int out = 1;
  int stride = 1;
  int kernel = 3;  // the backbone's own, before a search
  bool hasBias = true;
  ConvInit init = ConvInit::kFanIn;
  int height = 1;  // of what the layer gets; 1 where dims is 1
  int width = 1;
};

class ConvLayer : public torch::nn::Module {
 public:
  virtual at::Tensor forward(const at::Tensor& x) = 0;
};

using ConvMaker = std::function<std::shared_ptr<ConvLayer>(const ConvPlace&)>;

}  // namespace touchstone::nn
