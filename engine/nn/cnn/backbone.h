// The networks whose convolutions are searched, and that are trained again with what was found. One description builds
// both: at every searched place stands what the maker gives, all the rest is the same.
//   wrn-D-W       Wide ResNet of depth D = 6 n + 4 and width W: "wrn-16-1", "wrn-22-8". 2D. 6 n + 1 searched places.
//   resnet1d      three blocks of three convolutions, `mid`, 2 mid, 2 mid channels. 1D. 9 places.
//   unet1d, unet1d-small, unet2d, unet2d-small. 18 places.
// Shapes: x [N, C, L] for 1D ([N, C, 1, L] is taken too), [N, C, H, W] for 2D, any layout -> scores before the softmax
// [N, K]; with isDense [N, K, L] or [N, K, H, W], with a horizon [N, K, horizon].
// Small inputs: a pooling over pairs leaves an axis of one position as it is, and a stride gives ceil(size / stride), so
// that every network works on 1 x 1 pixels and sequences of one symbol.
// Thread: trial slot; forward() in evaluation mode from several. Errors: makeBackbone kBadInput; forward throws
// c10::Error, see train/guard.h.
// Source: arXiv 2204.07554; Zagoruyko and Komodakis 2016; Ismail Fawaz et al. 2019; Ronneberger et al. 2015.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/nn/cnn/conv_layer.h"
#include "engine/nn/cnn/layers.h"
#include "engine/nn/cnn/tap_conv.h"
#include "engine/nn/torch_pch.h"

namespace touchstone::nn {

struct BackboneOptions {
  std::string name = "wrn-16-1";
  int channels = 3;  // of the input
  int height = 1;    // 1 for sequences
  int width = 32;
  int classes = 2;  // K
  int mid = 128;    // resnet1d
  double dropRate = 0.0;
  bool isDense = false;    // scores for every position; no strides
  int horizon = 0;         // resnet1d with isDense: a dense layer from the positions to as many outputs; 0: none
  bool isCausal = false;   // resnet1d: no position sees later ones, as the published networks are retrained
  std::uint64_t seed = 0;  // of the initial weights
};

class Backbone : public torch::nn::Module {
 public:
  explicit Backbone(const BackboneOptions& options) : m_options(options) {}

  virtual at::Tensor forward(const at::Tensor& x) = 0;
  const BackboneOptions& options() const { return m_options; }
  const std::vector<ConvPlace>& places() const { return m_places; }  // searched ones, in order
  Padding padding() const { return m_options.isCausal ? Padding::kCausal : Padding::kSame; }
  // Dropout draws from here on depend on this seed alone.
  void reseedNoise(std::uint64_t seed) { m_noise.reseed(seed); }

 protected:
  // The input with the axes of this network, in the layout that it computes in.
  at::Tensor prepared(const at::Tensor& x, int dims) const;
  at::Tensor dropped(const at::Tensor& x);
  InitKey key(const std::string& name) const { return {m_options.seed, name}; }

  // Registers a layer of `parent` under `name`; place.name is the dotted name.
  std::shared_ptr<ConvLayer> addSearched(torch::nn::Module& parent, const std::string& name, ConvPlace place,
                                         const ConvMaker& maker);
  std::shared_ptr<ConvLayer> addFixed(torch::nn::Module& parent, const std::string& name, const ConvPlace& place);

 private:
  const BackboneOptions m_options;
  std::vector<ConvPlace> m_places;
  Noise m_noise;
};

std::vector<std::string> backboneNames();  // the fixed ones, and the published widths of wrn

// maker null: the backbone's own kernels, undilated.
Result<std::shared_ptr<Backbone>> makeBackbone(const BackboneOptions& options, const ConvMaker& maker = nullptr);

// Where the search may choose, without a network.
Result<std::vector<ConvPlace>> searchedPlaces(const BackboneOptions& options);

std::int64_t parameterCount(const torch::nn::Module& module);

}  // namespace touchstone::nn
