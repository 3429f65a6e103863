// Names, shapes and fixed features of Fracast-0's weights: what both of its implementations agree on.
// Thread: pure functions.
// Source: shared/models/README.md, "Fracast-0".
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace touchstone::nn {

inline constexpr int kFracastStages = 10;          // dilations 1, 2, .. 512
inline constexpr int kFracastFutureStages = 6;     // dilations 1 .. 32
inline constexpr int kFracastFutureContext = 128;  // last rows of the encoding that the future path sees
inline constexpr int kFracastQuantiles = 9;        // .1, .2, .. .9
inline constexpr int kFracastMedian = 4;
inline constexpr std::int64_t kFracastParameters = 85'001;

// [4 sin, 4 cos] of pi stage / 2^j, j = 0..3: what a stage knows of its place.
std::array<float, 8> fracastStageCode(int stage);

// Every tensor of the weights' file with its shape; 47 of them.
const std::vector<std::pair<std::string, std::vector<std::int64_t>>>& fracastTensors();

}  // namespace touchstone::nn
