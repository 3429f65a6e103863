// Text over data: a halo of the plot's ground around it keeps it readable; the text itself stays text in PDF and SVG.
// Thread: GUI (painting). Units of the painter.
#pragma once

#include <QColor>
#include <QFont>
#include <QPointF>
#include <QSizeF>
#include <QString>

class QPainter;

namespace touchstone::ui {

struct HaloText {
  QString text;
  QFont font;
  QColor colour;
  QColor halo;  // invalid: none
  double haloWidth = 3.0;
};

QSizeF textSize(const QFont& font, const QString& text);
// On one line, at most `width` wide, "…" at the end; line breaks and control characters become spaces.
QString fitText(const QFont& font, const QString& text, double width);
// `at` is the left end, vertically the middle of the text's line.
void paintText(QPainter& painter, QPointF at, const HaloText& text);

}  // namespace touchstone::ui
