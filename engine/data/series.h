// Time series as Touchstone holds them: one or many channels, a split in time, scaling from the training rows.
// Channels of a table share their rows; an M4-style file has many series of different lengths (sharesRows false).
// Units: values as in the file until scaled(); NaN marks a missing value.
// Thread: value types; const use from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace touchstone::data {

struct Channel {
  std::string name;
  std::vector<double> values;  // [T], oldest first; NaN = missing
};

struct SeriesTable {
  std::vector<Channel> channels;
  bool sharesRows = true;                 // false: M4-style, each channel has its own length and no common clock
  std::vector<std::int64_t> timesUtcS;    // [T] seconds since 1970, empty without a date column
  std::string dateColumn;                 // its name, empty without one
};

// Rows of one channel: training [0, trainEnd), validation [trainEnd, validationEnd), test [validationEnd, testEnd).
struct SplitRows {
  std::size_t trainEnd = 0;
  std::size_t validationEnd = 0;
  std::size_t testEnd = 0;

  friend bool operator==(const SplitRows&, const SplitRows&) = default;
};

// z = (value - mean) / deviation with the mean and the population deviation of the training rows.
// A constant channel has deviation 1, so that it scales to 0 and back.
struct Scale {
  double mean = 0.0;
  double deviation = 1.0;

  double toScaled(double value) const { return (value - mean) / deviation; }
  double toRaw(double scaled) const { return scaled * deviation + mean; }
};

}  // namespace touchstone::data
