#include "engine/contenders/dasha/stage_sizes.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

#include "engine/contenders/dasha/step_cost.h"
#include "engine/search/rung_table.h"

namespace touchstone::contenders {

namespace {

constexpr double kSafety = 0.8;         // of the time that is planned for: steps vary, tests and checkpoints cost
constexpr double kValidation = 1.15;    // an epoch with its validation, in units of its steps
constexpr int kMostEpochs = 200;        // published
constexpr int kMostSearchEpochs = 100;  // published, each of a share of the batches
constexpr int kSearchSteps = 240;       // fewer say little about an architecture
constexpr int kTrainingSteps = 2400;    // wanted of a training before it gets a wider network
constexpr int kFewestEpochs = 6, kEnoughEpochs = 40;
constexpr int kFewestTrials = 4;
constexpr int kDefaultMid = 64;

int slotsOf(const BudgetSpec& budget) {
  return budget.slotCount > 0 ? budget.slotCount : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

int searchSteps(const StageQuestion& question, int batch) {
  return static_cast<int>(question.settings.searchShare * question.task.stepsPerEpoch(batch)) + 1;
}

// Epochs wanted of a training before a wider network is better than more of them.
int epochsWanted(const CnnTask& task, int batch) {
  const int forSteps = (kTrainingSteps + task.stepsPerEpoch(batch) - 1) / task.stepsPerEpoch(batch);
  return std::clamp(forSteps, kFewestEpochs, kEnoughEpochs);
}

NetworkSize defaultSize(const StageQuestion& question) {
  const auto sizes = networkSizes(question.task, question.settings);
  const auto found =
      std::find_if(sizes.begin(), sizes.end(), [](const NetworkSize& s) { return s.mid == kDefaultMid; });
  return found != sizes.end() ? *found : sizes.front();
}

int epochsThatFit(double seconds, double epochSeconds, int most) {
  return std::clamp(static_cast<int>(kSafety * seconds / std::max(epochSeconds, 1e-6)), 1, most);
}

// The widest network whose training still gets enough epochs in `seconds`, with the seconds of its step.
Result<StageSizes> widestThatFits(const StageQuestion& question, double seconds, const base::CancelToken& token) {
  const CnnTask& task = question.task;
  StageSizes best;
  for (const NetworkSize& size : networkSizes(task, question.settings)) {
    nn::BackboneOptions network = backboneOptions(task, size.backbone, size.mid);
    const auto step = trainingStepSeconds(network, question.chosen, task.batch, token);
    if (!step) {
      return step.error();
    }
    const double epochSeconds = kValidation * *step * task.stepsPerEpoch(task.batch);
    if (!best.backbone.empty() && epochsThatFit(seconds, epochSeconds, kMostEpochs) < epochsWanted(task, task.batch)) {
      break;
    }
    best.backbone = size.backbone;
    best.mid = size.mid;
    best.batch = task.batch;
    best.stepSeconds = *step;
  }
  return best;
}

std::int64_t epochsOfTuning(int trials, int resource, int reduction) {
  std::int64_t epochs = 0;
  int before = 0;
  for (const search::RungShare& share : search::rungShares(trials, {1, resource, reduction})) {
    epochs += static_cast<std::int64_t>(share.trials) * (share.resource - before);
    before = share.resource;
  }
  return epochs;
}

// As many of the budget's trials as fit, with as many epochs as leave room for a few trials at least.
void fitTuning(StageSizes& sizes, const BudgetSpec& budget, double epochsThere, int reduction) {
  sizes.resource = std::max(1, budget.resource);
  sizes.trials = std::max(1, budget.trials);
  while (epochsOfTuning(std::min(sizes.trials, kFewestTrials), sizes.resource, reduction) > epochsThere &&
         sizes.resource > 1) {
    sizes.resource = std::max(1, sizes.resource / 2);
  }
  while (epochsOfTuning(sizes.trials, sizes.resource, reduction) > epochsThere && sizes.trials > kFewestTrials) {
    --sizes.trials;
  }
}

}  // namespace

std::string toJson(const StageSizes& sizes) {
  return nlohmann::ordered_json({{"backbone", sizes.backbone},
                                 {"mid", sizes.mid},
                                 {"batch", sizes.batch},
                                 {"epochs", sizes.epochs},
                                 {"trials", sizes.trials},
                                 {"resource", sizes.resource},
                                 {"kernels", sizes.kernels},
                                 {"dilations", sizes.dilations},
                                 {"methods", sizes.methods},
                                 {"step_seconds", sizes.stepSeconds}})
      .dump();
}

Result<StageSizes> stageSizesFrom(const std::string& json) {
  try {
    const auto read = nlohmann::json::parse(json);
    StageSizes sizes;
    read.at("backbone").get_to(sizes.backbone);
    read.at("mid").get_to(sizes.mid);
    read.at("batch").get_to(sizes.batch);
    read.at("epochs").get_to(sizes.epochs);
    read.at("trials").get_to(sizes.trials);
    read.at("resource").get_to(sizes.resource);
    read.at("kernels").get_to(sizes.kernels);
    read.at("dilations").get_to(sizes.dilations);
    read.at("methods").get_to(sizes.methods);
    read.at("step_seconds").get_to(sizes.stepSeconds);
    return sizes;
  } catch (const nlohmann::json::exception& error) {
    return Error{ErrorCode::kBadInput,
                 "The stored sizes of a stage cannot be read (" + std::string(error.what()) +
                     "). Start the study in a new project.",
                 "stage decision"};
  }
}

Result<StageSizes> sizeSearch(const StageQuestion& question, const base::CancelToken& token) {
  const CnnTask& task = question.task;
  const nn::SearchPairs pairs = nn::fittingPairs({task.kernels, task.dilations}, task.shape.height, task.shape.width);
  const double seconds = question.share * question.budget.secondsPerRun;
  std::vector<int> mids = {question.settings.mid > 0 ? question.settings.mid : kDefaultMid};
  if (seconds > 0.0 && question.settings.mid == 0) {
    mids = {16, 32, 64, 128};
  }
  StageSizes best;
  const bool hasWidths = task.searchBackbone == "resnet1d";
  for (const int mid : hasWidths ? mids : std::vector<int>{0}) {
    auto net = nn::makeSupernet(backboneOptions(task, task.searchBackbone, mid), pairs, question.settings.isSeparable);
    if (!net) {
      return net.error();
    }
    if (const auto forced = nn::mixMethodOf(question.settings.mixMethod)) {
      for (const auto& layer : net->layers) {
        layer->setMethod(*forced);
      }
    } else {
      chooseMethods(*net, task.batch);
    }
    const auto step = searchStepSeconds(*net, task.batch, token);
    if (!step) {
      return step.error();
    }
    const int steps = searchSteps(question, task.batch);
    const int fitting =
        seconds > 0.0 ? epochsThatFit(seconds, kValidation * *step * steps, kMostSearchEpochs) : kMostSearchEpochs;
    if (!best.backbone.empty() && fitting * steps < kSearchSteps) {
      break;
    }
    best.backbone = task.searchBackbone;
    best.mid = mid;
    best.batch = task.batch;
    best.epochs = fitting;
    best.kernels = pairs.kernels;
    best.dilations = pairs.dilations;
    best.stepSeconds = *step;
    best.methods.clear();
    for (const auto& layer : net->layers) {
      best.methods.emplace_back(nn::toWord(layer->method()));
    }
  }
  if (question.settings.searchEpochs > 0) {
    best.epochs = question.settings.searchEpochs;
  } else if (seconds <= 0.0) {
    best.epochs = question.settings.isPublished ? kMostSearchEpochs : std::max(10, 2 * question.budget.resource);
  }
  return best;
}

Result<StageSizes> sizeTuning(const StageQuestion& question, const base::CancelToken& token) {
  const int reduction = question.settings.isPublished ? 2 : 3;
  const double total = question.budget.secondsPerRun;
  if (total <= 0.0) {
    StageSizes sizes;
    const NetworkSize network = defaultSize(question);
    sizes.backbone = network.backbone;
    sizes.mid = network.mid;
    sizes.batch = question.task.batch;
    sizes.trials = std::max(1, question.budget.trials);
    sizes.resource = std::max(1, question.budget.resource);
    return sizes;
  }
  auto sizes = widestThatFits(question, question.trainingShare * total, token);
  if (!sizes) {
    return sizes;
  }
  const double epochSeconds = kValidation * sizes->stepSeconds * question.task.stepsPerEpoch(sizes->batch);
  fitTuning(*sizes, question.budget, kSafety * question.share * total * slotsOf(question.budget) / epochSeconds,
            reduction);
  return sizes;
}

Result<StageSizes> sizeTraining(const StageQuestion& question, const StageSizes* tuned,
                                const base::CancelToken& token) {
  const double seconds = question.share * question.budget.secondsPerRun;
  StageSizes sizes;
  if (tuned != nullptr) {
    sizes = *tuned;
  } else if (seconds > 0.0) {
    auto widest = widestThatFits(question, seconds, token);
    if (!widest) {
      return widest;
    }
    sizes = std::move(*widest);
  } else {
    const NetworkSize network = defaultSize(question);
    sizes.backbone = network.backbone;
    sizes.mid = network.mid;
    sizes.batch = question.task.batch;
  }
  if (question.settings.epochs > 0) {
    sizes.epochs = question.settings.epochs;
  } else if (seconds > 0.0) {
    const double items = question.settings.retrainOn == "all" && tuned != nullptr
                             ? 1.0 + static_cast<double>(question.task.validationCount) /
                                         static_cast<double>(std::max<std::size_t>(1, question.task.trainCount))
                             : kValidation;
    const double epochSeconds = items * sizes.stepSeconds * question.task.stepsPerEpoch(sizes.batch);
    sizes.epochs = epochsThatFit(seconds, epochSeconds, kMostEpochs);
  } else {
    sizes.epochs = question.settings.isPublished ? kMostEpochs : std::max(1, 2 * question.budget.resource);
  }
  sizes.trials = 1;
  sizes.resource = sizes.epochs;
  return sizes;
}

}  // namespace touchstone::contenders
