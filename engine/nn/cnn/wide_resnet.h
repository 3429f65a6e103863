// Wide ResNet: a convolution to 16 channels, three groups of n pre-activation blocks with 16 W, 32 W and 64 W channels
// (the second and third halve the positions in their first block), normalisation, mean, dense layer. Only the shortcuts
// are not searched. See backbone.h.
// Source: Zagoruyko and Komodakis 2016, with the stride in a block's second convolution and a bias everywhere, as the
// published searches have it.
#pragma once

#include <memory>
#include <optional>

#include "engine/nn/cnn/backbone.h"

namespace touchstone::nn {

struct WideResNetShape {
  int depth = 16;
  int width = 1;
};

// "wrn-16-4" -> {16, 4}; nothing where the name is no Wide ResNet's.
std::optional<WideResNetShape> wideResNetShape(const std::string& name);

std::shared_ptr<Backbone> makeWideResNet(const BackboneOptions& options, const WideResNetShape& shape,
                                         const ConvMaker& maker);

}  // namespace touchstone::nn
