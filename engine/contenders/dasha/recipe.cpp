#include "engine/contenders/dasha/recipe.h"

#include <algorithm>
#include <array>

namespace touchstone::contenders {

namespace {

constexpr const char* kRate = "learning rate";
constexpr const char* kDrop = "drop rate";
constexpr const char* kDecay = "weight decay";
constexpr const char* kMomentum = "momentum";
constexpr const char* kSeed = "random seed";
constexpr const char* kAugment = "augment";
constexpr const char* kMask = "hidden letters";
constexpr const char* kTurns = "turns";
constexpr const char* kNone = "none";

constexpr double kDefaultMask = 0.2;

bool isUnet(const std::string& backbone) {
  return backbone.starts_with("unet");
}

bool canTurn(const CnnTask& task) {
  return task.turns.size() > 1;
}

std::string augmentOf(const CnnTask& task, const CnnSettings& settings, const Config& config) {
  if (!settings.augment.empty()) {
    return canTurn(task) ? settings.augment : kNone;
  }
  if (const ParamValue* value = config.find(kAugment)) {
    if (const auto* word = std::get_if<std::string>(value)) {
      return *word;
    }
  }
  return canTurn(task) && task.isImage ? kTurns : kNone;  // a strand often matters, a direction of a satellite seldom
}

train::Schedule publishedSchedule(const Recipe& recipe) {
  constexpr int kPublishedEpochs = 200;
  constexpr std::array<int, 5> kSequences{30, 60, 90, 120, 160};
  constexpr std::array<int, 3> kImages{60, 120, 160};
  train::Schedule schedule;
  schedule.base = recipe.learningRate;
  if (isUnet(recipe.network.name)) {
    schedule.kind = train::ScheduleKind::kWarmupLinear;
    schedule.warmup = std::min(5.0, recipe.epochs / 10.0);
    schedule.end = recipe.epochs + 5.0;
    return schedule;
  }
  schedule.kind = train::ScheduleKind::kMilestones;
  schedule.factor = 0.2;
  schedule.milestones = recipe.network.height > 1
                            ? train::scaledMilestones(kImages, kPublishedEpochs, recipe.epochs)
                            : train::scaledMilestones(kSequences, kPublishedEpochs, recipe.epochs);
  return schedule;
}

train::Schedule cosineSchedule(const Recipe& recipe) {
  constexpr double kWarmupShare = 0.05;
  train::Schedule schedule;
  schedule.kind = train::ScheduleKind::kCosine;
  schedule.base = recipe.learningRate;
  schedule.warmup = std::max(0.5, kWarmupShare * recipe.epochs);
  schedule.end = recipe.epochs;
  return schedule;
}

}  // namespace

search::Space tuningSpace(const CnnTask& task, const CnnSettings& settings) {
  search::Space space;
  const bool isAdam = isUnet(task.backbone);
  if (settings.isPublished) {
    space.params = {search::Param::whole(kSeed, 0, 499), search::Param::logReal(kRate, 1e-5, 0.5),
                    search::Param::category(kDrop, {0.0, 0.05, 0.1}), search::Param::logReal(kDecay, 5e-7, 5e-3)};
    if (!isAdam) {
      space.params.push_back(search::Param::real(kMomentum, 0.9, 1.0));
    }
    return space;
  }
  // The published bounds without the ends where training stands still or diverges.
  space.params = {isAdam ? search::Param::logReal(kRate, 1e-4, 1e-2) : search::Param::logReal(kRate, 5e-3, 0.5),
                  search::Param::category(kDrop, {0.0, 0.05, 0.1, 0.2}), search::Param::logReal(kDecay, 1e-4, 2e-2)};
  if (!isAdam) {
    space.params.push_back(search::Param::real(kMomentum, 0.85, 0.98));
  }
  if (!task.isImage) {
    space.params.push_back(search::Param::category(kMask, {0.0, 0.1, 0.2, 0.3}));
  }
  if (settings.augment.empty() && canTurn(task)) {
    space.params.push_back(search::Param::category(kAugment, {std::string(kNone), std::string(kTurns)}));
  }
  return space;
}

Recipe recipeOf(const CnnTask& task, const CnnSettings& settings, const StageSizes& sizes, const Config& config,
                std::vector<nn::KernelChoice> choices, std::uint64_t seed) {
  Recipe recipe;
  recipe.network = backboneOptions(task, sizes.backbone, sizes.mid);
  recipe.network.dropRate = config.number(kDrop, 0.0);
  recipe.network.isCausal = settings.isPublished && sizes.backbone == "resnet1d";
  recipe.network.seed = config.find(kSeed) != nullptr ? static_cast<std::uint64_t>(config.whole(kSeed, 0)) : seed;
  recipe.choices = std::move(choices);
  recipe.learningRate = config.number(kRate, isUnet(sizes.backbone) ? 1e-3 : 0.1);
  recipe.weightDecay = config.number(kDecay, isUnet(sizes.backbone) ? 0.05 : settings.isPublished ? 5e-4 : 2e-3);
  recipe.maskRate = config.number(kMask, task.isImage || settings.isPublished ? 0.0 : kDefaultMask);
  recipe.momentum = std::min(config.number(kMomentum, 0.9), 0.999);
  recipe.turnsItems = augmentOf(task, settings, config) == kTurns;
  recipe.batch = sizes.batch;
  recipe.epochs = std::max(1, sizes.epochs);
  return recipe;
}

train::LearnerOptions learnerOptions(const Recipe& recipe, const CnnTask& task, const CnnSettings& settings) {
  train::LearnerOptions options;
  options.batches.batch = recipe.batch;
  options.batches.turnsItems = recipe.turnsItems;
  // A last batch of one or two items would have the statistics of these alone.
  options.batches.dropsLast = task.trainCount % static_cast<std::size_t>(recipe.batch) < 4;
  options.loss.kind = task.target;
  options.loss.labelSmoothing = task.target == data::TargetKind::kMultiLabel ? 0.0 : task.smoothing;
  options.optimiser.kind = isUnet(recipe.network.name) ? train::OptimiserKind::kAdamW : train::OptimiserKind::kSgd;
  options.optimiser.momentum = recipe.momentum;
  options.schedule = settings.isPublished ? publishedSchedule(recipe) : cosineSchedule(recipe);
  if (settings.hasAveraging) {
    // About the last half epoch, at least ten steps.
    options.averageDecay = 1.0 - 1.0 / std::max(10.0, 0.5 * task.stepsPerEpoch(recipe.batch));
  }
  options.clipNorm = settings.isPublished ? 0.0 : 5.0;  // only against the first steps of a large rate
  options.precision = settings.precision == "bf16" ? train::Precision::kBfloat16 : train::Precision::kSingle;
  return options;
}

}  // namespace touchstone::contenders
