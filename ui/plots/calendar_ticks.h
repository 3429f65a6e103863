// Ticks of axes that count rows: at the calendar's round dates, or at multiples and parts of a period.
// Labels by the distance of ticks: "2016", "2016-07", "Jan 14", "13:00"; midnight among hours is its day.
// Thread: pure functions. An empty or reversed range gives no ticks.
#pragma once

#include "ui/plots/calendar_axis.h"
#include "ui/plots/ticks.h"

namespace touchstone::ui {

// `lo`, `hi` in rows; without a calendar whole numbers.
Ticks calendarTicks(const Calendar& calendar, double lo, double hi, const TickRoom& room);
// At 12, 24, 36 for period 12, or 48, 96, 144 ...; whole numbers where the period does not help.
Ticks periodTicks(double lo, double hi, int period, const TickRoom& room);

}  // namespace touchstone::ui
