// Where a mixed convolution reads: the union of the taps of all branches, as offsets from an output to the inputs.
// Branches share taps (16 branches of K {3, 5, 7, 9} and D {1, 3, 7, 15} have 96 in 1D, of which 31 differ), and a tap
// so far out that it never meets the input is left out, so that the mixture costs one convolution of these taps.
// "Same" padding: a branch of span s reads from -(s - 1) / 2 on, as torch pads; input position = stride * output + tap.
// Thread: pure functions. Errors: none; sizes, kernels and dilations are positive.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/nn/cnn/kernel_choice.h"

namespace touchstone::nn {

// Sizes of one convolution; 1D has height 1 and dims 1.
struct ConvShape {
  int dims = 1;
  int batch = 1;
  int inChannels = 1;
  int outChannels = 1;
  int height = 1;
  int width = 1;
  int stride = 1;
  bool isDepthwise = false;

  int outHeight() const { return (height + stride - 1) / stride; }
  int outWidth() const { return (width + stride - 1) / stride; }
  // Input channels of one filter.
  int filterDepth() const { return isDepthwise ? 1 : inChannels; }
};

struct Tap {
  int y = 0;  // 0 in 1D
  int x = 0;

  bool operator==(const Tap&) const = default;
};

struct TapSet {
  std::vector<Tap> taps;                   // by y, then x; each once
  std::vector<std::vector<int>> branches;  // [B][k (* k)]: the place in taps, -1 where the tap never meets the input
};

TapSet mergeTaps(std::span<const KernelChoice> choices, const ConvShape& shape);

// A tap row: all taps of one y, as what a row of targets reads from a row of sources.
// Target first + j * step reads source j * sourceStep + shifts[i] with weight taps[i], for those inside the row.
struct TapRun {
  int first = 0;
  int step = 1;
  int count = 0;  // targets
  int sourceStep = 1;
  std::vector<int> shifts;  // ascending
  std::vector<int> taps;
};

struct TapRow {
  int y = 0;
  std::vector<TapRun> runs;
};

// From inputs to outputs: output row r reads input row stride * r + y.
std::vector<TapRow> forwardRows(const TapSet& set, const ConvShape& shape);

// From gradients of outputs to those of inputs: input row r reads output row (r - y) / stride where that is whole.
std::vector<TapRow> backwardRows(const TapSet& set, const ConvShape& shape);

// Largest distance of a tap along each axis: what a circular convolution must leave between the ends of the input.
Tap reachOf(const TapSet& set);

}  // namespace touchstone::nn
