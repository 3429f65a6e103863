// Counts of truth against prediction, and what is computed from such counts alone.
// Shape: K x K, truth-major: at(t, p) items (pixels of masks) of class t that were called p.
// Definitions are scikit-learn's, with its edge cases:
//   balanced accuracy: classes without items in the truth are left out;
//   macro F1, mean IoU: classes in neither truth nor prediction are left out; one in only one of the two counts 0;
//   MCC (Gorodkin's R_K): 0 where all items have one class in the truth or in the prediction.
// Sums run over the classes in their order. Without any item every score is NaN (kNoScore).
// Thread: value types, one thread. Blocking: never. Errors: none.
// Source: Gorodkin 2004, "Comparing two K-category assignments by a K-category correlation coefficient".
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace touchstone::data {

inline constexpr double kNoScore = std::numeric_limits<double>::quiet_NaN();

// One class against all others.
struct ClassCounts {
  std::int64_t hits = 0;         // of this class and called so
  std::int64_t truths = 0;       // of this class: its support
  std::int64_t predictions = 0;  // called so

  bool isAbsent() const { return truths == 0 && predictions == 0; }
  double recall() const;     // NaN without truths
  double precision() const;  // 0 where never predicted; NaN for an absent class
  double f1() const;         // NaN for an absent class
  double iou() const;        // NaN for an absent class
};

class ConfusionMatrix {
 public:
  explicit ConfusionMatrix(std::size_t classes = 0) : m_classes(classes), m_counts(classes * classes, 0) {}
  // counts [K, K], as counts() gives them.
  ConfusionMatrix(std::size_t classes, std::vector<std::int64_t> counts);

  void add(std::size_t truth, std::size_t predicted, std::int64_t count = 1) {
    m_counts[truth * m_classes + predicted] += count;
  }
  void add(const ConfusionMatrix& other);  // of as many classes

  std::size_t classCount() const { return m_classes; }
  std::int64_t at(std::size_t truth, std::size_t predicted) const { return m_counts[truth * m_classes + predicted]; }
  std::span<const std::int64_t> counts() const { return m_counts; }
  ClassCounts of(std::size_t index) const;
  std::vector<ClassCounts> all() const;  // [K]
  std::int64_t total() const;
  std::int64_t hits() const;

  double accuracy() const;
  double balancedAccuracy() const;
  double macroF1() const;
  double meanIou() const;
  double mcc() const;

  friend bool operator==(const ConfusionMatrix&, const ConfusionMatrix&) = default;

 private:
  std::size_t m_classes = 0;
  std::vector<std::int64_t> m_counts;
};

// Plain mean of those that are not NaN, in their order; NaN if there is none.
double meanOfDefined(std::span<const double> values);

}  // namespace touchstone::data
