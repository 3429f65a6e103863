#include "engine/contenders/dasha/network_trial.h"

#include <torch/torch.h>

#include <limits>

#include "engine/base/random.h"
#include "engine/contenders/dasha/input_mask.h"
#include "engine/contenders/dasha/network_classifier.h"
#include "engine/contenders/dasha/trial_details.h"
#include "engine/contenders/dasha/validation.h"
#include "engine/nn/cnn/plain_conv.h"
#include "engine/nn/weights.h"
#include "engine/train/threads.h"

namespace touchstone::contenders {

namespace {

constexpr int kNever = std::numeric_limits<int>::max();

train::LoopOptions loopOptions(const ExampleView& view, const Segment& segment, int patience) {
  train::LoopOptions loop;
  loop.seed = segment.seed;
  loop.fromEpoch = segment.fromResource;
  loop.toEpoch = segment.toResource;
  loop.patience = patience > 0 ? patience : kNever;
  loop.isLowerBetter = view.isLowerBetter;
  loop.validationMetric = view.metric;
  loop.checkpointIn = segment.checkpointIn;
  loop.checkpointOut = segment.checkpointOut;
  return loop;
}

Result<std::shared_ptr<nn::Backbone>> makeNetwork(const Recipe& recipe) {
  const nn::Padding padding = recipe.network.isCausal ? nn::Padding::kCausal : nn::Padding::kSame;
  return nn::makeBackbone(recipe.network, nn::plainConvs(recipe.choices, padding, recipe.network.seed));
}

train::TorchNetwork torchNetwork(const std::shared_ptr<nn::Backbone>& network, double maskRate = 0.0) {
  const auto mask = std::make_shared<InputMask>(maskRate);
  return {network,
          [network, mask](const at::Tensor& x) { return network->forward(network->is_training() ? mask->hide(x) : x); },
          [network, mask](std::uint64_t seed) {
            network->reseedNoise(seed);
            mask->reseed(base::mixKey({seed, 1}));
          }};
}

SegmentOutcome outcomeOf(const train::LoopOutcome& done, std::int64_t parameters) {
  SegmentOutcome outcome;
  outcome.value = done.bestValue;
  outcome.reachedResource = done.reachedEpoch;
  outcome.isFinished = done.isFinished;
  outcome.hasDiverged = done.hasDiverged;
  outcome.trainedParameters = parameters;
  return outcome;
}

// Tells the points on, and notes the architecture after each epoch.
train::PointCallback recording(PointSink& sink, SearchHistory& history, const nn::Supernet& net) {
  return [&sink, &history, &net](std::string_view metric, std::int64_t step, double value) {
    sink.point(metric, step, value);
    if (metric == "train loss") {
      history.record(static_cast<int>(step), net);
    }
  };
}

train::LearnerOptions searchOptions(const SearchJob& job, std::uint64_t seed) {
  constexpr double kRate = 0.1, kDenseRate = 1e-2, kAdamRate = 2e-4, kClip = 1.0;
  constexpr int kPublishedEpochs = 100;
  constexpr std::array<int, 3> kMilestones{30, 60, 80};
  const bool isUnet = job.sizes.backbone.starts_with("unet");
  train::LearnerOptions options;
  options.kind = "dash";
  options.batches.seed = seed;
  options.batches.batch = job.sizes.batch;
  options.batches.dropsLast = true;
  options.batches.epochShare = job.settings.searchShare;
  options.batches.turnsItems = job.settings.augment == "turns" || (job.settings.augment.empty() && job.task.isImage);
  options.loss.kind = job.task.target;
  options.loss.labelSmoothing = job.task.target == data::TargetKind::kMultiLabel ? 0.0 : job.task.smoothing;
  options.optimiser.kind = isUnet ? train::OptimiserKind::kAdamW : train::OptimiserKind::kSgd;
  options.clipNorm = kClip;
  options.schedule.base = isUnet ? kAdamRate : job.task.isDense() ? kDenseRate : kRate;
  if (isUnet) {
    options.schedule.kind = train::ScheduleKind::kWarmupLinear;
    options.schedule.warmup = std::min(5.0, job.sizes.epochs / 10.0);
    options.schedule.end = job.sizes.epochs + 5.0;
  } else {
    options.schedule.kind = train::ScheduleKind::kMilestones;
    options.schedule.factor = 0.2;
    options.schedule.milestones = train::scaledMilestones(kMilestones, kPublishedEpochs, job.sizes.epochs);
  }
  return options;
}

// Weights and architecture in one step of one optimiser, the architecture at half the rate.
std::vector<train::ParameterGroup> searchGroups(const nn::Supernet& net, bool isUnet) {
  train::ParameterGroup weights = train::allParameters(*net.network, isUnet ? 0.05 : 5e-4);
  train::ParameterGroup alphas;
  alphas.rateFactor = 0.5;
  alphas.weightDecay = weights.weightDecay;
  std::erase_if(weights.parameters, [&](const auto& named) {
    const bool isAlpha = named.first.ends_with(".alpha");
    if (isAlpha) {
      alphas.parameters.push_back(named);
    }
    return isAlpha;
  });
  return {std::move(weights), std::move(alphas)};
}

train::TorchNetwork searchedNetwork(const nn::Supernet& net, bool hasNoiseInTests) {
  return {net.network, [network = net.network](const at::Tensor& x) { return network->forward(x); },
          [own = nn::Supernet(net), hasNoiseInTests](std::uint64_t seed) mutable {
            own.network->reseedNoise(seed);
            own.network->is_training() || hasNoiseInTests ? own.seedNoise(seed) : own.muteNoise();
          }};
}

void forceMethods(nn::Supernet& net, const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < net.layers.size() && i < words.size(); ++i) {
    if (const auto method = nn::mixMethodOf(words[i])) {
      net.layers[i]->setMethod(*method);
    }
  }
}

}  // namespace

Result<SegmentOutcome> trainNetwork(const TrainingJob& job, const Segment& segment, PointSink& sink,
                                    const base::CancelToken& token) {
  train::useOneThread();
  const auto network = makeNetwork(job.recipe);
  const auto device = train::openDevice(job.settings.device);
  if (!network || !device) {
    return network ? device.error() : network.error();
  }
  (*network)->to(*device);
  const bool isAll = job.inheritedValue.has_value();
  train::LabelledData data = labelledData(job.view, isAll);
  train::LearnerOptions options = learnerOptions(job.recipe, job.task, job.settings);
  options.kind = "cnn";
  options.batches.seed = segment.seed;
  options.device = *device;
  if (job.settings.hasClassWeights) {
    options.loss.classWeights = train::balancedClassWeights(*data.targets, data.train);
  }
  train::LearnerHooks hooks;
  hooks.metric = validationMetricOf(job.view);
  train::TorchLearner learner(torchNetwork(*network, job.recipe.maskRate), std::move(data), options, std::move(hooks),
                              {train::allParameters(**network, job.recipe.weightDecay)});
  train::LoopOptions loop = loopOptions(job.view, segment, job.settings.patience);
  loop.validates = !isAll;
  const auto done = train::runEpochs(
      learner, loop,
      [&sink](std::string_view metric, std::int64_t step, double value) { sink.point(metric, step, value); }, token);
  if (!done) {
    return done.error();
  }
  SegmentOutcome outcome = outcomeOf(*done, learner.parameterCount());
  outcome.value = isAll ? *job.inheritedValue : outcome.value;
  outcome.detailsJson = trainingDetails(job.recipe, **network, isAll ? done->reachedEpoch : done->bestEpoch);
  return outcome;
}

Result<std::shared_ptr<const Classifier>> trainedClassifier(const TrainingJob& job, const Segment& winner) {
  train::useOneThread();
  const auto network = makeNetwork(job.recipe);
  const auto device = train::openDevice(job.settings.device);
  if (!network || !device) {
    return network ? device.error() : network.error();
  }
  const auto state = train::readTrialState(winner.checkpointIn, "cnn");
  if (!state) {
    return state.error();
  }
  if (const auto loaded = nn::loadModule(**network, train::TorchLearner::bestWeights(*state)); !loaded) {
    return Error{loaded.error().code, loaded.error().message, winner.checkpointIn.string()};
  }
  (*network)->eval();
  (*network)->to(*device);
  ClassifierOptions options;
  options.loss.kind = job.task.target;
  options.predict.device = *device;
  const bool turns = job.recipe.turnsItems && job.task.target != data::TargetKind::kMask && !job.settings.isPublished;
  options.turns = turns ? job.task.turns : std::vector<std::uint8_t>{0};
  return std::shared_ptr<const Classifier>(std::make_shared<NetworkClassifier>(torchNetwork(*network), options));
}

Result<SegmentOutcome> searchArchitecture(const SearchJob& job, const Segment& segment, PointSink& sink,
                                          const base::CancelToken& token) {
  train::useOneThread();
  nn::BackboneOptions network = backboneOptions(job.task, job.sizes.backbone, job.sizes.mid);
  network.seed = segment.seed;
  const nn::SearchPairs pairs{job.sizes.kernels, job.sizes.dilations};
  auto net = nn::makeSupernet(network, pairs, job.settings.isSeparable);
  const auto device = train::openDevice(job.settings.device);
  if (!net || !device) {
    return net ? device.error() : net.error();
  }
  forceMethods(*net, job.sizes.methods);
  net->network->to(*device);
  const bool isUnet = job.sizes.backbone.starts_with("unet");
  train::LearnerOptions options = searchOptions(job, segment.seed);
  options.device = *device;
  train::LearnerHooks hooks;
  hooks.metric = validationMetricOf(job.view);
  hooks.afterBackward = [&] { nn::scaleAlphaGradients(*net, job.gradScale, job.task.isDense()); };
  train::TorchLearner learner(searchedNetwork(*net, job.settings.isPublished), labelledData(job.view, false), options,
                              std::move(hooks), searchGroups(*net, isUnet));
  SearchHistory history;
  const auto done = train::runEpochs(learner, loopOptions(job.view, segment, 0), recording(sink, history, *net), token);
  if (!done) {
    return done.error();
  }
  SegmentOutcome outcome = outcomeOf(*done, learner.parameterCount());
  outcome.detailsJson = searchDetails(*net, pairs, history, job.gradScale, job.sizes.stepSeconds);
  return outcome;
}

}  // namespace touchstone::contenders
