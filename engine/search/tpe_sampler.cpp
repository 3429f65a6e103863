#include "engine/search/tpe_sampler.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace touchstone::search {

namespace {

constexpr std::uint64_t kPurpose = 0x747065;  // "tpe": keeps the draws apart from other samplers'
constexpr int kMostGood = 25;

std::size_t greatestQuotient(const std::vector<double>& logGood, const std::vector<double>& logBad) {
  std::size_t best = 0;
  double bestQuotient = -std::numeric_limits<double>::infinity();
  for (std::size_t c = 0; c < logGood.size(); ++c) {
    if (const double quotient = logGood[c] - logBad[c]; quotient > bestQuotient) {
      best = c;
      bestQuotient = quotient;
    }
  }
  return best;
}

}  // namespace

TpeOptions TpeOptions::hyperopt() {
  TpeOptions options;
  options.isMultivariate = false;
  options.startupTrials = 20;
  options.useHyperoptSplit = true;
  return options;
}

int goodCount(int trials, bool useHyperoptSplit) {
  const double share = useHyperoptSplit ? 0.25 * std::sqrt(static_cast<double>(trials)) : 0.1 * trials;
  return std::min(static_cast<int>(std::ceil(share)), kMostGood);
}

TpeSampler::TpeSampler(Space space, std::uint64_t seed, TpeOptions options)
    : m_space(std::move(space)),
      m_seed(seed),
      m_options(options),
      m_good(m_space, options.parzen),
      m_bad(m_space, options.parzen) {}

TpeSampler::Standing TpeSampler::standingOf(int trial, double value, TrialEnd end, int lastStep) {
  if (end == TrialEnd::kDiverged || std::isnan(value)) {
    return {2, -static_cast<double>(lastStep), 0.0, trial};
  }
  if (end == TrialEnd::kPruned) {
    return {1, -static_cast<double>(lastStep), value, trial};
  }
  return {0, value, 0.0, trial};
}

void TpeSampler::tell(int trial, const Config& config, double value, TrialEnd end, int lastStep) {
  forget(trial);
  auto point = toPoint(m_space, config);
  if (end == TrialEnd::kFailed || !point) {
    balance();
    return;
  }
  const Standing standing = standingOf(trial, value, end, lastStep);
  const auto place = std::lower_bound(m_ranking.begin(), m_ranking.end(), standing);
  const bool isGood = static_cast<std::size_t>(place - m_ranking.begin()) < m_good.size();
  m_ranking.insert(place, standing);
  (isGood ? m_good : m_bad).insert(trial, *point);
  m_told.emplace(trial, Told{standing, std::move(*point)});
  balance();
}

void TpeSampler::forget(int trial) {
  const auto found = m_told.find(trial);
  if (found == m_told.end()) {
    return;
  }
  (m_good.contains(trial) ? m_good : m_bad).erase(trial);
  m_ranking.erase(std::lower_bound(m_ranking.begin(), m_ranking.end(), found->second.standing));
  m_told.erase(found);
}

// Moves the trials at the border until the good ones are the first goodCount() of the ranking again.
void TpeSampler::balance() {
  const auto wanted =
      static_cast<std::size_t>(goodCount(static_cast<int>(m_ranking.size()), m_options.useHyperoptSplit));
  while (m_good.size() != wanted) {
    const bool isJoining = m_good.size() < wanted;
    const int trial = m_ranking[isJoining ? m_good.size() : m_good.size() - 1].trial;
    (isJoining ? m_bad : m_good).erase(trial);
    (isJoining ? m_good : m_bad).insert(trial, m_told.at(trial).point);
  }
}

Config TpeSampler::ask(int trial) {
  base::RandomStream stream{m_seed, kPurpose, static_cast<std::uint64_t>(trial)};
  if (m_space.isEmpty() || m_ranking.size() < static_cast<std::size_t>(m_options.startupTrials)) {
    return drawConfig(m_space, stream);
  }
  return toConfig(m_space, m_options.isMultivariate ? proposeJointly(stream) : proposeByParameter(stream));
}

std::vector<double> TpeSampler::proposeByParameter(base::RandomStream& stream) const {
  const auto count = static_cast<std::size_t>(m_options.candidates);
  std::vector<double> candidates(count);
  std::vector<double> logGood(count);
  std::vector<double> logBad(count);
  std::vector<double> point;
  for (std::size_t i = 0; i < m_space.params.size(); ++i) {
    m_good.sample(i, stream, candidates);
    m_good.logDensity(i, candidates, logGood);
    m_bad.logDensity(i, candidates, logBad);
    point.push_back(candidates[greatestQuotient(logGood, logBad)]);
  }
  return point;
}

std::vector<double> TpeSampler::proposeJointly(base::RandomStream& stream) const {
  const auto count = static_cast<std::size_t>(m_options.candidates);
  const std::size_t width = m_space.params.size();
  std::vector<double> candidates(count * width);
  std::vector<double> logGood(count);
  std::vector<double> logBad(count);
  m_good.samplePoints(stream, candidates);
  m_good.logDensityOfPoints(candidates, logGood);
  m_bad.logDensityOfPoints(candidates, logBad);
  const std::size_t best = greatestQuotient(logGood, logBad);
  const auto first = candidates.begin() + static_cast<std::ptrdiff_t>(best * width);
  return {first, first + static_cast<std::ptrdiff_t>(width)};
}

}  // namespace touchstone::search
