#include "engine/data/examples/mask_metrics.h"

#include <cassert>

namespace touchstone::data {

void MaskCounts::add(const MaskCounts& other) {
  confusion.add(other.confusion);
  crossEntropySum += other.crossEntropySum;
  calibration.add(other.calibration);
}

double MaskCounts::crossEntropy() const {
  const std::int64_t count = pixels();
  return count > 0 ? crossEntropySum / static_cast<double>(count) : kNoScore;
}

MaskCounts countMask(const ClassPredictions& predictions, std::size_t item) {
  assert(predictions.targets.kind == TargetKind::kMask);
  const std::size_t classes = predictions.classCount();
  const std::size_t pixels = predictions.targets.maskPixels;
  const float* probabilities = predictions.of(item).data();
  const std::uint8_t* truths = predictions.targets.masks.data() + item * pixels;
  MaskCounts counts(classes);
  for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
    const std::size_t truth = truths[pixel];
    if (truth == kIgnoredPixel) {
      continue;
    }
    const std::size_t top = topClass(probabilities + pixel, classes, pixels);
    counts.confusion.add(truth, top);
    counts.crossEntropySum += crossEntropyOf(static_cast<double>(probabilities[truth * pixels + pixel]));
    counts.calibration.add(static_cast<double>(probabilities[top * pixels + pixel]), top == truth);
  }
  return counts;
}

MaskCounts countMasks(const ClassPredictions& predictions) {
  MaskCounts sum(predictions.classCount());
  for (std::size_t item = 0; item < predictions.count(); ++item) {
    sum.add(countMask(predictions, item));
  }
  return sum;
}

}  // namespace touchstone::data
