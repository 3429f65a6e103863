#include "engine/data/examples/class_predictions.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <string>

#include "engine/base/text.h"

namespace touchstone::data {

namespace {

constexpr double kLeastProbability = std::numeric_limits<float>::epsilon();
constexpr float kSlack = 1e-4f;  // of rounding beyond [0, 1]
constexpr double kSumSlack = 0.01;

std::size_t pixelsOf(const Targets& targets) {
  return targets.kind == TargetKind::kMask ? targets.maskPixels : 1;
}

Error badItem(std::size_t item, const std::string& what) {
  return {ErrorCode::kBadInput, "The prediction of item " + std::to_string(item + 1) + " " + what, ""};
}

Result<void> checkTruth(const Targets& targets) {
  const auto classes = static_cast<std::int64_t>(targets.classCount());
  const auto isOutside = [classes](std::int64_t label) { return label < 0 || label >= classes; };
  const auto isBadPixel = [isOutside](std::uint8_t value) { return value != kIgnoredPixel && isOutside(value); };
  if (std::any_of(targets.labels.begin(), targets.labels.end(), isOutside) ||
      std::any_of(targets.masks.begin(), targets.masks.end(), isBadPixel)) {
    return Error{ErrorCode::kInternal, "A true label lies outside the task's classes. Please report this.", ""};
  }
  return {};
}

Result<void> checkItem(const ClassPredictions& predictions, std::size_t item) {
  const std::size_t classes = predictions.classCount();
  const std::size_t pixels = pixelsOf(predictions.targets);
  const std::span<const float> values = predictions.of(item);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float value = values[i];
    if (!(value >= -kSlack && value <= 1.0f + kSlack)) {  // NaN too
      return badItem(item, "gives class \"" + predictions.targets.classes[i / pixels] + "\" the probability " +
                               base::numberText(static_cast<double>(value)) +
                               ". Give numbers from 0 to 1, in the order of the task's classes.");
    }
  }
  if (predictions.targets.kind == TargetKind::kMultiLabel) {
    return {};
  }
  for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
    double sum = 0.0;
    for (std::size_t k = 0; k < classes; ++k) {
      sum += static_cast<double>(values[k * pixels + pixel]);
    }
    if (std::abs(sum - 1.0) > kSumSlack) {
      return badItem(item, "has probabilities that sum to " + base::numberText(sum) +
                               ". Exactly one class is true, so give each item's classes a sum of 1.");
    }
  }
  return {};
}

double clipped(double probability) {
  return std::clamp(probability, kLeastProbability, 1.0 - kLeastProbability);
}

}  // namespace

std::span<const float> ClassPredictions::of(std::size_t item) const {
  const std::size_t width = classCount() * pixelsOf(targets);
  return probabilities.subspan(item * width, width);
}

Result<void> checkPredictions(const ClassPredictions& predictions) {
  const std::size_t needed = predictions.count() * predictions.classCount() * pixelsOf(predictions.targets);
  if (predictions.probabilities.size() != needed) {
    return Error{ErrorCode::kBadInput,
                 "There are " + std::to_string(predictions.probabilities.size()) + " probabilities, but " +
                     std::to_string(predictions.count()) + " items of " + std::to_string(predictions.classCount()) +
                     " classes need " + std::to_string(needed) + ". Give one for each item and class.",
                 ""};
  }
  if (auto checked = checkTruth(predictions.targets); !checked) {
    return checked;
  }
  for (std::size_t item = 0; item < predictions.count(); ++item) {
    if (auto checked = checkItem(predictions, item); !checked) {
      return checked;
    }
  }
  return {};
}

std::size_t topClass(const float* probabilities, std::size_t classes, std::size_t stride) {
  std::size_t top = 0;
  for (std::size_t k = 1; k < classes; ++k) {
    if (probabilities[k * stride] > probabilities[top * stride]) {
      top = k;
    }
  }
  return top;
}

double crossEntropyOf(double probability) {
  return -std::log(clipped(probability));
}

double binaryCrossEntropyOf(double probability, bool isTrue) {
  return -std::log(isTrue ? clipped(probability) : 1.0 - clipped(probability));
}

void Calibration::add(double probability, bool isHit) {
  const double place = std::ceil(probability * static_cast<double>(kBins)) - 1.0;
  Bin& bin = m_bins[static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(kBins - 1)))];
  ++bin.items;
  bin.hits += isHit ? 1 : 0;
  bin.confidence += probability;
}

void Calibration::add(const Calibration& other) {
  for (std::size_t b = 0; b < kBins; ++b) {
    m_bins[b].items += other.m_bins[b].items;
    m_bins[b].hits += other.m_bins[b].hits;
    m_bins[b].confidence += other.m_bins[b].confidence;
  }
}

std::int64_t Calibration::items() const {
  std::int64_t sum = 0;
  for (const Bin& bin : m_bins) {
    sum += bin.items;
  }
  return sum;
}

double Calibration::error() const {
  const std::int64_t count = items();
  double sum = 0.0;
  for (const Bin& bin : m_bins) {
    sum += std::abs(static_cast<double>(bin.hits) - bin.confidence);
  }
  return count > 0 ? sum / static_cast<double>(count) : std::numeric_limits<double>::quiet_NaN();
}

ItemScore scoreLabels(const ClassPredictions& predictions, std::size_t item) {
  assert(predictions.targets.kind != TargetKind::kMask);
  const std::span<const float> values = predictions.of(item);
  if (predictions.targets.kind == TargetKind::kClass) {
    const auto truth = static_cast<std::size_t>(predictions.targets.labels[item]);
    return {topClass(values.data(), values.size()) == truth ? 0.0 : 1.0,
            crossEntropyOf(static_cast<double>(values[truth]))};
  }
  ItemScore score;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const bool isTrue = predictions.targets.bits[item * values.size() + k] != 0;
    score.error += isPredicted(values[k]) != isTrue ? 1.0 : 0.0;
    score.crossEntropy += binaryCrossEntropyOf(static_cast<double>(values[k]), isTrue);
  }
  score.error /= static_cast<double>(values.size());
  score.crossEntropy /= static_cast<double>(values.size());
  return score;
}

}  // namespace touchstone::data
