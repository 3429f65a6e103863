#include "engine/search/parzen_column.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/search/kernel_math.h"
#include "engine/search/numeric_kernels.h"

namespace touchstone::search {

namespace {

void addFromTable(const ColumnCandidates& candidates, std::size_t begin, std::size_t size, double* terms,
                  std::size_t stride) {
  for (std::size_t c = 0; c < candidates.count; ++c) {
    const double* values = candidates.table.data() + c * candidates.groups;
    const std::uint32_t* group = candidates.groupOf.data() + begin;
    double* row = terms + c * stride;
    for (std::size_t k = 0; k < size; ++k) {
      row[k] += values[group[k]];
    }
  }
}

// Has one value only: certain, and takes no draws.
class ConstantColumn final : public ParzenColumn {
 public:
  explicit ConstantColumn(const Param& param) : m_value(param.isCategory() ? 0.0 : param.low) {}

  void insert(std::size_t, double) override {}
  void erase(std::size_t) override {}
  double draw(std::size_t, base::RandomStream&) const override { return m_value; }
  void density(std::span<const double>, std::span<const double>, std::span<double> out) const override {
    std::fill(out.begin(), out.end(), 1.0);
  }
  ColumnCandidates prepare(std::span<const double>) const override { return {}; }
  void addLogScale(std::size_t, std::span<double>) const override {}
  void addLogKernels(const ColumnCandidates&, std::size_t, std::size_t, double*, std::size_t) const override {}

 private:
  double m_value;
};

class NumericColumn : public ParzenColumn {
 public:
  NumericColumn(const Param& param, const ParzenOptions& options) : m_kernels(param, options) {}

  void insert(std::size_t at, double value) override { m_kernels.insert(at, value); }
  void erase(std::size_t at) override { m_kernels.erase(at); }
  double draw(std::size_t kernel, base::RandomStream& stream) const override { return m_kernels.draw(kernel, stream); }

  void addLogScale(std::size_t begin, std::span<double> base) const override {
    const std::span<const double> logScale = m_kernels.logScale().subspan(begin, base.size());
    for (std::size_t k = 0; k < base.size(); ++k) {
      base[k] += logScale[k];
    }
  }

  std::vector<ParzenKernel> kernels() const override {
    std::vector<ParzenKernel> all;
    for (std::size_t k = 0; k <= m_kernels.size(); ++k) {
      all.push_back({m_kernels.mu()[k], m_kernels.sigma()[k]});
    }
    return all;
  }

 protected:
  NumericKernels m_kernels;
};

class ContinuousColumn final : public NumericColumn {
 public:
  using NumericColumn::NumericColumn;

  void density(std::span<const double> weights, std::span<const double> x, std::span<double> out) const override {
    const std::span<const double> scale = m_kernels.scale();
    std::vector<double> scaled(weights.size());
    for (std::size_t k = 0; k < weights.size(); ++k) {
      scaled[k] = weights[k] * scale[k];
    }
    std::fill(out.begin(), out.end(), 0.0);
    kernelMath().addGaussians(m_kernels.mu(), m_kernels.inverse(), scaled, inner(x), out);
  }

  ColumnCandidates prepare(std::span<const double> x) const override {
    ColumnCandidates candidates;
    candidates.count = x.size();
    candidates.x = inner(x);
    return candidates;
  }

  void addLogKernels(const ColumnCandidates& candidates, std::size_t begin, std::size_t size, double* terms,
                     std::size_t stride) const override {
    const std::span<const double> mu = m_kernels.mu().subspan(begin, size);
    const std::span<const double> inverse = m_kernels.inverse().subspan(begin, size);
    for (std::size_t c = 0; c < candidates.count; ++c) {
      kernelMath().subtractHalfSquares(mu, inverse, candidates.x[c], {terms + c * stride, size});
    }
  }

 private:
  std::vector<double> inner(std::span<const double> x) const {
    std::vector<double> result(x.size());
    std::transform(x.begin(), x.end(), result.begin(), [this](double value) { return m_kernels.toInner(value); });
    return result;
  }
};

// On a grid many observations coincide: kernels with the same mean and spread are computed once.
class GridColumn final : public NumericColumn {
 public:
  using NumericColumn::NumericColumn;

  void density(std::span<const double> weights, std::span<const double> x, std::span<double> out) const override {
    const Groups groups = makeGroups();
    std::vector<double> scaled(groups.mu.size(), 0.0);
    for (std::size_t k = 0; k < weights.size(); ++k) {
      scaled[groups.of[k]] += weights[k] * m_kernels.scale()[k];
    }
    const Edges edges = edgesOf(x);
    std::fill(out.begin(), out.end(), 0.0);
    kernelMath().addMasses(groups.mu, groups.inverse, scaled, edges.left, edges.right, out);
  }

  ColumnCandidates prepare(std::span<const double> x) const override {
    Groups groups = makeGroups();
    const Edges edges = edgesOf(x);
    ColumnCandidates candidates;
    candidates.count = x.size();
    // Where hardly two kernels are equal, looking them up costs more than computing them one by one.
    if (2 * groups.mu.size() > groups.of.size()) {
      candidates.left = edges.left;
      candidates.right = edges.right;
      return candidates;
    }
    candidates.groups = groups.mu.size();
    candidates.table.resize(x.size() * candidates.groups);
    for (std::size_t c = 0; c < x.size(); ++c) {
      const std::span<double> row{candidates.table.data() + c * candidates.groups, candidates.groups};
      kernelMath().addLogMasses(groups.mu, groups.inverse, edges.left[c], edges.right[c], row);
    }
    candidates.groupOf = std::move(groups.of);
    return candidates;
  }

  void addLogKernels(const ColumnCandidates& candidates, std::size_t begin, std::size_t size, double* terms,
                     std::size_t stride) const override {
    if (candidates.groups > 0) {
      addFromTable(candidates, begin, size, terms, stride);
      return;
    }
    const std::span<const double> mu = m_kernels.mu().subspan(begin, size);
    const std::span<const double> inverse = m_kernels.inverse().subspan(begin, size);
    for (std::size_t c = 0; c < candidates.count; ++c) {
      kernelMath().addLogMasses(mu, inverse, candidates.left[c], candidates.right[c], {terms + c * stride, size});
    }
  }

 private:
  struct Groups {
    std::vector<double> mu, inverse;
    std::vector<std::uint32_t> of;
  };
  struct Edges {
    std::vector<double> left, right;
  };

  Groups makeGroups() const {
    Groups groups;
    groups.of.resize(m_kernels.size() + 1);
    const auto add = [&](std::size_t kernel) {
      groups.mu.push_back(m_kernels.mu()[kernel]);
      groups.inverse.push_back(m_kernels.inverse()[kernel]);
    };
    for (const std::uint32_t kernel : m_kernels.order()) {
      if (groups.mu.empty() || groups.mu.back() != m_kernels.mu()[kernel] ||
          groups.inverse.back() != m_kernels.inverse()[kernel]) {
        add(kernel);
      }
      groups.of[kernel] = static_cast<std::uint32_t>(groups.mu.size() - 1);
    }
    add(m_kernels.size());  // the prior
    groups.of.back() = static_cast<std::uint32_t>(groups.mu.size() - 1);
    return groups;
  }

  Edges edgesOf(std::span<const double> x) const {
    const double half = 0.5 * m_kernels.param().gridStep();
    Edges edges;
    for (const double value : x) {
      edges.left.push_back(m_kernels.toInner(value - half));
      edges.right.push_back(m_kernels.toInner(value + half));
    }
    return edges;
  }
};

// Kernel of an observed choice o: priorWeight/kernels everywhere, 1 more at o, normalised. Prior: equal.
class CategoryColumn final : public ParzenColumn {
 public:
  CategoryColumn(const Param& param, const ParzenOptions& options)
      : m_choices(param.choices.size()), m_priorWeight(options.priorWeight) {}

  void insert(std::size_t at, double value) override {
    m_observed.insert(m_observed.begin() + static_cast<std::ptrdiff_t>(at), static_cast<std::uint32_t>(value));
  }
  void erase(std::size_t at) override { m_observed.erase(m_observed.begin() + static_cast<std::ptrdiff_t>(at)); }

  double draw(std::size_t kernel, base::RandomStream& stream) const override {
    const Row row = rowOf();
    double left = stream.uniform();
    for (std::size_t choice = 0; choice + 1 < m_choices; ++choice) {
      left -= kernel == m_observed.size() ? row.equal : m_observed[kernel] == choice ? row.hit : row.miss;
      if (left < 0.0) {
        return static_cast<double>(choice);
      }
    }
    return static_cast<double>(m_choices - 1);
  }

  void density(std::span<const double> weights, std::span<const double> x, std::span<double> out) const override {
    const Row row = rowOf();
    std::vector<double> weightOf(m_choices, 0.0);
    double total = 0.0;
    for (std::size_t k = 0; k < m_observed.size(); ++k) {
      weightOf[m_observed[k]] += weights[k];
      total += weights[k];
    }
    for (std::size_t c = 0; c < x.size(); ++c) {
      const double hits = weightOf[static_cast<std::size_t>(x[c])];
      out[c] = hits * row.hit + (total - hits) * row.miss + weights.back() * row.equal;
    }
  }

  ColumnCandidates prepare(std::span<const double> x) const override {
    const Row row = rowOf();
    ColumnCandidates candidates;
    candidates.count = x.size();
    candidates.groups = m_choices + 1;  // by observed choice; the last is the prior
    candidates.table.assign(x.size() * candidates.groups, std::log(row.miss));
    for (std::size_t c = 0; c < x.size(); ++c) {
      double* values = candidates.table.data() + c * candidates.groups;
      values[static_cast<std::size_t>(x[c])] = std::log(row.hit);
      values[m_choices] = std::log(row.equal);
    }
    candidates.groupOf = m_observed;
    candidates.groupOf.push_back(static_cast<std::uint32_t>(m_choices));
    return candidates;
  }

  void addLogScale(std::size_t, std::span<double>) const override {}
  void addLogKernels(const ColumnCandidates& candidates, std::size_t begin, std::size_t size, double* terms,
                     std::size_t stride) const override {
    addFromTable(candidates, begin, size, terms, stride);
  }

 private:
  struct Row {
    double hit, miss, equal;
  };
  Row rowOf() const {
    const double share = m_priorWeight / static_cast<double>(m_observed.size() + 1);
    const auto count = static_cast<double>(m_choices);
    const double total = 1.0 + count * share;
    return {(1.0 + share) / total, share / total, 1.0 / count};
  }

  std::size_t m_choices;
  double m_priorWeight;
  std::vector<std::uint32_t> m_observed;  // in trial order
};

}  // namespace

std::unique_ptr<ParzenColumn> makeParzenColumn(const Param& param, const ParzenOptions& options) {
  assert(options.priorWeight > 0.0);
  if (param.isConstant()) {
    return std::make_unique<ConstantColumn>(param);
  }
  if (param.isCategory()) {
    return std::make_unique<CategoryColumn>(param, options);
  }
  if (param.gridStep() > 0.0) {
    return std::make_unique<GridColumn>(param, options);
  }
  return std::make_unique<ContinuousColumn>(param, options);
}

}  // namespace touchstone::search
