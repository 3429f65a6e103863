#include "engine/search/rung_table.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>

namespace touchstone::search {

RungEntry Rung::record(int trial, double loss) {
  const bool isFinite = std::isfinite(loss);
  const RungEntry entry{isFinite ? loss : std::numeric_limits<double>::infinity(), trial};
  [[maybe_unused]] const bool isNew = m_entries.insert(entry).second;
  assert(isNew);
  m_diverged += isFinite ? 0 : 1;
  return entry;
}

std::optional<double> Rung::scorePercentile(int reductionFactor) const {
  const std::size_t count = m_entries.size() - m_diverged;
  if (count == 0) {
    return std::nullopt;
  }
  // Written as NumPy computes it, so that trials on the border fall on the same side as in Ray.
  const double level = (1.0 - 1.0 / reductionFactor) * 100.0 / 100.0;
  const double position = static_cast<double>(count - 1) * level;
  const double whole = std::floor(position);
  const double part = position - whole;
  const auto scoreAt = [&](std::size_t index) { return -at(count - 1 - std::min(index, count - 1)).loss; };
  const double lower = scoreAt(static_cast<std::size_t>(whole));
  const double upper = scoreAt(static_cast<std::size_t>(whole) + 1);
  const double gap = upper - lower;
  return part >= 0.5 ? upper - gap * (1.0 - part) : lower + gap * part;
}

std::vector<int> milestonesOf(const RungOptions& options) {
  assert(options.minResource >= 1 && options.reductionFactor >= 2);
  std::vector<int> milestones;
  for (std::int64_t at = options.minResource; at < options.maxResource; at *= options.reductionFactor) {
    milestones.push_back(static_cast<int>(at));
  }
  return milestones;
}

std::vector<RungShare> rungShares(int trials, const RungOptions& options) {
  std::vector<RungShare> shares;
  for (const int milestone : milestonesOf(options)) {
    shares.push_back({milestone, trials});
    trials /= options.reductionFactor;
  }
  shares.push_back({options.maxResource, trials});
  return shares;
}

RungTable::RungTable(const RungOptions& options)
    : m_options(options), m_milestones(milestonesOf(options)), m_rungs(m_milestones.size() + 1) {}

int RungTable::targetAfter(int resource) const {
  const auto next = std::upper_bound(m_milestones.begin(), m_milestones.end(), resource);
  return next == m_milestones.end() ? m_options.maxResource : *next;
}

int RungTable::rungAt(int resource) const {
  return static_cast<int>(std::lower_bound(m_milestones.begin(), m_milestones.end(), resource) - m_milestones.begin());
}

}  // namespace touchstone::search
