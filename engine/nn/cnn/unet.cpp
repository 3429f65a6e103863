#include "engine/nn/cnn/unet.h"

#include <torch/torch.h>

#include <array>

#include "engine/nn/cnn/batch_norm.h"

namespace touchstone::nn {

namespace {

constexpr std::size_t kLevels = 4;  // halvings
constexpr int kHeadFactor = 4;      // of the image head's inner channels

// Channels of each level on the way down, and of each on the way up, deepest first.
struct Widths {
  std::array<int, kLevels + 1> down;
  std::array<int, kLevels> up;
};

Widths widthsOf(int dims, bool isSmall) {
  if (isSmall) {
    return dims == 1 ? Widths{{25, 25, 25, 25, 25}, {25, 25, 25, 25}} : Widths{{25, 25, 25, 25, 50}, {50, 50, 50, 25}};
  }
  return dims == 1 ? Widths{{64, 128, 256, 512, 512}, {256, 128, 64, 64}}
                   : Widths{{64, 128, 256, 512, 1024}, {512, 256, 128, 64}};
}

struct Pair : torch::nn::Module {
  std::array<std::shared_ptr<ConvLayer>, 2> convs;
  std::array<std::shared_ptr<BatchNorm>, 2> norms;
  std::shared_ptr<Doubling> up;  // images, on the way up

  at::Tensor forward(const at::Tensor& x) {
    return norms[1]->forward(convs[1]->forward(norms[0]->forward(convs[0]->forward(x))));
  }
};

class Unet : public Backbone {
 public:
  Unet(const BackboneOptions& options, int dims, bool isSmall, const ConvMaker& maker)
      : Backbone(options), m_dims(dims) {
    const Widths widths = widthsOf(dims, isSmall);
    ConvPlace place{
        .dims = dims, .in = options.channels, .hasBias = dims == 1, .height = options.height, .width = options.width};
    std::array<ConvPlace, kLevels + 1> levels;  // sizes of each
    for (std::size_t level = 0; level <= kLevels; ++level) {
      place.out = widths.down[level];
      levels[level] = place;
      m_down.push_back(addPair(level == 0 ? "inc" : "down" + std::to_string(level), place, maker));
      place.in = place.out;
      place.height = static_cast<int>(halvedSize(place.height));
      place.width = static_cast<int>(halvedSize(place.width));
    }
    int below = widths.down[kLevels];
    for (std::size_t step = 0; step < kLevels; ++step) {
      const std::size_t level = kLevels - 1 - step;
      const int lifted = dims == 1 ? below : below / 2;
      place = levels[level];
      place.in = widths.down[level] + lifted;
      place.out = widths.up[step];
      const std::string name = "up" + std::to_string(step + 1);
      m_up.push_back(addPair(name, place, maker));
      if (dims == 2) {
        m_up.back()->up =
            m_up.back()->register_module("up", std::make_shared<Doubling>(below, lifted, key(name + ".up")));
      }
      below = place.out;
    }
    addHead(below);
  }

  at::Tensor forward(const at::Tensor& input) override {
    std::vector<at::Tensor> levels = {m_down[0]->forward(prepared(input, m_dims))};
    for (std::size_t level = 1; level <= kLevels; ++level) {
      levels.push_back(m_down[level]->forward(halved(levels.back())));
    }
    at::Tensor x = levels.back();
    for (std::size_t step = 0; step < kLevels; ++step) {
      const at::Tensor& beside = levels[kLevels - 1 - step];
      const auto& pair = m_up[step];
      x = dropped(
          pair->forward(joined(beside, fittedTo(pair->up ? pair->up->forward(x) : doubledLinearly(x), beside))));
    }
    if (m_widening) {
      x = m_headNorm->forward(m_widening->forward(x));
    }
    return options().isDense ? m_final->perPosition(x) : m_final->forward(positionMean(x));
  }

 private:
  std::shared_ptr<Pair> addPair(const std::string& name, ConvPlace place, const ConvMaker& maker) {
    const auto pair = register_module(name, std::make_shared<Pair>());
    for (std::size_t i = 0; i < 2; ++i) {
      const std::string number = std::to_string(i + 1);
      place.name = name + ".conv" + number;
      pair->convs[i] = addSearched(*pair, "conv" + number, place, maker);
      pair->norms[i] = pair->register_module(
          "bn" + number, std::make_shared<BatchNorm>(BatchNormOptions{.channels = place.out, .hasRelu = true}));
      place.in = place.out;
    }
    return pair;
  }

  // The mean over the pixels comes before the last 1 x 1 convolution, which is linear: the same scores for less work.
  void addHead(int channels) {
    if (m_dims == 2) {
      const ConvPlace place{.name = "head.conv",
                            .in = channels,
                            .out = kHeadFactor * channels,
                            .kernel = 1,
                            .height = options().height,
                            .width = options().width};
      const auto head = register_module("head", std::make_shared<torch::nn::Module>());
      m_widening = addFixed(*head, "conv", place);
      m_headNorm = head->register_module(
          "bn", std::make_shared<BatchNorm>(BatchNormOptions{.channels = place.out, .hasRelu = true}));
      channels = place.out;
    }
    m_final = register_module("final", std::make_shared<Dense>(channels, options().classes, key("final")));
  }

  const int m_dims;
  std::vector<std::shared_ptr<Pair>> m_down, m_up;
  std::shared_ptr<ConvLayer> m_widening;  // null for sequences
  std::shared_ptr<BatchNorm> m_headNorm;
  std::shared_ptr<Dense> m_final;
};

}  // namespace

std::shared_ptr<Backbone> makeUnet(const BackboneOptions& options, int dims, bool isSmall, const ConvMaker& maker) {
  return std::make_shared<Unet>(options, dims, isSmall, maker);
}

}  // namespace touchstone::nn
