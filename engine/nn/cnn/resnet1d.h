// ResNet for sequences: three blocks of three convolutions (kernels 8, 5, 3 before a search), each followed by dropout,
// normalisation and ReLU, with `mid`, 2 mid and 2 mid channels; mean over the positions; dense layer. A block whose
// channels change adds its input through a normalised 1 x 1 convolution, which is not searched; the third has no
// shortcut, and no ReLU follows the sums. See backbone.h.
// Source: Ismail Fawaz et al. 2019 (arXiv 1909.04939), as the published searches have it.
#pragma once

#include <memory>

#include "engine/nn/cnn/backbone.h"

namespace touchstone::nn {

std::shared_ptr<Backbone> makeResNet1d(const BackboneOptions& options, const ConvMaker& maker);

}  // namespace touchstone::nn
