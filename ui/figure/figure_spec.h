// What a figure on paper is: size, fonts, lines and file formats. Default: one column of Nature or IEEE, 89 mm wide,
// height by the golden ratio. Thread: value types.
#pragma once

#include <QString>

#include "ui/plots/plot_style.h"

namespace touchstone::ui {

struct FigureSpec {
  double widthMm = 89.0;
  double heightMm = 0.0;  // 0: width x 0.618
  PaperOptions paper;
  int pngDpi = 600;
  QString title;  // of the document (PDF, SVG), not drawn

  // Page in whole points (1/72 in), as PDF pages are written: off by less than 0.18 mm.
  int widthPt() const;
  int heightPt() const;
};

struct FigureFormats {
  bool pdf = true, svg = true, png = true, csv = true;
};

}  // namespace touchstone::ui
