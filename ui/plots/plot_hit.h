// What is under the cursor: a point of a series, or a value of a row. Thread: value type.
#pragma once

#include <QPointF>
#include <cstddef>

namespace touchstone::ui {

struct PlotHit {
  int series = -1, row = -1;  // -1: none
  std::size_t point = 0;      // index into the series, or the row's values
  QPointF at;                 // pixels
  double distance = 0.0;
  bool isNone() const { return series < 0 && row < 0; }
};

}  // namespace touchstone::ui
