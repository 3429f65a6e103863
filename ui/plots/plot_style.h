// How plots look on one medium: pens, fonts, lengths and colours for the screen or for paper.
// Units: px on the screen, pt (1/72 in) on paper, where fonts carry pixel sizes so that one unit is one point.
// Thread: GUI (fonts). Values; copy freely.
#pragma once

#include <QFont>
#include <QPen>

#include "engine/api/spec.h"
#include "ui/theme/tokens.h"

namespace touchstone::ui {

struct PaperOptions {
  QString fontFamily = QStringLiteral("Liberation Sans");
  int labelPt = 8;      // axis titles and direct labels; whole points, Qt snaps others at 72 dpi
  int tickPt = 7;       // tick labels, notes
  double dataPt = 1.0;  // 0.75 is taken above six series
  double axisPt = 0.5;
  bool hasGrid = false;
};

struct PlotStyle {
  bool isPaper = false;
  Colours colours = kLightColours;
  QFont tickFont, titleFont, labelFont, boldFont, noteFont;
  double curve = 1.5, curveMany = 1.5, subject = 2.0, halo = 5.0, ghost = 1.0, errorBar = 1.5, cutOff = 1.5;
  double markerLine = 1.0, axis = 1.0, tick = 1.0, subTick = 1.0, grid = 1.0, leader = 0.75, textHalo = 3.0;
  double markRadius = 4.0, bandAlpha = 0.18;
  int tickLength = 4, subTickLength = 2, labelApart = 14, gap = 6;
  bool hasGrid = true, hasLeftLine = false, hasYTitle = false;

  static PlotStyle screen(const Colours& colours);
  static PlotStyle paper(const PaperOptions& options = {});

  // Supervised solid, foundation dashed 6-3, reference dotted 1.5-2.5; lengths in px whatever the width.
  QPen familyPen(Family family, int familyIndex, double width) const;
  QPen rulePen() const;  // marker line: 1 px dashed 3-3
};

// A dash pattern in px as Qt wants it: in pen widths.
QList<qreal> dashPattern(std::initializer_list<double> lengths, double penWidth);

}  // namespace touchstone::ui
