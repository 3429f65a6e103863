// What a training of one network is: the network, its choices, and how it is optimised. The same for a trial of a tuning and
// for the retraining that repeats it longer.
// Source: the authors' settings (SGD with Nesterov momentum, learning rate x 0.2 at milestones); by default half a cosine
// after a warm-up instead, and averaged weights.
// Thread: value types and pure functions.
#pragma once

#include <vector>

#include "engine/contenders/dasha/cnn_settings.h"
#include "engine/contenders/dasha/cnn_task.h"
#include "engine/contenders/dasha/stage_sizes.h"
#include "engine/nn/cnn/kernel_choice.h"
#include "engine/search/space.h"
#include "engine/train/torch_learner.h"

namespace touchstone::contenders {

struct Recipe {
  nn::BackboneOptions network;            // with its drop rate and the seed of its initial weights
  std::vector<nn::KernelChoice> choices;  // empty: the backbone's own kernels
  double learningRate = 0.05;
  double weightDecay = 5e-4;
  double momentum = 0.9;
  bool turnsItems = false;
  double maskRate = 0.0;  // of letters hidden in training
  int batch = 64;
  int epochs = 1;  // of the whole schedule
};

// What a tuning searches over.
search::Space tuningSpace(const CnnTask& task, const CnnSettings& settings);

// config empty: the defaults. seed: of the initial weights.
Recipe recipeOf(const CnnTask& task, const CnnSettings& settings, const StageSizes& sizes, const Config& config,
                std::vector<nn::KernelChoice> choices, std::uint64_t seed);

// For the learner: everything but its kind, device and seed.
train::LearnerOptions learnerOptions(const Recipe& recipe, const CnnTask& task, const CnnSettings& settings);

}  // namespace touchstone::contenders
