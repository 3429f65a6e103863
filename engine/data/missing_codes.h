// Numbers that probably stand for "missing", such as -9999.
// A code is suspected where it is exactly one of the usual ones and lies farther from all other values of the channel than
// those are apart from each other. Suspected codes are reported and never removed unasked: the study file names them.
// Thread: free functions. Errors: none.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace touchstone::data {

struct SuspectedCode {
  double code = 0.0;
  std::size_t count = 0;
};

// Of one channel, largest code first by absolute value; NaN is skipped.
std::vector<SuspectedCode> suspectMissingCodes(std::span<const double> values);

}  // namespace touchstone::data
