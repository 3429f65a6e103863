#include "engine/data/examples/confusion_matrix.h"

#include <cassert>
#include <cmath>

namespace touchstone::data {

namespace {

double ratio(std::int64_t part, std::int64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

template <typename Score>
double meanOver(const std::vector<ClassCounts>& classes, Score score) {
  std::vector<double> values;
  values.reserve(classes.size());
  for (const ClassCounts& counts : classes) {
    values.push_back(score(counts));
  }
  return meanOfDefined(values);
}

}  // namespace

double ClassCounts::recall() const {
  return truths > 0 ? ratio(hits, truths) : kNoScore;
}

double ClassCounts::precision() const {
  return isAbsent() ? kNoScore : predictions > 0 ? ratio(hits, predictions) : 0.0;
}

double ClassCounts::f1() const {
  return isAbsent() ? kNoScore : ratio(2 * hits, truths + predictions);
}

double ClassCounts::iou() const {
  return isAbsent() ? kNoScore : ratio(hits, truths + predictions - hits);
}

ConfusionMatrix::ConfusionMatrix(std::size_t classes, std::vector<std::int64_t> counts)
    : m_classes(classes), m_counts(std::move(counts)) {
  assert(m_counts.size() == classes * classes);
}

void ConfusionMatrix::add(const ConfusionMatrix& other) {
  assert(other.m_classes == m_classes);
  for (std::size_t i = 0; i < m_counts.size(); ++i) {
    m_counts[i] += other.m_counts[i];
  }
}

ClassCounts ConfusionMatrix::of(std::size_t index) const {
  ClassCounts counts;
  counts.hits = at(index, index);
  for (std::size_t k = 0; k < m_classes; ++k) {
    counts.truths += at(index, k);
    counts.predictions += at(k, index);
  }
  return counts;
}

std::vector<ClassCounts> ConfusionMatrix::all() const {
  std::vector<ClassCounts> classes;
  classes.reserve(m_classes);
  for (std::size_t k = 0; k < m_classes; ++k) {
    classes.push_back(of(k));
  }
  return classes;
}

std::int64_t ConfusionMatrix::total() const {
  std::int64_t sum = 0;
  for (const std::int64_t count : m_counts) {
    sum += count;
  }
  return sum;
}

std::int64_t ConfusionMatrix::hits() const {
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < m_classes; ++k) {
    sum += at(k, k);
  }
  return sum;
}

double ConfusionMatrix::accuracy() const {
  const std::int64_t items = total();
  return items > 0 ? ratio(hits(), items) : kNoScore;
}

double ConfusionMatrix::balancedAccuracy() const {
  return meanOver(all(), [](const ClassCounts& counts) { return counts.recall(); });
}

double ConfusionMatrix::macroF1() const {
  return meanOver(all(), [](const ClassCounts& counts) { return counts.f1(); });
}

double ConfusionMatrix::meanIou() const {
  return meanOver(all(), [](const ClassCounts& counts) { return counts.iou(); });
}

double ConfusionMatrix::mcc() const {
  // Squares of pixel counts leave the 53 bits of a double, and these differences cancel: long double has 64.
  const auto items = static_cast<long double>(total());
  if (items == 0.0L) {
    return kNoScore;
  }
  long double both = 0.0L, truthSquares = 0.0L, predictionSquares = 0.0L;
  for (const ClassCounts& counts : all()) {
    const auto truths = static_cast<long double>(counts.truths);
    const auto predictions = static_cast<long double>(counts.predictions);
    both += truths * predictions;
    truthSquares += truths * truths;
    predictionSquares += predictions * predictions;
  }
  const long double truthSpread = items * items - truthSquares;
  const long double predictionSpread = items * items - predictionSquares;
  if (truthSpread <= 0.0L || predictionSpread <= 0.0L) {
    return 0.0;
  }
  const long double covariance = static_cast<long double>(hits()) * items - both;
  return static_cast<double>(covariance / (std::sqrt(truthSpread) * std::sqrt(predictionSpread)));
}

double meanOfDefined(std::span<const double> values) {
  double sum = 0.0;
  std::size_t count = 0;
  for (const double value : values) {
    if (!std::isnan(value)) {
      sum += value;
      ++count;
    }
  }
  return count > 0 ? sum / static_cast<double>(count) : kNoScore;
}

}  // namespace touchstone::data
