#include "engine/data/standardiser.h"

#include <algorithm>
#include <cmath>

namespace touchstone::data {

std::optional<Scale> scaleOf(std::span<const double> trainingRows) {
  double sum = 0.0;
  std::size_t count = 0;
  double smallest = 0.0, largest = 0.0;
  for (const double value : trainingRows) {
    if (std::isnan(value)) {
      continue;
    }
    smallest = count == 0 ? value : std::min(smallest, value);
    largest = count == 0 ? value : std::max(largest, value);
    sum += value;
    ++count;
  }
  if (count == 0) {
    return std::nullopt;
  }
  if (smallest == largest) {  // rounding of the mean would leave a deviation of 1e-17
    return Scale{smallest, 1.0};
  }
  Scale scale;
  scale.mean = sum / static_cast<double>(count);
  double squares = 0.0;
  for (const double value : trainingRows) {
    if (!std::isnan(value)) {
      squares += (value - scale.mean) * (value - scale.mean);
    }
  }
  scale.deviation = std::sqrt(squares / static_cast<double>(count));
  return scale;
}

std::optional<std::vector<double>> fillGaps(std::span<const double> values, std::size_t validationEnd) {
  std::vector<double> filled(values.begin(), values.end());
  const auto isPresent = [](double value) { return !std::isnan(value); };
  const auto seenEnd = filled.begin() + static_cast<std::ptrdiff_t>(std::min(validationEnd, filled.size()));
  const auto first = std::find_if(filled.begin(), seenEnd, isPresent);
  if (first == seenEnd) {
    return std::nullopt;
  }
  std::fill(filled.begin(), first, *first);
  auto last = first;  // the newest value seen
  while (last != seenEnd) {
    const auto next = std::find_if(last + 1, seenEnd, isPresent);
    if (next == seenEnd) {
      break;
    }
    const double step = (*next - *last) / static_cast<double>(next - last);
    for (auto gap = last + 1; gap != next; ++gap) {
      *gap = *last + step * static_cast<double>(gap - last);
    }
    last = next;
  }
  for (auto place = last + 1; place < filled.end(); ++place) {
    *place = isPresent(*place) ? *place : *(place - 1);
  }
  return filled;
}

}  // namespace touchstone::data
