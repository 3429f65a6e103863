// The parts of a scene that are not curves: columns of dots with a head above them, links between them, bars in rows,
// names above the plot. block_layer draws them. Thread: value types.
#pragma once

#include <QColor>
#include <QString>
#include <cstdint>
#include <limits>
#include <vector>

#include "ui/plots/marks.h"

namespace touchstone::ui {

// One value of a column. Where it stands beside the column's middle is chosen in pixels, so that dots do not overlap.
struct ColumnDot {
  double y = 0.0;
  State state = State::kFinished;
  std::int64_t id = 0;
};

struct ColumnShare {
  State state = State::kFinished;
  int count = 0;
};

// One rung: what stands above it, its dots, and the line that parts them. Many dots are drawn as a histogram.
struct DotColumn {
  double at = 0.0;  // on the x axis; columns are one apart
  QString name, count, foot;
  std::vector<ColumnShare> shares;  // of the bar, in this order, with their numbers below it
  std::vector<ColumnDot> dots;
  double cut = std::numeric_limits<double>::quiet_NaN();
};

// From a dot of a column to a dot of the next one.
struct ColumnLink {
  std::size_t column = 0, from = 0, to = 0;
};

// What happened in a row (scene.h: DotRow names it) from one x to another.
struct RowBar {
  double from = 0.0, to = 0.0;
  int row = 0;
  QColor colour;
  bool isExpected = false;      // dashed outline; nothing to be picked
  State end = State::kRunning;  // a glyph at its end; kRunning: none
  std::int64_t id = 0;
};

// A bold word above the plot with its line through it: "now 13:22".
struct TopLine {
  double at = 0.0;
  QString text;
};

struct Blocks {
  std::vector<DotColumn> columns;
  std::vector<ColumnLink> links;
  std::vector<RowBar> bars;  // of each row by their start
  std::vector<TopLine> topLines;

  bool isEmpty() const { return columns.empty() && bars.empty(); }
};

}  // namespace touchstone::ui
