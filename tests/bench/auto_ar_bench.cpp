// Auto-AR's speed and accuracy on real series. Peer: auto_ar_peer.py (statsforecast's AutoARIMA), run beside it.
//   TOUCHSTONE_DATA=/path/with/data/and/samples build/release/bench/auto_ar_bench
// One thread (OpenBLAS is told so by the code under test). Taylor falls back to resources/samples. Figures: RESULTS.md.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "engine/contenders/auto_ar/ar_forecaster.h"
#include "engine/contenders/auto_ar/auto_ar.h"
#include "engine/contenders/auto_ar/kpss.h"
#include "engine/contenders/auto_ar/order_choice.h"
#include "engine/contenders/validation_windows.h"
#include "tests/unit/contenders/series_files.h"

namespace {

using namespace touchstone;
using namespace touchstone::contenders;

testing::RealTask taylor() {
  testing::RealTask task = testing::readBySevenOneTwo(testing::dataFolder() + "/samples/timeseries/taylor.csv", 48);
  return task.isEmpty()
             ? testing::readBySevenOneTwo(TOUCHSTONE_SOURCE_DIR "/resources/samples/timeseries/taylor.csv", 48)
             : task;
}

testing::RealTask etth1() {
  return testing::readEtt("ETTh1", 96);
}

testing::RealTask weather() {
  return testing::readBySevenOneTwo(testing::dataFolder() + "/data/timeseries/weather/weather.csv.gz", 96);
}

struct NoSink : PointSink {
  void point(std::string_view, std::int64_t, double) override {}
};

// Issue 3: every lag order 0..512 on taylor's 2,822 training rows, in 5 ms.
void fitEveryOrderTaylor(benchmark::State& state) {
  const testing::RealTask task = taylor();
  if (task.isEmpty()) {
    state.SkipWithError("no taylor.csv");
    return;
  }
  const std::vector<LagRows> rows{{task.channels[0], 512, task.trainEnds[0]}};
  for (auto _ : state) {
    auto fits = fitEveryOrder(lagGram(rows, 512));
    benchmark::DoNotOptimize(fits);
  }
  state.counters["rows"] = static_cast<double>(task.trainEnds[0]);
}

// The whole run: KPSS, fits, choice among all orders, refit, checkpoint, every test window.
void wholeRun(benchmark::State& state, testing::RealTask (*read)()) {
  const testing::RealTask task = read();
  if (task.isEmpty()) {
    state.SkipWithError("not in TOUCHSTONE_DATA");
    return;
  }
  const SeriesView view = task.view();
  const std::vector<Origin> origins = task.testOrigins();
  std::vector<double> forecasts(origins.size() * static_cast<std::size_t>(task.horizon));
  Segment trial;
  trial.checkpointOut = std::filesystem::temp_directory_path() / "touchstone_auto_ar_bench.json";
  Segment winner;
  winner.checkpointIn = trial.checkpointOut;
  double parameters = 0.0;
  for (auto _ : state) {
    NoSink sink;
    const auto contender = makeAutoAr({});
    const auto outcome = (*contender)->runSegment(view, trial, sink, {});
    const auto predictor = (*contender)->predictor(view, winner, {});
    const auto done = (*predictor)->forecast(origins, {}, forecasts);
    parameters = done.ok() ? static_cast<double>(outcome->trainedParameters) : 0.0;
  }
  std::filesystem::remove(trial.checkpointOut);
  state.counters["test_mse"] = task.meanSquaredError(origins, forecasts);
  state.counters["parameters"] = parameters;
  state.counters["windows"] = static_cast<double>(origins.size());
}

// The choice of the order: differencing, Gram, fits of all orders and their H-step errors in closed form.
void chooseOrderEtth1(benchmark::State& state) {
  const testing::RealTask task = etth1();
  if (task.isEmpty()) {
    state.SkipWithError("not in TOUCHSTONE_DATA");
    return;
  }
  const SeriesView view = task.view();
  for (auto _ : state) {
    auto choice = chooseOrder(view, 1, 512, -1, {});
    benchmark::DoNotOptimize(choice);
  }
}

// What the closed form replaces: the same windows forecast by one matrix product for each order; here every 64th order.
void forecastEveryWindowEtth1(benchmark::State& state) {
  const testing::RealTask task = etth1();
  if (task.isEmpty()) {
    state.SkipWithError("not in TOUCHSTONE_DATA");
    return;
  }
  const SeriesView view = task.view();
  const auto choice = chooseOrder(view, 1, 512, -1, {});
  std::size_t orders = 0;
  for (auto _ : state) {
    orders = 0;
    for (std::size_t p = 0; p <= choice->fits.maxOrder; p += 64, ++orders) {
      const auto order = choice->fits.order(p);
      const ArForecaster forecaster({1, {order.begin(), order.end()}}, view.horizon);
      auto value = validationError(view, forecaster, ValidationMetric::kMse, {});
      benchmark::DoNotOptimize(value);
    }
  }
  state.counters["orders"] = static_cast<double>(orders);
}

void kpssWeather(benchmark::State& state) {
  const testing::RealTask task = weather();
  if (task.isEmpty()) {
    state.SkipWithError("not in TOUCHSTONE_DATA");
    return;
  }
  const std::vector<std::span<const double>> channels(task.channels.begin(), task.channels.end());
  for (auto _ : state) {
    auto choice = chooseDifference(channels);
    benchmark::DoNotOptimize(choice);
  }
}

BENCHMARK(fitEveryOrderTaylor)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(wholeRun, taylor, taylor)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(wholeRun, etth1, etth1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(wholeRun, etth2, [] { return testing::readEtt("ETTh2", 96); })->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(wholeRun, weather, weather)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(wholeRun, m4_hourly, testing::readM4Hourly)->Unit(benchmark::kMillisecond);
BENCHMARK(chooseOrderEtth1)->Unit(benchmark::kMillisecond);
BENCHMARK(forecastEveryWindowEtth1)->Unit(benchmark::kMillisecond);
BENCHMARK(kpssWeather)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
