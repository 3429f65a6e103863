// Tree-structured Parzen estimator: the best trials so far suggest a density l, the others a density g; of some candidates
// drawn from l the one with the greatest l/g is proposed. The first trials are random.
// Densities, split, weights and defaults are Optuna's (checked against it in tests/unit/search): the sequences differ only
// because the random numbers do. Not taken over: constant liar, groups, constraints, several objectives.
// Cost: a suggestion after 5,000 trials with 10 parameters takes 0.3 to 0.8 ms (tests/bench/RESULTS.md). Processors with
// other vector instructions may differ in the last bit and so, rarely, in a proposal; on one processor it is always the same.
// Thread, blocking, errors: as Sampler.
// Source: Bergstra 2011 (NeurIPS 24), Optuna samplers/_tpe/sampler.py.
#pragma once

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "engine/search/parzen_estimator.h"
#include "engine/search/sampler.h"
#include "engine/search/space.h"

namespace touchstone::search {

struct TpeOptions {
  // Candidates are whole points and l/g their joint densities (Optuna's default since 5.0, and the better one on four of the
  // five functions of the regret test); otherwise each parameter is chosen by itself (Optuna 2 to 4, AutoFT).
  bool isMultivariate = true;
  int startupTrials = 10;
  int candidates = 24;
  bool useHyperoptSplit = false;  // see goodCount
  ParzenOptions parzen;

  static TpeOptions hyperopt();  // as the hyperopt package: 20 random trials and its own split
};

// How many of n trials count as good: min(ceil(n/10), 25); hyperopt: min(ceil(sqrt(n)/4), 25).
int goodCount(int trials, bool useHyperoptSplit = false);

class TpeSampler final : public Sampler {
 public:
  TpeSampler(Space space, std::uint64_t seed, TpeOptions options = {});

  void tell(int trial, const Config& config, double value, TrialEnd end, int lastStep) override;
  Config ask(int trial) override;

  // What the next proposal rests on.
  const ParzenEstimator& good() const { return m_good; }
  const ParzenEstimator& bad() const { return m_bad; }

 private:
  // Where a trial stands among all: complete ones by value, then pruned ones (those that went further first, then by
  // value), then diverged ones; equal ones by number.
  struct Standing {
    int group = 0;
    double first = 0.0;
    double second = 0.0;
    int trial = 0;
    friend bool operator<(const Standing& a, const Standing& b) {
      return std::tie(a.group, a.first, a.second, a.trial) < std::tie(b.group, b.first, b.second, b.trial);
    }
  };
  struct Told {
    Standing standing;
    std::vector<double> point;
  };

  static Standing standingOf(int trial, double value, TrialEnd end, int lastStep);
  void forget(int trial);
  void balance();
  std::vector<double> proposeByParameter(base::RandomStream& stream) const;
  std::vector<double> proposeJointly(base::RandomStream& stream) const;

  // constant after construction
  Space m_space;
  std::uint64_t m_seed;
  TpeOptions m_options;

  std::unordered_map<int, Told> m_told;
  std::vector<Standing> m_ranking;  // ascending; the first m_good.size() are the good ones
  ParzenEstimator m_good;
  ParzenEstimator m_bad;
};

}  // namespace touchstone::search
