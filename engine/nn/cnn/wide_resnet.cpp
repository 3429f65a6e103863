#include "engine/nn/cnn/wide_resnet.h"

#include <torch/torch.h>

#include <charconv>

#include "engine/nn/cnn/batch_norm.h"

namespace touchstone::nn {

namespace {

constexpr int kFirstChannels = 16;
constexpr int kGroups = 3;
constexpr int kGroupStride = 2;
constexpr double kLastMomentum = 0.9;  // of the last normalisation, as published

std::shared_ptr<BatchNorm> norm(torch::nn::Module& parent, const std::string& name, int channels,
                                double momentum = 0.1) {
  return parent.register_module(
      name, std::make_shared<BatchNorm>(BatchNormOptions{.channels = channels, .hasRelu = true, .momentum = momentum}));
}

struct Block : torch::nn::Module {
  std::shared_ptr<BatchNorm> norm1, norm2;
  std::shared_ptr<ConvLayer> conv1, conv2, shortcut;  // shortcut null: the input itself
};

class WideResNet : public Backbone {
 public:
  WideResNet(const BackboneOptions& options, const WideResNetShape& shape, const ConvMaker& maker) : Backbone(options) {
    ConvPlace place{.name = "conv1",
                    .in = options.channels,
                    .out = kFirstChannels,
                    .init = ConvInit::kXavier,
                    .height = options.height,
                    .width = options.width};
    m_first = addSearched(*this, "conv1", place, maker);
    place.in = kFirstChannels;
    for (int group = 0; group < kGroups; ++group) {
      const std::string name = "layer" + std::to_string(group + 1);
      const auto list = register_module(name, std::make_shared<torch::nn::Module>());
      place.out = (kFirstChannels << group) * shape.width;
      for (int block = 0; block < (shape.depth - 4) / 6; ++block) {
        const std::string number = std::to_string(block);
        place.name = name + "." + number;
        place.stride = group > 0 && block == 0 && !options.isDense ? kGroupStride : 1;
        m_blocks.push_back(list->register_module(number, std::make_shared<Block>()));
        fill(*m_blocks.back(), place, maker);
        place.in = place.out;
        place.height = (place.height + place.stride - 1) / place.stride;
        place.width = (place.width + place.stride - 1) / place.stride;
      }
    }
    m_last = norm(*this, "bn1", place.in, kLastMomentum);
    m_linear = register_module("linear", std::make_shared<Dense>(place.in, options.classes, key("linear")));
  }

  at::Tensor forward(const at::Tensor& input) override {
    at::Tensor x = m_first->forward(prepared(input, 2));
    for (const auto& block : m_blocks) {
      const at::Tensor inner = dropped(block->conv1->forward(block->norm1->forward(x)));
      const at::Tensor sum = block->conv2->forward(block->norm2->forward(inner));
      x = sum + (block->shortcut ? block->shortcut->forward(x) : x);
    }
    x = m_last->forward(x);
    return options().isDense ? m_linear->perPosition(x) : m_linear->forward(positionMean(x));
  }

 private:
  // `place` describes the block as a whole.
  void fill(Block& block, const ConvPlace& place, const ConvMaker& maker) {
    ConvPlace conv = place;
    conv.name = place.name + ".conv1";
    conv.stride = 1;
    block.norm1 = norm(block, "bn1", place.in);
    block.conv1 = addSearched(block, "conv1", conv, maker);
    block.norm2 = norm(block, "bn2", place.out);
    conv.name = place.name + ".conv2";
    conv.in = place.out;
    conv.stride = place.stride;
    block.conv2 = addSearched(block, "conv2", conv, maker);
    if (place.stride != 1 || place.in != place.out) {
      ConvPlace shortcut = place;
      shortcut.name = place.name + ".shortcut";
      shortcut.kernel = 1;
      block.shortcut = addFixed(block, "shortcut", shortcut);
    }
  }

  std::shared_ptr<ConvLayer> m_first;
  std::vector<std::shared_ptr<Block>> m_blocks;
  std::shared_ptr<BatchNorm> m_last;
  std::shared_ptr<Dense> m_linear;
};

std::optional<int> parseWhole(std::string_view text) {
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failed == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<WideResNetShape> wideResNetShape(const std::string& name) {
  constexpr std::string_view kPrefix = "wrn-";
  constexpr int kDeepest = 100, kWidest = 32;
  const std::size_t dash = name.find('-', kPrefix.size());
  if (!name.starts_with(kPrefix) || dash == std::string::npos) {
    return std::nullopt;
  }
  const auto depth = parseWhole(std::string_view(name).substr(kPrefix.size(), dash - kPrefix.size()));
  const auto width = parseWhole(std::string_view(name).substr(dash + 1));
  if (!depth || !width || *depth < 10 || *depth > kDeepest || (*depth - 4) % 6 != 0 || *width < 1 || *width > kWidest) {
    return std::nullopt;
  }
  return WideResNetShape{*depth, *width};
}

std::shared_ptr<Backbone> makeWideResNet(const BackboneOptions& options, const WideResNetShape& shape,
                                         const ConvMaker& maker) {
  return std::make_shared<WideResNet>(options, shape, maker);
}

}  // namespace touchstone::nn
