#include "ui/plots/beeswarm.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace touchstone::ui {

namespace {

constexpr double kSmaller = 0.85;   // step from size to size while looking for one that fits
constexpr double kSmallest = 0.45;  // share of the wanted diameter

struct Placed {
  double x, y;
};

// The nearest free place to the middle on this dot's line: beside the middle, or touching a neighbour.
double freePlace(const std::vector<Placed>& near, double y, double diameter) {
  std::vector<double> candidates{0.0};
  for (const Placed& other : near) {
    const double across = std::sqrt(std::max(0.0, diameter * diameter - (y - other.y) * (y - other.y)));
    candidates.push_back(other.x - across);
    candidates.push_back(other.x + across);
  }
  double best = HUGE_VAL;
  for (const double x : candidates) {
    // of two equally near places the right one, whatever the order of candidates
    const bool isNearer = std::abs(x) < std::abs(best) - 1e-9 || (std::abs(x) < std::abs(best) + 1e-9 && x > best);
    if (!isNearer) continue;
    const bool isFree = std::all_of(near.begin(), near.end(), [&](const Placed& other) {
      return std::hypot(x - other.x, y - other.y) > diameter * (1.0 - 1e-9);
    });
    if (isFree) best = x;
  }
  return best;
}

std::vector<double> placeAll(std::span<const double> y, const std::vector<std::size_t>& order, double diameter) {
  std::vector<double> offsets(y.size(), 0.0);
  std::vector<Placed> placed;
  placed.reserve(order.size());
  std::size_t first = 0;
  for (const std::size_t index : order) {
    while (first < placed.size() && placed[first].y <= y[index] - diameter) ++first;
    const std::vector<Placed> near(placed.begin() + static_cast<std::ptrdiff_t>(first), placed.end());
    offsets[index] = freePlace(near, y[index], diameter);
    placed.push_back({offsets[index], y[index]});
  }
  return offsets;
}

double widest(const std::vector<double>& offsets) {
  double most = 0.0;
  for (const double offset : offsets) most = std::max(most, std::abs(offset));
  return most;
}

}  // namespace

Swarm beeswarm(std::span<const double> y, double diameter, double halfWidth) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (std::isfinite(y[i])) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return y[a] < y[b]; });
  const double room = std::max(0.0, halfWidth);
  Swarm swarm;
  for (double share = 1.0;; share *= kSmaller) {
    swarm.diameter = diameter * std::max(share, kSmallest);
    swarm.offsets = placeAll(y, order, swarm.diameter);
    if (widest(swarm.offsets) + swarm.diameter / 2.0 <= room || share <= kSmallest) break;
  }
  const double most = widest(swarm.offsets);
  const double allowed = std::max(0.0, room - swarm.diameter / 2.0);
  if (most > allowed) {
    for (double& offset : swarm.offsets) offset *= allowed / most;
  }
  return swarm;
}

ColumnBins binned(std::span<const double> y, std::span<const int> classes, int classCount, double top, double bottom,
                  double binHeight) {
  ColumnBins bins;
  bins.top = top;
  if (!(bottom > top) || !(binHeight > 0.0)) return bins;
  const auto count = static_cast<std::size_t>(std::max(1.0, std::round((bottom - top) / binHeight)));
  bins.height = (bottom - top) / static_cast<double>(count);
  bins.counts.assign(count, std::vector<int>(static_cast<std::size_t>(std::max(0, classCount)), 0));
  for (std::size_t i = 0; i < std::min(y.size(), classes.size()); ++i) {
    if (!(y[i] >= top && y[i] <= bottom) || classes[i] < 0 || classes[i] >= classCount) continue;
    const auto bin = std::min(count - 1, static_cast<std::size_t>((y[i] - top) / bins.height));
    ++bins.counts[bin][static_cast<std::size_t>(classes[i])];
  }
  for (const std::vector<int>& bin : bins.counts) {
    bins.most = std::max(bins.most, std::accumulate(bin.begin(), bin.end(), 0));
  }
  return bins;
}

}  // namespace touchstone::ui
