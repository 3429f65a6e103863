// What a linear model sees of an image beyond its plain pixels: statistics of its bands, or a pixel with its surroundings.
// Shapes: image [H, W, C], channels last, as ExampleInputs::gather gives it.
// Thread: any, no shared state. Errors: none.
#pragma once

#include <cstddef>
#include <span>

#include "engine/data/examples/example_set.h"

namespace touchstone::contenders {

// Of each band: mean, standard deviation, the quantiles 5, 25, 50, 75 and 95 % (linear between the values next to it), and the
// mean absolute difference of neighbours in a row or column (roughness).
inline constexpr std::size_t kBandStatistics = 8;
void bandStatistics(std::span<const float> image, const data::InputShape& shape, std::span<float> out);  // out [C, 8]

// Of each pixel: its bands, then their means over the 3x3 pixels around it (those inside the image).
void pixelBands(std::span<const float> image, const data::InputShape& shape, std::span<float> out);  // out [H, W, 2 C]

}  // namespace touchstone::contenders
