// Small data sets for the tests of plots and figures: curves whose shapes are known.
#pragma once

#include <cmath>

#include "ui/plots/best_so_far_plot.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/plots/seed_dots_plot.h"

namespace touchstone::test {

inline Curve curveOf(int id, Family family, TrialState state, std::vector<double> values) {
  Curve curve;
  curve.trial = {id};
  curve.run = {1};
  curve.number = id;
  curve.contenderName = family == Family::kFoundation ? "Fracast-0" : "DLinear";
  curve.family = family;
  curve.state = state;
  for (std::size_t i = 0; i < values.size(); ++i) curve.steps.push_back(static_cast<double>(i + 1));
  curve.values = std::move(values);
  return curve;
}

inline std::vector<double> decay(int length, double from, double to, double rate = 0.2) {
  std::vector<double> values;
  for (int i = 0; i < length; ++i) values.push_back(to + (from - to) * std::exp(-rate * i));
  return values;
}

// 1: best, finished; 2: foundation, running; 3: paused; 4: stopped; 5: diverged at step 4; 6..: ghosts.
inline ui::LearningCurvesData curvesOf(int ghosts = 20, int length = 27) {
  ui::LearningCurvesData data;
  data.task = QStringLiteral("ETTh1-96");
  data.metric = QStringLiteral("validation mse");
  data.rungResources = {1, 3, 9, 27};
  data.mostResource = length;
  data.curves.push_back(curveOf(1, Family::kSupervised, TrialState::kFinished, decay(length, 0.9, 0.36)));
  data.curves.push_back(curveOf(2, Family::kFoundation, TrialState::kRunning, decay(length / 2, 0.6, 0.40)));
  data.curves.push_back(curveOf(3, Family::kSupervised, TrialState::kPaused, decay(9, 0.9, 0.5)));
  data.curves.push_back(curveOf(4, Family::kSupervised, TrialState::kStopped, decay(3, 0.9, 0.7)));
  data.curves.push_back(
      curveOf(5, Family::kSupervised, TrialState::kFailed, {0.9, 0.8, 0.85, std::nan(""), std::nan("")}));
  for (int i = 0; i < ghosts; ++i) {
    data.curves.push_back(
        curveOf(100 + i, Family::kSupervised, TrialState::kFinished, decay(length, 0.9, 0.45 + 0.01 * (i % 40))));
  }
  // so that none of them is "the last stopped", which is lit
  data.lit = {{1}, {2}, {3}, {4}, {5}};
  return data;
}

inline ui::BestSoFarData bestOf(int seeds, bool hasReference = true) {
  ui::BestSoFarData data;
  data.task = QStringLiteral("ETTh1-96");
  data.metric = QStringLiteral("validation mse");
  for (int seed = 0; seed < seeds; ++seed) {
    for (const Family family : {Family::kSupervised, Family::kFoundation}) {
      BestSoFar run;
      run.run = {2 * seed + (family == Family::kFoundation ? 2 : 1)};
      run.contenderName = family == Family::kFoundation ? "Fracast-0" : "DLinear";
      run.family = family;
      run.seed = seed;
      // supervised starts worse and overtakes at 300 s
      const bool isSupervised = family == Family::kSupervised;
      for (int i = 0; i < 6; ++i) {
        run.seconds.push_back(100.0 * (i + 1));
        run.epochs.push_back(10.0 * (i + 1));
        run.trials.push_back(i + 1.0);
        run.values.push_back((isSupervised ? 0.60 - 0.05 * i : 0.52 - 0.01 * i) + 0.001 * seed);
      }
      data.runs.push_back(std::move(run));
    }
  }
  if (hasReference) {
    BestSoFar naive;
    naive.contenderName = "seasonal naive";
    naive.family = Family::kReference;
    naive.seconds = {0.1};
    naive.epochs = {0.0};
    naive.trials = {1.0};
    naive.values = {0.45};
    data.runs.push_back(std::move(naive));
  }
  return data;
}

inline ui::SeedDotsData dotsOf() {
  ui::SeedDotsData data;
  data.task = QStringLiteral("ETTh1-96");
  data.metric = QStringLiteral("mse");
  data.rows.push_back({.contender = QStringLiteral("Auto-AR"), .scores = {0.357}, .seeds = {0}, .note = {}, .id = 1});
  data.rows.push_back({.contender = QStringLiteral("DLinear"),
                       .familyIndex = 1,
                       .scores = {0.370, 0.372, 0.374},
                       .seeds = {0, 1, 2},
                       .note = {},
                       .id = 2});
  data.rows.push_back({.contender = QStringLiteral("Fracast-0"),
                       .family = Family::kFoundation,
                       .scores = {0.381, 0.383},
                       .seeds = {0, 1},
                       .note = {},
                       .id = 3});
  data.rows.push_back({.contender = QStringLiteral("naive"),
                       .family = Family::kReference,
                       .scores = {1.294},
                       .seeds = {0},
                       .note = {},
                       .id = 4});
  return data;
}

}  // namespace touchstone::test
