// How large a stage is: network, batch, epochs, trials. Sized to the budget's seconds by measuring steps on this machine,
// or, without a limit, to its trials and epochs. Kept as the plan's decision, so that a resumed run has the same sizes.
// JSON: {"backbone","mid","batch","epochs","trials","resource","kernels","dilations","methods","step_seconds"}.
// Thread: trial slot, because measuring computes. Blocking: seconds at most. Errors: as the networks', kBadInput for a
// decision that is damaged.
#pragma once

#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/contenders/contender.h"
#include "engine/contenders/dasha/cnn_settings.h"
#include "engine/contenders/dasha/cnn_task.h"
#include "engine/nn/cnn/kernel_choice.h"

namespace touchstone::contenders {

struct StageSizes {
  std::string backbone;
  int mid = 64;  // of resnet1d
  int batch = 64;
  int epochs = 1;                       // of a search or a training
  int trials = 1;                       // of a tuning
  int resource = 1;                     // epochs of a trial of a tuning
  std::vector<int> kernels, dilations;  // of a search
  std::vector<std::string> methods;     // of a search: how each layer is computed
  double stepSeconds = 0.0;             // measured; 0: not
};

std::string toJson(const StageSizes& sizes);
Result<StageSizes> stageSizesFrom(const std::string& json);

// Where the run stands: its stages, its budget, what earlier stages found.
struct StageQuestion {
  const CnnSettings& settings;
  const CnnTask& task;
  const ExampleView& view;
  const BudgetSpec& budget;
  double share = 1.0;                    // of the run's seconds that the stage has
  double trainingShare = 0.4;            // of those that the last training has, for a tuning's choice of width
  std::vector<nn::KernelChoice> chosen;  // by the search; empty: the backbone's own
};

Result<StageSizes> sizeSearch(const StageQuestion& question, const base::CancelToken& token);
Result<StageSizes> sizeTuning(const StageQuestion& question, const base::CancelToken& token);
// Network and batch as tuned, if there was a tuning; epochs to fill the stage's time.
Result<StageSizes> sizeTraining(const StageQuestion& question, const StageSizes* tuned, const base::CancelToken& token);

}  // namespace touchstone::contenders
