// Learning-rate schedules as functions of the epoch, and of the share of it that is done, alone: a trial cut into
// segments sees the same rates.
// Thread: pure. Errors: none.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

namespace touchstone::train {

enum class ScheduleKind {
  kConstant,
  kDecay,         // multiplied by `factor` after each epoch, as LTSF does with 0.5
  kMilestones,    // multiplied by `factor` for each milestone strictly below the epoch
  kWarmupLinear,  // from 0 to the base in `warmup` epochs, then along a line that reaches 0 at epoch `end`
  kCosine,        // the same with half a cosine
};

struct Schedule {
  ScheduleKind kind = ScheduleKind::kConstant;
  double base = 1e-3;
  double factor = 0.5;
  std::vector<double> milestones = {};  // epochs, counted from 0, ascending
  double warmup = 0.0;                  // epochs
  double end = 1.0;                     // epochs

  // epoch counts from 0; done: share of this epoch's steps taken, for the kinds with a warm-up.
  double rate(int epoch, double done = 0.0) const {
    switch (kind) {
    case ScheduleKind::kConstant:
      return base;
    case ScheduleKind::kDecay:
      return base * std::pow(factor, epoch);
    case ScheduleKind::kMilestones:
      return base *
             std::pow(factor, std::lower_bound(milestones.begin(), milestones.end(), epoch) - milestones.begin());
    default:
      return base * ramp(epoch + done);
    }
  }

 private:
  double ramp(double epoch) const {
    if (epoch < warmup) {
      return epoch / warmup;
    }
    const double left = std::clamp((end - epoch) / std::max(end - warmup, 1e-9), 0.0, 1.0);
    return kind == ScheduleKind::kCosine ? 0.5 * (1.0 - std::cos(std::numbers::pi * left)) : left;
  }
};

// Milestones of a training over `published` epochs, moved to where they lie in one over `epochs`.
inline std::vector<double> scaledMilestones(std::span<const int> milestones, int published, int epochs) {
  std::vector<double> scaled;
  for (const int milestone : milestones) {
    scaled.push_back(static_cast<double>(milestone) * epochs / published);
  }
  return scaled;
}

}  // namespace touchstone::train
