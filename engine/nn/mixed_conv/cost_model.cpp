#include "engine/nn/mixed_conv/cost_model.h"

#include <time.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/nn/mixed_conv/kernels.h"

namespace touchstone::nn {

namespace {

constexpr int kRepeats = 3;
constexpr std::int64_t kProbeShare = 8;  // of the batch, for a method that may be much slower

// Random tensors of a layer, for one batch size.
struct LayerTensors {
  torch::Tensor x;
  std::vector<torch::Tensor> weights;
  torch::Tensor mix;
  torch::Tensor bias;

  LayerTensors(const MixedConvLayer& layer, std::int64_t batch) {
    const auto options = torch::TensorOptions().device(layer.device).dtype(layer.type);
    // An own generator: a measurement must not move the random numbers of the trial that asks for it.
    const auto random = [&, generator = at::make_generator<at::CPUGeneratorImpl>(1)](std::vector<std::int64_t> shape) {
      return torch::randn(shape, generator, torch::kFloat32).to(options);
    };
    std::vector<std::int64_t> shape = layer.inputShape;
    shape[0] = batch;
    x = random(shape).requires_grad_(layer.needsInputGradient);
    for (const KernelChoice& choice : layer.choices) {
      std::vector<std::int64_t> sizes = {layer.outChannels, layer.isDepthwise ? 1 : layer.inChannels};
      sizes.insert(sizes.end(), static_cast<std::size_t>(layer.dims), choice.kernel);
      weights.push_back(random(sizes).requires_grad_());
    }
    mix = torch::full({static_cast<std::int64_t>(layer.choices.size())},
                      1.0 / static_cast<double>(layer.choices.size()), options)
              .requires_grad_();
    bias = random({layer.outChannels}).requires_grad_();
  }

  void clearGradients() {
    for (torch::Tensor* tensor : {&x, &mix, &bias}) {
      tensor->mutable_grad() = torch::Tensor();
    }
    for (torch::Tensor& branch : weights) {
      branch.mutable_grad() = torch::Tensor();
    }
  }
};

// The time of the calling thread where it computes alone, so that other work on the machine does not decide.
double nowMs(const MixedConvLayer& layer) {
  timespec now{};
  clock_gettime(layer.device.is_cpu() && at::get_num_threads() == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

double stepMs(const MixedConvLayer& layer, MixMethod method, LayerTensors& tensors) {
  const MixedConvOptions options{layer.dims, layer.isDepthwise, layer.stride, method};
  const double began = nowMs(layer);
  const torch::Tensor y = mixedConv(tensors.x, tensors.weights, tensors.mix, tensors.bias, layer.choices, options);
  y.backward(torch::ones_like(y));
  if (layer.device.is_cuda()) {
    torch::cuda::synchronize();
  }
  const double ms = nowMs(layer) - began;
  tensors.clearGradients();
  return ms;
}

MethodTime timeOf(const MixedConvLayer& layer, MixMethod method, LayerTensors& tensors, double fastest) {
  const std::int64_t batch = layer.inputShape[0];
  if (batch >= 2 * kProbeShare && fastest > 0.0) {
    LayerTensors part(layer, batch / kProbeShare);
    stepMs(layer, method, part);
    if (const double ms = stepMs(layer, method, part); ms > fastest) {
      return {method, ms, true};
    }
  }
  stepMs(layer, method, tensors);
  MethodTime time{method, stepMs(layer, method, tensors), false};
  for (int i = 1; i < kRepeats && (fastest == 0.0 || time.ms < 2 * fastest); ++i) {
    time.ms = std::min(time.ms, stepMs(layer, method, tensors));
  }
  return time;
}

std::vector<MixMethod> candidatesOf(const MixedConvLayer& layer) {
  if (layer.choices.size() == 1) {
    return {MixMethod::kTaps, MixMethod::kFft, MixMethod::kNaive};
  }
  return {MixMethod::kFft, MixMethod::kTaps, MixMethod::kByDilation};
}

Error unreadable(const std::string& key) {
  return {ErrorCode::kBadInput, "The stored choice of a convolution's method cannot be read. Measure it again.", key};
}

}  // namespace

MeasuredMethod measuredMethod(const MixedConvLayer& layer) {
  const torch::AutoGradMode withGradients(true);
  LayerTensors tensors(layer, layer.inputShape[0]);
  MeasuredMethod measured;
  double fastest = 0.0;
  for (const MixMethod method : candidatesOf(layer)) {
    const MethodTime time = timeOf(layer, method, tensors, fastest);
    measured.times.push_back(time);
    if (!time.wasLeftEarly && (fastest == 0.0 || time.ms < fastest)) {
      fastest = time.ms;
      measured.method = method;
    }
  }
  return measured;
}

std::string costKey(const MixedConvLayer& layer) {
  std::ostringstream key;
  key << layer.dims << "d " << layer.inChannels << '>' << layer.outChannels
      << (layer.isDepthwise ? " depth-wise" : " dense") << " s" << layer.stride << ' ' << layer.inputShape[0];
  for (std::size_t i = 2; i < layer.inputShape.size(); ++i) {
    key << 'x' << layer.inputShape[i];
  }
  key << ' ' << c10::toString(layer.type);
  for (const KernelChoice& choice : layer.choices) {
    key << " k" << choice.kernel << 'd' << choice.dilation;
  }
  key << (layer.needsInputGradient ? "" : " first") << ' ' << layer.device.str();
  if (layer.device.is_cpu()) {
    key << ' ' << mixedConvKernelSets().front()->name;
  }
  return key.str();
}

MixMethod CostTable::methodFor(const MixedConvLayer& layer) {
  const std::string key = costKey(layer);
  if (find(key) == nullptr) {
    set(key, measuredMethod(layer));
  }
  return find(key)->method;
}

const MeasuredMethod* CostTable::find(const std::string& key) const {
  const auto found = m_choices.find(key);
  return found == m_choices.end() ? nullptr : &found->second;
}

nlohmann::ordered_json CostTable::toJson() const {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [key, measured] : m_choices) {
    nlohmann::ordered_json& entry = json[key];
    entry["method"] = toWord(measured.method);
    entry["ms"] = nlohmann::ordered_json::object();
    for (const MethodTime& time : measured.times) {
      entry["ms"][std::string(toWord(time.method))] = time.ms;
      if (time.wasLeftEarly) {
        entry["left early"].push_back(toWord(time.method));
      }
    }
  }
  return json;
}

Result<CostTable> CostTable::fromJson(const nlohmann::ordered_json& json) {
  if (!json.is_object()) {
    return unreadable("");
  }
  CostTable table;
  for (const auto& [key, entry] : json.items()) {
    const auto method = entry.is_object() && entry.contains("method") && entry["method"].is_string()
                            ? mixMethodOf(entry["method"].get<std::string>())
                            : std::nullopt;
    if (!method) {
      return unreadable(key);
    }
    MeasuredMethod measured{*method, {}};
    const auto early = entry.value("left early", nlohmann::ordered_json::array());
    const auto times = entry.value("ms", nlohmann::ordered_json::object());
    for (const auto& [word, ms] : times.items()) {
      const auto timed = mixMethodOf(word);
      if (!timed || !ms.is_number()) {
        return unreadable(key);
      }
      measured.times.push_back({*timed, ms.get<double>(), std::find(early.begin(), early.end(), word) != early.end()});
    }
    table.set(key, std::move(measured));
  }
  return table;
}

}  // namespace touchstone::nn
