#include "engine/contenders/dasha/step_cost.h"

#include <torch/torch.h>

#include <algorithm>

#include "engine/base/clock.h"
#include "engine/nn/cnn/initial.h"
#include "engine/nn/cnn/plain_conv.h"
#include "engine/nn/mixed_conv/cost_model.h"
#include "engine/train/threads.h"

namespace touchstone::contenders {

namespace {

constexpr int kSteps = 3;             // timed, after one that warms up
constexpr double kLongEnoughS = 2.0;  // a step that takes so long needs no repeat

Error cancelled() {
  return {ErrorCode::kCancelled, "Cancelled.", ""};
}

at::Tensor inputFor(const nn::BackboneOptions& options, int batch) {
  const at::Generator generator = nn::cpuGenerator(1);
  if (options.height == 1 && (options.name == "resnet1d" || options.name.starts_with("unet1d"))) {
    return at::rand({batch, options.channels, options.width}, generator);
  }
  return at::rand({batch, options.channels, options.height, options.width}, generator)
      .contiguous(at::MemoryFormat::ChannelsLast);
}

Result<double> stepSeconds(nn::Backbone& network, int batch, const base::CancelToken& token) {
  train::useOneThread();
  network.train();
  const at::Tensor input = inputFor(network.options(), batch);
  double best = 0.0;
  for (int i = 0; i <= kSteps; ++i) {
    if (token.isCancelled()) {
      return cancelled();
    }
    const double start = base::steadyS();
    torch::log_softmax(network.forward(input), 1).select(1, 0).mean().backward();
    const double seconds = base::steadyS() - start;
    best = i <= 1 ? seconds : std::min(best, seconds);  // the first one pays for pages and kernels
    network.zero_grad();
    if (seconds > kLongEnoughS) {
      break;
    }
  }
  return best;
}

nn::MixedConvLayer layerFor(const nn::MixedLayer& layer, int batch) {
  const nn::ConvPlace& place = layer.place();
  nn::MixedConvLayer question;
  question.dims = place.dims;
  question.inChannels = place.in;
  question.outChannels = place.out;
  question.isDepthwise = layer.isDepthwise();
  question.stride = place.stride;
  question.choices = layer.choices();
  question.inputShape = {batch, place.in};
  if (place.dims == 2) {
    question.inputShape.push_back(place.height);
  }
  question.inputShape.push_back(place.width);
  question.needsInputGradient = place.index > 0;
  return question;
}

}  // namespace

Result<double> trainingStepSeconds(const nn::BackboneOptions& network, const std::vector<nn::KernelChoice>& choices,
                                   int batch, const base::CancelToken& token) {
  const auto made = nn::makeBackbone(network, nn::plainConvs(choices, nn::Padding::kSame, 1));
  if (!made) {
    return made.error();
  }
  return stepSeconds(**made, batch, token);
}

Result<double> searchStepSeconds(nn::Supernet& net, int batch, const base::CancelToken& token) {
  return stepSeconds(*net.network, batch, token);
}

void chooseMethods(nn::Supernet& net, int batch) {
  train::useOneThread();
  nn::CostTable table;  // layers of one shape are measured once
  for (const auto& layer : net.layers) {
    layer->setMethod(table.methodFor(layerFor(*layer, batch)));
  }
}

}  // namespace touchstone::contenders
