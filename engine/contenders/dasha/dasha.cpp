#include "engine/contenders/dasha/dasha.h"

#include <algorithm>
#include <cstdio>

#include "engine/contenders/dasha/network_trial.h"
#include "engine/contenders/dasha/trial_details.h"
#include "engine/train/guard.h"

namespace touchstone::contenders {

namespace {

constexpr const char* kBackbone = "backbone";
constexpr const char* kGradScale = "gradient scale";
constexpr int kBackboneTrials = 6, kSearchSegments = 5, kTrainingSegments = 8;

// Where each stage ends, in shares of the run's seconds.
std::vector<double> timeEnds(const std::vector<StageKind>& stages) {
  switch (stages.size()) {
  case 1:
    return {1.0};
  case 2:
    return {0.5, 1.0};
  case 3:
    return {0.25, 0.6, 1.0};
  default:
    return {0.12, 0.32, 0.64, 1.0};
  }
}

std::string listText(const std::vector<int>& numbers) {
  std::string text;
  for (const int number : numbers) {
    text += (text.empty() ? "" : ", ") + std::to_string(number);
  }
  return text;
}

std::string networkText(const StageSizes& sizes) {
  return sizes.backbone +
         (sizes.mid > 0 && sizes.backbone == "resnet1d" ? " of width " + std::to_string(sizes.mid) : "");
}

std::string measuredText(const StageSizes& sizes) {
  if (sizes.stepSeconds <= 0.0) {
    return "";
  }
  char text[64];
  std::snprintf(text, sizeof text, " A step takes %.3g s here.", sizes.stepSeconds);
  return text;
}

class Dasha final : public Contender {
 public:
  explicit Dasha(CnnSettings settings) : m_settings(std::move(settings)) {}

  Result<std::optional<SearchPlan>> plan(const TaskView& task, const BudgetSpec& budget,
                                         std::span<const StageResult> earlier, const std::string& decided,
                                         const base::CancelToken& token) const override {
    return train::guarded("The planning of " + m_settings.name, [&]() -> Result<std::optional<SearchPlan>> {
      if (earlier.size() >= m_settings.stages.size()) {
        return std::optional<SearchPlan>();
      }
      const ExampleView* view = std::get_if<ExampleView>(&task);
      if (view == nullptr) {
        return wrongTask();
      }
      const CnnTask facts = factsOf(*view, earlier);
      const auto sizes = decided.empty() ? measured(*view, facts, budget, earlier, token) : stageSizesFrom(decided);
      if (!sizes) {
        return sizes.error();
      }
      SearchPlan plan = planOf(facts, *sizes, earlier.size());
      plan.decisionJson = toJson(*sizes);
      return std::optional(std::move(plan));
    });
  }

  Result<SegmentOutcome> runSegment(const TaskView& task, const Segment& segment, PointSink& sink,
                                    const base::CancelToken& token) const override {
    return train::guarded("The training of " + m_settings.name, [&]() -> Result<SegmentOutcome> {
      const ExampleView* view = std::get_if<ExampleView>(&task);
      if (view == nullptr) {
        return wrongTask();
      }
      const CnnTask facts = factsOf(*view, earlierOf(segment));
      const StageKind kind = kindOf(segment);
      if (kind == StageKind::kSearch || kind == StageKind::kBackboneChoice) {
        const auto job = searchJob(*view, facts, segment);
        return job ? searchArchitecture(*job, segment, sink, token) : job.error();
      }
      const auto job = trainingJob(*view, facts, segment);
      return job ? trainNetwork(*job, segment, sink, token) : job.error();
    });
  }

  Result<Predictor> predictor(const TaskView& task, const Segment& winner, const base::CancelToken&) const override {
    return train::guarded("The set-up of " + m_settings.name, [&]() -> Result<Predictor> {
      const ExampleView* view = std::get_if<ExampleView>(&task);
      if (view == nullptr) {
        return wrongTask();
      }
      const CnnTask facts = factsOf(*view, earlierOf(winner));
      const auto job = trainingJob(*view, facts, winner);
      if (!job) {
        return job.error();
      }
      auto classifier = trainedClassifier(*job, winner);
      if (!classifier) {
        return classifier.error();
      }
      return Predictor(std::move(*classifier));
    });
  }

 private:
  Error wrongTask() const {
    return {ErrorCode::kInternal, "This contender takes labelled examples; the task has none.", m_settings.name};
  }

  StageKind kindOf(const Segment& segment) const {
    return m_settings.stages[std::min(static_cast<std::size_t>(segment.stage), m_settings.stages.size() - 1)];
  }

  const StageResult* find(std::span<const StageResult> earlier, StageKind kind) const {
    for (std::size_t i = 0; i < earlier.size() && i < m_settings.stages.size(); ++i) {
      if (m_settings.stages[i] == kind) {
        return &earlier[i];
      }
    }
    return nullptr;
  }

  // The task's facts, with the backbone that an earlier stage chose.
  CnnTask factsOf(const ExampleView& view, std::span<const StageResult> earlier) const {
    CnnTask facts = cnnTaskOf(view, m_settings);
    if (const StageResult* choice = find(earlier, StageKind::kBackboneChoice)) {
      facts.searchBackbone = facts.backbone = wordIn(choice->config, kBackbone, facts.backbone);
      facts.gradScale = choice->config.number(kGradScale, facts.gradScale);
    }
    return facts;
  }

  // What the architecture search chose, or what the options say; empty: the backbone's own kernels.
  Result<std::vector<nn::KernelChoice>> chosenBy(std::span<const StageResult> earlier, const CnnTask& facts) const {
    if (const StageResult* search = find(earlier, StageKind::kSearch)) {
      return choicesFrom(search->detailsJson);
    }
    if (m_settings.kernel == 0) {
      return std::vector<nn::KernelChoice>{};
    }
    const auto places = nn::searchedPlaces(backboneOptions(facts, facts.backbone, m_settings.mid));
    if (!places) {
      return places.error();
    }
    return std::vector<nn::KernelChoice>(places->size(), {m_settings.kernel, m_settings.dilation});
  }

  Result<StageSizes> measured(const ExampleView& view, const CnnTask& facts, const BudgetSpec& budget,
                              std::span<const StageResult> earlier, const base::CancelToken& token) const {
    const std::vector<double> ends = timeEnds(m_settings.stages);
    const std::size_t stage = earlier.size();
    const auto chosen = chosenBy(earlier, facts);
    if (!chosen) {
      return chosen.error();
    }
    StageQuestion question{m_settings, facts, view, budget, 1.0, 1.0, *chosen};
    question.share = ends[stage] - (stage > 0 ? ends[stage - 1] : 0.0);
    question.trainingShare = ends.back() - (ends.size() > 1 ? ends[ends.size() - 2] : 0.0);
    switch (m_settings.stages[stage]) {
    case StageKind::kBackboneChoice:
      question.share /= kBackboneTrials;
      return sizeSearch(question, token);
    case StageKind::kSearch:
      return sizeSearch(question, token);
    case StageKind::kTuning:
      return sizeTuning(question, token);
    case StageKind::kTraining:
      break;
    }
    const StageResult* tuning = find(earlier, StageKind::kTuning);
    if (tuning == nullptr) {
      return sizeTraining(question, nullptr, token);
    }
    const auto tuned = stageSizesFrom(tuning->decisionJson);
    return tuned ? sizeTraining(question, &*tuned, token) : tuned;
  }

  SearchPlan planOf(const CnnTask& facts, const StageSizes& sizes, std::size_t stage) const {
    SearchPlan plan;
    const StageKind kind = m_settings.stages[stage];
    plan.stageCount = static_cast<int>(m_settings.stages.size());
    plan.stage = plan.stageCount > 1 ? stageName(kind) : "";
    plan.timeEnd = timeEnds(m_settings.stages)[stage];
    switch (kind) {
    case StageKind::kBackboneChoice:
      plan.space.params = {search::Param::category(kBackbone, backbonesToTry(facts)),
                           search::Param::category(kGradScale, {100.0, 500.0, 1000.0})};
      plan.trials = kBackboneTrials;
      plan.resourcePerTrial = sizes.epochs;
      plan.usesRungs = true;
      break;
    case StageKind::kSearch:
      plan.trials = 1;
      plan.resourcePerTrial = sizes.epochs;
      plan.segmentResource = std::max(1, sizes.epochs / kSearchSegments);
      break;
    case StageKind::kTuning:
      plan.space = tuningSpace(facts, m_settings);
      plan.trials = sizes.trials;
      plan.resourcePerTrial = sizes.resource;
      plan.usesRungs = true;
      if (m_settings.isPublished) {
        plan.scheduler = "asha-stopping";
        plan.reductionFactor = 2;
      }
      break;
    case StageKind::kTraining:
      plan.trials = 1;
      plan.resourcePerTrial = sizes.epochs;
      plan.segmentResource = std::max(1, sizes.epochs / kTrainingSegments);
      break;
    }
    plan.note = noteOf(kind, sizes);
    return plan;
  }

  static std::vector<ParamValue> backbonesToTry(const CnnTask& facts) {
    return facts.isImage ? std::vector<ParamValue>{std::string("wrn-16-1"), std::string("unet2d-small")}
                         : std::vector<ParamValue>{std::string("resnet1d"), std::string("unet1d-small")};
  }

  std::string noteOf(StageKind kind, const StageSizes& sizes) const {
    const std::string network = networkText(sizes);
    const std::string batch = ", batch " + std::to_string(sizes.batch);
    const std::string measured = measuredText(sizes);
    switch (kind) {
    case StageKind::kBackboneChoice:
    case StageKind::kSearch:
      return m_settings.name + " searches " + network + batch + ", " + std::to_string(sizes.epochs) +
             " epochs over kernels " + listText(sizes.kernels) + " and dilations " + listText(sizes.dilations) + "." +
             measured;
    case StageKind::kTuning:
      return m_settings.name + " tunes " + network + batch + " in " + std::to_string(sizes.trials) +
             " trials of at most " + std::to_string(sizes.resource) + " epochs." + measured;
    case StageKind::kTraining:
      return m_settings.name + " trains " + network + batch + " for " + std::to_string(sizes.epochs) + " epochs" +
             (m_settings.stages.size() > 1 && m_settings.retrainOn == "all" ? " on training and validation items."
                                                                            : ".") +
             measured;
    }
    return {};
  }

  static std::string wordIn(const Config& config, const char* key, const std::string& otherwise) {
    const ParamValue* value = config.find(key);
    const auto* word = value != nullptr ? std::get_if<std::string>(value) : nullptr;
    return word != nullptr ? *word : otherwise;
  }

  static std::span<const StageResult> earlierOf(const Segment& segment) {
    return segment.earlier != nullptr ? std::span<const StageResult>(*segment.earlier) : std::span<const StageResult>();
  }

  Result<SearchJob> searchJob(const ExampleView& view, const CnnTask& facts, const Segment& segment) const {
    auto sizes = stageSizesFrom(segment.decisionJson);
    if (!sizes) {
      return sizes.error();
    }
    if (kindOf(segment) == StageKind::kBackboneChoice) {
      sizes->backbone = wordIn(segment.config, kBackbone, sizes->backbone);
      sizes->methods.clear();  // measured for one of the backbones; each takes the default
    }
    return SearchJob{m_settings, facts, view, std::move(*sizes), segment.config.number(kGradScale, facts.gradScale)};
  }

  Result<TrainingJob> trainingJob(const ExampleView& view, const CnnTask& facts, const Segment& segment) const {
    auto sizes = stageSizesFrom(segment.decisionJson);
    const auto earlier = earlierOf(segment);
    auto choices = chosenBy(earlier, facts);
    if (!sizes || !choices) {
      return sizes ? choices.error() : sizes.error();
    }
    const StageResult* tuning = kindOf(segment) == StageKind::kTraining ? find(earlier, StageKind::kTuning) : nullptr;
    if (kindOf(segment) == StageKind::kTuning) {
      sizes->epochs = sizes->resource;  // the schedule of a trial ends with its last epoch
    }
    const Config& config = tuning != nullptr ? tuning->config : segment.config;
    const std::uint64_t seed = tuning != nullptr ? tuning->seed : segment.seed;  // the winner's initial weights
    TrainingJob job{m_settings, facts, view, recipeOf(facts, m_settings, *sizes, config, std::move(*choices), seed),
                    std::nullopt};
    if (tuning != nullptr && m_settings.retrainOn == "all") {
      job.inheritedValue = tuning->value;
    }
    return job;
  }

  const CnnSettings m_settings;
};

}  // namespace

Result<std::unique_ptr<Contender>> makeDasha(const ContenderSpec& spec, const std::string& device) {
  auto settings = readCnnSettings(spec, device);
  if (!settings) {
    return settings.error();
  }
  return std::unique_ptr<Contender>(std::make_unique<Dasha>(std::move(*settings)));
}

}  // namespace touchstone::contenders
