// Where ticks stand and what they say. Numbers have as many decimals as their step needs, U+2212 minus; log axes show
// 10ⁿ where three powers of ten are seen, else plain numbers; epochs show the rungs or 1 2 4 8.
// Fewer than three labels tell no scale: then finer steps are tried, as long as labels stand clear of each other.
// Thread: pure functions. An empty or reversed range gives no ticks.
#pragma once

#include <QString>
#include <functional>
#include <span>
#include <vector>

namespace touchstone::ui {

struct Ticks {
  std::vector<double> major;
  std::vector<QString> labels;  // one a major tick; empty: no label
  std::vector<double> minor;
};

// What an axis has room for.
struct TickRoom {
  int most = 6;         // labels wanted at most
  double length = 0.0;  // of the axis, px or pt
  // What a label takes along the axis, with the gap to its neighbour; none: labels are not measured.
  std::function<double(const QString&)> extent{};
};

// Whether no label of a linear axis touches the next.
bool labelsAreClear(const Ticks& ticks, double lo, double hi, const TickRoom& room);

// Steps of 1, 2, 2.5 or 5 x 10ⁿ, and less round ones where these are too coarse or too fine.
Ticks linearTicks(double lo, double hi, const TickRoom& room);
// Only whole numbers (epochs, trials).
Ticks wholeTicks(double lo, double hi, const TickRoom& room);
Ticks logTicks(double lo, double hi, const TickRoom& room);
// Log axis of a resource: `preferred` (the rungs) where given, else powers of two.
Ticks resourceTicks(double lo, double hi, std::span<const double> preferred, const TickRoom& room);

}  // namespace touchstone::ui
