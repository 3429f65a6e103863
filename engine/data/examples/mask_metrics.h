// Scores of masks (semantic segmentation): every pixel with a true class counts once, those marked kIgnoredPixel never.
// An item leaves K x K counts, a sum of cross-entropies and its calibration bins; the scores of any set of items come from
// the sum of these, so that nothing as large as a probability map needs to be kept.
// Sums go pixel by pixel in row-major order, item by item in the order of add().
// Thread: value types, one thread; countMask() is const. Blocking: never; K operations a pixel. Errors: none.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/data/examples/class_predictions.h"
#include "engine/data/examples/confusion_matrix.h"

namespace touchstone::data {

struct MaskCounts {
  explicit MaskCounts(std::size_t classes = 0) : confusion(classes) {}

  ConfusionMatrix confusion;     // pixels
  double crossEntropySum = 0.0;  // over pixels
  Calibration calibration;

  void add(const MaskCounts& other);
  std::int64_t pixels() const { return confusion.total(); }
  // NaN without pixels: the item has nothing to score.
  double error() const { return 1.0 - confusion.accuracy(); }  // share of wrong pixels
  double iou() const { return confusion.meanIou(); }
  double crossEntropy() const;
};

// Of one item of checked predictions.
MaskCounts countMask(const ClassPredictions& predictions, std::size_t item);

// Of all items.
MaskCounts countMasks(const ClassPredictions& predictions);

}  // namespace touchstone::data
