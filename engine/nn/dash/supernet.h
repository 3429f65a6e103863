// The supernet of an architecture search: a backbone whose searched places hold mixtures over kernel sizes and dilations.
// Each place has one weight for each pair, N(0, 0.01), a bias as the backbone's, and architecture weights alpha [|K||D|],
// 1e-3 N(0, 1); a forward pass mixes with softmax((log softmax(alpha) + g) / tau), g fresh Gumbel noise, tau 1.
// Pair order: for k in K, for d in D. Convolutions are centred ("same"), whatever the retrained network is.
// A layer whose channels stay as many is depth-wise during the search when `isSeparable` (the published way).
// Thread: trial slot. Errors: makeSupernet kBadInput as makeBackbone, and for empty lists; forward throws c10::Error.
// Source: arXiv 2204.07554 (DASH), sections 3 and 4; the authors' defaults as in their task configurations.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/api/result.h"
#include "engine/nn/cnn/backbone.h"
#include "engine/nn/mixed_conv/mixed_conv.h"
#include "engine/nn/torch_pch.h"

namespace touchstone::nn {

struct SearchPairs {
  std::vector<int> kernels;
  std::vector<int> dilations;

  std::vector<KernelChoice> all() const;  // in pair order
};

// Without kernels and dilations whose outer taps can never touch an input of this size along its longer axis.
SearchPairs fittingPairs(const SearchPairs& pairs, int height, int width);

class MixedLayer : public ConvLayer {
 public:
  MixedLayer(const ConvPlace& place, const SearchPairs& pairs, bool isSeparable, std::uint64_t seed);
  at::Tensor forward(const at::Tensor& x) override;

  const ConvPlace& place() const { return m_place; }
  bool isDepthwise() const { return m_options.isDepthwise; }
  MixMethod method() const { return m_options.method; }
  void setMethod(MixMethod method) { m_options.method = method; }
  // Gumbel noise from here on: from this seed, or none (the mixture is then softmax(alpha)).
  void seedNoise(std::uint64_t seed);
  void muteNoise() { m_hasNoise = false; }

  at::Tensor& alpha() { return m_alpha; }
  std::vector<double> probabilities() const;  // softmax(alpha)
  std::size_t chosenIndex() const;            // argmax of alpha, the first of equals
  const std::vector<KernelChoice>& choices() const { return m_choices; }

 private:
  at::Tensor mixture();

  const ConvPlace m_place;
  const std::vector<KernelChoice> m_choices;
  MixedConvOptions m_options;
  std::vector<at::Tensor> m_weights;
  at::Tensor m_bias, m_alpha;
  bool m_hasNoise = false;
  at::Generator m_generator;
};

struct Supernet {
  std::shared_ptr<Backbone> network;
  std::vector<std::shared_ptr<MixedLayer>> layers;  // by place

  void seedNoise(std::uint64_t seed);  // of all layers, each with its own stream
  void muteNoise();
  std::vector<KernelChoice> chosen() const;
  std::vector<at::Tensor> alphas() const;
  std::vector<at::Tensor> weights() const;  // all other parameters
};

Result<Supernet> makeSupernet(const BackboneOptions& options, const SearchPairs& pairs, bool isSeparable);

// Between the backward pass and the clipping: for each layer g / (scale (|g| + 1e-8)) where scale > 0, then the penalty
// on large receptive fields, g_i + 1e-5 f_i with f_i = d_i (k_i - 1) + 1, of dense networks 10 k_i.
void scaleAlphaGradients(const Supernet& net, double scale, bool isDense);

}  // namespace touchstone::nn
