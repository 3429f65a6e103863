// A forecasting task, read, split, scaled and ready for the runner: what contenders may see (training and validation rows)
// and what only the runner may (test rows).
// Shapes: raw.channels[c].values [T_c] as in the file, NaN where missing (this is the mask of what is not scored);
// scaled[c] [T_c] without gaps; scales, splits, maseDenominators [channels].
// Test windows: every origin t in [validationEnd, testEnd - H], stride 1; the history is [0, t), the target [t, t + H).
// Thread: const after loading, any thread. Blocking: loadSeriesTask() reads the files.
// Errors: kBadInput, kNotFound with the place and advice; the study's folder is where relative paths start.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/data/date_time.h"
#include "engine/data/forecast_errors.h"
#include "engine/data/series.h"

namespace touchstone::data {

// Consecutive window origins of one channel: first, first + 1, ..., count of them.
struct OriginRange {
  std::size_t first = 0;
  std::size_t count = 0;
};

struct SeriesTask {
  SeriesTable raw;
  std::vector<std::vector<double>> scaled;
  std::vector<Scale> scales;
  std::vector<SplitRows> splits;
  std::vector<double> maseDenominators;  // NaN or 0: MASE is not defined for the channel
  Clock clock;
  int horizon = 1;
  int season = 1;  // 1: none
  bool seasonGiven = false;
  std::string dataHash;  // SHA-256 of the unpacked files
  std::string splitHash;
  std::vector<std::string> notes;  // what the user should know, one sentence each

  std::size_t channelCount() const { return raw.channels.size(); }
  bool isMissing(std::size_t channel, std::size_t row) const;

  OriginRange testOrigins(std::size_t channel) const;
  OriginRange validationOrigins(std::size_t channel) const;
  std::size_t testItems() const;    // test windows over all channels
  std::size_t testWindows() const;  // most windows of any channel

  // All that a contender may see of a channel: [validationEnd] scaled values.
  std::span<const double> visible(std::size_t channel) const {
    return std::span<const double>(scaled[channel]).first(splits[channel].validationEnd);
  }
  // What a forecast from origin t starts with: [t] scaled values.
  std::span<const double> history(std::size_t channel, std::size_t origin) const {
    return std::span<const double>(scaled[channel]).first(origin);
  }
  // What it is scored against: [H].
  ItemTarget target(std::size_t channel, std::size_t origin) const;
  // scoreItem() with the channel, the origin and the step in its error. `forecast` [H] scaled.
  Result<ItemError> score(std::size_t channel, std::size_t origin, std::span<const double> forecast) const;
};

// Reads and prepares it. Option "steps_per_day" of the task overrules the clock of data without dates.
Result<SeriesTask> loadSeriesTask(const TaskSpec& spec, const std::filesystem::path& folder);

}  // namespace touchstone::data
