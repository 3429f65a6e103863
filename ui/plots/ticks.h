// Where ticks stand and what they say. Numbers have as many decimals as their step needs, U+2212 minus; log axes show
// 10ⁿ over two decades and more, else plain numbers; epochs show the rungs or 1 2 4 8.
// Thread: pure functions. An empty or reversed range gives no ticks.
#pragma once

#include <QString>
#include <span>
#include <vector>

namespace touchstone::ui {

struct Ticks {
  std::vector<double> major;
  std::vector<QString> labels;  // one a major tick; empty: no label
  std::vector<double> minor;
};

// At most `most` major ticks (at least two where the range allows), steps of 1, 2, 2.5 or 5 x 10ⁿ.
Ticks linearTicks(double lo, double hi, int most);
// `isWhole`: only whole numbers (epochs, trials).
Ticks wholeTicks(double lo, double hi, int most);
Ticks logTicks(double lo, double hi, int most);
// Log axis of a resource: `preferred` (the rungs) where given, else powers of two.
Ticks resourceTicks(double lo, double hi, std::span<const double> preferred, int most);

}  // namespace touchstone::ui
