// Ticks of an axis in clock time: seconds since 1970, shown in local time as HH:MM, as HH:MM:SS where steps are shorter
// than a minute, and as days where they are a day or longer. Thread: pure functions.
#pragma once

#include "ui/plots/ticks.h"

namespace touchstone::ui {

Ticks timeTicks(double lo, double hi, const TickRoom& room);

struct TimeRange {
  double lo = 0.0, hi = 1.0;
};
// The range widened to round times, so that an axis that grows every second moves only now and then.
TimeRange roundTimes(double lo, double hi);

// "13:22", "13:22:07" where the plot spans little, "3 Mar 13:22" where it spans days.
QString clockText(double seconds, double span);

}  // namespace touchstone::ui
