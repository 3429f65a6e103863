#include "engine/data/missing_codes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace touchstone::data {

namespace {

// Largest first, so that -9999 does not hide -999 beside it.
constexpr double kCodes[] = {1e20, -1e20, 1e10,  -1e10,  999999, -999999, 99999, -99999, -32768, 9999.9, -9999.9,
                             9999, -9999, 999.9, -999.9, 999,    -999,    99.9,  -99.9,  99,     -99};

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  std::size_t atLow = 0, atHigh = 0;  // how often the ends occur
  std::size_t count = 0;
};

// Range of the values strictly between two bounds.
Range rangeBetween(std::span<const double> values, double low, double high) {
  Range range;
  for (const double value : values) {
    if (!(value > low && value < high)) {
      continue;
    }
    ++range.count;
    if (value < range.low) {
      range.low = value;
      range.atLow = 0;
    }
    if (value > range.high) {
      range.high = value;
      range.atHigh = 0;
    }
    range.atLow += value == range.low ? 1U : 0U;
    range.atHigh += value == range.high ? 1U : 0U;
  }
  return range;
}

bool isCode(double value) {
  return std::find(std::begin(kCodes), std::end(kCodes), value) != std::end(kCodes);
}

}  // namespace

std::vector<SuspectedCode> suspectMissingCodes(std::span<const double> values) {
  constexpr std::size_t kMostCodes = 4;
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::vector<SuspectedCode> found;
  double low = -kInfinity, high = kInfinity;
  for (std::size_t round = 0; round < kMostCodes; ++round) {
    const Range range = rangeBetween(values, low, high);
    if (range.count < 3 || (!isCode(range.low) && !isCode(range.high))) {
      break;
    }
    const bool isLow = isCode(range.low) && (!isCode(range.high) || std::abs(range.low) >= std::abs(range.high));
    const double code = isLow ? range.low : range.high;
    const std::size_t count = isLow ? range.atLow : range.atHigh;
    // The rest decides, other suspected codes at its far end included: then the rule is only stricter.
    const Range rest = isLow ? rangeBetween(values, code, high) : rangeBetween(values, low, code);
    const double distance = isLow ? rest.low - code : code - rest.high;
    if (rest.count < 2 || !(distance > rest.high - rest.low)) {
      break;
    }
    found.push_back({code, count});
    (isLow ? low : high) = code;
  }
  return found;
}

}  // namespace touchstone::data
