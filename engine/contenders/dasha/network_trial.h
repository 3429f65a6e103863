// Trials of the networks: a segment of a training or of an architecture search, from checkpoint to checkpoint, and the
// classifier that a trained network is.
// Thread: trial slot. Blocking: as long as the epochs take; polls the token per batch.
// Errors: as train::runEpochs and makeBackbone; a checkpoint that is damaged or of another network.
#pragma once

#include <memory>
#include <optional>

#include "engine/contenders/dasha/recipe.h"

namespace touchstone::contenders {

// A training. retrainsOnAll: the validation items are trained on too; the value is then that of the tuned trial.
struct TrainingJob {
  const CnnSettings& settings;
  const CnnTask& task;
  const ExampleView& view;
  Recipe recipe;
  std::optional<double> inheritedValue;  // set: train on all items
};
Result<SegmentOutcome> trainNetwork(const TrainingJob& job, const Segment& segment, PointSink& sink,
                                    const base::CancelToken& token);
Result<std::shared_ptr<const Classifier>> trainedClassifier(const TrainingJob& job, const Segment& winner);

// An architecture search; gradScale as in methods of the authors (supernet.h).
struct SearchJob {
  const CnnSettings& settings;
  const CnnTask& task;
  const ExampleView& view;
  StageSizes sizes;
  double gradScale = 100.0;
};
Result<SegmentOutcome> searchArchitecture(const SearchJob& job, const Segment& segment, PointSink& sink,
                                          const base::CancelToken& token);

}  // namespace touchstone::contenders
