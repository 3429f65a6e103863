#include "engine/nn/cnn/resnet1d.h"

#include <torch/torch.h>

#include <array>

#include "engine/nn/cnn/batch_norm.h"

namespace touchstone::nn {

namespace {

constexpr int kBlocks = 3;
constexpr std::array<int, 3> kKernels = {8, 5, 3};

struct Block : torch::nn::Module {
  std::array<std::shared_ptr<ConvLayer>, kKernels.size()> convs;
  std::array<std::shared_ptr<BatchNorm>, kKernels.size()> norms;
  std::shared_ptr<ConvLayer> shortcut;  // null: none
  std::shared_ptr<BatchNorm> shortcutNorm;
};

class ResNet1d : public Backbone {
 public:
  ResNet1d(const BackboneOptions& options, const ConvMaker& maker) : Backbone(options) {
    int in = options.channels;
    const auto list = register_module("layers", std::make_shared<torch::nn::Module>());
    for (int number = 0; number < kBlocks; ++number) {
      const int out = number == 0 ? options.mid : 2 * options.mid;
      m_blocks.push_back(list->register_module(std::to_string(number), std::make_shared<Block>()));
      fill(*m_blocks.back(), "layers." + std::to_string(number), in, out, maker);
      in = out;
    }
    m_final = register_module("final", std::make_shared<Dense>(in, options.classes, key("final")));
    if (options.horizon > 0) {
      m_output = register_module("output", std::make_shared<Dense>(options.width, options.horizon, key("output")));
    }
  }

  at::Tensor forward(const at::Tensor& input) override {
    at::Tensor x = prepared(input, 1);
    for (const auto& block : m_blocks) {
      at::Tensor y = x;
      for (std::size_t i = 0; i < kKernels.size(); ++i) {
        y = block->norms[i]->forward(dropped(block->convs[i]->forward(y)));
      }
      x = block->shortcut ? y + block->shortcutNorm->forward(block->shortcut->forward(x)) : y;
    }
    if (!options().isDense) {
      return m_final->forward(positionMean(x));
    }
    const at::Tensor scores = m_final->perPosition(x);
    return m_output ? m_output->forward(scores) : scores;
  }

 private:
  void fill(Block& block, const std::string& name, int in, int out, const ConvMaker& maker) {
    const auto list = block.register_module("layers", std::make_shared<torch::nn::Module>());
    ConvPlace place{.dims = 1, .in = in, .out = out, .width = options().width};
    for (std::size_t i = 0; i < kKernels.size(); ++i) {
      const auto part = list->register_module(std::to_string(i), std::make_shared<torch::nn::Module>());
      place.name = name + ".layers." + std::to_string(i) + ".conv";
      place.kernel = kKernels[i];
      block.convs[i] = addSearched(*part, "conv", place, maker);
      block.norms[i] =
          part->register_module("bn", std::make_shared<BatchNorm>(BatchNormOptions{.channels = out, .hasRelu = true}));
      place.in = out;
    }
    if (in != out) {
      place.name = name + ".shortcut";
      place.in = in;
      place.kernel = 1;
      block.shortcut = addFixed(block, "shortcut", place);
      block.shortcutNorm =
          block.register_module("shortcut_bn", std::make_shared<BatchNorm>(BatchNormOptions{.channels = out}));
    }
  }

  std::vector<std::shared_ptr<Block>> m_blocks;
  std::shared_ptr<Dense> m_final, m_output;  // m_output null: no horizon
};

}  // namespace

std::shared_ptr<Backbone> makeResNet1d(const BackboneOptions& options, const ConvMaker& maker) {
  return std::make_shared<ResNet1d>(options, maker);
}

}  // namespace touchstone::nn
