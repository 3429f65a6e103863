// What Fracast-0 sees of a series: the last 2,048 values scaled to [0, 1] with a mask, the position ("recency"), the
// phases of up to four significant periods, and a seasonal fill for the 48 steps to come. Shared by the trainable
// network and the fast path, so that both see the same numbers.
// Shapes: context T = 2048 (padded on the left, mask 0), feature rows [T, 15] = value, mask, 5 recency, 4 x (sin, cos).
// Thread: pure functions and value types. Errors: kBadInput with fewer than 8 finite values.
// Source: shared/models/README.md, "Fracast-0"; its period search is credited to TinyCast (Apache-2.0).
#pragma once

#include <array>
#include <span>

#include "engine/api/result.h"

namespace touchstone::nn {

inline constexpr int kFracastContext = 2048;  // T
inline constexpr int kFracastBlock = 48;      // steps of one block
inline constexpr int kFracastRecency = 5;
inline constexpr int kFracastPeriods = 4;
inline constexpr int kFracastFeatures = 2 + kFracastRecency + 2 * kFracastPeriods;
inline constexpr int kFracastMinimum = 8;  // finite values that a series must have

struct FracastContext {
  std::array<float, kFracastContext> values{};  // scaled; 0 where missing
  std::array<float, kFracastContext> mask{};    // 1 observed, 0 missing or padding
  double low = 0.0;                             // value = low + span * scaled
  double span = 1.0;
  std::array<int, kFracastPeriods> periods{};   // strongest first; 0: empty slot
  std::array<float, kFracastBlock> seasonal{};  // seasonal fill, scaled
};

// Takes the last 2,048 values of `history` (oldest first; NaN and infinities count as missing).
Result<void> prepareFracast(std::span<const double> history, FracastContext& context);

// d, sign(d) log1p(|d|) / ln 2, exp(-|d|/2), exp(-2|d|), exp(-8|d|) of d = (position - 2047) / 2048.
std::array<float, kFracastRecency> fracastRecency(int position);

// Writes the feature rows, `stride` floats apart (>= 15); columns beyond 15 stay as they are.
void fillFracastFeatures(const FracastContext& context, int stride, std::span<float> rows);

}  // namespace touchstone::nn
