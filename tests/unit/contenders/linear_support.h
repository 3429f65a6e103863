// Inputs and targets for the tests of the linear contender: sequences from text, images from numbers, random problems.
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/random.h"
#include "engine/contenders/contender.h"
#include "engine/contenders/linear/feature_rows.h"
#include "engine/data/examples/example_set.h"

namespace touchstone::testing {

// Nucleotides as 4-bit sets, A 1, C 2, G 4, T 8, R = A or G, N any; shorter ones padded at the end.
class SequenceInputs : public data::ExampleInputs {
 public:
  explicit SequenceInputs(const std::vector<std::string>& texts) {
    std::size_t width = 0;
    for (const std::string& text : texts) {
      width = std::max(width, text.size());
    }
    m_shape = {4, 1, static_cast<int>(width), false};
    for (const std::string& text : texts) {
      std::vector<std::uint8_t> symbols(width, 0);
      std::transform(text.begin(), text.end(), symbols.begin(), [](char c) {
        return static_cast<std::uint8_t>(c == 'A' ? 1 : c == 'C' ? 2 : c == 'G' ? 4 : c == 'T' ? 8 : c == 'R' ? 5 : 15);
      });
      m_items.push_back(std::move(symbols));
    }
  }

  data::InputShape shape() const override { return m_shape; }
  std::size_t count() const override { return m_items.size(); }
  bool hasComplement() const override { return true; }
  std::span<const std::uint8_t> symbols(std::size_t item) const override { return m_items[item]; }
  Result<void> gather(std::span<const data::Pick> picks, std::span<float> out) const override {
    const auto width = static_cast<std::size_t>(m_shape.width);
    for (std::size_t i = 0; i < picks.size(); ++i) {
      for (std::size_t x = 0; x < width; ++x) {
        const int symbol = m_items[picks[i].item][x];
        const int bits = (symbol & 1) + (symbol >> 1 & 1) + (symbol >> 2 & 1) + (symbol >> 3);
        for (std::size_t c = 0; c < 4; ++c) {
          out[(i * 4 + c) * width + x] = (symbol >> c & 1) != 0 ? 1.0f / static_cast<float>(bits) : 0.0f;
        }
      }
    }
    return {};
  }

 private:
  data::InputShape m_shape;
  std::vector<std::vector<std::uint8_t>> m_items;
};

// Images [N, H, W, C].
class ImageInputs : public data::ExampleInputs {
 public:
  ImageInputs(int channels, int height, int width, std::vector<float> values)
      : m_shape{channels, height, width, true}, m_values(std::move(values)) {}

  data::InputShape shape() const override { return m_shape; }
  std::size_t count() const override { return m_values.size() / m_shape.values(); }
  Result<void> gather(std::span<const data::Pick> picks, std::span<float> out) const override {
    const std::size_t values = m_shape.values();
    for (std::size_t i = 0; i < picks.size(); ++i) {
      std::copy_n(m_values.begin() + static_cast<std::ptrdiff_t>(picks[i].item * values), values,
                  out.begin() + static_cast<std::ptrdiff_t>(i * values));
    }
    return {};
  }

 private:
  const data::InputShape m_shape;
  const std::vector<float> m_values;
};

inline std::vector<float> randomValues(std::size_t count, std::uint64_t seed) {
  base::RandomStream random({seed, 31});
  std::vector<float> values(count);
  std::generate(values.begin(), values.end(), [&] { return static_cast<float>(random.normal()); });
  return values;
}

inline std::vector<std::uint32_t> firstItems(std::size_t count, std::size_t from = 0) {
  std::vector<std::uint32_t> items(count);
  for (std::size_t i = 0; i < count; ++i) {
    items[i] = static_cast<std::uint32_t>(from + i);
  }
  return items;
}

// A view of inputs that live elsewhere.
inline contenders::ExampleView viewOf(const data::ExampleInputs& inputs, const data::Targets& targets,
                                      std::size_t trainCount, const std::string& metric, bool isLowerBetter = false) {
  const std::shared_ptr<const data::ExampleInputs> borrowed(std::shared_ptr<void>(), &inputs);
  return {Modality::kGenomics, borrowed, targets, trainCount, metric, isLowerBetter};
}

inline std::vector<std::string> someNames(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < count; ++k) {
    names.push_back("class " + std::to_string(k));
  }
  return names;
}

// The same matrix in the other form.
inline contenders::FeatureRows toSparse(const contenders::FeatureRows& dense) {
  auto rows = contenders::FeatureRows::sparse(dense.columns);
  for (std::size_t i = 0; i < dense.rows(); ++i) {
    for (std::size_t j = dense.columns; j-- > 0;) {  // any order is allowed
      if (const float value = dense.values[i * dense.columns + j]; value != 0.0f) {
        rows.add(j, value);
      }
    }
    rows.endRow();
  }
  return rows;
}

}  // namespace touchstone::testing
