// The heads above columns: name and count, a bar of shares, their numbers with state glyphs, and a foot ("cut-off
// 0.741"). All heads of a plot have the same lines, so that they can be read across. Numbers are never cut: what does
// not fit beside something moves to a line of its own. Thread: GUI (painting). Units of the painter.
#pragma once

#include "ui/plots/plot_style.h"
#include "ui/plots/scene_blocks.h"

class QPainter;

namespace touchstone::ui {

struct HeadLines {
  bool isCountBelow = false;  // the count does not fit beside the name
  int shareLines = 1;
};

// The lines that heads need in columns of this width.
HeadLines headLines(const std::vector<DotColumn>& columns, const PlotStyle& style, double width);
double headHeight(const HeadLines& lines, const PlotStyle& style);
// Into a box whose height is headHeight's.
void paintHead(QPainter& painter, const QRectF& box, const DotColumn& column, const HeadLines& lines,
               const PlotStyle& style);

}  // namespace touchstone::ui
