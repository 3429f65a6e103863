#include "engine/nn/fracast_pack.h"

#include "engine/nn/fracast_input.h"
#include "engine/nn/fracast_layout.h"

namespace touchstone::nn {

namespace {

constexpr auto kWidth = static_cast<std::size_t>(kFracastWidth);

const std::vector<float>& valuesOf(const HostTensors& weights, const std::string& name) {
  return weights.find(name)->second.values;
}

}  // namespace

Result<void> checkFracast(const HostTensors& weights) {
  for (const auto& [name, shape] : fracastTensors()) {
    if (const auto found = findTensor(weights, name, shape); !found) {
      return found.error();
    }
  }
  if (weights.size() != fracastTensors().size()) {
    return Error{ErrorCode::kBadInput,
                 "The file holds " + std::to_string(weights.size()) + " tensors, Fracast-0 has " +
                     std::to_string(fracastTensors().size()) + ". It holds weights of another model.",
                 {}};
  }
  return {};
}

AlignedFloats packVector(const HostTensors& weights, const std::string& name) {
  const auto& values = valuesOf(weights, name);
  AlignedFloats packed(values.size());
  std::copy(values.begin(), values.end(), packed.data());
  return packed;
}

PackedDense packLinear(const HostTensors& weights, const std::string& prefix, int panel) {
  const HostTensor& weight = weights.find(prefix + ".weight")->second;
  return packDense(weight.values, valuesOf(weights, prefix + ".bias"), static_cast<int>(weight.shape[1]), panel);
}

PackedFeedForward packFeedForward(const HostTensors& weights, const std::string& prefix, int panel) {
  return {
      packGated(valuesOf(weights, prefix + ".up.weight"), valuesOf(weights, prefix + ".up.bias"), kFracastWidth, panel),
      packLinear(weights, prefix + ".down", panel)};
}

AlignedFloats packTaps(const HostTensors& weights, const std::string& name) {
  const auto& values = valuesOf(weights, name);
  AlignedFloats taps(3 * kWidth);
  for (std::size_t c = 0; c < kWidth; ++c) {
    for (std::size_t tap = 0; tap < 3; ++tap) {
      taps[tap * kWidth + c] = values[c * 3 + tap];
    }
  }
  return taps;
}

PackedBlock packBlock(const HostTensors& weights, const std::string& prefix, int panel) {
  PackedBlock block;
  block.taps = packTaps(weights, prefix + ".dw_weight");
  // pw (dw x + b) + c = pw dw x + (pw b + c): one addition less for every row.
  const auto& matrix = valuesOf(weights, prefix + ".pw.weight");
  const auto& inner = valuesOf(weights, prefix + ".dw_bias");
  std::vector<float> bias = valuesOf(weights, prefix + ".pw.bias");
  for (std::size_t row = 0; row < kWidth; ++row) {
    double sum = bias[row];
    for (std::size_t c = 0; c < kWidth; ++c) {
      sum += static_cast<double>(matrix[row * kWidth + c]) * inner[c];
    }
    bias[row] = static_cast<float>(sum);
  }
  block.mix = packDense(matrix, bias, kFracastWidth, panel);
  block.norm1 = packVector(weights, prefix + ".norm1.weight");
  block.feedForward = packFeedForward(weights, prefix + ".ffn", panel);
  block.norm2 = packVector(weights, prefix + ".norm2.weight");
  return block;
}

RowAffine packFilm(const HostTensors& weights, int stage) {
  const auto code = fracastStageCode(stage);
  const auto& matrix = valuesOf(weights, "core.scale.to_gb.weight");
  const auto& bias = valuesOf(weights, "core.scale.to_gb.bias");
  RowAffine film{AlignedFloats(kWidth), AlignedFloats(kWidth)};
  for (std::size_t row = 0; row < 2 * kWidth; ++row) {
    double sum = bias[row];
    for (std::size_t j = 0; j < code.size(); ++j) {
      sum += static_cast<double>(matrix[row * code.size() + j]) * code[j];
    }
    if (row < kWidth) {
      film.scale[row] = static_cast<float>(1.0 + sum);
    } else {
      film.shift[row - kWidth] = static_cast<float>(sum);
    }
  }
  return film;
}

PackedDense packInput(const HostTensors& weights, int panel) {
  constexpr std::size_t kDirect = 2 + kFracastRecency;
  constexpr std::size_t kPhases = 2 * kFracastPeriods;
  const RowAffine film = packFilm(weights, 0);
  const auto& direct = valuesOf(weights, "core.in_proj.weight");
  const auto& phases = valuesOf(weights, "core.periodic.proj.weight");
  std::vector<float> matrix;
  std::vector<float> bias;
  for (std::size_t row = 0; row < kWidth; ++row) {
    for (std::size_t k = 0; k < kDirect; ++k) {
      matrix.push_back(film.scale[row] * direct[row * kDirect + k]);
    }
    for (std::size_t k = 0; k < kPhases; ++k) {
      matrix.push_back(film.scale[row] * phases[row * kPhases + k]);
    }
    bias.push_back(film.scale[row] * (valuesOf(weights, "core.in_proj.bias")[row] +
                                      valuesOf(weights, "core.periodic.proj.bias")[row]) +
                   film.shift[row]);
  }
  return packDense(matrix, bias, kFracastFeatures, panel);
}

}  // namespace touchstone::nn
