// Learning-rate schedules as functions of the epoch alone, so that a trial cut into segments sees the same rates.
// Thread: pure. Errors: none.
#pragma once

#include <cmath>

namespace touchstone::train {

enum class ScheduleKind {
  kConstant,
  kDecay,  // multiplied by `factor` after each epoch, as LTSF does with 0.5
};

struct Schedule {
  ScheduleKind kind = ScheduleKind::kConstant;
  double base = 1e-3;
  double factor = 0.5;

  // epoch counts from 0.
  double rate(int epoch) const { return kind == ScheduleKind::kConstant ? base : base * std::pow(factor, epoch); }
};

}  // namespace touchstone::train
