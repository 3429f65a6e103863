// The series, forecasts and Auto-AR details of the sample study's first task: hourly values of some channels, of whose
// test windows every third is stored. Values are mean + deviation * scaled, the scaled ones a daily sine, and every
// forecast is that sine plus the contender's own error, so that a test knows what must be drawn.
#pragma once

#include <cmath>

#include "ui/support/sample_study.h"

namespace touchstone::test {

inline constexpr int kSeriesRows = 960, kSeriesTrainEnd = 640, kSeriesTestStart = 768, kSeriesHorizon = 24;
inline constexpr int kStoredEvery = 3;
inline constexpr double kSeriesMean = 30.0, kSeriesDeviation = 4.0;
inline constexpr double kSeriesStartS = 1467331200.0;  // 2016-07-01

inline double sampleScaled(std::int64_t row, int channel) {
  return std::sin(static_cast<double>(row) / 24.0 * 2.0 * M_PI) + 0.1 * channel;
}
// What run `run` is off by, everywhere.
inline double sampleOff(RunId run) {
  return 0.05 * static_cast<double>(run.value);
}

inline void addSeries(FakeData& data, int channels = 2) {
  const TaskId task{1};
  data.tasks[0].horizon = kSeriesHorizon;
  data.tasks[0].season = 24;
  data.tasks[0].split = "12/4/4 months";
  data.tasks[0].channels = channels;
  for (int channel = 0; channel < channels; ++channel) {
    SeriesRow row;
    row.task = task;
    row.channel = channel;
    row.name = "channel-" + std::to_string(channel);
    row.trainEnd = kSeriesTrainEnd;
    row.validationEnd = kSeriesTestStart;
    row.testEnd = kSeriesRows;
    row.mean = kSeriesMean;
    row.deviation = kSeriesDeviation;
    row.startS = kSeriesStartS;
    row.stepS = 3600.0;
    row.stepUnit = "seconds";
    for (int i = 0; i < kSeriesRows; ++i) {
      row.values.push_back(static_cast<float>(kSeriesMean + kSeriesDeviation * sampleScaled(i, channel)));
    }
    row.values[700] = row.values[900] = NAN;
    data.series.push_back(std::move(row));
  }
  const int windows = kSeriesRows - kSeriesTestStart - kSeriesHorizon + 1;
  data.tasks[0].testItems = static_cast<std::int64_t>(windows) * channels;
  for (const RunRow& run : data.runs) {
    if (run.task != task || run.state != RunState::kDone || run.sameAs) {
      continue;
    }
    for (int item = 0; item < windows; ++item) {
      for (int channel = 0; channel < channels; ++channel) {
        ForecastRow forecast;
        forecast.item = item;
        forecast.channel = channel;
        for (int step = 0; item % kStoredEvery == 0 && step < kSeriesHorizon; ++step) {
          const double scaled = sampleScaled(kSeriesTestStart + item + step, channel);
          forecast.forecast.push_back(static_cast<float>(scaled + sampleOff(run.id)));
        }
        data.forecasts[run.id].push_back(std::move(forecast));
      }
    }
    if (run.method == "auto-ar") {
      data.details[run.id] = R"({"order": 3, "difference": 0, "coefficients": [0.02, 1.21, -0.35, 0.1]})";
    }
  }
}

}  // namespace touchstone::test
