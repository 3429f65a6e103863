// Images of a task as a contender sees them: pixels stay as stored, a batch is expanded, turned and scaled.
// Shapes: gather() gives [B, H, W, C], (v - mean[c]) / deviation[c]; missing pixels are 0. Without scaling: v itself.
// Thread: const after making, any thread, several at once. Blocking: gather() may read the disk.
// Errors: kInternal where a pick or the size of the output does not fit.
#pragma once

#include <memory>
#include <vector>

#include "engine/data/examples/example_set.h"
#include "engine/data/images/band_sums.h"
#include "engine/data/images/pixel_stack.h"

namespace touchstone::data {

class ImageInputs : public ExampleInputs {
 public:
  explicit ImageInputs(std::shared_ptr<const PixelStack> stack);

  InputShape shape() const override { return m_shape; }
  std::size_t count() const override { return m_stack->count(); }
  Result<void> gather(std::span<const Pick> picks, std::span<float> out) const override;

  const PixelStack& stack() const { return *m_stack; }
  // [C] of the scaling, so that a view or a model with a scaling of its own finds the values back; 0 and 1 before it.
  std::span<const float> means() const { return m_means; }
  std::span<const float> deviations() const { return m_deviations; }

  std::vector<BandStatistics> statistics(std::span<const std::uint32_t> items) const;  // [C] of the stored values
  void addTo(std::span<BandSums> sums, std::span<const std::uint32_t> items) const;    // the same, [C] sums
  // The same pixels, scaled. deviation > 0.
  std::shared_ptr<const ImageInputs> scaledBy(std::vector<float> means, std::vector<float> deviations) const;

 private:
  void makeRows();
  void expand(const Pick& pick, float* out) const;

  std::shared_ptr<const PixelStack> m_stack;
  InputShape m_shape;
  std::vector<float> m_means, m_deviations;
  std::vector<float> m_shift, m_factor, m_codes;  // repeated over a row: [W, C], [W, C], [codes, W, C]
  std::size_t m_codeCount = 0;
};

}  // namespace touchstone::data
