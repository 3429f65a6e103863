#include "engine/contenders/linear/linear_search.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "engine/data/examples/class_metrics.h"

namespace touchstone::contenders {

namespace {

constexpr double kStrengths[] = {1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1e3};
constexpr std::size_t kPatience = 2;
// On the way; the last fit is as exact as the default.
constexpr double kPathTolerance = 1e-6, kPathChange = 1e-3;

std::vector<std::uint32_t> itemRange(std::size_t first, std::size_t end) {
  std::vector<std::uint32_t> items(end - first);
  std::iota(items.begin(), items.end(), static_cast<std::uint32_t>(first));
  return items;
}

// Rows of features with their truth, as a fit wants them.
struct Training {
  FeatureMaker maker;
  FeatureRows rows;
  data::Targets targets;  // of kind kClass or kMultiLabel
};

// At most kMostPixels of the pixels with a true class, every so many-th of them.
std::vector<PixelPick> pickPixels(const data::Targets& targets, std::span<const std::uint32_t> items) {
  const std::size_t pixels = targets.maskPixels;
  std::size_t count = 0;
  for (const std::uint32_t item : items) {
    const auto mask = targets.masks.begin() + static_cast<std::ptrdiff_t>(item * pixels);
    count += pixels - static_cast<std::size_t>(
                          std::count(mask, mask + static_cast<std::ptrdiff_t>(pixels), data::kIgnoredPixel));
  }
  const std::size_t most = std::min(count, kMostPixels);
  std::vector<PixelPick> picks;
  picks.reserve(most);
  std::size_t place = 0;
  for (const std::uint32_t item : items) {
    for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
      if (targets.masks[item * pixels + pixel] == data::kIgnoredPixel) {
        continue;
      }
      if (place * most / count != (place + 1) * most / count) {
        picks.push_back({item, static_cast<std::uint32_t>(pixel)});
      }
      ++place;
    }
  }
  return picks;
}

Result<Training> prepare(const data::ExampleInputs& inputs, const data::Targets& targets,
                         std::span<const std::uint32_t> items, const FeatureSpec& spec,
                         const base::CancelToken& token) {
  const bool isMask = targets.kind == data::TargetKind::kMask;
  const std::vector<PixelPick> pixels = isMask ? pickPixels(targets, items) : std::vector<PixelPick>();
  auto maker = FeatureMaker::fit(spec, inputs, items, pixels, token);
  if (!maker) {
    return maker.error();
  }
  auto rows = isMask ? maker->rowsAt(inputs, pixels, token) : maker->rows(inputs, items, token);
  if (!rows) {
    return rows.error();
  }
  Training training{std::move(*maker), std::move(*rows), {}};
  if (!isMask) {
    training.targets = targets.select(items);
    return training;
  }
  training.targets.classes = targets.classes;
  for (const PixelPick& pick : pixels) {
    training.targets.labels.push_back(targets.masks[pick.item * targets.maskPixels + pick.pixel]);
  }
  return training;
}

// The metric and the cross-entropy on the validation items.
class Validation {
 public:
  Validation(const ExampleView& task, const base::CancelToken& token)
      : m_task(task),
        m_token(token),
        m_items(itemRange(task.trainCount, task.inputs->count())),
        m_targets(task.targets.select(m_items)) {}

  // The rows stay for all strengths; masks are read again for each.
  Result<void> prepare(const FeatureMaker& maker) {
    if (m_targets.kind == data::TargetKind::kMask) {
      return {};
    }
    auto rows = maker.rows(*m_task.inputs, m_items, m_token);
    if (!rows) {
      return rows.error();
    }
    m_rows = std::move(*rows);
    return {};
  }

  Result<void> score(const LinearModel& model, LinearStep& step) const {
    return m_targets.kind == data::TargetKind::kMask ? scoreMasks(model, step) : scoreLabels(model.weights, step);
  }

 private:
  Result<void> scoreLabels(const LogisticWeights& weights, LinearStep& step) const {
    std::vector<float> probabilities(m_items.size() * weights.classCount());
    predict(weights, m_rows, probabilities);
    const data::ClassPredictions predictions{m_targets, probabilities};
    return read(data::classMetric(m_task.metric, predictions), data::classMetric("cross-entropy", predictions), step);
  }

  Result<void> scoreMasks(const LinearModel& model, LinearStep& step) const {
    data::MaskCounts counts(m_targets.classCount());
    std::vector<float> probabilities(m_targets.classCount() * m_targets.maskPixels);
    for (const std::uint32_t item : m_items) {
      if (const auto done = classify(model, *m_task.inputs, {&item, 1}, m_token, probabilities); !done) {
        return done;
      }
      const data::Targets own = m_task.targets.select({&item, 1});
      counts.add(data::countMask({own, probabilities}, 0));
    }
    return read(data::maskMetric(m_task.metric, counts), data::maskMetric("cross-entropy", counts), step);
  }

  static Result<void> read(const Result<double>& value, const Result<double>& crossEntropy, LinearStep& step) {
    if (!value || !crossEntropy) {
      return value ? crossEntropy.error() : value.error();
    }
    step.value = *value;
    step.crossEntropy = *crossEntropy;
    return {};
  }

  const ExampleView& m_task;
  const base::CancelToken& m_token;
  const std::vector<std::uint32_t> m_items;
  const data::Targets m_targets;
  FeatureRows m_rows;
};

class Search {
 public:
  Search(const ExampleView& task, const LinearOptions& options, const std::function<void(const LinearStep&)>& report,
         const base::CancelToken& token)
      : m_task(task),
        m_options(options),
        m_report(report),
        m_token(token),
        m_trainItems(itemRange(0, task.trainCount)),
        m_features(options.features),
        m_strengths(options.strengths) {
    if (m_features.empty()) {
      m_features = featuresFor(*task.inputs, task.targets.kind, task.inputs->count());
    }
    if (m_strengths.empty()) {
      m_strengths.assign(std::begin(kStrengths), std::end(kStrengths));
    }
  }

  Result<LinearChoice> run() {
    for (std::size_t features = 0; features < m_features.size(); ++features) {
      if (const auto done = tryFeatures(features); !done) {
        return done.error();
      }
    }
    return finish();
  }

 private:
  std::vector<double> classWeights(const data::Targets& targets) const {
    return m_options.balancesClasses && targets.kind == data::TargetKind::kClass ? balancedClassWeights(targets)
                                                                                 : std::vector<double>();
  }

  Result<void> tryFeatures(std::size_t features) {
    auto training = prepare(*m_task.inputs, m_task.targets, m_trainItems, m_features[features], m_token);
    if (!training) {
      return training.error();
    }
    Validation validation(m_task, m_token);
    if (const auto ready = validation.prepare(training->maker); !ready) {
      return ready;
    }
    LogisticProblem problem(training->rows, training->targets, classWeights(training->targets));
    LinearModel model{training->maker, {}, 0.0};
    std::optional<std::size_t> best;  // of the steps
    LogisticWeights bestWeights;
    for (const double strength : m_strengths) {
      const auto fit = problem.fit({strength, kPathTolerance, kPathChange}, best ? &model.weights : nullptr, m_token);
      if (!fit) {
        return fit.error();
      }
      model.weights = fit->weights;
      model.strength = strength;
      LinearStep step{features, strength, 0.0, 0.0, fit->iterations, fit->isConverged};
      if (const auto scored = validation.score(model, step); !scored) {
        return scored;
      }
      if (!best || step.crossEntropy < m_steps[*best].crossEntropy) {
        best = m_steps.size();
        bestWeights = model.weights;
      }
      m_steps.push_back(step);
      if (m_report) {
        m_report(step);
      }
      if (m_steps.size() - *best > kPatience) {
        break;
      }
    }
    if (features == 0 || isBetterThan(m_steps[*best].value, m_steps[m_best].value)) {
      m_best = *best;
      m_bestWeights = std::move(bestWeights);
    }
    return {};
  }

  bool isBetterThan(double value, double other) const { return m_task.isLowerBetter ? value < other : value > other; }

  Result<LinearChoice> finish() {
    const LinearStep& best = m_steps[m_best];
    const std::vector<std::uint32_t> items = m_options.refits ? itemRange(0, m_task.inputs->count()) : m_trainItems;
    auto training = prepare(*m_task.inputs, m_task.targets, items, m_features[best.features], m_token);
    if (!training) {
      return training.error();
    }
    LogisticProblem problem(training->rows, training->targets, classWeights(training->targets));
    auto fit = problem.fit({best.strength}, &m_bestWeights, m_token);
    if (!fit) {
      return fit.error();
    }
    return LinearChoice{{std::move(training->maker), std::move(fit->weights), best.strength},
                        m_features,
                        m_steps,
                        m_best,
                        fit->isConverged};
  }

  const ExampleView& m_task;
  const LinearOptions& m_options;
  const std::function<void(const LinearStep&)>& m_report;
  const base::CancelToken& m_token;
  const std::vector<std::uint32_t> m_trainItems;
  std::vector<FeatureSpec> m_features;
  std::vector<double> m_strengths;
  std::vector<LinearStep> m_steps;
  std::size_t m_best = 0;
  LogisticWeights m_bestWeights;
};

}  // namespace

Result<LinearChoice> chooseLinear(const ExampleView& task, const LinearOptions& options,
                                  const std::function<void(const LinearStep&)>& step, const base::CancelToken& token) {
  return Search(task, options, step, token).run();
}

Result<LinearModel> fitLinear(const data::ExampleInputs& inputs, const data::Targets& targets,
                              std::span<const std::uint32_t> items, const FeatureSpec& features, double strength,
                              const base::CancelToken& token) {
  auto training = prepare(inputs, targets, items, features, token);
  if (!training) {
    return training.error();
  }
  auto fit = LogisticProblem(training->rows, training->targets).fit({strength}, nullptr, token);
  if (!fit) {
    return fit.error();
  }
  return LinearModel{std::move(training->maker), std::move(fit->weights), strength};
}

}  // namespace touchstone::contenders
