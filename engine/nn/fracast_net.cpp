#include "engine/nn/fracast_net.h"

#include <torch/torch.h>

#include "engine/nn/fracast_input.h"
#include "engine/nn/fracast_kernels.h"
#include "engine/nn/fracast_layout.h"
#include "engine/nn/weights.h"

namespace touchstone::nn {

namespace {

namespace tnn = torch::nn;
using torch::indexing::Slice;

struct RmsNormImpl : tnn::Module {
  RmsNormImpl() { weight = register_parameter("weight", torch::ones({kFracastWidth})); }
  at::Tensor forward(const at::Tensor& x) {
    return x * torch::rsqrt(x.square().mean(-1, /*keepdim=*/true) + kRmsEps) * weight;
  }
  at::Tensor weight;
};
TORCH_MODULE(RmsNorm);

// x [B, T, 64] -> bias + taps . (x[t - 2 dilation], x[t - dilation], x[t]); zeros before the start.
at::Tensor depthwise(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, std::int64_t dilation) {
  const std::int64_t length = x.size(1);
  const at::Tensor padded = torch::constant_pad_nd(x, {0, 0, 2 * dilation, 0});
  at::Tensor sum = bias;
  for (std::int64_t tap = 0; tap < 3; ++tap) {
    sum = sum + padded.narrow(1, tap * dilation, length) * weight.index({Slice(), 0, tap});
  }
  return sum;
}

struct SwiGluImpl : tnn::Module {
  SwiGluImpl() {
    up = register_module("up", tnn::Linear(kFracastWidth, 2 * kFracastInner));
    down = register_module("down", tnn::Linear(kFracastInner, kFracastWidth));
  }
  at::Tensor forward(const at::Tensor& x) {
    const auto halves = up(x).chunk(2, -1);
    return down(torch::silu(halves[0]) * halves[1]);
  }
  tnn::Linear up{nullptr}, down{nullptr};
};
TORCH_MODULE(SwiGlu);

struct BlockImpl : tnn::Module {
  BlockImpl() {
    dwWeight = register_parameter("dw_weight", torch::randn({kFracastWidth, 1, 3}) / 3.0);
    dwBias = register_parameter("dw_bias", torch::zeros({kFracastWidth}));
    pw = register_module("pw", tnn::Linear(kFracastWidth, kFracastWidth));
    ffn = register_module("ffn", SwiGlu());
    norm1 = register_module("norm1", RmsNorm());
    norm2 = register_module("norm2", RmsNorm());
  }
  at::Tensor forward(const at::Tensor& x, std::int64_t dilation) {
    const at::Tensor mixed = norm1(x + pw(depthwise(x, dwWeight, dwBias, dilation)));
    return norm2(mixed + ffn(mixed));
  }
  at::Tensor dwWeight, dwBias;
  tnn::Linear pw{nullptr};
  SwiGlu ffn{nullptr};
  RmsNorm norm1{nullptr}, norm2{nullptr};
};
TORCH_MODULE(Block);

struct CoreImpl : tnn::Module {
  CoreImpl() {
    inProj = register_module("in_proj", tnn::Linear(2 + kFracastRecency, kFracastWidth));
    const auto periodic = register_module("periodic", std::make_shared<tnn::Module>());
    phaseProj = periodic->register_module("proj", tnn::Linear(2 * kFracastPeriods, kFracastWidth));
    const auto scale = register_module("scale", std::make_shared<tnn::Module>());
    film = scale->register_module("to_gb", tnn::Linear(8, 2 * kFracastWidth));
    block = register_module("block", Block());
    norm = register_module("norm", RmsNorm());
    const torch::NoGradGuard noGrad;
    film->weight.zero_();
    film->bias.zero_();
  }
  at::Tensor forward(const at::Tensor& features, FracastTrace* trace) {
    const std::int64_t direct = 2 + kFracastRecency;
    const at::Tensor input = inProj(features.narrow(-1, 0, direct));
    const at::Tensor phase = phaseProj(features.narrow(-1, direct, 2 * kFracastPeriods));
    at::Tensor x = input + phase;
    for (int stage = 0; stage < kFracastStages; ++stage) {
      const auto code = fracastStageCode(stage);
      const at::Tensor codeTensor = torch::tensor(c10::ArrayRef<float>(code)).to(x.device());
      const auto halves = film(codeTensor).chunk(2, -1);
      x = block(x * (1.0 + halves[0]) + halves[1], std::int64_t{1} << stage);
      if (trace != nullptr && stage == 0) {
        *trace = {toHost(input), toHost(phase), toHost(x), {}};
      }
    }
    x = norm(x);
    if (trace != nullptr) {
      trace->encoding = toHost(x);
    }
    return x;
  }
  tnn::Linear inProj{nullptr}, phaseProj{nullptr}, film{nullptr};
  Block block{nullptr};
  RmsNorm norm{nullptr};
};
TORCH_MODULE(Core);

struct SmoothImpl : tnn::Module {
  SmoothImpl() {
    dwWeight = register_parameter("dw_weight", torch::zeros({kFracastWidth, 1, 3}));
    dwBias = register_parameter("dw_bias", torch::zeros({kFracastWidth}));
    norm = register_module("norm", RmsNorm());
  }
  at::Tensor forward(const at::Tensor& z, std::int64_t dilation) {
    return norm(z + depthwise(z, dwWeight, dwBias, dilation));
  }
  at::Tensor dwWeight, dwBias;
  RmsNorm norm{nullptr};
};
TORCH_MODULE(Smooth);

struct FutureImpl : tnn::Module {
  FutureImpl() {
    inProj = register_module("in_proj", tnn::Linear(1 + kFracastRecency, kFracastWidth));
    block = register_module("block", Block());
    outProj = register_module("out_proj", tnn::Linear(kFracastWidth, kFracastWidth));
  }
  at::Tensor forward(const at::Tensor& encoding, const at::Tensor& steps) {
    const at::Tensor tail = encoding.narrow(1, kFracastContext - kFracastFutureContext, kFracastFutureContext);
    at::Tensor x = torch::cat({tail, inProj(steps)}, 1);
    for (int stage = 0; stage < kFracastFutureStages; ++stage) {
      x = block(x, std::int64_t{1} << stage);
    }
    return outProj(x.narrow(1, kFracastFutureContext, kFracastBlock));
  }
  tnn::Linear inProj{nullptr}, outProj{nullptr};
  Block block{nullptr};
};
TORCH_MODULE(Future);

// A module that only numbers another one, as PyTorch's ModuleList names its members.
template <typename Member>
Member listed(tnn::Module& parent, const std::string& name, const std::string& index) {
  auto list = std::make_shared<tnn::Module>();
  parent.register_module(name, list);
  return list->register_module(index, Member());
}

struct HeadImpl : tnn::Module {
  HeadImpl() {
    summary = register_module("summary_proj", tnn::Linear(kFracastRecency + 2 * kFracastWidth, kFracastWidth));
    queries = register_parameter("queries", torch::randn({kFracastBlock, kFracastWidth}) * 0.02);
    ffn = listed<SwiGlu>(*this, "decoder_ffns", "0");
    ffnNorm = listed<RmsNorm>(*this, "decoder_norms", "0");
    auto list = register_module("fc_blocks", std::make_shared<tnn::Module>());
    smooth1 = list->register_module("0", Smooth());
    smooth2 = list->register_module("1", Smooth());
    future = register_module("future_conv", Future());
    output = register_module("out_proj", tnn::Linear(kFracastWidth, kFracastQuantiles));
  }
  at::Tensor forward(const at::Tensor& encoding, const at::Tensor& seasonal) {
    const std::int64_t batch = encoding.size(0);
    at::Tensor recency = torch::empty({kFracastBlock, kFracastRecency});
    for (int step = 0; step < kFracastBlock; ++step) {
      const auto row = fracastRecency(kFracastContext + step);
      std::copy(row.begin(), row.end(), recency.data_ptr<float>() + step * kFracastRecency);
    }
    recency = recency.to(encoding.device()).unsqueeze(0).expand({batch, -1, -1});
    const auto repeat = [](const at::Tensor& row) { return row.unsqueeze(1).expand({-1, kFracastBlock, -1}); };
    const at::Tensor parts =
        torch::cat({recency, repeat(encoding.mean(1)), repeat(encoding.select(1, kFracastContext - 1))}, -1);
    at::Tensor z = summary(parts) + queries;
    z = ffnNorm(z + ffn(z));
    z = smooth2(smooth1(z, 1), 2);
    z = z + future(encoding, torch::cat({seasonal.unsqueeze(-1), recency}, -1));
    return output(z);
  }
  tnn::Linear summary{nullptr}, output{nullptr};
  at::Tensor queries;
  SwiGlu ffn{nullptr};
  RmsNorm ffnNorm{nullptr};
  Smooth smooth1{nullptr}, smooth2{nullptr};
  Future future{nullptr};
};
TORCH_MODULE(Head);

}  // namespace

struct FracastNet::Impl : tnn::Module {
  Impl() {
    core = register_module("core", Core());
    head = register_module("head", Head());
  }
  Core core{nullptr};
  Head head{nullptr};
};

FracastNet::FracastNet() : m_impl(std::make_shared<Impl>()) {}
FracastNet::~FracastNet() = default;
FracastNet::FracastNet(FracastNet&&) noexcept = default;
FracastNet& FracastNet::operator=(FracastNet&&) noexcept = default;

Result<void> FracastNet::load(const HostTensors& weights) {
  return loadModule(*m_impl, weights);
}

torch::nn::Module& FracastNet::module() {
  return *m_impl;
}

at::Tensor FracastNet::forward(const at::Tensor& features, const at::Tensor& seasonal, FracastTrace* trace) {
  return m_impl->head(m_impl->core(features, trace), seasonal);
}

Result<HostTensor> FracastNet::blocks(std::span<const std::span<const double>> histories, FracastTrace* trace) {
  const torch::NoGradGuard noGrad;
  const auto batch = static_cast<std::int64_t>(histories.size());
  at::Tensor features = torch::empty({batch, kFracastContext, kFracastFeatures});
  at::Tensor seasonal = torch::empty({batch, kFracastBlock});
  std::vector<std::pair<double, double>> scales;  // span, low
  FracastContext context;
  for (std::int64_t row = 0; row < batch; ++row) {
    if (const auto prepared = prepareFracast(histories[static_cast<std::size_t>(row)], context); !prepared) {
      return prepared.error();
    }
    at::Tensor rows = features[row];
    fillFracastFeatures(context, kFracastFeatures, {rows.data_ptr<float>(), static_cast<std::size_t>(rows.numel())});
    std::copy(context.seasonal.begin(), context.seasonal.end(), seasonal[row].data_ptr<float>());
    scales.emplace_back(context.span, context.low);
  }
  HostTensor quantiles = toHost(forward(features, seasonal, trace));
  const std::size_t perRow = quantiles.values.size() / std::max<std::size_t>(scales.size(), 1);
  for (std::size_t i = 0; i < quantiles.values.size(); ++i) {
    const auto& [span, low] = scales[i / perRow];
    quantiles.values[i] = static_cast<float>(quantiles.values[i] * span + low);
  }
  return quantiles;
}

}  // namespace touchstone::nn
