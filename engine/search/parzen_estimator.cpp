#include "engine/search/parzen_estimator.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/search/kernel_math.h"

namespace touchstone::search {

namespace {

constexpr std::size_t kFullWeights = 25;  // the newest trials count in full
constexpr std::size_t kBlock = 256;       // kernels at a time: 24 candidates' terms fit into the second-level cache

}  // namespace

std::vector<double> trialWeights(std::size_t count) {
  std::vector<double> weights(count, 1.0);
  if (count <= kFullWeights) {
    return weights;
  }
  const std::size_t ramp = count - kFullWeights;
  const double first = 1.0 / static_cast<double>(count);
  weights[0] = first;
  for (std::size_t i = 1; i + 1 < ramp; ++i) {  // the ramp's last is 1 already
    weights[i] = first + static_cast<double>(i) * ((1.0 - first) / static_cast<double>(ramp - 1));
  }
  return weights;
}

ParzenEstimator::ParzenEstimator(const Space& space, const ParzenOptions& options) : m_options(options) {
  for (const Param& param : space.params) {
    m_columns.push_back(makeParzenColumn(param, options));
  }
}

std::size_t ParzenEstimator::placeOf(int trial) const {
  return static_cast<std::size_t>(std::lower_bound(m_trials.begin(), m_trials.end(), trial) - m_trials.begin());
}

bool ParzenEstimator::contains(int trial) const {
  const std::size_t place = placeOf(trial);
  return place < m_trials.size() && m_trials[place] == trial;
}

void ParzenEstimator::insert(int trial, std::span<const double> point) {
  assert(point.size() == m_columns.size() && !contains(trial));
  const std::size_t place = placeOf(trial);
  m_trials.insert(m_trials.begin() + static_cast<std::ptrdiff_t>(place), trial);
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    m_columns[i]->insert(place, point[i]);
  }
  m_weights.clear();
}

void ParzenEstimator::erase(int trial) {
  assert(contains(trial));
  const std::size_t place = placeOf(trial);
  m_trials.erase(m_trials.begin() + static_cast<std::ptrdiff_t>(place));
  for (const auto& column : m_columns) {
    column->erase(place);
  }
  m_weights.clear();
}

const std::vector<double>& ParzenEstimator::weights() const {
  if (m_weights.empty()) {
    m_weights = trialWeights(size());
    m_weights.push_back(m_options.priorWeight);
    double total = 0.0;
    for (const double weight : m_weights) {
      total += weight;
    }
    for (double& weight : m_weights) {
      weight /= total;
    }
  }
  return m_weights;
}

std::size_t ParzenEstimator::drawKernel(base::RandomStream& stream) const {
  double left = stream.uniform();
  for (std::size_t k = 0; k < size(); ++k) {
    left -= m_weights[k];
    if (left < 0.0) {
      return k;
    }
  }
  return size();
}

void ParzenEstimator::sample(std::size_t param, base::RandomStream& stream, std::span<double> out) const {
  weights();
  for (double& value : out) {
    const std::size_t kernel = drawKernel(stream);
    value = m_columns[param]->draw(kernel, stream);
  }
}

void ParzenEstimator::logDensity(std::size_t param, std::span<const double> x, std::span<double> out) const {
  m_columns[param]->density(weights(), x, out);
  std::transform(out.begin(), out.end(), out.begin(), [](double density) { return std::log(density); });
}

void ParzenEstimator::samplePoints(base::RandomStream& stream, std::span<double> points) const {
  weights();
  const std::size_t width = m_columns.size();
  for (std::size_t c = 0; width > 0 && c < points.size() / width; ++c) {
    const std::size_t kernel = drawKernel(stream);
    for (std::size_t i = 0; i < width; ++i) {
      points[c * width + i] = m_columns[i]->draw(kernel, stream);
    }
  }
}

void ParzenEstimator::logDensityOfPoints(std::span<const double> points, std::span<double> out) const {
  const std::size_t width = m_columns.size();
  const std::size_t count = out.size();
  assert(points.size() == width * count);
  std::vector<ColumnCandidates> candidates;
  std::vector<double> x(count);
  for (std::size_t i = 0; i < width; ++i) {
    for (std::size_t c = 0; c < count; ++c) {
      x[c] = points[c * width + i];
    }
    candidates.push_back(m_columns[i]->prepare(x));
  }
  const std::span<const double> shares = weights();
  std::vector<LogSum> totals(count);
  std::vector<double> base(kBlock);
  std::vector<double> terms(count * kBlock);
  for (std::size_t begin = 0; begin < shares.size(); begin += kBlock) {
    const std::size_t block = std::min(kBlock, shares.size() - begin);
    std::fill(base.begin(), base.end(), 0.0);
    for (const auto& column : m_columns) {
      column->addLogScale(begin, {base.data(), block});
    }
    for (std::size_t c = 0; c < count; ++c) {
      std::copy_n(base.begin(), block, terms.begin() + static_cast<std::ptrdiff_t>(c * kBlock));
    }
    for (std::size_t i = 0; i < width; ++i) {
      m_columns[i]->addLogKernels(candidates[i], begin, block, terms.data(), kBlock);
    }
    for (std::size_t c = 0; c < count; ++c) {
      kernelMath().addExponentials({terms.data() + c * kBlock, block}, shares.subspan(begin, block), totals[c]);
    }
  }
  std::transform(totals.begin(), totals.end(), out.begin(), [](const LogSum& total) { return total.log(); });
}

}  // namespace touchstone::search
