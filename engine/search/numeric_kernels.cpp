#include "engine/search/numeric_kernels.h"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cassert>
#include <cmath>
#include <numbers>

namespace touchstone::search {

namespace {

constexpr double kLeastSigmaWithoutClip = 1e-12;
constexpr double kMostKernelsPerRange = 100.0;
constexpr double kRootTwoPi = 2.50662827463100050242;

double normalTail(double z) {
  return 0.5 * std::erfc(z * (0.5 * std::numbers::sqrt2));
}

// z with normalTail(z) = q, 0 < q <= 1/2.
double normalTailInverse(double q) {
  using boost::math::policies::overflow_error;
  // Plain double without throwing: the default goes through long double and takes twice as long.
  constexpr auto kPolicy = boost::math::policies::make_policy(boost::math::policies::promote_double<false>(),
                                                              overflow_error<boost::math::policies::ignore_error>());
  return std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * q, kPolicy);
}

void insertAt(std::vector<double>& values, std::size_t at, double value) {
  values.insert(values.begin() + static_cast<std::ptrdiff_t>(at), value);
}

void eraseAt(std::vector<double>& values, std::size_t at) {
  values.erase(values.begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace

NumericKernels::NumericKernels(const Param& param, const ParzenOptions& options)
    : m_param(param), m_options(options), m_range(innerRange(param)) {
  insertAt(m_mu, 0, 0.5 * (m_range.low + m_range.high));
  for (auto* values : {&m_sigma, &m_inverse, &m_scale, &m_logScale}) {
    insertAt(*values, 0, 0.0);
  }
  setSigma(0, m_range.high - m_range.low);
  m_leastSigma = leastSigma();
}

double NumericKernels::toInner(double value) const {
  return m_param.isLog ? std::log(value) : value;
}

void NumericKernels::insert(std::size_t at, double value) {
  assert(at <= size());
  const double inner = toInner(value);
  if (at < size()) {
    for (std::uint32_t& position : m_order) {
      position += position >= at ? 1u : 0u;
    }
  }
  insertAt(m_mu, at, inner);
  for (auto* values : {&m_sigma, &m_inverse, &m_scale, &m_logScale}) {
    insertAt(*values, at, 0.0);
  }
  const std::size_t place = placeInOrder(at, inner);
  m_order.insert(m_order.begin() + static_cast<std::ptrdiff_t>(place), static_cast<std::uint32_t>(at));
  refreshAround(place);
}

void NumericKernels::erase(std::size_t at) {
  assert(at < size());
  const std::size_t place = placeInOrder(at, m_mu[at]);
  assert(m_order[place] == at);
  m_order.erase(m_order.begin() + static_cast<std::ptrdiff_t>(place));
  for (std::uint32_t& position : m_order) {
    position -= position > at ? 1u : 0u;
  }
  for (auto* values : {&m_mu, &m_sigma, &m_inverse, &m_scale, &m_logScale}) {
    eraseAt(*values, at);
  }
  refreshAround(place);
}

std::size_t NumericKernels::placeInOrder(std::size_t at, double inner) const {
  const auto isBefore = [&](std::uint32_t kernel, std::size_t position) {
    return m_mu[kernel] < inner || (m_mu[kernel] == inner && kernel < position);
  };
  return static_cast<std::size_t>(std::lower_bound(m_order.begin(), m_order.end(), at, isBefore) - m_order.begin());
}

double NumericKernels::leastSigma() const {
  if (!m_options.useMagicClip) {
    return kLeastSigmaWithoutClip;
  }
  const auto kernels = static_cast<double>(size() + 1);
  return (m_range.high - m_range.low) / std::min(kMostKernelsPerRange, 1.0 + kernels);
}

void NumericKernels::refreshAround(std::size_t place) {
  // Below 99 observations every new one lowers the clip of all of them.
  if (const double least = leastSigma(); least != m_leastSigma) {
    m_leastSigma = least;
    for (std::size_t i = 0; i < size(); ++i) {
      refresh(i);
    }
    return;
  }
  const std::size_t first = place == 0 ? 0 : place - 1;
  for (std::size_t i = first; i < std::min(place + 2, size()); ++i) {
    refresh(i);
  }
}

void NumericKernels::refresh(std::size_t place) {
  const std::size_t kernel = m_order[place];
  const bool isFirst = place == 0;
  const bool isLast = place + 1 == size();
  const double left = m_mu[kernel] - (isFirst ? m_range.low : m_mu[m_order[place - 1]]);
  const double right = (isLast ? m_range.high : m_mu[m_order[place + 1]]) - m_mu[kernel];
  double sigma = std::max(left, right);
  if (size() >= 2 && !m_options.considerEndpoints && (isFirst || isLast)) {
    sigma = isFirst ? right : left;
  }
  setSigma(kernel, std::min(std::max(sigma, m_leastSigma), m_range.high - m_range.low));
}

void NumericKernels::setSigma(std::size_t kernel, double sigma) {
  if (sigma == m_sigma[kernel]) {
    return;
  }
  const double inverse = 1.0 / sigma;
  const double mass =
      1.0 - normalTail((m_mu[kernel] - m_range.low) * inverse) - normalTail((m_range.high - m_mu[kernel]) * inverse);
  m_sigma[kernel] = sigma;
  m_inverse[kernel] = inverse;
  m_scale[kernel] = m_param.gridStep() > 0.0 ? 1.0 / mass : inverse / (kRootTwoPi * mass);
  m_logScale[kernel] = std::log(m_scale[kernel]);
}

double NumericKernels::draw(std::size_t kernel, base::RandomStream& stream) const {
  const double u = stream.uniform();
  const double below = normalTail((m_mu[kernel] - m_range.low) * m_inverse[kernel]);
  const double above = normalTail((m_range.high - m_mu[kernel]) * m_inverse[kernel]);
  const double mass = 1.0 - below - above;
  // From the nearer tail, so that neither end loses digits; the guard keeps the inverse finite.
  constexpr double kLeastTail = 1e-300;
  const double z = below + u * mass <= 0.5 ? -normalTailInverse(std::max(below + u * mass, kLeastTail))
                                           : normalTailInverse(std::max(above + (1.0 - u) * mass, kLeastTail));
  const double inner = std::clamp(m_mu[kernel] + z * m_sigma[kernel], m_range.low, m_range.high);
  return valueFromInner(m_param, inner);
}

}  // namespace touchstone::search
