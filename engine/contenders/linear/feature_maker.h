// From items to rows of features: a choice (FeatureSpec) and what it learnt from the training items (FeatureMaker).
// Kinds, D columns for C channels, H x W positions:
//   one-hot      sequences: C W, as gather() expands them; sparse
//   k-mers       nucleotides: see kmers.h; counts, or tf-idf: (1 + ln count) (1 + ln (1 + n) / (1 + n_with)), rows of length 1; sparse
//   pixels       images: C H W, scaled by the task; dense
//   bands        images: 8 C, statistics of the bands, each column to mean 0 and deviation 1 in training; dense
//   pixel-bands  images with masks: 2 C for each pixel, scaled likewise; dense, H W rows an item
// Thread: const after fit(), any thread. Blocking: reads the items; the token is polled for every few of them.
// Errors: those of gather(); kUnsupported where the kind does not fit the inputs; kCancelled.
// Source of tf-idf: scikit-learn's TfidfVectorizer(sublinear_tf=True) on characters (tests/golden/kmers.json).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/base/cancel.h"
#include "engine/contenders/linear/feature_rows.h"
#include "engine/contenders/linear/kmers.h"
#include "engine/data/examples/example_set.h"

namespace touchstone::contenders {

enum class FeatureKind { kOneHot, kKmers, kPixels, kBands, kPixelBands };

struct FeatureSpec {
  FeatureKind kind = FeatureKind::kOneHot;
  int shortest = 3;  // k-mers
  int longest = 6;
  bool joinsStrands = false;
  bool isTfIdf = false;

  friend bool operator==(const FeatureSpec&, const FeatureSpec&) = default;
};

// "one-hot", "3- to 6-mers", "3- to 6-mers of both strands, tf-idf", "pixels": for people.
std::string toText(const FeatureSpec& spec);

// One pixel of an item.
struct PixelPick {
  std::uint32_t item = 0;
  std::uint32_t pixel = 0;
};

class FeatureMaker {
 public:
  // Learns from the training items; for pixel-bands from the picked pixels, ordered by item.
  static Result<FeatureMaker> fit(const FeatureSpec& spec, const data::ExampleInputs& inputs,
                                  std::span<const std::uint32_t> items, std::span<const PixelPick> pixels,
                                  const base::CancelToken& token);
  // As it was stored.
  FeatureMaker(const FeatureSpec& spec, const data::InputShape& shape, std::vector<double> shifts,
               std::vector<double> scales);

  const FeatureSpec& spec() const { return m_spec; }
  const data::InputShape& shape() const { return m_shape; }
  std::span<const double> shifts() const { return m_shifts; }  // empty, or [D] subtracted
  std::span<const double> scales() const {
    return m_scales;
  }  // empty, or [D] multiplied: deviations, weights of k-mers
  std::size_t columns() const;
  static std::size_t columnsOf(const FeatureSpec& spec, const data::InputShape& shape);

  // [items, D]; for pixel-bands [items x H x W, D].
  Result<FeatureRows> rows(const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                           const base::CancelToken& token) const;
  // pixel-bands: of single pixels, ordered by item.
  Result<FeatureRows> rowsAt(const data::ExampleInputs& inputs, std::span<const PixelPick> pixels,
                             const base::CancelToken& token) const;

 private:
  Result<void> learn(const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                     std::span<const PixelPick> pixels, const base::CancelToken& token);
  Result<void> learnWeights(const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                            const base::CancelToken& token);
  Result<FeatureRows> kmerRows(const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                               const base::CancelToken& token) const;
  void scale(FeatureRows& rows) const;

  FeatureSpec m_spec;
  data::InputShape m_shape;
  std::vector<double> m_shifts, m_scales;
};

// The features that are worth a try for these inputs, the plainest first. itemCount bounds the memory: pixels of large images are
// left out where all of them would need more than 1 GB.
std::vector<FeatureSpec> featuresFor(const data::ExampleInputs& inputs, data::TargetKind kind, std::size_t itemCount);

}  // namespace touchstone::contenders
