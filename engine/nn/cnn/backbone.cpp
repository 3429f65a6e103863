#include "engine/nn/cnn/backbone.h"

#include <torch/torch.h>

#include "engine/nn/cnn/layout.h"
#include "engine/nn/cnn/plain_conv.h"
#include "engine/nn/cnn/resnet1d.h"
#include "engine/nn/cnn/unet.h"
#include "engine/nn/cnn/wide_resnet.h"

namespace touchstone::nn {

namespace {

// Stands in a place whose network is never computed.
struct EmptyConv : ConvLayer {
  at::Tensor forward(const at::Tensor& x) override { return x; }
};

int dimsOf(const std::string& name) {
  return name == "resnet1d" || name.starts_with("unet1d") ? 1 : 2;
}

Error badBackbone(const std::string& message, const BackboneOptions& options) {
  return Error{ErrorCode::kBadInput, message, "backbone " + options.name};
}

std::string namesText() {
  std::string text;
  for (const std::string& name : backboneNames()) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

Result<void> checkOptions(const BackboneOptions& options) {
  const bool isKnown = options.name == "resnet1d" || options.name == "unet1d" || options.name == "unet1d-small" ||
                       options.name == "unet2d" || options.name == "unet2d-small" || wideResNetShape(options.name);
  if (!isKnown) {
    return badBackbone("There is no such network. Known are " + namesText() + ", and wrn-D-W with D = 6 n + 4.",
                       options);
  }
  if (options.channels < 1 || options.height < 1 || options.width < 1 || options.classes < 1 || options.mid < 1) {
    return badBackbone("Channels, height, width, classes and `mid` must be at least 1.", options);
  }
  if (dimsOf(options.name) == 1 && options.height != 1) {
    return badBackbone("This network is for sequences. Choose wrn-D-W, unet2d or unet2d-small for images.", options);
  }
  if (!(options.dropRate >= 0.0 && options.dropRate < 1.0)) {
    return badBackbone("The drop rate must be at least 0 and less than 1.", options);
  }
  if (options.isCausal && options.name != "resnet1d") {
    return badBackbone("Only resnet1d can be causal: the others look at all positions by design.", options);
  }
  if (options.horizon != 0 && (options.name != "resnet1d" || !options.isDense || options.horizon < 0)) {
    return badBackbone("Only resnet1d with a score for every position can map them to a horizon.", options);
  }
  return {};
}

}  // namespace

at::Tensor Backbone::prepared(const at::Tensor& x, int dims) const {
  at::Tensor input = x;
  if (dims == 1 && x.dim() == 4 && x.size(2) == 1) {
    input = x.squeeze(2);
  } else if (dims == 2 && x.dim() == 3) {
    input = x.unsqueeze(2);
  }
  TORCH_CHECK(input.dim() == dims + 2 && input.size(1) == m_options.channels, "The network takes ", m_options.channels,
              " channels, not an input of the shape ", x.sizes());
  return computesByTaps(input) ? toPositionMajor(input) : input;
}

at::Tensor Backbone::dropped(const at::Tensor& x) {
  return is_training() ? m_noise.dropout(x, m_options.dropRate) : x;
}

std::shared_ptr<ConvLayer> Backbone::addSearched(torch::nn::Module& parent, const std::string& name, ConvPlace place,
                                                 const ConvMaker& maker) {
  place.index = static_cast<int>(m_places.size());
  m_places.push_back(place);
  return parent.register_module(name, maker(place));
}

std::shared_ptr<ConvLayer> Backbone::addFixed(torch::nn::Module& parent, const std::string& name,
                                              const ConvPlace& place) {
  const KernelChoice own{place.kernel, 1};
  return parent.register_module(
      name, std::shared_ptr<ConvLayer>(std::make_shared<PlainConv>(place, own, padding(), m_options.seed)));
}

std::vector<std::string> backboneNames() {
  return {"wrn-16-1", "wrn-22-1",     "wrn-16-4", "wrn-22-8",    "resnet1d",
          "unet1d",   "unet1d-small", "unet2d",   "unet2d-small"};
}

Result<std::shared_ptr<Backbone>> makeBackbone(const BackboneOptions& options, const ConvMaker& maker) {
  if (const auto checked = checkOptions(options); !checked) {
    return checked.error();
  }
  const Padding padding = options.isCausal ? Padding::kCausal : Padding::kSame;
  const ConvMaker make = maker ? maker : plainConvs({}, padding, options.seed);
  if (const auto shape = wideResNetShape(options.name)) {
    return makeWideResNet(options, *shape, make);
  }
  if (options.name == "resnet1d") {
    return makeResNet1d(options, make);
  }
  return makeUnet(options, dimsOf(options.name), options.name.ends_with("-small"), make);
}

Result<std::vector<ConvPlace>> searchedPlaces(const BackboneOptions& options) {
  const auto backbone = makeBackbone(options, [](const ConvPlace&) { return std::make_shared<EmptyConv>(); });
  if (!backbone) {
    return backbone.error();
  }
  return (*backbone)->places();
}

std::int64_t parameterCount(const torch::nn::Module& module) {
  std::int64_t count = 0;
  for (const at::Tensor& parameter : module.parameters()) {
    count += parameter.numel();
  }
  return count;
}

}  // namespace touchstone::nn
