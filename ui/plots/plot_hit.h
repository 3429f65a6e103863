// What is under the cursor: a point of a series, a value of a row, a dot of a column, or a bar. Thread: value type.
#pragma once

#include <QPointF>
#include <cstddef>

namespace touchstone::ui {

struct PlotHit {
  int series = -1, row = -1;  // -1: none
  std::size_t point = 0;      // index into the series, the row's values, or the column's dots
  QPointF at;                 // pixels
  double distance = 0.0;
  int column = -1, bar = -1;  // of the scene's blocks
  bool isBlock() const { return column >= 0 || bar >= 0; }
  bool isNone() const { return series < 0 && row < 0 && !isBlock(); }
};

}  // namespace touchstone::ui
