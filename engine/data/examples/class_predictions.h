// Probabilities of classes beside the truth, and what each item alone says: right or wrong, its cross-entropy, its place in
// the calibration. The sums of these are the scores (class_metrics.h, mask_metrics.h); the values of single items pair two
// contenders' tests.
// Shapes: probabilities [N, K]; of masks [N, K, H, W].
// The predicted class is the most probable one, of equals the first; a label of a multi-label task is predicted above 0.5.
// Cross-entropy is natural, with probabilities clipped to [2^-23, 1 - 2^-23] as scikit-learn's log_loss does for floats;
// multi-label: the mean of the K binary cross-entropies.
// Thread: const, any thread, several at once. Blocking: never.
// Errors: kBadInput for probabilities that are none, with item and class.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/api/result.h"
#include "engine/data/examples/example_set.h"

namespace touchstone::data {

struct ClassPredictions {
  const Targets& targets;
  std::span<const float> probabilities;

  std::size_t count() const { return targets.count(); }
  std::size_t classCount() const { return targets.classCount(); }
  // Those of one item: [K] or [K, H, W].
  std::span<const float> of(std::size_t item) const;
};

// As many as the targets ask for, each finite and within [0, 1], and a sum of 1 where classes exclude one another (to 0.01:
// other programs round theirs). Labels within 0..K-1.
Result<void> checkPredictions(const ClassPredictions& predictions);

// Whether a label of a multi-label task is predicted.
constexpr bool isPredicted(float probability) {
  return probability > 0.5f;
}

// The most probable of K values that lie `stride` apart.
std::size_t topClass(const float* probabilities, std::size_t classes, std::size_t stride = 1);

// -ln p and, for labels, -ln p or -ln (1 - p), clipped.
double crossEntropyOf(double probability);
double binaryCrossEntropyOf(double probability, bool isTrue);

// Expected calibration error: 15 bins of equal width over the probability of the predicted class, bin b holding those in
// (b/15, (b+1)/15]; sum over bins of its share of the items times |share right - mean probability|.
// Source: Guo et al. 2017, "On calibration of modern neural networks", equation 3.
class Calibration {
 public:
  static constexpr std::size_t kBins = 15;

  struct Bin {
    std::int64_t items = 0;
    std::int64_t hits = 0;
    double confidence = 0.0;  // sum of the probabilities
  };

  Calibration() = default;
  explicit Calibration(const std::array<Bin, kBins>& bins) : m_bins(bins) {}  // as bins() gives them

  void add(double probability, bool isHit);
  void add(const Calibration& other);

  const std::array<Bin, kBins>& bins() const { return m_bins; }
  std::int64_t items() const;
  double error() const;  // NaN without items

 private:
  std::array<Bin, kBins> m_bins{};
};

// What an item adds to a paired comparison. error: 0 or 1; multi-label: the share of its labels that are wrong.
struct ItemScore {
  double error = 0.0;
  double crossEntropy = 0.0;
};

// Of labels, not of masks (those: countMask in mask_metrics.h).
ItemScore scoreLabels(const ClassPredictions& predictions, std::size_t item);

}  // namespace touchstone::data
