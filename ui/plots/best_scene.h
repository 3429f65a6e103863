// Best-so-far lines of families or contenders: seeds joined, mean and band, the last crossing of the two families.
// Thread: pure functions but for translations.
#pragma once

#include <vector>

#include "ui/plots/best_so_far_plot.h"

namespace touchstone::ui {

// A step curve: value from x on, x increasing.
struct BestLine {
  std::vector<double> x, y;
};

struct BestGroup {
  QString name;  // "supervised", or the contender's
  Family family = Family::kSupervised;
  int familyIndex = 0;
  std::vector<std::int64_t> seeds;
  std::vector<BestLine> runs;  // one a seed, beside `seeds`
  BestLine mean;               // where every seed has a value
  std::vector<double> lo, hi;  // mean ± one standard deviation, from 3 seeds on; else empty
  double spentUntil = 0.0;     // cost of the longest run: its value merely stands after that
};

// Groups in the order family or first appearance; lines reach to the largest cost of all.
std::vector<BestGroup> bestGroups(const BestSoFarData& data, CostAxis axis, BestGrouping grouping);

struct Crossing {
  double x = 0.0;
  bool isSupervisedAhead = false;  // from x on
};
// The last change of the lead between two means; none: NaN.
Crossing lastCrossing(const BestLine& supervised, const BestLine& foundation, bool lowerIsBetter);

// The unit in which costs read best, and the number that one of it is in the data's.
struct CostUnit {
  QString name;  // "min", "epochs"
  double size = 1.0;
};
CostUnit costUnit(CostAxis axis, double largest);

}  // namespace touchstone::ui
