#include "engine/nn/cnn/tap_loops.h"

#include <algorithm>

#include "engine/nn/cnn/multiply_rows.h"

namespace touchstone::nn {

namespace {

constexpr std::int64_t kNarrowChannels = 16;  // below, taps are gathered side by side into one product
constexpr std::int64_t kChunkValues =
    48'000;                                  // of an output block: stays in the second-level cache while taps add to it
constexpr std::int64_t kGradientRows = 512;  // summed over by one product of the weights' gradient
constexpr std::int64_t kStagger = 16;        // keeps rows of a power of two apart from one another in the cache

// Positions first .. last - 1 of one row of the output.
struct Chunk {
  std::int64_t row = 0, first = 0, last = 0;
};

// The part of a chunk for which the tap lies inside its plane.
template <typename Value>
Chunk touched(const Chunk& chunk, const PlaneTap& tap, const TapPlane<Value>& plane) {
  const std::int64_t row = chunk.row + tap.row;
  if (row < 0 || row >= plane.height) {
    return {chunk.row, 0, 0};
  }
  return {chunk.row, std::max(chunk.first, -tap.column), std::min(chunk.last, plane.width - tap.column)};
}

template <typename Value>
const Value* inputOf(const Chunk& part, const PlaneTap& tap, const TapPlane<Value>& plane, const TapSizes& s) {
  return plane.data + ((part.row + tap.row) * plane.width + part.first + tap.column) * s.batch * s.in;
}

template <typename Work>
void forEachChunk(const TapSizes& s, std::int64_t rows, Work&& work) {
  const std::int64_t positions = std::max<std::int64_t>(1, rows / s.batch);
  const std::int64_t chunks = (s.width + positions - 1) / positions;
  for (std::int64_t row = 0; row < s.height; ++row) {
    for (std::int64_t chunk = 0; chunk < chunks; ++chunk) {
      work(Chunk{row, chunk * s.width / chunks, (chunk + 1) * s.width / chunks});
    }
  }
}

// block [rows, taps x in]: what every tap sees from every position of the chunk, 0 outside.
template <typename Value>
void gatherTaps(const TapSizes& s, const std::vector<TapPlane<Value>>& planes, const std::vector<PlaneTap>& taps,
                const Chunk& chunk, Value* block) {
  const auto width = static_cast<std::int64_t>(taps.size()) * s.in;
  std::fill_n(block, (chunk.last - chunk.first) * s.batch * width, Value{0});
  for (std::size_t t = 0; t < taps.size(); ++t) {
    const auto& plane = planes[taps[t].plane];
    const Chunk part = touched(chunk, taps[t], plane);
    if (part.first >= part.last) {
      continue;
    }
    const Value* from = inputOf(part, taps[t], plane, s);
    Value* to = block + (part.first - chunk.first) * s.batch * width + static_cast<std::int64_t>(t) * s.in;
    for (std::int64_t row = 0; row < (part.last - part.first) * s.batch; ++row, from += s.in, to += width) {
      std::copy_n(from, s.in, to);
    }
  }
}

template <typename Value>
void startRows(const Value* bias, std::int64_t rows, std::int64_t channels, Value* y) {
  for (std::int64_t row = 0; row < rows; ++row, y += channels) {
    if (bias != nullptr) {
      std::copy_n(bias, channels, y);
    } else {
      std::fill_n(y, channels, Value{0});
    }
  }
}

bool gathersTaps(const TapSizes& s, const std::vector<PlaneTap>& taps) {
  return s.in < kNarrowChannels && taps.size() > 1;
}

// The chosen matrices one below the other, as a gathered block needs them: [taps x in, out].
template <typename Value>
std::vector<Value> stacked(const TapSizes& s, const std::vector<PlaneTap>& taps, const Value* weights) {
  std::vector<Value> matrix;
  matrix.reserve(taps.size() * static_cast<std::size_t>(s.in * s.out));
  for (const PlaneTap& tap : taps) {
    const Value* from = weights + tap.index * s.in * s.out;
    matrix.insert(matrix.end(), from, from + s.in * s.out);
  }
  return matrix;
}

}  // namespace

template <typename Value>
void sumTaps(const TapSizes& s, const std::vector<TapPlane<Value>>& planes, const std::vector<PlaneTap>& taps,
             const Value* weights, const Value* bias, Value* y) {
  const bool gathers = gathersTaps(s, taps);
  const std::vector<Value> matrix = gathers ? stacked(s, taps, weights) : std::vector<Value>();
  const auto gathered = static_cast<std::int64_t>(taps.size()) * s.in;
  std::vector<Value> block;
  forEachChunk(s, kChunkValues / std::max(s.out, gathers ? gathered : 0), [&](const Chunk& chunk) {
    const std::int64_t rows = (chunk.last - chunk.first) * s.batch;
    Value* out = y + (chunk.row * s.width + chunk.first) * s.batch * s.out;
    startRows(bias, rows, s.out, out);
    if (gathers) {
      block.resize(static_cast<std::size_t>(rows * gathered));
      gatherTaps(s, planes, taps, chunk, block.data());
      addProduct({rows, s.out, gathered, gathered, s.out, s.out}, block.data(), matrix.data(), out);
      return;
    }
    for (const PlaneTap& tap : taps) {
      const auto& plane = planes[tap.plane];
      const Chunk part = touched(chunk, tap, plane);
      if (part.first < part.last) {
        addProduct({(part.last - part.first) * s.batch, s.out, s.in, s.in, s.out, s.out}, inputOf(part, tap, plane, s),
                   weights + tap.index * s.in * s.out, out + (part.first - chunk.first) * s.batch * s.out);
      }
    }
  });
}

template <typename Value>
void addWeightGradient(const TapSizes& s, const std::vector<TapPlane<Value>>& planes, const std::vector<PlaneTap>& taps,
                       const Value* gy, Value* gradient) {
  const bool gathers = gathersTaps(s, taps);
  const auto gathered = static_cast<std::int64_t>(taps.size()) * s.in;
  std::vector<Value> block, turned;
  std::vector<Value> sums(gathers ? static_cast<std::size_t>(s.out * gathered) : 0);
  forEachChunk(s, kGradientRows, [&](const Chunk& chunk) {
    const std::int64_t rows = (chunk.last - chunk.first) * s.batch;
    const std::int64_t turnedStride = rows + kStagger;
    turned.resize(static_cast<std::size_t>(turnedStride * s.out));
    transposeRows(gy + (chunk.row * s.width + chunk.first) * s.batch * s.out, rows, s.out, turned.data(), turnedStride);
    if (gathers) {
      block.resize(static_cast<std::size_t>(rows * gathered));
      gatherTaps(s, planes, taps, chunk, block.data());
      addProduct({s.out, gathered, rows, turnedStride, gathered, gathered}, turned.data(), block.data(), sums.data());
      return;
    }
    for (const PlaneTap& tap : taps) {
      const auto& plane = planes[tap.plane];
      const Chunk part = touched(chunk, tap, plane);
      if (part.first < part.last) {
        addProduct({s.out, s.in, (part.last - part.first) * s.batch, turnedStride, s.in, s.in},
                   turned.data() + (part.first - chunk.first) * s.batch, inputOf(part, tap, plane, s),
                   gradient + tap.index * s.in * s.out);
      }
    }
  });
  for (std::size_t t = 0; gathers && t < taps.size(); ++t) {
    Value* to = gradient + taps[t].index * s.in * s.out;
    for (std::int64_t o = 0; o < s.out; ++o) {
      std::copy_n(sums.data() + o * gathered + static_cast<std::int64_t>(t) * s.in, s.in, to + o * s.in);
    }
  }
}

template void sumTaps(const TapSizes&, const std::vector<TapPlane<float>>&, const std::vector<PlaneTap>&, const float*,
                      const float*, float*);
template void sumTaps(const TapSizes&, const std::vector<TapPlane<double>>&, const std::vector<PlaneTap>&,
                      const double*, const double*, double*);
template void addWeightGradient(const TapSizes&, const std::vector<TapPlane<float>>&, const std::vector<PlaneTap>&,
                                const float*, float*);
template void addWeightGradient(const TapSizes&, const std::vector<TapPlane<double>>&, const std::vector<PlaneTap>&,
                                const double*, double*);

}  // namespace touchstone::nn
