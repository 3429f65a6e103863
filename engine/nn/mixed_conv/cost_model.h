// Which method of the mixed convolution is fastest for a layer, by measurement: forward and backward of each method on
// random tensors of the layer's shape. A method that a part of the batch already shows to be slower is left early, so a
// layer costs a few times what its fastest method costs.
// The methods differ in rounding: who wants the same numbers again stores the choice (CostTable as JSON) and forces it.
// The naive sum is only tried for a single choice: for more it does all that kByDilation does, and more.
// Thread: trial slot; with one torch thread it counts the calling thread's own time. Blocking: for the measurement.
// Errors: c10::Error from torch.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/nn/mixed_conv/mixed_conv.h"

namespace touchstone::nn {

struct MixedConvLayer {
  int dims = 1;
  std::int64_t inChannels = 1;
  std::int64_t outChannels = 1;
  bool isDepthwise = false;
  int stride = 1;
  std::vector<KernelChoice> choices;
  std::vector<std::int64_t> inputShape;  // [N, Cin, L] or [N, Cin, H, W]
  bool needsInputGradient = true;        // false: the first layer of a network
  torch::Device device = torch::kCPU;
  torch::ScalarType type = torch::kFloat32;
};

struct MethodTime {
  MixMethod method = MixMethod::kTaps;
  double ms = 0.0;            // forward and backward, best of a few
  bool wasLeftEarly = false;  // ms is then that of a part of the batch, already slower than the fastest
};

struct MeasuredMethod {
  MixMethod method = MixMethod::kTaps;
  std::vector<MethodTime> times;  // in the order tried
};

MeasuredMethod measuredMethod(const MixedConvLayer& layer);

// What a measurement depends on, as text: "2d 16>32 dense s1 16x64x64 float k3d1 ... cpu avx512".
std::string costKey(const MixedConvLayer& layer);

// Measured choices by key.
class CostTable {
 public:
  // The stored choice, measured first where there is none.
  MixMethod methodFor(const MixedConvLayer& layer);

  const MeasuredMethod* find(const std::string& key) const;
  void set(const std::string& key, MeasuredMethod measured) { m_choices[key] = std::move(measured); }
  std::size_t size() const { return m_choices.size(); }

  // {"KEY": {"method": "fft", "ms": {"fft": 9.3, "taps": 37.8, "by-dilation": 60.1}, "left early": ["by-dilation"]}}
  nlohmann::ordered_json toJson() const;
  static Result<CostTable> fromJson(const nlohmann::ordered_json& json);

 private:
  std::map<std::string, MeasuredMethod> m_choices;
};

}  // namespace touchstone::nn
