// Made-up labelled examples for the tests of training: images or sequences in memory, turned as readers turn them.
// Include before Qt.
#pragma once

#include <atomic>
#include <memory>
#include <numeric>
#include <vector>

#include "engine/base/random.h"
#include "engine/data/examples/example_set.h"

namespace touchstone::test {

// Values [N, H, W, C] of images, [N, C, W] of sequences.
class MemoryInputs : public data::ExampleInputs {
 public:
  MemoryInputs(data::InputShape shape, std::vector<float> values) : m_shape(shape), m_values(std::move(values)) {}

  data::InputShape shape() const override { return m_shape; }
  std::size_t count() const override { return m_values.size() / m_shape.values(); }
  bool hasComplement() const override { return !m_shape.isImage; }

  Result<void> gather(std::span<const data::Pick> picks, std::span<float> out) const override {
    if (failsAfter >= 0 && failsAfter-- == 0) {
      return Error{ErrorCode::kBadInput, "The picture is damaged.", "picture.png"};
    }
    const auto channels = static_cast<std::size_t>(m_shape.channels), width = static_cast<std::size_t>(m_shape.width);
    float* to = out.data();
    for (const data::Pick& pick : picks) {
      const float* from = m_values.data() + pick.item * m_shape.values();
      for (std::size_t place = 0; place < m_shape.values(); ++place) {
        if (m_shape.isImage) {
          const std::size_t pixel = place / channels;
          *to++ =
              from[data::turnedFrom(m_shape, pick.turn, pixel / width, pixel % width) * channels + place % channels];
        } else {  // the reverse complement turns both axes round
          *to++ = from[pick.turn == 0 ? place : m_shape.values() - 1 - place];
        }
      }
    }
    return {};
  }

  mutable std::atomic<int> failsAfter = -1;  // gatherings that go well; -1: all

 private:
  const data::InputShape m_shape;
  const std::vector<float> m_values;
};

struct LabelledSet {
  std::shared_ptr<const MemoryInputs> inputs;
  std::shared_ptr<data::Targets> targets;

  std::vector<std::uint32_t> items(std::size_t first, std::size_t last) const {
    std::vector<std::uint32_t> items(last - first);
    std::iota(items.begin(), items.end(), static_cast<std::uint32_t>(first));
    return items;
  }
};

// Noise, and in each example a bright block (images) or a run of one symbol (sequences) that tells its class of `classes`.
inline LabelledSet separable(const data::InputShape& shape, std::size_t count, int classes, std::uint64_t seed) {
  base::RandomStream random({seed});
  std::vector<float> values(count * shape.values());
  auto targets = std::make_shared<data::Targets>();
  for (int k = 0; k < classes; ++k) {
    targets->classes.push_back("class " + std::to_string(k));
  }
  for (std::size_t i = 0; i < count; ++i) {
    const auto label = static_cast<std::int32_t>(random.below(classes));
    targets->labels.push_back(label);
    float* example = values.data() + i * shape.values();
    for (std::size_t v = 0; v < shape.values(); ++v) {
      example[v] = static_cast<float>(0.5 * random.normal());
    }
    const auto start = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(shape.positions() - 3)));
    for (std::size_t p = start; p < start + 4; ++p) {
      const auto channels = static_cast<std::size_t>(shape.channels);
      const std::size_t channel = static_cast<std::size_t>(label) % channels;
      example[shape.isImage ? p * channels + channel : channel * shape.positions() + p] += 3.0f;
    }
  }
  return {std::make_shared<MemoryInputs>(shape, std::move(values)), targets};
}

}  // namespace touchstone::test
