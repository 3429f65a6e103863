// Cost of a suggestion and of the search controller. Peer: tests/bench/tpe_peer.py (Optuna), same spaces and sizes.
// Run: build/release/bench/tpe_bench [--benchmark_filter=...]; figures go to tests/bench/RESULTS.md.
#include <benchmark/benchmark.h>

#include <cmath>
#include <memory>
#include <string>

#include "engine/search/asha_promotion.h"
#include "engine/search/asha_stopping.h"
#include "engine/search/controller.h"
#include "engine/search/kernel_math.h"
#include "engine/search/random_sampler.h"
#include "engine/search/tpe_sampler.h"

using namespace touchstone;
using namespace touchstone::search;

namespace {

std::string named(const char* stem, int number) {
  return std::string(stem).append(std::to_string(number));
}

Space realSpace() {
  Space space;
  for (int i = 0; i < 10; ++i) {
    space.params.push_back(Param::real(named("x", i), 0.0, 1.0));
  }
  return space;
}

// What a training contender searches: rates, sizes, choices.
Space mixedSpace() {
  Space space;
  for (int i = 0; i < 4; ++i) {
    space.params.push_back(Param::real(named("x", i), 0.0, 1.0));
    if (i < 2) {
      space.params.push_back(Param::logReal(named("log", i), 1e-5, 1.0));
      space.params.push_back(Param::whole(named("whole", i), 1, 100));
    }
  }
  space.params.push_back(Param::logWhole("width", 8, 1024));
  space.params.push_back(Param::category("loss", {std::string("mse"), std::string("mae"), std::string("huber")}));
  return space;
}

// Ten grids so fine that no two observations coincide: the dearest case.
Space fineGridSpace() {
  Space space;
  for (int i = 0; i < 10; ++i) {
    space.params.push_back(Param::whole(named("x", i), 0, 1000000));
  }
  return space;
}

double sumOfSquares(const Space& space, const Config& config) {
  double sum = 0.0;
  for (const Param& param : space.params) {
    if (!param.isCategory()) {
      const double share = (config.number(param.name, 0.0) - param.low) / (param.high - param.low);
      sum += (share - 0.3) * (share - 0.3);
    }
  }
  return sum;
}

std::unique_ptr<TpeSampler> samplerAfter(const Space& space, int trials, bool isMultivariate) {
  TpeOptions options;
  options.isMultivariate = isMultivariate;
  auto sampler = std::make_unique<TpeSampler>(space, 1, options);
  for (int trial = 0; trial < trials; ++trial) {
    base::RandomStream stream{7, static_cast<std::uint64_t>(trial)};
    const Config config = drawConfig(space, stream);
    sampler->tell(trial, config, sumOfSquares(space, config), TrialEnd::kComplete, 1);
  }
  return sampler;
}

using MakeSpace = Space (*)();

void suggest(benchmark::State& state, MakeSpace makeSpace, bool isMultivariate) {
  const Space space = makeSpace();
  const auto trials = static_cast<int>(state.range(0));
  const auto sampler = samplerAfter(space, trials, isMultivariate);
  int trial = trials;
  for (auto _ : state) {
    benchmark::DoNotOptimize(sampler->ask(trial++));
  }
  state.SetLabel(kernelMath().name);
}

void suggestAndTell(benchmark::State& state, MakeSpace makeSpace, bool isMultivariate) {
  const Space space = makeSpace();
  const auto trials = static_cast<int>(state.range(0));
  const auto sampler = samplerAfter(space, trials, isMultivariate);
  int trial = trials;
  for (auto _ : state) {
    const Config config = sampler->ask(trial);
    sampler->tell(trial, config, sumOfSquares(space, config), TrialEnd::kComplete, 1);
    sampler->tell(trial, config, 0.0, TrialEnd::kFailed, 1);  // taken back, so that the size stays
    ++trial;
  }
}

BENCHMARK_CAPTURE(suggest, reals_univariate, realSpace, false)->Arg(1000)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(suggest, reals_multivariate, realSpace, true)->Arg(1000)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(suggest, mixed_univariate, mixedSpace, false)->Arg(1000)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(suggest, mixed_multivariate, mixedSpace, true)->Arg(1000)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(suggest, fine_grids_univariate, fineGridSpace, false)
    ->Arg(1000)
    ->Arg(5000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(suggest, fine_grids_multivariate, fineGridSpace, true)
    ->Arg(1000)
    ->Arg(5000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(suggestAndTell, mixed_multivariate, mixedSpace, true)
    ->Arg(1000)
    ->Arg(5000)
    ->Unit(benchmark::kMillisecond);

// A whole search with a trivial objective; items are jobs (segments), four rungs.
using MakeScheduler = std::unique_ptr<Scheduler> (*)();

std::unique_ptr<Scheduler> promotion() {
  return std::make_unique<AshaPromotion>(RungOptions{1, 27, 3});
}

std::unique_ptr<Scheduler> stopping() {
  return std::make_unique<AshaStopping>(RungOptions{1, 27, 3});
}

void search(benchmark::State& state, MakeScheduler makeScheduler, bool isTpe) {
  const Space space = mixedSpace();
  const auto trials = static_cast<int>(state.range(0));
  std::int64_t jobs = 0;
  for (auto _ : state) {
    std::unique_ptr<Sampler> sampler = std::make_unique<RandomSampler>(space, 1);
    if (isTpe) {
      sampler = std::make_unique<TpeSampler>(space, 1);
    }
    SearchController controller(std::move(sampler), makeScheduler(), {.maxTrials = trials});
    while (const auto job = controller.next()) {
      controller.finish(job->trial,
                        {.value = sumOfSquares(space, job->config) + 1.0 / job->to, .reachedResource = job->to});
      ++jobs;
    }
  }
  state.SetItemsProcessed(jobs);
}

BENCHMARK_CAPTURE(search, promotion_random, promotion, false)->Arg(10000)->Arg(100000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, stopping_random, stopping, false)->Arg(10000)->Arg(100000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, promotion_tpe, promotion, true)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
