#include "engine/contenders/linear/feature_maker.h"

#include <algorithm>
#include <cmath>

#include "engine/contenders/linear/image_features.h"

namespace touchstone::contenders {

namespace {

constexpr std::size_t kChunkValues = 1U << 20;  // floats gathered at a time: 4 MB
constexpr std::size_t kMostPixelBytes = 1U << 30;
constexpr std::size_t kKmersPerPoll = 256;

Error cancelled() {
  return {ErrorCode::kCancelled, "Cancelled.", ""};
}

// Calls use(values of one item, its place in `items`) for every item, in order.
template <typename Use>
Result<void> forEach(const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                     const base::CancelToken& token, Use use) {
  const std::size_t values = inputs.shape().values();
  const std::size_t most = std::max<std::size_t>(1, kChunkValues / std::max<std::size_t>(values, 1));
  std::vector<float> buffer;
  for (std::size_t first = 0; first < items.size(); first += most) {
    if (token.isCancelled()) {
      return cancelled();
    }
    std::vector<data::Pick> picks;
    for (const std::uint32_t item : items.subspan(first, std::min(most, items.size() - first))) {
      picks.push_back({item, 0});
    }
    buffer.resize(picks.size() * values);
    if (auto gathered = inputs.gather(picks, buffer); !gathered) {
      return gathered;
    }
    for (std::size_t i = 0; i < picks.size(); ++i) {
      use(std::span<const float>(buffer).subspan(i * values, values), first + i);
    }
  }
  return {};
}

bool isDense(FeatureKind kind) {
  return kind == FeatureKind::kPixels || kind == FeatureKind::kBands || kind == FeatureKind::kPixelBands;
}

bool fits(const FeatureSpec& spec, const data::ExampleInputs& inputs) {
  return spec.kind == FeatureKind::kOneHot  ? !inputs.shape().isImage
         : spec.kind == FeatureKind::kKmers ? inputs.hasComplement() && 1 <= spec.shortest &&
                                                  spec.shortest <= spec.longest && spec.longest <= kLongestKmer
                                            : inputs.shape().isImage;
}

// Rows of the dense kinds, not scaled yet, and of one-hot.
Result<FeatureRows> plainRows(const FeatureSpec& spec, const data::ExampleInputs& inputs,
                              std::span<const std::uint32_t> items, const base::CancelToken& token) {
  const data::InputShape shape = inputs.shape();
  const std::size_t columns = FeatureMaker::columnsOf(spec, shape);
  FeatureRows rows = isDense(spec.kind) ? FeatureRows::dense(columns) : FeatureRows::sparse(columns);
  const auto done = forEach(inputs, items, token, [&](std::span<const float> values, std::size_t) {
    if (spec.kind == FeatureKind::kOneHot) {
      for (std::size_t column = 0; column < values.size(); ++column) {
        if (values[column] != 0.0f) {
          rows.add(column, values[column]);
        }
      }
      rows.endRow();
      return;
    }
    const std::size_t before = rows.values.size();
    if (spec.kind == FeatureKind::kPixels) {
      rows.values.insert(rows.values.end(), values.begin(), values.end());
    } else if (spec.kind == FeatureKind::kBands) {
      rows.values.resize(before + columns);
      bandStatistics(values, shape, std::span(rows.values).subspan(before));
    } else {
      rows.values.resize(before + columns * shape.positions());
      pixelBands(values, shape, std::span(rows.values).subspan(before));
    }
  });
  return done.ok() ? Result<FeatureRows>(std::move(rows)) : done.error();
}

Result<FeatureRows> plainRowsAt(const FeatureSpec& spec, const data::ExampleInputs& inputs,
                                std::span<const PixelPick> pixels, const base::CancelToken& token) {
  const data::InputShape shape = inputs.shape();
  const std::size_t columns = FeatureMaker::columnsOf(spec, shape);
  FeatureRows rows = FeatureRows::dense(columns);
  std::vector<std::uint32_t> items;
  for (const PixelPick& pick : pixels) {
    if (items.empty() || items.back() != pick.item) {
      items.push_back(pick.item);
    }
  }
  std::vector<float> all(shape.positions() * columns);
  std::size_t next = 0;
  const auto done = forEach(inputs, items, token, [&](std::span<const float> values, std::size_t place) {
    pixelBands(values, shape, all);
    for (; next < pixels.size() && pixels[next].item == items[place]; ++next) {
      const auto row = all.begin() + static_cast<std::ptrdiff_t>(pixels[next].pixel * columns);
      rows.values.insert(rows.values.end(), row, row + static_cast<std::ptrdiff_t>(columns));
    }
  });
  return done.ok() ? Result<FeatureRows>(std::move(rows)) : done.error();
}

}  // namespace

std::string toText(const FeatureSpec& spec) {
  switch (spec.kind) {
  case FeatureKind::kOneHot:
    return "one-hot";
  case FeatureKind::kKmers: {
    const std::string longest = std::to_string(spec.longest) + "-mers";
    return (spec.shortest == spec.longest ? longest : std::to_string(spec.shortest) + "- to " + longest) +
           (spec.joinsStrands ? " of both strands" : "") + (spec.isTfIdf ? ", tf-idf" : "");
  }
  case FeatureKind::kPixels:
    return "pixels";
  case FeatureKind::kBands:
    return "statistics of the bands";
  case FeatureKind::kPixelBands:
    return "bands of the pixel and its surroundings";
  }
  return "";
}

std::size_t FeatureMaker::columnsOf(const FeatureSpec& spec, const data::InputShape& shape) {
  const auto channels = static_cast<std::size_t>(shape.channels);
  switch (spec.kind) {
  case FeatureKind::kKmers:
    return KmerTable(spec.shortest, spec.longest, spec.joinsStrands).columns();
  case FeatureKind::kBands:
    return channels * kBandStatistics;
  case FeatureKind::kPixelBands:
    return 2 * channels;
  default:
    return shape.values();
  }
}

FeatureMaker::FeatureMaker(const FeatureSpec& spec, const data::InputShape& shape, std::vector<double> shifts,
                           std::vector<double> scales)
    : m_spec(spec), m_shape(shape), m_shifts(std::move(shifts)), m_scales(std::move(scales)) {}

std::size_t FeatureMaker::columns() const {
  return columnsOf(m_spec, m_shape);
}

Result<FeatureMaker> FeatureMaker::fit(const FeatureSpec& spec, const data::ExampleInputs& inputs,
                                       std::span<const std::uint32_t> items, std::span<const PixelPick> pixels,
                                       const base::CancelToken& token) {
  if (!fits(spec, inputs)) {
    return Error{ErrorCode::kUnsupported,
                 "The inputs of this task have no features of the kind \"" + toText(spec) +
                     "\". Sequences have one-hot, nucleotides also k-mers of 1 to " + std::to_string(kLongestKmer) +
                     ", images pixels and bands.",
                 ""};
  }
  FeatureMaker maker(spec, inputs.shape(), {}, {});
  if (const auto learnt = maker.learn(inputs, items, pixels, token); !learnt) {
    return learnt.error();
  }
  return maker;
}

Result<void> FeatureMaker::learn(const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                                 std::span<const PixelPick> pixels, const base::CancelToken& token) {
  if (m_spec.kind == FeatureKind::kKmers && m_spec.isTfIdf) {
    return learnWeights(inputs, items, token);
  }
  if (m_spec.kind != FeatureKind::kBands && m_spec.kind != FeatureKind::kPixelBands) {
    return {};
  }
  const auto rows = m_spec.kind == FeatureKind::kBands ? plainRows(m_spec, inputs, items, token)
                                                       : plainRowsAt(m_spec, inputs, pixels, token);
  if (!rows) {
    return rows.error();
  }
  if (rows->rows() == 0) {
    return Error{ErrorCode::kBadInput, "There is no training item to learn the scale of the features from.", ""};
  }
  ColumnMoments moments = columnMoments(*rows, std::vector<double>(rows->rows(), 1.0));
  m_shifts = std::move(moments.means);
  for (const double variance : moments.variances) {
    m_scales.push_back(variance > 0.0 ? 1.0 / std::sqrt(variance) : 1.0);
  }
  return {};
}

// ln ((1 + n) / (1 + items with the k-mer)) + 1.
Result<void> FeatureMaker::learnWeights(const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                                        const base::CancelToken& token) {
  const KmerTable table(m_spec.shortest, m_spec.longest, m_spec.joinsStrands);
  KmerCounter counter(table);
  std::vector<double> with(table.columns(), 0.0);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i % kKmersPerPoll == 0 && token.isCancelled()) {
      return cancelled();
    }
    counter.count(inputs.symbols(items[i]));
    for (const std::uint32_t column : counter.columns()) {
      with[column] += 1.0;
    }
  }
  const double all = 1.0 + static_cast<double>(items.size());
  m_scales.clear();
  for (const double count : with) {
    m_scales.push_back(std::log(all / (1.0 + count)) + 1.0);
  }
  return {};
}

Result<FeatureRows> FeatureMaker::rows(const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                                       const base::CancelToken& token) const {
  if (inputs.shape() != m_shape || !fits(m_spec, inputs)) {
    return Error{ErrorCode::kBadInput,
                 "These inputs have another shape than those that the linear model was fitted to.", ""};
  }
  if (m_spec.kind == FeatureKind::kKmers) {
    return kmerRows(inputs, items, token);
  }
  auto rows = plainRows(m_spec, inputs, items, token);
  if (rows.ok()) {
    scale(*rows);
  }
  return rows;
}

Result<FeatureRows> FeatureMaker::rowsAt(const data::ExampleInputs& inputs, std::span<const PixelPick> pixels,
                                         const base::CancelToken& token) const {
  auto rows = plainRowsAt(m_spec, inputs, pixels, token);
  if (rows.ok()) {
    scale(*rows);
  }
  return rows;
}

Result<FeatureRows> FeatureMaker::kmerRows(const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                                           const base::CancelToken& token) const {
  const KmerTable table(m_spec.shortest, m_spec.longest, m_spec.joinsStrands);
  KmerCounter counter(table);
  FeatureRows rows = FeatureRows::sparse(table.columns());
  std::vector<double> values;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i % kKmersPerPoll == 0 && token.isCancelled()) {
      return cancelled();
    }
    counter.count(inputs.symbols(items[i]));
    values.clear();
    double square = 0.0;
    for (const std::uint32_t column : counter.columns()) {
      const double count = counter.of(column);
      values.push_back(m_spec.isTfIdf ? (1.0 + std::log(count)) * m_scales[column] : count);
      square += values.back() * values.back();
    }
    const double length = m_spec.isTfIdf && square > 0.0 ? std::sqrt(square) : 1.0;
    for (std::size_t place = 0; place < values.size(); ++place) {
      rows.add(counter.columns()[place], static_cast<float>(values[place] / length));
    }
    rows.endRow();
  }
  return rows;
}

void FeatureMaker::scale(FeatureRows& rows) const {
  for (std::size_t i = 0; !m_shifts.empty() && i < rows.values.size(); ++i) {
    const std::size_t column = i % rows.columns;
    rows.values[i] = static_cast<float>((static_cast<double>(rows.values[i]) - m_shifts[column]) * m_scales[column]);
  }
}

std::vector<FeatureSpec> featuresFor(const data::ExampleInputs& inputs, data::TargetKind kind, std::size_t itemCount) {
  const data::InputShape shape = inputs.shape();
  if (kind == data::TargetKind::kMask) {
    return {{FeatureKind::kPixelBands}};
  }
  if (shape.isImage) {
    std::vector<FeatureSpec> features;
    if (itemCount * shape.values() * sizeof(float) <= kMostPixelBytes) {
      features.push_back({FeatureKind::kPixels});
    }
    features.push_back({FeatureKind::kBands});
    return features;
  }
  std::vector<FeatureSpec> features = {{FeatureKind::kOneHot}};
  if (inputs.hasComplement()) {
    features.push_back({FeatureKind::kKmers, 3, 6, false, false});
    features.push_back({FeatureKind::kKmers, 3, 6, false, true});
    features.push_back({FeatureKind::kKmers, 3, 6, true, true});
  }
  return features;
}

}  // namespace touchstone::contenders
