// U-Net for sequences and images: four times pairs of convolutions (each with normalisation and ReLU) and a halving, then
// back up, each level joined with its like on the way down. Every convolution of the pairs is searched. See backbone.h.
// Sequences are enlarged linearly, images by transposed convolutions; the small networks have 25 channels at nearly every
// level. Scores: a dense layer on the mean over the positions (sequences); a 1 x 1 convolution to 4 times the channels,
// normalised, then another, averaged over the pixels (images).
// Source: Ronneberger et al. 2015, as the published searches have it.
#pragma once

#include <memory>

#include "engine/nn/cnn/backbone.h"

namespace touchstone::nn {

std::shared_ptr<Backbone> makeUnet(const BackboneOptions& options, int dims, bool isSmall, const ConvMaker& maker);

}  // namespace touchstone::nn
