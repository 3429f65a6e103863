#include "engine/data/examples/class_metrics.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/base/text.h"
#include "engine/data/examples/ranking_scores.h"
#include "engine/data/message_text.h"
#include "engine/data/metrics.h"

namespace touchstone::data {

namespace {

bool isTrue(const Targets& targets, std::size_t item, std::size_t index) {
  return targets.kind == TargetKind::kClass ? static_cast<std::size_t>(targets.labels[item]) == index
                                            : targets.bits[item * targets.classCount() + index] != 0;
}

// One class against the rest, as a ranking.
struct Ranking {
  std::vector<float> scores;
  std::vector<std::uint8_t> isPositive;

  double auroc() const { return data::auroc(scores, isPositive); }
  double averagePrecision() const { return data::averagePrecision(scores, isPositive); }
  bool hasPositives() const {
    return std::any_of(isPositive.begin(), isPositive.end(), [](auto p) { return p != 0; });
  }
};

Ranking rankingOf(const ClassPredictions& predictions, std::size_t index) {
  const std::size_t classes = predictions.classCount();
  Ranking ranking;
  for (std::size_t item = 0; item < predictions.count(); ++item) {
    ranking.scores.push_back(predictions.probabilities[item * classes + index]);
    ranking.isPositive.push_back(isTrue(predictions.targets, item, index) ? 1 : 0);
  }
  return ranking;
}

// The second of two classes, else the mean over all.
template <typename Score>
double overClasses(const ClassPredictions& predictions, Score score) {
  const std::size_t classes = predictions.classCount();
  if (predictions.targets.kind == TargetKind::kClass && classes == 2) {
    return score(rankingOf(predictions, 1));
  }
  std::vector<double> values;
  for (std::size_t k = 0; k < classes; ++k) {
    values.push_back(score(rankingOf(predictions, k)));
  }
  return meanOfDefined(values);
}

double averagePrecisionIfAny(const Ranking& ranking) {
  return ranking.hasPositives() ? ranking.averagePrecision() : kNoScore;
}

std::vector<ClassCounts> labelCounts(const ClassPredictions& predictions) {
  const std::size_t classes = predictions.classCount();
  std::vector<ClassCounts> counts(classes);
  for (std::size_t i = 0; i < predictions.probabilities.size(); ++i) {
    const bool truth = predictions.targets.bits[i] != 0, predicted = isPredicted(predictions.probabilities[i]);
    ClassCounts& label = counts[i % classes];
    label.truths += truth ? 1 : 0;
    label.predictions += predicted ? 1 : 0;
    label.hits += truth && predicted ? 1 : 0;
  }
  return counts;
}

double labelMacroF1(const ClassPredictions& predictions) {
  if (predictions.count() == 0) {
    return kNoScore;
  }
  std::vector<double> values;
  for (const ClassCounts& counts : labelCounts(predictions)) {
    values.push_back(counts.isAbsent() ? 0.0 : counts.f1());
  }
  return meanOfDefined(values);
}

double exactMatches(const ClassPredictions& predictions) {
  std::int64_t matches = 0;
  for (std::size_t item = 0; item < predictions.count(); ++item) {
    matches += scoreLabels(predictions, item).error == 0.0 ? 1 : 0;
  }
  return static_cast<double>(matches) / static_cast<double>(predictions.count());
}

double meanCrossEntropy(const ClassPredictions& predictions) {
  double sum = 0.0;
  for (std::size_t item = 0; item < predictions.count(); ++item) {
    sum += scoreLabels(predictions, item).crossEntropy;
  }
  return sum / static_cast<double>(predictions.count());
}

double calibrationError(const ClassPredictions& predictions) {
  Calibration calibration;
  for (std::size_t item = 0; item < predictions.count(); ++item) {
    const std::span<const float> values = predictions.of(item);
    const std::size_t top = topClass(values.data(), values.size());
    calibration.add(static_cast<double>(values[top]), isTrue(predictions.targets, item, top));
  }
  return calibration.error();
}

double ofCounts(std::string_view metric, const ConfusionMatrix& confusion) {
  return metric == "accuracy"            ? confusion.accuracy()
         : metric == "balanced-accuracy" ? confusion.balancedAccuracy()
         : metric == "macro-f1"          ? confusion.macroF1()
         : metric == "mcc"               ? confusion.mcc()
         : metric == "miou"              ? confusion.meanIou()
                                         : kNoScore;
}

double ofLabels(std::string_view metric, const ClassPredictions& predictions) {
  if (metric == "accuracy") {
    return exactMatches(predictions);
  }
  if (metric == "macro-f1") {
    return labelMacroF1(predictions);
  }
  if (metric == "micro-map") {
    return averagePrecision(predictions.probabilities, predictions.targets.bits);
  }
  return overClasses(predictions, [](const Ranking& ranking) { return ranking.averagePrecision(); });  // macro-map
}

// Of a metric that applies to the kind; NaN where it is not defined.
double valueOf(std::string_view metric, const ClassPredictions& predictions) {
  if (metric == "cross-entropy") {
    return meanCrossEntropy(predictions);
  }
  if (metric == "auroc") {
    return overClasses(predictions, [](const Ranking& ranking) { return ranking.auroc(); });
  }
  if (predictions.targets.kind == TargetKind::kMultiLabel) {
    return ofLabels(metric, predictions);
  }
  if (metric == "average-precision") {
    return overClasses(predictions, averagePrecisionIfAny);
  }
  return metric == "ece" ? calibrationError(predictions) : ofCounts(metric, confusionOf(predictions));
}

double valueOf(std::string_view metric, const MaskCounts& counts) {
  return metric == "cross-entropy" ? counts.crossEntropy()
         : metric == "ece"         ? counts.calibration.error()
                                   : ofCounts(metric, counts.confusion);
}

Result<double> defined(std::string_view metric, double value, std::int64_t items) {
  if (!std::isnan(value)) {
    return value;
  }
  const std::string name(metric);
  return Error{ErrorCode::kBadInput,
               items == 0
                   ? "There is nothing to compute " + name + " on. Give the block at least one labelled item."
                   : name + " is not defined on these " + std::to_string(items) +
                         " items: it needs items of a class and items outside it. Choose another metric or split.",
               ""};
}

Result<void> checkApplies(std::string_view metric, TargetKind kind) {
  const MetricCard* card = findMetric(metric);
  if (card == nullptr || !card->appliesTo(kind)) {
    return Error{ErrorCode::kBadInput,
                 "The metric " + quoteForMessage(std::string(metric)) +
                     " is not one of such a task. Known: " + base::joinWords(metricNames(kind), "and") + ".",
                 ""};
  }
  return {};
}

class Rows {
 public:
  void add(std::string_view metric, const std::string& part, double value, std::int64_t items) {
    if (!std::isnan(value)) {
      m_rows.push_back({std::string(metric), part, value, items});
    }
  }
  void addClass(const std::string& name, const ClassCounts& counts) {
    add("precision", name, counts.precision(), counts.truths);
    add("recall", name, counts.recall(), counts.truths);
    add("f1", name, counts.f1(), counts.truths);
  }
  std::vector<MetricValue> take() { return std::move(m_rows); }

 private:
  std::vector<MetricValue> m_rows;
};

}  // namespace

ConfusionMatrix confusionOf(const ClassPredictions& predictions) {
  assert(predictions.targets.kind == TargetKind::kClass);
  ConfusionMatrix confusion(predictions.classCount());
  for (std::size_t item = 0; item < predictions.count(); ++item) {
    const std::span<const float> values = predictions.of(item);
    confusion.add(static_cast<std::size_t>(predictions.targets.labels[item]), topClass(values.data(), values.size()));
  }
  return confusion;
}

Result<std::vector<MetricValue>> scoreClasses(const ClassPredictions& predictions) {
  if (const auto checked = checkPredictions(predictions); !checked) {
    return checked.error();
  }
  const Targets& targets = predictions.targets;
  if (targets.kind == TargetKind::kMask) {
    return scoreMasks(targets, countMasks(predictions));
  }
  Rows rows;
  for (const std::string& metric : metricNames(targets.kind)) {
    rows.add(metric, "", valueOf(metric, predictions), static_cast<std::int64_t>(predictions.count()));
  }
  const std::vector<ClassCounts> counts =
      targets.kind == TargetKind::kClass ? confusionOf(predictions).all() : labelCounts(predictions);
  for (std::size_t k = 0; k < targets.classCount(); ++k) {
    const Ranking ranking = rankingOf(predictions, k);
    rows.addClass(targets.classes[k], counts[k]);
    rows.add("auroc", targets.classes[k], ranking.auroc(), counts[k].truths);
    rows.add("average-precision", targets.classes[k], averagePrecisionIfAny(ranking), counts[k].truths);
  }
  return rows.take();
}

std::vector<MetricValue> scoreMasks(const Targets& targets, const MaskCounts& counts) {
  Rows rows;
  for (const std::string& metric : metricNames(TargetKind::kMask)) {
    rows.add(metric, "", valueOf(metric, counts), counts.pixels());
  }
  for (std::size_t k = 0; k < targets.classCount(); ++k) {
    const ClassCounts own = counts.confusion.of(k);
    rows.addClass(targets.classes[k], own);
    rows.add("iou", targets.classes[k], own.iou(), own.truths);
  }
  return rows.take();
}

Result<double> classMetric(std::string_view metric, const ClassPredictions& predictions) {
  if (const auto applies = checkApplies(metric, predictions.targets.kind); !applies) {
    return applies.error();
  }
  if (const auto checked = checkPredictions(predictions); !checked) {
    return checked.error();
  }
  if (predictions.targets.kind == TargetKind::kMask) {
    return maskMetric(metric, countMasks(predictions));
  }
  return defined(metric, valueOf(metric, predictions), static_cast<std::int64_t>(predictions.count()));
}

Result<double> maskMetric(std::string_view metric, const MaskCounts& counts) {
  if (const auto applies = checkApplies(metric, TargetKind::kMask); !applies) {
    return applies.error();
  }
  return defined(metric, valueOf(metric, counts), counts.pixels());
}

}  // namespace touchstone::data
