#include "engine/nn/patchtst_net.h"

#include <torch/torch.h>

#include <cmath>

#include "engine/nn/weights.h"

namespace touchstone::nn {

namespace {

namespace tnn = torch::nn;

// A module that only holds numbered members, as PyTorch's Sequential names them.
std::shared_ptr<tnn::Module> group(tnn::Module& parent, const std::string& name) {
  return parent.register_module(name, std::make_shared<tnn::Module>());
}

// BatchNorm1d over the width of [B, P, D].
at::Tensor normalise(tnn::BatchNorm1d& norm, const at::Tensor& x) {
  return norm(x.flatten(0, 1)).view_as(x);
}

struct LayerImpl : tnn::Module {
  explicit LayerImpl(const PatchTstShape& shape) : heads(shape.heads) {
    const auto attention = group(*this, "self_attn");
    query = attention->register_module("W_Q", tnn::Linear(shape.width, shape.width));
    key = attention->register_module("W_K", tnn::Linear(shape.width, shape.width));
    value = attention->register_module("W_V", tnn::Linear(shape.width, shape.width));
    out = group(*attention, "to_out")->register_module("0", tnn::Linear(shape.width, shape.width));
    attentionNorm = group(*this, "norm_attn")->register_module("1", tnn::BatchNorm1d(shape.width));
    const auto feedForward = group(*this, "ff");
    up = feedForward->register_module("0", tnn::Linear(shape.width, shape.inner));
    down = feedForward->register_module("3", tnn::Linear(shape.inner, shape.width));
    feedForwardNorm = group(*this, "norm_ffn")->register_module("1", tnn::BatchNorm1d(shape.width));
  }

  at::Tensor forward(const at::Tensor& x) {
    const std::int64_t batch = x.size(0);
    const auto split = [&](const at::Tensor& t) { return t.view({batch, x.size(1), heads, -1}).transpose(1, 2); };
    // The default scale, 1 / sqrt(d_k), is what the checkpoints' sdp_attn.scale holds.
    const at::Tensor mixed = at::scaled_dot_product_attention(split(query(x)), split(key(x)), split(value(x)));
    const at::Tensor y = normalise(attentionNorm, x + out(mixed.transpose(1, 2).reshape(x.sizes())));
    return normalise(feedForwardNorm, y + down(torch::relu(up(y))));
  }

  std::int64_t heads;
  tnn::Linear query{nullptr}, key{nullptr}, value{nullptr}, out{nullptr}, up{nullptr}, down{nullptr};
  tnn::BatchNorm1d attentionNorm{nullptr}, feedForwardNorm{nullptr};
};
TORCH_MODULE(Layer);

Error notPatchTst(const std::string& why) {
  return Error{ErrorCode::kBadInput, why + " The file holds weights of another model than PatchTST.", {}};
}

std::string layerPrefix(std::int64_t layer) {
  return "backbone.encoder.layers." + std::to_string(layer) + ".";
}

// The sizes of a matrix, or [0, 0].
std::pair<std::int64_t, std::int64_t> matrixSizes(const HostTensors& weights, const std::string& name) {
  const auto found = weights.find(name);
  return found != weights.end() && found->second.shape.size() == 2
             ? std::pair(found->second.shape[0], found->second.shape[1])
             : std::pair<std::int64_t, std::int64_t>(0, 0);
}

}  // namespace

struct PatchTstNet::Impl : tnn::Module {
  explicit Impl(const PatchTstShape& shape) : isForecast(shape.horizon > 0) {
    const auto backbone = group(*this, "backbone");
    positions = backbone->register_parameter("W_pos", 0.04 * torch::rand({shape.patches, shape.width}) - 0.02);
    embed = backbone->register_module("W_P", tnn::Linear(shape.patch, shape.width));
    const auto list = group(*group(*backbone, "encoder"), "layers");
    for (std::int64_t layer = 0; layer < shape.layers; ++layer) {
      layers.emplace_back(list->register_module(std::to_string(layer), Layer(shape)));
    }
    const auto linear =
        isForecast ? tnn::Linear(shape.width * shape.patches, shape.horizon) : tnn::Linear(shape.width, shape.patch);
    head = group(*this, "head")->register_module("linear", linear);
  }

  at::Tensor encode(const at::Tensor& patches) {
    at::Tensor x = embed(patches) + positions;
    for (Layer& layer : layers) {
      x = layer(x);
    }
    return x;
  }

  at::Tensor forward(const at::Tensor& patches) {
    const at::Tensor x = encode(patches);
    return isForecast ? head(x.transpose(1, 2).flatten(1)) : head(x);
  }

  const bool isForecast;
  at::Tensor positions;
  tnn::Linear embed{nullptr}, head{nullptr};
  std::vector<Layer> layers;
};

Result<PatchTstShape> patchTstShape(const HostTensors& weights) {
  PatchTstShape shape;
  std::tie(shape.patches, shape.width) = matrixSizes(weights, "backbone.W_pos");
  shape.patch = matrixSizes(weights, "backbone.W_P.weight").second;
  shape.inner = matrixSizes(weights, layerPrefix(0) + "ff.0.weight").first;
  const auto [outputs, inputs] = matrixSizes(weights, "head.linear.weight");
  if (shape.patches < 1 || shape.width < 1 || shape.patch < 1 || shape.inner < 1 || outputs < 1) {
    return notPatchTst("The tensors W_pos, W_P, ff.0 and head.linear are not all there.");
  }
  if (inputs == shape.width * shape.patches) {
    shape.horizon = outputs;
  } else if (inputs == shape.width && outputs == shape.patch) {
    shape.horizon = 0;
  } else {
    return notPatchTst("The head maps " + std::to_string(inputs) + " to " + std::to_string(outputs) +
                       " values, which is neither a forecast nor a patch.");
  }
  shape.layers = 0;
  while (weights.contains(layerPrefix(shape.layers) + "ff.0.weight")) {
    ++shape.layers;
  }
  const auto scale = weights.find(layerPrefix(0) + "self_attn.sdp_attn.scale");
  if (scale == weights.end() || scale->second.values.size() != 1) {
    return notPatchTst("The tensor sdp_attn.scale, which tells the number of heads, is missing.");
  }
  // scale = 1 / sqrt(width / heads).
  const double heads = static_cast<double>(shape.width) * std::pow(scale->second.values[0], 2.0);
  shape.heads = heads > 0.5 && heads < 1e6 ? std::lround(heads) : 0;
  if (shape.heads < 1 || shape.width % shape.heads != 0) {
    return notPatchTst("The attention's scale implies " + std::to_string(heads) + " heads.");
  }
  return shape;
}

PatchTstNet::PatchTstNet(const PatchTstShape& shape) : m_shape(shape), m_impl(std::make_shared<Impl>(shape)) {}
PatchTstNet::~PatchTstNet() = default;

Result<std::unique_ptr<PatchTstNet>> PatchTstNet::create(const HostTensors& weights) {
  const auto shape = patchTstShape(weights);
  if (!shape) {
    return shape.error();
  }
  auto net = std::make_unique<PatchTstNet>(*shape);
  std::vector<std::string> ignored;
  for (std::int64_t layer = 0; layer < shape->layers; ++layer) {
    ignored.push_back(layerPrefix(layer) + "self_attn.sdp_attn.scale");
  }
  if (const auto loaded = loadModule(*net->m_impl, weights, ignored); !loaded) {
    return loaded.error();
  }
  net->m_impl->eval();
  return net;
}

torch::nn::Module& PatchTstNet::module() {
  return *m_impl;
}

at::Tensor PatchTstNet::encode(const at::Tensor& patches) const {
  return m_impl->encode(patches);
}

at::Tensor PatchTstNet::forward(const at::Tensor& patches) const {
  return m_impl->forward(patches);
}

}  // namespace touchstone::nn
