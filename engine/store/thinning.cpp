#include "engine/store/thinning.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace touchstone::store {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// Positions to keep of [begin, end), in order; kNone where there is no such point.
std::array<std::size_t, 3> extremesOf(const std::vector<double>& values, std::size_t begin, std::size_t end) {
  std::size_t least = kNone;
  std::size_t greatest = kNone;
  std::size_t gap = kNone;
  for (std::size_t i = begin; i < end; ++i) {
    if (std::isnan(values[i])) {
      gap = gap == kNone ? i : gap;
    } else {
      least = least == kNone || values[i] < values[least] ? i : least;
      greatest = greatest == kNone || values[i] > values[greatest] ? i : greatest;
    }
  }
  std::array<std::size_t, 3> kept{least, greatest == least ? kNone : greatest, gap};
  std::sort(kept.begin(), kept.end());
  return kept;
}

}  // namespace

void thinToExtremes(std::vector<double>& steps, std::vector<double>& values, std::size_t most) {
  const std::size_t count = values.size();
  most = std::max<std::size_t>(most, 2);
  if (count <= most) {
    return;
  }
  const bool hasGaps = std::any_of(values.begin(), values.end(), [](double value) { return std::isnan(value); });
  const std::size_t inner = count - 2;
  const std::size_t buckets = (most - 2) / (hasGaps ? 3 : 2);
  std::size_t kept = 1;  // the first point stays; later ones move up in place
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    const std::size_t begin = 1 + bucket * inner / buckets;
    const std::size_t end = 1 + (bucket + 1) * inner / buckets;
    for (const std::size_t position : extremesOf(values, begin, end)) {
      if (position != kNone) {
        steps[kept] = steps[position];
        values[kept++] = values[position];
      }
    }
  }
  steps[kept] = steps[count - 1];
  values[kept++] = values[count - 1];
  steps.resize(kept);
  values.resize(kept);
}

}  // namespace touchstone::store
