// The linear contender's speed and accuracy on real data. Peer: logistic_peer.py (scikit-learn), run beside it.
//   TOUCHSTONE_DATA=/path/with/data/and/samples build/release/bench/logistic_bench
// One thread (OpenBLAS is told so by the code under test). Figures: RESULTS.md.
#include <benchmark/benchmark.h>

#include "unit/contenders/labelled_files.h"

namespace {

using namespace touchstone;
using namespace touchstone::contenders;

// GUE tf/0: 32,378 sequences of 101 nt, 3- to 6-mers, 5,440 columns.
const testing::LabelledTask& tf0() {
  static const testing::LabelledTask kTask = testing::readGue("tf/0");
  return kTask;
}

void countKmers(benchmark::State& state) {
  if (tf0().isEmpty()) {
    state.SkipWithError("not in TOUCHSTONE_DATA");
    return;
  }
  const auto items = testing::firstItems(tf0().trainCount);
  for (auto _ : state) {
    const auto maker = FeatureMaker::fit({FeatureKind::kKmers}, *tf0().inputs, items, {}, {});
    auto rows = maker->rows(*tf0().inputs, items, {});
    state.counters["values"] = static_cast<double>(rows->values.size());
  }
}

struct Fitting {
  FeatureRows rows;
  data::Targets targets;
};

Fitting tf0Rows() {
  const auto items = testing::firstItems(tf0().trainCount);
  const auto maker = FeatureMaker::fit({FeatureKind::kKmers}, *tf0().inputs, items, {}, {});
  return {*maker->rows(*tf0().inputs, items, {}), tf0().targets.select(items)};
}

// One fit from nothing, C = 10^-range.
void oneFit(benchmark::State& state) {
  if (tf0().isEmpty()) {
    state.SkipWithError("not in TOUCHSTONE_DATA");
    return;
  }
  const Fitting fitting = tf0Rows();
  for (auto _ : state) {
    LogisticProblem problem(fitting.rows, fitting.targets);
    const auto fit = problem.fit({std::pow(10.0, -static_cast<double>(state.range(0)))}, nullptr, {});
    state.counters["passes"] = fit->evaluations;
    state.SetLabel("objective " + std::to_string(fit->objective));
    state.counters["gradient"] = fit->gradientSize;
  }
}

// Six strengths, each from the weights of the one before.
void path(benchmark::State& state) {
  if (tf0().isEmpty()) {
    state.SkipWithError("not in TOUCHSTONE_DATA");
    return;
  }
  const Fitting fitting = tf0Rows();
  for (auto _ : state) {
    LogisticProblem problem(fitting.rows, fitting.targets);
    LogisticWeights weights;
    for (const double strength : {1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 1e-1}) {
      weights = problem.fit({strength}, weights.features == 0 ? nullptr : &weights, {})->weights;
    }
    benchmark::DoNotOptimize(weights);
  }
}

// Features and strength by validation, refit, test.
void wholeSearch(benchmark::State& state, const testing::LabelledTask& task, const char* metric,
                 std::vector<FeatureSpec> features) {
  if (task.isEmpty()) {
    state.SkipWithError("not in TOUCHSTONE_DATA");
    return;
  }
  const auto inputs = testing::seenInputs(task);
  const data::Targets seen = task.seen();
  LinearOptions options;
  options.features = std::move(features);
  for (auto _ : state) {
    const auto choice = chooseLinear(testing::viewOf(*inputs, seen, task.trainCount, metric), options, {}, {});
    state.counters["validation"] = choice->steps[choice->best].value;
    state.counters["test"] = task.score(choice->model, metric);
    state.counters["C"] = choice->model.strength;
    state.counters["fits"] = static_cast<double>(choice->steps.size());
    state.SetLabel(toText(choice->model.maker.spec()));
  }
}

BENCHMARK(countKmers)->Unit(benchmark::kMillisecond);
BENCHMARK(oneFit)->Arg(1)->Arg(2)->Arg(3)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(path)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK_CAPTURE(wholeSearch, splice_seed0_onehot, testing::readSplice(0), "accuracy", {{FeatureKind::kOneHot}})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(wholeSearch, splice_seed1_onehot, testing::readSplice(1), "accuracy", {{FeatureKind::kOneHot}})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(wholeSearch, splice_seed2_onehot, testing::readSplice(2), "accuracy", {{FeatureKind::kOneHot}})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(wholeSearch, landsat, testing::readLandsat(), "accuracy", {})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(wholeSearch, prom_core_tata, testing::readGue("prom/prom_core_tata"), "mcc", {})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(wholeSearch, mouse_0, testing::readGue("mouse/0"), "mcc", {})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(wholeSearch, tf_4, testing::readGue("tf/4"), "mcc", {})->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK_CAPTURE(wholeSearch, tf_0, tf0(), "mcc", {})->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace

BENCHMARK_MAIN();
